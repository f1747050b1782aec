/** `denat facts`: which facts there are and how old, where refreshed ones are, and which prices are not known. */
import { factTables, summarizeTable } from "../facts/index.ts";
import type { Facts } from "../facts/index.ts";
import type { FactsAnswer, PriceCoverage } from "../model/facts-answer.ts";
import { factsFormats } from "../report/index.ts";
import { readFacts, readTable } from "./facts.ts";
import { readSnapshot, snapshotDirectory } from "./facts/store.ts";
import type { Look, Outcome } from "./outcome.ts";

export async function runFacts({ format, page }: Look): Promise<Outcome> {
  const facts = await readFacts();
  const names = [...factTables, "address-ranges"] as const;
  const tables = await Promise.all(names.map(async (name) => summarizeTable(name, await readTable(name))));
  const { syncToken, date } = facts.addressRanges();
  const answer: FactsAnswer = {
    tables,
    snapshot: await describeSnapshot(snapshotDirectory(process.env)),
    ranges: { syncToken, date },
    prices: coverageOf(facts),
  };
  return { status: 0, text: factsFormats[format](answer, page) };
}

async function describeSnapshot(directory: string | undefined): Promise<FactsAnswer["snapshot"]> {
  if (directory === undefined) return undefined;
  const snapshot = await readSnapshot(directory);
  return {
    directory,
    tables: Object.entries(snapshot).map(([name, text]) => summarizeTable(name, text)),
  };
}

/** Of prices that hang on one Region alone. */
function coverageOf(facts: Facts): readonly PriceCoverage[] {
  const items = facts.wantedPrices().flatMap(({ item }) => (item.endsWith("REGION") ? [] : [item]));
  const regions = facts.regions.map(({ name }) => name);
  return items.map((item) => ({
    item,
    known: regions.filter((region) => facts.findPrice(region, item) !== undefined),
    missing: regions.filter((region) => facts.findPrice(region, item) === undefined),
  }));
}
