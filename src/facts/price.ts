/** List prices, dated; what is not in the table is unknown, never another Region's. */
import { currencies } from "../model/cost-answer.ts";
import type { Currency } from "../model/cost-answer.ts";
import { unknown } from "../model/known.ts";
import type { Unknown } from "../model/known.ts";
import { datedOf, failAt, indexRows, mustHold, numberIn, oneOf, parseTable } from "./csv.ts";
import type { Row } from "./csv.ts";
import type { Dated } from "./dated.ts";
import { once } from "./once.ts";
import type { RegionFacts } from "./region.ts";

/** `price` a unit from `from` units a month on. */
export interface PriceTier {
  readonly from: number;
  readonly price: number;
}

export interface Price extends Dated {
  /** Rising, from 0; the last one has no end. */
  readonly tiers: readonly PriceTier[];
  readonly unit: string;
  readonly currency: Currency;
}

export interface PriceFacts {
  /** `item` as in prices.csv: `nat_gateway_hour`. */
  readonly findPrice: (region: string, item: string) => Price | undefined;
  /** For a price that `findPrice` does not have: what is known of the gap, and what settles it. */
  readonly priceGap: (region: string, item: string) => Unknown;
}

export interface PriceTexts {
  readonly prices: string;
  readonly missing: string;
  /** In the same columns; of two prices the newer one counts. */
  readonly refreshed: string | undefined;
}

export function createPriceFacts(
  { prices, missing, refreshed }: PriceTexts,
  regions: RegionFacts,
): PriceFacts {
  const priced = once(() => newest(parsePrices(prices), parsePrices(refreshed ?? priceColumns.join(","))));
  const gaps = once(() => parseGaps(missing));
  return {
    findPrice: (region, item) =>
      scopesOf(region, regions)
        .map((scope) => priced().get(keyOf(scope, item)))
        .find((price) => price !== undefined),
    priceGap: (region, item) => {
      const why = gaps().get(keyOf(region, item))?.cells.why;
      return unknown(
        `price ${item} in ${region}${why === undefined ? "" : ` (${why})`}`,
        "denat facts refresh, or prices in the design",
      );
    },
  };
}

function newest(
  bundled: ReadonlyMap<string, Price>,
  refreshed: ReadonlyMap<string, Price>,
): ReadonlyMap<string, Price> {
  const dayOf = ({ date }: Price) => (date === "undated" ? "" : date);
  const newer = [...refreshed].filter(([key, price]) => {
    const before = bundled.get(key);
    return before === undefined || dayOf(price) >= dayOf(before);
  });
  return new Map([...bundled, ...newer]);
}

const keyOf = (region: string, item: string) => `${region} ${item}`;

/** From the narrowest: the Region itself, all Regions of its partition, all Regions. */
function scopesOf(region: string, { regions, regionNamed }: RegionFacts): readonly string[] {
  const isListed = regions.some(({ name }) => name === region);
  return [region, ...(isListed ? [`partition ${regionNamed(region).partition.name}`] : []), "*"];
}

export const priceColumns = [
  "region",
  "item",
  "unit",
  "tier_from",
  "price",
  "currency",
  "source",
  "date",
] as const;

function parsePrices(text: string): ReadonlyMap<string, Price> {
  const tiers = new Map<string, Row<(typeof priceColumns)[number]>[]>();
  for (const row of parseTable("prices", text, priceColumns)) {
    const { region, item } = row.cells;
    mustHold(row, region !== "" && /^[a-z0-9_]+$/.test(item), `no item of a Region: ${region} ${item}`);
    const key = keyOf(region, item);
    tiers.set(key, [...(tiers.get(key) ?? []), row]);
  }
  return new Map([...tiers].map(([key, rows]) => [key, toPrice(rows)]));
}

function toPrice(rows: readonly Row<(typeof priceColumns)[number]>[]): Price {
  const [first] = rows;
  if (first === undefined) throw new Error("a price without rows");
  let previous = -1;
  const tiers = rows.map((row) => {
    const from = numberIn(row, "tier_from");
    if (previous === -1 ? from !== 0 : from <= previous)
      failAt(row, `tier_from ${from} does not follow ${previous}`);
    const { unit, currency } = row.cells;
    mustHold(row, unit === first.cells.unit, `unit ${unit} beside ${first.cells.unit}`);
    mustHold(row, currency === first.cells.currency, `currency ${currency} beside ${first.cells.currency}`);
    datedOf(row);
    previous = from;
    return { from, price: numberIn(row, "price") };
  });
  return { tiers, unit: first.cells.unit, currency: oneOf(first, "currency", currencies), ...datedOf(first) };
}

function parseGaps(text: string) {
  const rows = parseTable("prices-missing", text, ["region", "item", "why", "source", "date"]);
  for (const row of rows) {
    datedOf(row);
    mustHold(row, row.cells.why !== "", "no reason");
  }
  return indexRows(rows, ({ cells }) => keyOf(cells.region, cells.item));
}
