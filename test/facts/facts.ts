/** The facts of data/, and its tables as texts, for the tests of this room. */
import { readFileSync } from "node:fs";
import { createFacts, factTables } from "../../src/facts/index.ts";
import type { FactTable } from "../../src/facts/index.ts";

export const readTable = (name: FactTable | "address-ranges"): string =>
  readFileSync(new URL(`../../data/${name}.csv`, import.meta.url), "utf8");

export const tables = Object.fromEntries(factTables.map((name) => [name, readTable(name)])) as Record<
  FactTable,
  string
>;

export const facts = createFacts({ tables, readAddressRanges: () => readTable("address-ranges") });

/** The facts with some tables in another text. */
export const factsWith = (changed: Partial<Record<FactTable, string>>) =>
  createFacts({ tables: { ...tables, ...changed }, readAddressRanges: () => readTable("address-ranges") });
