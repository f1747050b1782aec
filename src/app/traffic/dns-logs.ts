/** Resolver query logs from files: one JSON object a line, gzip or not. */
import { AppError } from "../../model/app-error.ts";
import type { Unused } from "../../model/network.ts";
import { parseDnsLine } from "../../traffic/index.ts";
import type { DnsAnswer } from "../../traffic/index.ts";
import { readHead } from "./file/head.ts";
import { readLines } from "./file/lines.ts";
import { findLogs } from "./source.ts";

export interface DnsLogs {
  readonly answers: readonly DnsAnswer[];
  readonly skipped: readonly Unused[];
}

export async function readDnsLogs(locations: readonly string[]): Promise<DnsLogs> {
  const found = await findLogs(locations);
  const answers: DnsAnswer[] = [];
  const skipped: Unused[] = [...found.skipped];
  for (const { name, path, isNamed } of found.files) {
    const head = await readHead(path);
    const isJson = head.kind === "text" && head.text.trimStart().startsWith("{");
    if (!isJson && isNamed) {
      throw new AppError(
        "INPUT_UNKNOWN",
        `${name} is no Resolver query log`,
        "give query logs as S3 has them, in JSON",
      );
    }
    if (isJson) await readQueries(name, path, head.isGzip, answers, skipped);
    else skipped.push({ path: name, reason: "no Resolver query log" });
  }
  return { answers, skipped };
}

async function readQueries(
  name: string,
  path: string,
  isGzip: boolean,
  answers: DnsAnswer[],
  skipped: Unused[],
): Promise<void> {
  let lost = 0;
  const onDamage = () =>
    skipped.push({ path: name, reason: "cut off or damaged: what stands before is used" });
  for await (const lines of readLines(path, isGzip, onDamage)) {
    for (const line of lines) {
      const parsed = line.trim() === "" ? [] : parseDnsLine(line);
      if (parsed === undefined) lost += 1;
      else answers.push(...parsed);
    }
  }
  if (lost > 0) skipped.push({ path: name, reason: `${lost} lines that are no query` });
}
