/**
 * The API on a socket: reads a request whole, has its signature verified, and answers. Whatever is larger than any
 * request of AWS's is refused before it is read.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Credential } from "../credential.ts";
import type { Ec2, Ec2Answer } from "./ec2.ts";

export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** What a signature says: who asks, and in which Region; or how AWS refuses it. */
export type Verified =
  | { readonly kind: "verified"; readonly credential: Credential; readonly region: string }
  | { readonly kind: "refused"; readonly status: number; readonly code: string; readonly message: string };

export interface Ec2Serving {
  readonly ec2: Ec2;
  readonly verify: (request: SignedRequest) => Verified | Promise<Verified>;
  /** Whether `POST /_denat/reset` takes the account back to its beginning, for test suites. */
  readonly allowReset?: boolean;
  readonly maxBodyBytes?: number;
}

const resetPath = "/_denat/reset";

/** For `http.createServer`. */
export function serveEc2(serving: Ec2Serving): RequestListener {
  return (request, response) => {
    answer(request, serving).then(
      (found) => send(response, found),
      () => {
        // The client went away in the middle of its request, or an answer could not be made.
        response.destroy();
      },
    );
  };
}

async function answer(request: IncomingMessage, serving: Ec2Serving): Promise<Ec2Answer> {
  const { ec2, verify, allowReset = false, maxBodyBytes = 1024 * 1024 } = serving;
  const { method = "", url = "", headers } = request;
  if (method !== "GET" && method !== "POST") {
    request.resume();
    return ec2.refuse({ status: 405, code: "InvalidAction", message: `The method ${method} is not allowed` });
  }
  const body = await readBody(request, maxBodyBytes);
  if (body === undefined)
    return ec2.refuse({
      status: 413,
      code: "RequestEntityTooLarge",
      message: `The request is larger than ${maxBodyBytes} bytes`,
    });
  if (method === "POST" && url === resetPath && allowReset) {
    await ec2.reset();
    return { status: 200, headers: { "content-type": "text/plain" }, body: "" };
  }
  const verified = await verify({ method, url, headers, body });
  if (verified.kind === "refused") return ec2.refuse(verified);
  const { credential, region } = verified;
  return ec2.handle({ method, url, headers, body, credential, region });
}

/** How much more than allowed is read and thrown away, so that a client hears the answer; who sends more is cut off. */
const patience = 16;

/** Undefined when it is larger than allowed. */
async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > most) {
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else if (size > most * patience) request.destroy();
  }
  return size > most ? undefined : Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: Ec2Answer): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(body);
  // A connection that carried too much is not used again.
  if (status === 413) response.shouldKeepAlive = false;
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  response.end(bytes);
}
