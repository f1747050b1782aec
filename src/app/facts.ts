/**
 * The facts of data/, which stands beside src/ and dist/ in the package, with what the user has refreshed of them: read
 * once a process, and only when asked.
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createFacts, factTables, parseAddressRanges } from "../facts/index.ts";
import type { FactTable, Facts } from "../facts/index.ts";
import { AppError } from "../model/app-error.ts";
import { brokenFacts, readSnapshot, snapshotDirectory } from "./facts/store.ts";
import type { Snapshot } from "./facts/store.ts";

let facts: Promise<Facts> | undefined;

export function readFacts(): Promise<Facts> {
  facts ??= loadFacts(snapshotDirectory(process.env));
  return facts;
}

/** Throws an AppError where the snapshot in `directory` is broken. */
export async function loadFacts(directory: string | undefined): Promise<Facts> {
  const snapshot = await readSnapshot(directory);
  try {
    return await factsWith(snapshot);
  } catch (cause) {
    if (directory === undefined || cause instanceof AppError) throw cause;
    throw brokenFacts(directory, cause);
  }
}

/** The program's tables with those of a snapshot. Throws where one of them is malformed. */
export async function factsWith(snapshot: Snapshot): Promise<Facts> {
  const all = createFacts({
    tables: await readTables(),
    refreshed: snapshot,
    readAddressRanges: () => newerRanges(readFileSync(tableUrl("address-ranges"), "utf8"), snapshot),
  });
  // Prices are parsed when the first is asked for; what is wrong with the user's is better said at once.
  all.findPrice("*", "gateway_endpoint_hour");
  return all;
}

async function readTables(): Promise<Readonly<Record<FactTable, string>>> {
  const texts = await Promise.all(factTables.map(async (table) => [table, await readTable(table)] as const));
  return Object.fromEntries(texts) as Record<FactTable, string>;
}

/** One of the program's own, as it stands in data/. */
export async function readTable(table: FactTable | "address-ranges"): Promise<string> {
  return await readFile(tableUrl(table), "utf8");
}

/** AWS counts its ranges up: the higher syncToken is the later one. */
function newerRanges(bundled: string, { "address-ranges": own }: Snapshot): string {
  if (own === undefined) return bundled;
  const tokenOf = (text: string) => Number(parseAddressRanges(text).syncToken);
  try {
    return tokenOf(own) > tokenOf(bundled) ? own : bundled;
  } catch (cause) {
    throw brokenFacts("address-ranges.csv", cause);
  }
}

/** From src/app or dist/app two directories up, wherever the package was installed. */
function tableUrl(table: FactTable | "address-ranges"): URL {
  return new URL(`../../data/${table}.csv`, import.meta.url);
}
