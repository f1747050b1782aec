/** Prices that were read of AWS's price list, as a table in the columns of data/prices.csv. */
import { priceColumns } from "../price.ts";
import type { OfferPrices } from "../offer/read.ts";

/**
 * `date` is the day of the reading: what a list says it says of that day, however long ago it was published. `before` is
 * the table that it takes the place of: Regions that were not read now keep their rows.
 */
export function toPriceTable(
  before: string | undefined,
  offers: readonly OfferPrices[],
  date: string,
): string {
  const regions = new Set(offers.map(({ region }) => region));
  const kept = (before ?? "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#") && line !== header)
    .filter((line) => !regions.has(line.slice(0, line.indexOf(","))));
  return [header, ...[...kept, ...offers.flatMap((one) => rowsOf(one, date))].sort(), ""].join("\n");
}

const header = priceColumns.join(",");

function rowsOf({ offer, region, version, published, prices }: OfferPrices, date: string): readonly string[] {
  return prices.flatMap(({ item, unit, currency, tiers, sku, usageType }) => {
    const source = `AWS price list ${offer} ${version} of ${published} SKU ${sku} ${usageType}`;
    return tiers.map(({ from, price }) =>
      [region, item, unit, from, price, currency, source, date].map(String).map(quoted).join(","),
    );
  });
}

const quoted = (cell: string) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
