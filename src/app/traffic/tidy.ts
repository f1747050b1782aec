/**
 * Copies of texts that the engine cannot read as they are: spaces come twice, as in published samples, or lines end in
 * different ways. Both are seldom, so that a text is copied only once the engine has met them.
 */
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { readHead } from "./head.ts";

/** The fields of each line of `path`, one space apart, in a file of `directory`, compressed if that one is. */
export async function copyTidy(path: string, directory: string): Promise<string> {
  const copy = join(directory, `${randomUUID()}.log`);
  const lines = Readable.from(tidied(path));
  const file = createWriteStream(copy);
  if (await isGzip(path)) await pipeline(lines, createGzip({ level: 1 }), file);
  else await pipeline(lines, file);
  return copy;
}

async function* tidied(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of textOf(path)) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield lines.map((line) => `${tidy(line)}\n`).join("");
  }
  if (rest !== "") yield `${tidy(rest)}\n`;
}

const tidy = (line: string): string => line.trim().replaceAll(/\s+/g, " ");

export async function hasCarriageReturns(path: string): Promise<boolean> {
  for await (const piece of textOf(path)) if (piece.includes("\r")) return true;
  return false;
}

/** As far as it goes, where a gzip is cut off. */
async function* textOf(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on("error", (error) => gunzip.destroy(error));
  const stream = (await isGzip(path)) ? file.pipe(gunzip) : file;
  try {
    for await (const piece of stream.setEncoding("utf8")) yield piece as string;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))) throw error;
  }
}

async function isGzip(path: string): Promise<boolean> {
  const head = await readHead(path);
  return head.kind === "text" && head.isGzip;
}
