/** One design priced: its lines, its sums, and the volume at which its sides cost the same. */
import type { MissingFact } from "../model/answer.ts";
import type { CostAnswer, CostLine, CostSide } from "../model/cost-answer.ts";
import { balanceOf } from "./balance.ts";
import { chargesOf } from "./charge/index.ts";
import type { Charge } from "./charge/index.ts";
import type { Design } from "./design.ts";
import { pricerOf } from "./pricer.ts";
import type { Pricer } from "./pricer.ts";
import { slicesOf } from "./price-table.ts";
import type { PriceTable } from "./price-table.ts";

export function priceDesign(design: Design, prices: PriceTable): CostAnswer {
  const charges = chargesOf(design);
  const pricer = pricerOf(design, charges, prices);
  const lines = charges.flatMap((charge) => toLines(charge, design, pricer));
  const natMonthly = sumOf(lines, "nat");
  const endpointsMonthly = sumOf(lines, "endpoints");
  const otherMonthly = sumOf(lines, "other");
  const savingMonthly =
    natMonthly === null || endpointsMonthly === null ? null : natMonthly - endpointsMonthly;
  const balance = balanceOf(design, charges, pricer);
  const missing = new Set([
    ...lines.filter(({ unitPrice }) => unitPrice === null).map(({ item }) => item),
    ...balance.missing,
  ]);
  return {
    currency: pricer.currency,
    region: design.region,
    hoursPerMonth: design.hoursPerMonth,
    discountPercent: design.discountPercent,
    natMonthly,
    endpointsMonthly,
    otherMonthly,
    totalMonthly: [natMonthly, endpointsMonthly, otherMonthly].reduce(plus),
    savingMonthly,
    cheaper: cheaperBy(savingMonthly),
    breakEvenGb: balance.gb,
    cheaperBelow: balance.below,
    natStays: design.natStays,
    lines,
    unknowns: [...missing].map((item) => ({ fact: `${item} in ${design.region}`, settledBy })),
  };
}

/** Facts that are missing of a side, beside prices. */
export type Missing = Readonly<Record<"nat" | "endpoints", readonly MissingFact[]>>;

/** `answer` where not all of a side could be counted: its sum is not known, nor is what rests on it. */
export function withMissing(answer: CostAnswer, { nat, endpoints }: Missing): CostAnswer {
  if (nat.length + endpoints.length === 0) return answer;
  return {
    ...answer,
    natMonthly: nat.length > 0 ? null : answer.natMonthly,
    endpointsMonthly: endpoints.length > 0 ? null : answer.endpointsMonthly,
    totalMonthly: null,
    savingMonthly: null,
    cheaper: null,
    breakEvenGb: null,
    cheaperBelow: null,
    unknowns: [...answer.unknowns, ...nat, ...endpoints],
  };
}

const settledBy = "denat facts refresh, or prices in the design";

function toLines(charge: Charge, { discountPercent }: Design, pricer: Pricer): readonly CostLine[] {
  const { item, side, unit, quantity, note } = charge;
  const found = pricer.priceOf(charge);
  if (!found.known) {
    return [{ item, side, quantity, unit, unitPrice: null, monthly: null, source: found.why, note }];
  }
  return slicesOf(found.tiers, quantity).map(({ from, units, price }) => ({
    item,
    side,
    quantity: units,
    unit,
    unitPrice: price,
    monthly: units * price * (1 - discountPercent / 100),
    source: found.source,
    note: from === 0 ? note : `from ${from} ${unit}`,
  }));
}

function sumOf(lines: readonly CostLine[], side: CostSide): number | null {
  return lines
    .filter((line) => line.side === side)
    .map(({ monthly }) => monthly)
    .reduce(plus, 0);
}

const plus = (sum: number | null, amount: number | null) =>
  sum === null || amount === null ? null : sum + amount;

const halfACent = 0.005;

function cheaperBy(saving: number | null): CostAnswer["cheaper"] {
  if (saving === null) return null;
  if (Math.abs(saving) <= halfACent) return "equal";
  return saving > 0 ? "endpoints" : "nat";
}
