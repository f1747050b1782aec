/**
 * Trying again: what passes by itself is asked again after a wait that grows, with full jitter, and only so often.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html (read 2026-11-29)
 */

/** Time and chance, which a test replaces. */
export interface Patience {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** From 0 to 1. */
  readonly random: () => number;
}

const firstWaitMs = 200;
const longestWaitMs = 20_000;

export async function withRetries<T>(attempt: () => Promise<T>, { sleep, random }: Patience): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= mostTries(error)) throw error;
      await sleep(random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1)));
    }
  }
}

/** How often it makes sense to try what fails like this. */
function mostTries(error: unknown): number {
  const { name, code, status } = failureOf(error);
  if (throttled.has(name) || status === 429) return 8;
  if (status >= 500 && status !== 501) return 5;
  return passing.has(code) || name === "TimeoutError" ? 3 : 1;
}

const throttled: ReadonlySet<string> = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "BandwidthLimitExceeded",
  "PriorRequestNotComplete",
  "SlowDown",
]);

/** Connections that broke, or could not be made just now. */
const passing: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
]);

export interface Failure {
  /** AWS's code of the error: `UnauthorizedOperation`. */
  readonly name: string;
  /** The operating system's: `ENOTFOUND`. */
  readonly code: string;
  /** Of HTTP; 0 where there was no answer. */
  readonly status: number;
  readonly message: string;
}

interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/** What can be told of anything that a client throws. */
export function failureOf(error: unknown): Failure {
  const { name, code, message, $metadata, $response } = error as Thrown;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode ?? 0;
  const text = typeof message === "string" ? message : String(error);
  if (text.includes("Deserialization error")) {
    return {
      name: "NotAnAnswer",
      code: "",
      status,
      message: `HTTP ${status} with a body that is not the service's`,
    };
  }
  return {
    name: typeof name === "string" ? name : "",
    code: typeof code === "string" ? code : "",
    status,
    message: text,
  };
}
