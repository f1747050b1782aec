/** Whether a gzip file is whole. DuckDB reads one that was cut off up to its end, and says nothing. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** Deflate makes nothing smaller than this. */
const mostRatio = 1032;

/**
 * The last four bytes tell how much a whole file inflates to. Only where that cannot be is the file inflated to make
 * sure: it was cut off, or has several members.
 */
export async function isCutOff(path: string): Promise<boolean> {
  const { size, told } = await readTrailer(path);
  const isPlausible = told >= size / 2 && told <= size * mostRatio;
  return !isPlausible && !(await inflates(path));
}

async function readTrailer(path: string): Promise<{ readonly size: number; readonly told: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(4);
    await file.read(buffer, 0, 4, Math.max(0, size - 4));
    return { size, told: buffer.readUInt32LE(0) };
  } finally {
    await file.close();
  }
}

async function inflates(path: string): Promise<boolean> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return pipeline(createReadStream(path), createGunzip(), nowhere).then(
    () => true,
    () => false,
  );
}
