/** The bytes of a bucket's objects: files that are written once, linked for a copy, and read in ranges. */
import { randomUUID } from "node:crypto";
import { open, link, readdir } from "node:fs/promises";
import { join } from "node:path";
import { removeFile } from "./files.ts";
import type { Segment } from "./record.ts";

export interface DataWriter {
  readonly write: (bytes: Buffer) => Promise<void>;
  /** Says where the bytes are. */
  readonly finish: () => Promise<Segment>;
  /** Takes away what was written. */
  readonly discard: () => Promise<void>;
}

export async function createDataFile(directory: string): Promise<DataWriter> {
  const name = randomUUID();
  const file = await open(join(directory, name), "wx", 0o600);
  let size = 0;
  return {
    write: async (bytes) => {
      await file.writeFile(bytes);
      size += bytes.length;
    },
    finish: async () => {
      await file.close();
      return { file: name, size };
    },
    discard: async () => {
      await file.close();
      await removeFile(directory, name);
    },
  };
}

/** The same bytes under further names. */
export async function linkSegments(
  from: string,
  segments: readonly Segment[],
  to: string,
): Promise<readonly Segment[]> {
  const linked: Segment[] = [];
  for (const { file, size } of segments) {
    const name = randomUUID();
    await link(join(from, file), join(to, name));
    linked.push({ file: name, size });
  }
  return linked;
}

export async function removeSegments(directory: string, segments: readonly Segment[]): Promise<void> {
  await Promise.all(segments.map(({ file }) => removeFile(directory, file)));
}

/** What no record speaks of is left from a write that was cut off. */
export async function removeUnknown(directory: string, known: ReadonlySet<string>): Promise<void> {
  const stray = (await readdir(directory)).filter((name) => !known.has(name));
  await Promise.all(stray.map((name) => removeFile(directory, name)));
}

const pieceBytes = 256 * 1024;

/** Bytes `first` to `last`, both included, of the segments one after another. */
export async function* readSegments(
  directory: string,
  segments: readonly Segment[],
  { first, last }: { readonly first: number; readonly last: number },
): AsyncGenerator<Buffer> {
  let start = 0;
  for (const { file, size } of segments) {
    const from = Math.max(first - start, 0);
    const to = Math.min(last - start, size - 1);
    start += size;
    if (from <= to) yield* readFileRange(join(directory, file), from, to);
  }
}

async function* readFileRange(path: string, from: number, to: number): AsyncGenerator<Buffer> {
  const file = await open(path, "r");
  try {
    for (let at = from; at <= to;) {
      const length = Math.min(pieceBytes, to - at + 1);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, at);
      if (bytesRead === 0) throw new Error(`${path} is shorter than its record says`);
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
