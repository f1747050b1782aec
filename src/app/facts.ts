/** The facts of data/, which stands beside src/ and dist/ in the package: read once a process, and only when asked. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createFacts, factTables } from "../facts/index.ts";
import type { FactTable, Facts } from "../facts/index.ts";

let facts: Promise<Facts> | undefined;

export function readFacts(): Promise<Facts> {
  facts ??= loadFacts();
  return facts;
}

async function loadFacts(): Promise<Facts> {
  const texts = await Promise.all(
    factTables.map(async (table) => [table, await readFile(tableUrl(table), "utf8")] as const),
  );
  return createFacts({
    tables: Object.fromEntries(texts) as Record<FactTable, string>,
    readAddressRanges: () => readFileSync(tableUrl("address-ranges"), "utf8"),
  });
}

/** From src/app or dist/app two directories up, wherever the package was installed. */
function tableUrl(table: FactTable | "address-ranges"): URL {
  return new URL(`../../data/${table}.csv`, import.meta.url);
}
