/** What a service answers, and how it is put on the wire. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream needs its Content-Length among the headers. */
  readonly body: string | Buffer | AsyncIterable<Buffer>;
}

export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, headerSafe(value));
  response.statusCode = status;
  const isWhole = typeof body === "string" || Buffer.isBuffer(body);
  const hasNone = request.method === "HEAD" || status === 204 || status === 304;
  if (isWhole && status !== 204 && status !== 304 && !response.hasHeader("content-length")) {
    response.setHeader("content-length", Buffer.byteLength(body));
  }
  if (hasNone) response.end();
  else if (isWhole) response.end(body);
  else await pipeline(Readable.from(body), response);
}

/** Nothing that a client sent may end a header and begin another one. */
function headerSafe(value: string): string {
  return value.replaceAll(/[^\t\u0020-\u007E\u0080-\u00FF]/g, "?");
}
