/**
 * Files that the engine cannot read as they are: damaged gzip, several headers in one file, records with other spaces or
 * fields than their header. Read line by line, slowly, they become texts that it can.
 */
import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Unused } from "../../../model/network.ts";
import { headerFields, parseLogKey, wordsOf } from "../../../traffic/index.ts";
import type { LogFile, Mended } from "../../../traffic/index.ts";
import { longestLine } from "../columns/convert.ts";
import { readHead } from "./head.ts";
import { readLines } from "./lines.ts";

/** One file for each stretch of lines under one header. */
export async function mendFiles(files: readonly LogFile[], directory: string): Promise<Mended> {
  const mended: LogFile[] = [];
  const skipped: Unused[] = [];
  let malformed = 0;
  for (const file of files) {
    const head = await readHead(file.path);
    const writer = new Segments(file, directory);
    try {
      const isGzip = head.kind === "text" && head.isGzip;
      for await (const lines of readLines(file.path, isGzip, () => skipped.push(damagedGzip(file.name)))) {
        for (const line of lines) writer.take(line);
        await writer.flush();
      }
    } finally {
      await writer.close();
    }
    mended.push(...writer.files);
    malformed += writer.malformed;
  }
  return { files: mended, skipped, malformed };
}

export const damagedGzip = (name: string): Unused => ({
  path: name,
  reason: "gzip that is cut off or damaged: what stands before is counted",
});

/** What comes of a byte that is no UTF-8 has three. */
const isEndless = (line: string): boolean =>
  line.length * 3 > longestLine && Buffer.byteLength(line) > longestLine;

/** Texts that are being written, the last of them open. */
class Segments {
  readonly files: LogFile[] = [];
  malformed = 0;
  readonly #source: LogFile;
  readonly #directory: string;
  #fields: readonly string[];
  #handle: FileHandle | undefined;
  /** Fields under which lines wait to be written. */
  #written: readonly string[] | undefined;
  #pending: { readonly fields: readonly string[]; readonly lines: string[] }[] = [];

  constructor(source: LogFile, directory: string) {
    this.#source = source;
    this.#directory = directory;
    this.#fields = source.fields;
  }

  take(line: string): void {
    const words = wordsOf(line);
    if (words.length === 0) return;
    const header = headerFields(line);
    if (header !== undefined) this.#fields = header;
    else if (words.length !== this.#fields.length || isEndless(line)) this.malformed += 1;
    else this.#add(words.join(" "));
  }

  #add(line: string): void {
    const last = this.#pending.at(-1);
    if (last !== undefined && last.fields === this.#fields) last.lines.push(line);
    else this.#pending.push({ fields: this.#fields, lines: [line] });
  }

  async flush(): Promise<void> {
    for (const { fields, lines } of this.#pending) {
      if (this.#written?.join(" ") !== fields.join(" ")) await this.#begin(fields);
      await this.#handle?.writeFile(`${lines.join("\n")}\n`);
    }
    this.#pending = [];
  }

  async #begin(fields: readonly string[]): Promise<void> {
    await this.#handle?.close();
    const path = join(this.#directory, `${randomUUID()}.log`);
    this.#handle = await open(path, "w", 0o600);
    this.#written = fields;
    const { name, region } = this.#source;
    this.files.push({
      name,
      path,
      format: "text",
      fields,
      hasHeader: false,
      isGzip: false,
      stretch: this.files.length,
      region: parseLogKey(name)?.region ?? region,
    });
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}
