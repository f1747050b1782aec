/** Amounts between the points of a curve, and how the two curves lie to each other. */
import type { CostCurves, CostPoint } from "../../../../report/html/report/page-data.ts";

/** In straight lines from point to point, and on as between the last two. Undefined without points. */
export function monthlyAt(points: readonly CostPoint[], gb: number): number | undefined {
  const [first, second] = points;
  if (first === undefined) return undefined;
  if (second === undefined) return first.monthly;
  const next = points.findIndex((point, index) => index > 0 && point.gb >= gb);
  const at = next === -1 ? points.length - 1 : next;
  const [from = first, to = second] = [points[at - 1], points[at]];
  if (to.gb === from.gb) return to.monthly;
  return from.monthly + ((to.monthly - from.monthly) * (gb - from.gb)) / (to.gb - from.gb);
}

export type Crossing =
  | { readonly kind: "endpointsAbove" | "endpointsBelow"; readonly gb: number }
  | { readonly kind: "endpointsAlways" | "natAlways" };

/** Undefined where prices are not known, or the curves do not say. */
export function crossingOf({ nat, endpoints, breakEvenGb }: CostCurves): Crossing | undefined {
  if (nat.length === 0 || endpoints.length === 0) return undefined;
  const difference = (gb: number) => (monthlyAt(endpoints, gb) ?? 0) - (monthlyAt(nat, gb) ?? 0);
  if (breakEvenGb !== null && breakEvenGb > 0) {
    return { kind: difference(0) > 0 ? "endpointsAbove" : "endpointsBelow", gb: breakEvenGb };
  }
  if (breakEvenGb === 0) return { kind: "endpointsAlways" };
  return difference(0) >= 0 ? { kind: "natAlways" } : undefined;
}

/** All volumes at which either curve bends, from nothing to `most`, with the crossing: between two of them nothing changes. */
export function knots({ nat, endpoints, breakEvenGb }: CostCurves, most: number): readonly number[] {
  const met = [...nat, ...endpoints].map(({ gb }) => gb);
  const inner = [...met, breakEvenGb ?? 0].filter((gb) => gb > 0 && gb < most);
  return [...new Set([0, ...inner, most])].sort((one, other) => one - other);
}
