/** A price of the design's own: a number, or tiers that start at 0 and rise. */
import type { PriceTier } from "../price-table.ts";
import { fail, fields, list, number, within } from "./field.ts";
import type { Parse } from "./field.ts";

const usd = number({ most: 1_000_000 });
const tiers = list(fields({ fromGb: number({ most: 1e12 }), usd }));

export const priceTiers: Parse<readonly PriceTier[]> = (value, at) => {
  if (!Array.isArray(value)) return [{ from: 0, price: usd(value, at) }];
  const found = tiers(value, at);
  if (found.length === 0) return fail(at, "has no tiers", "give a number, or tiers from 0 GB on");
  for (const [index, { fromGb }] of found.entries()) {
    const before = found[index - 1]?.fromGb;
    const fits = before === undefined ? fromGb === 0 : fromGb > before;
    if (!fits)
      fail(
        within({ ...at, path: `${at.path}[${index}]` }, "fromGb"),
        `is ${fromGb}`,
        "tiers start at 0 and rise",
      );
  }
  return found.map(({ fromGb, usd: price }) => ({ from: fromGb, price }));
};
