/** Whether a gzip file is what it should be: one member, whole. DuckDB reads a part of any other, and says nothing. */
import { open } from "node:fs/promises";

/** Deflate makes nothing smaller than this. */
const mostRatio = 1032;

/**
 * The last four bytes of a whole file tell how much it inflates to. Where that cannot be, it was cut off, has several
 * members, or something after its end; the rare file of which the bytes are right by chance shows by its last line.
 */
export async function isOddGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(4);
    await file.read(buffer, 0, 4, Math.max(0, size - 4));
    const told = buffer.readUInt32LE(0);
    return told < size / 2 || told > size * mostRatio;
  } finally {
    await file.close();
  }
}
