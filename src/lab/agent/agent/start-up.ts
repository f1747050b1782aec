/** The way of an agent from its start until it has keys, in the order of the real one: identity, registration, credentials. */
import type { Log } from "./log.ts";
import { findCredentials, register } from "./credentials.ts";
import type { CredentialsAsk, Found } from "./credentials.ts";
import type { Identity, Metadata } from "./metadata.ts";
import type { Pace } from "./pace.ts";
import { backOffMs, schedule } from "./schedule.ts";

export interface StartUp {
  readonly pace: Pace;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onFailure: () => void;
}

/** Undefined where the instance has none to tell. */
export async function findIdentity(
  metadata: Metadata,
  { pace, log, signal }: StartUp,
): Promise<Identity | undefined> {
  const { tries, apartMs } = schedule.identity;
  for (let tried = 1; tried <= tries; tried += 1) {
    try {
      return await metadata.identity();
    } catch (error) {
      log.say(
        "ERROR",
        `[EC2Identity] Failed to get instance info from IMDS. Err: failed to get identity instance id. Error: ${(error as Error).message}`,
      );
    }
    await pace.wait(apartMs, signal);
  }
  log.say("ERROR", "Agent failed to assume any identity");
  return undefined;
}

/** Waits for the first attempt only, as the real agent does; further ones go on beside everything else. */
export async function keepRegistering(
  ask: CredentialsAsk,
  { pace, log, signal, onFailure }: StartUp,
): Promise<void> {
  const why = await register(ask);
  const fail = (said: string): void =>
    log.say(
      "ERROR",
      `[Registrar] failed to register identity: error calling RegisterManagedInstance API: ${said}`,
    );
  if (why === undefined) return;
  fail(why);
  onFailure();
  const goOn = async (): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      await pace.wait(backOffMs(schedule.registration, failures), signal);
      const again = await register(ask);
      if (again === undefined) return;
      fail(again);
    }
  };
  void goOn().catch(() => undefined);
}

type FoundKeys = Extract<Found, { readonly kind: "keys" }>;

/** Rejects when the agent ends. */
export async function waitForCredentials(
  ask: CredentialsAsk,
  { pace, log, signal, onFailure }: StartUp,
): Promise<FoundKeys> {
  const { retriesMs, refusedMs } = schedule.credentials;
  for (let failures = 0; ; failures += 1) {
    const found = await findCredentials(ask);
    if (found.kind === "keys") return found;
    onFailure();
    const retryMs = retriesMs[Math.min(failures, retriesMs.length - 1)] ?? refusedMs;
    const waitMs = found.isRefusal ? refusedMs * (1 + Math.random() / 5) : retryMs;
    log.say(
      "INFO",
      `Sleeping for ${Math.round(waitMs / 60_000)} minutes before retrying retrieve credentials`,
    );
    await pace.wait(waitMs, signal);
  }
}
