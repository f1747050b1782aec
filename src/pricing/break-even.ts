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

export interface BreakEven {
  /** 0 when the endpoints are never dearer, null when they never win. */
  readonly gb: number | null;
  /** Which side costs less below it; null where there is nothing below it. */
  readonly below: "nat" | "endpoints" | null;
}

/** The smallest volume in GB at which `endpoints` and `nat` cost the same and the cheaper side changes. */
export function breakEvenOf(nat: CostCurve, endpoints: CostCurve): BreakEven {
  const edges = [...new Set([...nat.tiers, ...endpoints.tiers].map(({ from }) => from))].sort(
    (a, b) => a - b,
  );
  const gapAt = (gb: number) => costAt(endpoints, gb) - costAt(nat, gb);
  let below = sideOf(gapAt(0));
  for (const [index, start] of edges.entries()) {
    const end = edges[index + 1] ?? Infinity;
    const slope = rateAt(endpoints, start) - rateAt(nat, start);
    const after = Number.isFinite(end) ? sideOf(gapAt(end)) : (sideOf(slope) ?? below);
    if (below === undefined) below = after;
    else if (after !== undefined && after !== below) return { gb: start - gapAt(start) / slope, below };
  }
  return { gb: below === "nat" ? null : 0, below: null };
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
