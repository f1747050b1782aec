/** Which price a charge takes: the design's own, or the table's; and in which currency all of them are. */
import type { Currency } from "../model/cost-answer.ts";
import type { Charge } from "./charge/index.ts";
import type { Design } from "./design.ts";
import type { Price, PriceTable, PriceTier } from "./price-table.ts";

export type Found =
  | { readonly known: true; readonly tiers: readonly PriceTier[]; readonly source: string }
  | { readonly known: false; readonly why: string };

export type PriceRows = Pick<Charge, "item" | "rows">;

export interface Pricer {
  readonly currency: Currency;
  readonly priceOf: (charge: PriceRows) => Found;
}

/**
 * Amounts of two currencies make no sum. Prices of a design are in USD, and where it gives one, a table's price in another
 * currency counts as not known.
 */
export function pricerOf(design: Design, charges: readonly PriceRows[], prices: PriceTable): Pricer {
  const own = new Map(Object.entries(design.prices));
  const inTable = ({ rows }: PriceRows) =>
    rows.map((row) => prices.findPrice(design.region, row)).find((price) => price !== undefined);
  const currency = own.size > 0 ? "USD" : currencyOf(charges.map(inTable));
  return {
    currency,
    priceOf: (charge) => {
      const tiers = own.get(charge.item);
      if (tiers !== undefined) return { known: true, tiers, source: "prices in the design" };
      const price = inTable(charge);
      if (price === undefined) return { known: false, why: "not known" };
      if (price.currency !== currency && !isFree(price)) {
        return { known: false, why: `not known in ${currency}: ${price.currency} in ${sourceOf(price)}` };
      }
      return { known: true, tiers: price.tiers, source: sourceOf(price) };
    },
  };
}

const isFree = ({ tiers }: Price) => tiers.every(({ price }) => price === 0);
const sourceOf = ({ source, date }: Price) => `${source}, ${date}`;

/** Nothing is nothing in any currency. */
function currencyOf(prices: readonly (Price | undefined)[]): Currency {
  return prices.find((price) => price !== undefined && !isFree(price))?.currency ?? "USD";
}
