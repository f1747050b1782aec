/** The volume at which two ways out cost the same: exact, since both costs are piecewise linear in the volume. */
import { costOf } from "./price-table.ts";
import type { PriceTier } from "./price-table.ts";

/** The monthly cost of one way out as a function of the gigabytes that take it. */
export interface CostCurve {
  readonly fixed: number;
  readonly tiers: readonly PriceTier[];
}

/** Sums of cents carry rounding noise far below this; prices have at most five decimals. */
const noise = 1e-9;

/**
 * The smallest volume in GB at which `endpoints` and `nat` cost the same and the cheaper side changes.
 * 0 when the endpoints are never dearer, null when they never win.
 */
export function breakEvenGb(nat: CostCurve, endpoints: CostCurve): number | null {
  const edges = [...new Set([...nat.tiers, ...endpoints.tiers].map(({ from }) => from))].sort(
    (a, b) => a - b,
  );
  const gapAt = (gb: number) => costAt(endpoints, gb) - costAt(nat, gb);
  let cheaper = sideOf(gapAt(0));
  for (const [index, start] of edges.entries()) {
    const end = edges[index + 1] ?? Infinity;
    const slope = rateAt(endpoints, start) - rateAt(nat, start);
    const after = Number.isFinite(end) ? sideOf(gapAt(end)) : (sideOf(slope) ?? cheaper);
    if (cheaper === undefined) cheaper = after;
    else if (after !== undefined && after !== cheaper) return start - gapAt(start) / slope;
  }
  return cheaper === "nat" ? null : 0;
}

function costAt({ fixed, tiers }: CostCurve, gb: number): number {
  return fixed + costOf(tiers, gb);
}

function rateAt({ tiers }: CostCurve, gb: number): number {
  return tiers.findLast(({ from }) => from <= gb)?.price ?? 0;
}

/** Which side is cheaper when the endpoints cost `gap` more; undefined when neither. */
function sideOf(gap: number): "nat" | "endpoints" | undefined {
  if (Math.abs(gap) < noise) return undefined;
  return gap > 0 ? "nat" : "endpoints";
}
