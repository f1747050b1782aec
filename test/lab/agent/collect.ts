/** All that a stream brings until its end; its other direction stays open, as it does not with `node:stream/consumers`. */
import type { Readable } from "node:stream";

export function collect(stream: Readable): Promise<Buffer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    stream.on("data", (bytes: Buffer) => pieces.push(bytes));
    stream.on("end", () => resolve(Buffer.concat(pieces)));
    stream.on("error", () => resolve(Buffer.concat(pieces)));
  });
}
