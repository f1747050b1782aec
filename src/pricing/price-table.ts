/** What pricing asks of the dated facts: the list price of one row in one Region, or that nobody knows it. */
import type { Currency } from "../model/cost-answer.ts";

/** `price` a unit from `from` units a month on; the first tier starts at 0, the last one has no end. */
export interface PriceTier {
  readonly from: number;
  readonly price: number;
}

export interface Price {
  /** In rising order of `from`; a flat price is one tier. */
  readonly tiers: readonly PriceTier[];
  readonly currency: Currency;
  /** Where the price was read. */
  readonly source: string;
  readonly date: string;
}

/** Undefined where the table has no row of that Region: never another Region's price. */
export interface PriceTable {
  readonly findPrice: (region: string, row: string) => Price | undefined;
}

/** What `units` of one month cost at `tiers`, each slice at its own price. */
export function costOf(tiers: readonly PriceTier[], units: number): number {
  return slicesOf(tiers, units).reduce((sum, { units, price }) => sum + units * price, 0);
}

/** The parts of `units` that fall into each tier; empty tiers are left out. */
export function slicesOf(
  tiers: readonly PriceTier[],
  units: number,
): readonly { readonly from: number; readonly units: number; readonly price: number }[] {
  return tiers.flatMap(({ from, price }, index) => {
    const end = tiers[index + 1]?.from ?? Infinity;
    const inTier = Math.min(units, end) - from;
    return inTier > 0 ? [{ from, units: inTier, price }] : [];
  });
}
