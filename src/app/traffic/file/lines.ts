/** The lines of a text, gzip or not, for as long as they can be read. */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream";
import { constants, createInflateRaw } from "node:zlib";

/**
 * Lines in the batches in which they come off the disk. A file that is cut off or damaged ends where it ends: the last
 * line may be a part of one, and `onDamage` is told.
 */
export async function* readLines(
  path: string,
  isGzip: boolean,
  onDamage: () => void,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    const plain = isGzip ? inflate(path, onDamage) : createReadStream(path, { highWaterMark: 1 << 20 });
    for await (const chunk of plain) {
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield lines;
    }
  } catch {
    onDamage();
  }
  if (rest !== "") yield [rest];
}

/** https://www.rfc-editor.org/rfc/rfc1952: after its data a member has a checksum and a size. */
const trailerBytes = 8;

/**
 * Member by member and without gunzip's checks: those take back what was inflated as soon as something is wrong with the
 * end. What follows the last member and is none is passed over.
 */
async function* inflate(path: string, onDamage: () => void): AsyncGenerator<Uint8Array> {
  const { size } = await stat(path);
  for (let offset = 0; offset < size;) {
    const header = await headerLength(path, offset);
    if (header === undefined) return offset === 0 ? onDamage() : undefined;
    const inflater = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
    // The iterator is told of every failure; the callback has to be there for the pipeline to be one.
    yield* pipeline(
      createReadStream(path, { start: offset + header }),
      inflater,
      () => {},
    ) as AsyncIterable<Uint8Array>;
    offset += header + inflater.bytesWritten + trailerBytes;
    if (offset > size) onDamage();
  }
}

const flags = { checksum: 2, extra: 4, name: 8, comment: 16 } as const;
const mostHeaderBytes = 65_536;

/** Of the member that begins at `offset`; undefined where none does. */
async function headerLength(path: string, offset: number): Promise<number | undefined> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(mostHeaderBytes);
    const { bytesRead } = await file.read(bytes, 0, mostHeaderBytes, offset);
    if (bytesRead < 10 || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return undefined;
    const has = (flag: number) => ((bytes[3] ?? 0) & flag) !== 0;
    let length = 10;
    if (has(flags.extra)) length += 2 + bytes.readUInt16LE(length);
    for (const flag of [flags.name, flags.comment]) if (has(flag)) length = bytes.indexOf(0, length) + 1;
    return has(flags.checksum) ? length + 2 : length;
  } finally {
    await file.close();
  }
}
