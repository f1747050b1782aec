/** `denat facts refresh`: prices and address ranges as AWS publishes them today, for this user. */
import { toAddressRangeTable, toPriceTable, toServiceTable } from "../facts/index.ts";
import type { Facts, OfferPrices } from "../facts/index.ts";
import type { Page } from "../report/index.ts";
import { list } from "../report/text/words.ts";
import { defaultRegion } from "./aws/client/sign-in.ts";
import { factsWith, loadFacts } from "./facts.ts";
import { downloadJson } from "./facts/download.ts";
import { readPriceList } from "./facts/price-list.ts";
import { readEndpointServices } from "./facts/services.ts";
import { readSnapshot, snapshotDirectory, writeTable } from "./facts/store.ts";
import type { Snapshot, SnapshotTable } from "./facts/store.ts";
import { refreshText } from "./facts/text.ts";
import type { Refreshed } from "./facts/text.ts";
import { usageError } from "./failure.ts";
import type { Outcome } from "./outcome.ts";

export interface RefreshRequest {
  /** None: that of the environment or the profile. */
  readonly regions: readonly string[];
  /** A mirror of AWS's files, in place of AWS's own addresses. */
  readonly origin: string | undefined;
  readonly profile: string | undefined;
  readonly progress: (line: string) => void;
}

/** Writes all or nothing: whatever cannot be read throws before the first table is replaced. */
export async function runRefresh(request: RefreshRequest, page: Page): Promise<Outcome> {
  const directory = snapshotDirectory(process.env);
  if (directory === undefined)
    throw usageError("DENAT_FACTS says bundled", "unset it, or let it name the directory to write to");
  const regions = request.regions.length > 0 ? request.regions : [await defaultRegion(request.profile)];
  const facts = await loadFacts(undefined);
  const before = await usableSnapshot(directory);
  const read = await readAll({ ...request, regions }, facts, before).finally(() => request.progress(""));
  for (const [table, text] of Object.entries(read.tables))
    await writeTable(directory, table as SnapshotTable, text);
  return { status: 0, text: refreshText(read, directory, page) };
}

/** A snapshot that is broken is replaced as if there were none. */
async function usableSnapshot(directory: string): Promise<Snapshot> {
  return await loadFacts(directory).then(
    () => readSnapshot(directory),
    () => ({}),
  );
}

async function readAll(
  { regions, origin, profile, progress }: RefreshRequest,
  facts: Facts,
  before: Snapshot,
): Promise<Refreshed> {
  const offers: OfferPrices[] = [];
  for (const region of regions) offers.push(...(await readPriceList({ region, origin, progress }, facts)));
  const source = facts.findSource("ip-ranges", "*");
  if (source === undefined) throw new Error("data/sources.csv: no ip-ranges");
  progress("reading ip-ranges.json");
  const ranges = toAddressRangeTable(await downloadJson(`${origin ?? source.origin}${source.path}`));
  const leftOut: { region: string; why: string }[] = [];
  let services = before.services;
  for (const region of regions) {
    progress(`asking for the endpoint services of ${region}`);
    const answer = await readEndpointServices(region, profile);
    if (answer.kind === "left out") leftOut.push({ region, why: answer.why });
    else services = toServiceTable(services, { region, date: today(), details: answer.details }, facts);
  }
  const broken = services === undefined ? undefined : await whyBroken(services);
  if (broken !== undefined) leftOut.push({ region: list(regions), why: broken });
  return {
    offers,
    syncToken: /syncToken (\d+)/.exec(ranges)?.[1] ?? "",
    tables: {
      prices: toPriceTable(before.prices, offers, today()),
      "address-ranges": ranges,
      ...(services === undefined || broken !== undefined ? {} : { services }),
    },
    leftOut,
  };
}

/** What an account sees may not fit the catalogue: two services that answer to one name, say. */
async function whyBroken(services: string): Promise<string | undefined> {
  return await factsWith({ services }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

const today = () => new Date().toISOString().slice(0, "2026-11-29".length);
