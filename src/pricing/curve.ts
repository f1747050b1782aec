/**
 * What both sides of designs cost at any volume: exact, since each is a row of straight lines that bend where a price has its
 * next tier.
 */
import { breakEvenOf } from "./break-even.ts";
import type { CostCurve } from "./break-even.ts";
import { chargesOf } from "./charge/index.ts";
import type { Design } from "./design.ts";
import { pricerOf } from "./pricer.ts";
import type { PriceTable } from "./price-table.ts";
import { priceDesign } from "./price-design.ts";

export interface CurvePoint {
  readonly gb: number;
  readonly monthly: number;
}

/** Without points where a price is not known. A curve goes on as between its last two points. */
export interface Curves {
  readonly nat: readonly CurvePoint[];
  readonly endpoints: readonly CurvePoint[];
  /** 0 when the endpoints are never dearer; null when they never win, or a side is not known. */
  readonly breakEvenGb: number | null;
}

/** Far enough to tell a slope where no price has a second tier. */
const someGb = 1000;

/** The traffic of each design is its share of one GB; together they are one bill. */
export function curvesOf(designs: readonly Design[], prices: PriceTable): Curves {
  const bends = [...new Set([0, ...designs.flatMap((design) => bendsOf(design, prices))])].sort(
    (a, b) => a - b,
  );
  const last = bends.at(-1) ?? 0;
  const bills = [...bends, last === 0 ? someGb : 2 * last].map((gb) => ({
    gb,
    answers: designs.map((design) => priceDesign(grown(design, gb), prices)),
  }));
  const isOneCurrency =
    new Set(bills.flatMap(({ answers }) => answers.map(({ currency }) => currency))).size < 2;
  const sideOf = (side: "natMonthly" | "endpointsMonthly") =>
    isOneCurrency
      ? pointsOf(bills.map(({ gb, answers }) => ({ gb, amounts: answers.map((one) => one[side]) })))
      : [];
  const nat = sideOf("natMonthly");
  const endpoints = sideOf("endpointsMonthly");
  const hasNat = designs.some(({ nats }) => nats.length > 0);
  const isKnown = hasNat && nat.length > 0 && endpoints.length > 0;
  return {
    nat,
    endpoints,
    breakEvenGb: isKnown ? breakEvenOf(toCurve(nat), toCurve(endpoints)).gb : null,
  };
}

/** Volumes at which something that is billed by the GB gets another price. */
function bendsOf(design: Design, prices: PriceTable): readonly number[] {
  const charges = chargesOf(design);
  const pricer = pricerOf(design, charges, prices);
  return charges
    .filter(({ unit }) => unit === "GB")
    .flatMap((charge) => {
      const price = pricer.priceOf(charge);
      return price.known ? price.tiers.map(({ from }) => from / charge.quantity) : [];
    });
}

function grown(design: Design, gb: number): Design {
  const { trafficGb } = design;
  return {
    ...design,
    trafficGb: { ...trafficGb, nat: trafficGb.nat * gb, interface: trafficGb.interface * gb },
  };
}

function pointsOf(
  bills: readonly { readonly gb: number; readonly amounts: readonly (number | null)[] }[],
): readonly CurvePoint[] {
  const points = bills.flatMap(({ gb, amounts }) => {
    const known = amounts.filter((amount) => amount !== null);
    return known.length < amounts.length ? [] : [{ gb, monthly: known.reduce((sum, one) => sum + one, 0) }];
  });
  return points.length < bills.length ? [] : points;
}

function toCurve(points: readonly CurvePoint[]): CostCurve {
  const tiers = points.slice(1).map(({ gb, monthly }, index) => {
    const from = points[index] ?? { gb: 0, monthly: 0 };
    return { from: from.gb, price: (monthly - from.monthly) / (gb - from.gb) };
  });
  return { fixed: points[0]?.monthly ?? 0, tiers };
}
