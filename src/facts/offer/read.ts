/**
 * The prices of one Region out of one offer of AWS's price list, record by record.
 *
 * Decides which records are wanted, by whole cells and never by a part of one: `NatGateway-Hours` stands in
 * `RegionalNatGateway-Hours`, and the file of a Region holds its local zones too. Where its text comes from is the caller's
 * matter. https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-aws-services.html
 * (read 2026-11-29).
 */
import { AppError } from "../../model/app-error.ts";
import type { Currency } from "../../model/cost-answer.ts";
import { cellsOf } from "../csv.ts";
import { columnsIn } from "./columns.ts";
import type { Columns } from "./columns.ts";
import { isComplete, tiersOf } from "./tier.ts";
import type { TierRow } from "./tier.ts";
import type { OfferCode, WantedPrice } from "./wanted.ts";

export interface OfferQuestion {
  readonly offer: OfferCode;
  readonly region: string;
  /** What the Region is billed in; a list in another currency is not taken. */
  readonly currency: Currency;
  /** Those of this offer. */
  readonly wanted: readonly WantedPrice[];
}

export interface ListedPrice {
  readonly item: string;
  readonly unit: string;
  readonly currency: Currency;
  readonly tiers: readonly { readonly from: number; readonly price: string }[];
  readonly sku: string;
  readonly usageType: string;
}

export interface OfferPrices {
  readonly offer: OfferCode;
  readonly region: string;
  readonly version: string;
  /** ISO, of the day. */
  readonly published: string;
  readonly prices: readonly ListedPrice[];
  /** What was found and cannot be used, with why. */
  readonly leftOut: readonly { readonly item: string; readonly why: string }[];
}

export interface OfferReader {
  readonly take: (record: string) => void;
  /** Whether everything wanted is in, to its last tier: what follows need not be read. */
  readonly isDone: () => boolean;
  /** Throws an AppError where the file was none, or lacks what it must hold. */
  readonly finish: () => OfferPrices;
}

/** Metadata stand in the first lines, before the names of the columns. */
const mostMetadata = 20;

export function createOfferReader(question: OfferQuestion): OfferReader {
  const { wanted } = question;
  const metadata = new Map<string, string>();
  const found = new Map<string, TierRow[]>();
  let columns: Columns | undefined;
  let count = 0;
  const takeRow = (record: string): void => {
    // Cells are cut for the few records that can be wanted, of hundreds of thousands.
    if (columns === undefined || !wanted.some(({ usageType }) => record.includes(usageType))) return;
    const row = columns.rowOf(cellsOf(record) ?? brokenOff(question));
    const item = row === undefined ? undefined : itemOf(row, question);
    if (row === undefined || item === undefined) return;
    found.set(item, [...(found.get(item) ?? []), row]);
  };
  return {
    take: (record) => {
      count += 1;
      if (columns !== undefined) return takeRow(record);
      const cells = cellsOf(record) ?? brokenOff(question);
      columns = columnsIn(cells);
      const [name = "", value = ""] = cells;
      if (columns === undefined) metadata.set(name, value);
      else mustBeOffer(question, metadata);
      if (count > mostMetadata) throw noPriceList(question, "its columns have no names");
    },
    isDone: () => wanted.every(({ item }) => !item.endsWith("REGION") && isComplete(found.get(item) ?? [])),
    finish: () => {
      if (columns === undefined)
        throw noPriceList(question, count === 0 ? "it is empty" : "it has no columns");
      return conclude(question, metadata, found);
    },
  };
}

const prefix = /^[A-Z]{2,4}\d?-/;

/** The item that a row is the price of, or a tier of it. */
function itemOf(row: TierRow, { region, wanted }: OfferQuestion): string | undefined {
  if (row.term !== "OnDemand" || row.region !== region || row.locationType !== "AWS Region") return undefined;
  const own = row.usageType.replace(prefix, "");
  const match = wanted.find(({ item, usageType, operation, to }) => {
    const isPair = item.endsWith("REGION");
    const isNamed = isPair
      ? prefix.test(own) &&
        own.replace(prefix, "") === usageType &&
        row.toRegion !== "" &&
        row.toRegion !== region
      : own === usageType;
    return isNamed && (operation ?? row.operation) === row.operation && (to ?? row.to) === row.to;
  });
  return match?.item.replace("REGION", row.toRegion.replaceAll("-", "_"));
}

function mustBeOffer(question: OfferQuestion, metadata: ReadonlyMap<string, string>): void {
  const { offer } = question;
  const code = metadata.get("OfferCode");
  if (code !== offer) throw noPriceList(question, `its OfferCode is ${code ?? "missing"}`);
  if (metadata.get("FormatVersion") !== "v1.0")
    throw noPriceList(question, `its format is ${metadata.get("FormatVersion") ?? "not named"}, not v1.0`);
}

function conclude(
  question: OfferQuestion,
  metadata: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, readonly TierRow[]>,
): OfferPrices {
  const { offer, region, wanted } = question;
  const version = metadata.get("Version") ?? "";
  const published = /^\d{4}-\d\d-\d\d/.exec(metadata.get("Publication Date") ?? "")?.[0];
  if (version === "" || published === undefined)
    throw noPriceList(question, "it names no version or no publication date");
  const rated = [...found].map(([item, rows]) => ({ item, ...priceOf(item, rows, question) }));
  const prices = rated.flatMap(({ price }) => price ?? []);
  const leftOut = rated.flatMap(({ item, why }) => (why === undefined ? [] : [{ item, why }]));
  const missing = wanted.filter(({ item, needed }) => needed && !prices.some((price) => price.item === item));
  const [first] = missing;
  if (first !== undefined) {
    const why = leftOut.find(({ item }) => item === first.item)?.why ?? "it has no such row";
    throw noPriceList(question, `version ${version} of ${published} has no ${first.usageType}: ${why}`);
  }
  return { offer, region, version, published, prices, leftOut };
}

function priceOf(
  item: string,
  rows: readonly TierRow[],
  { currency, wanted }: OfferQuestion,
): { readonly price?: ListedPrice; readonly why?: string } {
  const unit = wanted.find((one) => item.startsWith(one.item.replace("REGION", "")))?.unit ?? "";
  const [first] = rows;
  if (first === undefined) return { why: "it has no rows" };
  const strange = rows.find((row) => row.unit !== unit);
  if (strange !== undefined) return { why: `its unit is ${strange.unit}, not ${unit}` };
  const foreign = rows.find((row) => row.currency !== currency);
  if (foreign !== undefined) return { why: `its currency is ${foreign.currency}, not ${currency}` };
  const tiers = tiersOf(rows);
  if (typeof tiers === "string") return { why: tiers };
  return { price: { item, unit, currency, tiers, sku: first.sku, usageType: first.usageType } };
}

function noPriceList({ offer, region }: OfferQuestion, why: string): AppError {
  return new AppError(
    "FACTS_NO_PRICES",
    `the price list ${offer} of ${region} cannot be used: ${why}`,
    "the facts stay as they are; try again later, or give another --source",
    { source: "aws" },
  );
}

function brokenOff(question: OfferQuestion): never {
  throw noPriceList(question, "a record of it is broken");
}
