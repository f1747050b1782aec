/** A whole body in memory, for the small ones that an API takes as parameters. */
import type { IncomingMessage } from "node:http";

/** Undefined when it has more than `most` bytes: the rest is not read. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > most) return undefined;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bytesOf(request)) {
    size += piece.length;
    if (size > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Whoever stops reading leaves the connection open, so that the answer still gets through. */
export function bytesOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}
