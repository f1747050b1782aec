/** Text logs of one layout become one Parquet file with the fields that are asked for. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { LogGroup, Rejected } from "../../../traffic/index.ts";
import { ParquetWriter } from "./parquet/writer.ts";
import { Scanner } from "./scanner.ts";
import type { AskedField } from "./scanner.ts";

const chunkBytes = 1 << 20;
/** In bytes; a longer one is none of a flow log. */
export const longestLine = 1 << 17;
const nothing = new Uint8Array(0);
const [newLine, space] = [10, 32];

/**
 * Gives, by path, how many lines were no records: with other fields than they should have. A file that cannot be read to its
 * end, and one with a line that is no line any more, counts one at least.
 */
export async function convertText(
  group: LogGroup,
  asked: readonly AskedField[],
  target: string,
): Promise<readonly Rejected[]> {
  const writer = new ParquetWriter(target, asked);
  try {
    const scanner = await Scanner.create(group.fields.length, asked, (batch) => writer.write(batch));
    const rejected: Rejected[] = [];
    for (const path of group.paths) {
      const records = await readFile(path, group, scanner);
      if (records > 0) rejected.push({ path, records });
    }
    scanner.flush();
    writer.end();
    return rejected;
  } finally {
    writer.close();
  }
}

async function readFile(path: string, { isGzip, hasHeader }: LogGroup, scanner: Scanner): Promise<number> {
  const lines = new Lines(scanner, hasHeader);
  try {
    for await (const chunk of open(path, isGzip)) lines.take(chunk as Uint8Array);
    lines.end();
    return lines.rejected;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return lines.rejected + 1;
  }
}

/**
 * What comes next is inflated, on a thread of Node's, while the scanner is at work. Members of gzip one after another are
 * one text; what follows them and is none is damage.
 */
function open(path: string, isGzip: boolean): AsyncIterable<unknown> {
  const source = createReadStream(path, { highWaterMark: chunkBytes });
  // A read that fails does not say of what.
  source.on("error", (error) => Object.assign(error, { path }));
  // The iterator is told of every failure; the callback has to be there for the pipeline to be one.
  return isGzip ? pipeline(source, createGunzip({ chunkSize: chunkBytes }), () => {}) : source;
}

const isDamage = (error: unknown): boolean =>
  error === endless || String((error as NodeJS.ErrnoException).code).startsWith("Z_");

const endless = new Error("a line without an end");

/** The text of one file, chunk by chunk. */
class Lines {
  readonly #scanner: Scanner;
  #isBeforeRecords: boolean;
  /** The beginning of a line. */
  #rest: Uint8Array = nothing;
  rejected = 0;

  constructor(scanner: Scanner, hasHeader: boolean) {
    this.#scanner = scanner;
    this.#isBeforeRecords = hasHeader;
  }

  take(chunk: Uint8Array): void {
    const text = this.#isBeforeRecords ? this.#afterHeader(chunk) : chunk;
    const { taken, rejected } = this.#scanner.take([this.#rest, text]);
    this.rejected += rejected;
    const before = this.#rest.length;
    this.#rest =
      taken < before ? Buffer.concat([this.#rest, text]).subarray(taken) : text.subarray(taken - before);
    if (this.#rest.length > longestLine) throw endless;
  }

  /** The last line may have no end. */
  end(): void {
    if (this.#rest.length > 0) this.take(Uint8Array.of(newLine));
  }

  /** Nothing while the header goes on; empty lines may stand before it. */
  #afterHeader(chunk: Uint8Array): Uint8Array {
    const text = Buffer.concat([this.#rest, chunk]);
    const first = text.findIndex((byte) => byte > space);
    const end = first < 0 ? -1 : text.indexOf(newLine, first);
    this.#isBeforeRecords = end < 0;
    this.#rest = end < 0 ? text : nothing;
    return text.subarray(end < 0 ? text.length : end + 1);
  }
}
