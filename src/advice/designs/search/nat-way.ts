/** Which NAT gateways of an estate stay: every choice of them as a way out, with what it costs. */
import type { Way } from "./search.ts";

export interface NatPlaces {
  /** The zone of each NAT gateway, at most one for a zone. */
  readonly zones: readonly number[];
  readonly zoneCount: number;
  /** A month, for each gateway: its hours and its address. */
  readonly monthlyUsd: number;
  readonly perGbUsd: number;
  /** For each GB from a zone without a gateway, in both directions together. */
  readonly perCrossGbUsd: number;
}

export interface NatWay extends Way {
  /** Indices of the gateways that stay; none when all of them go. */
  readonly kept: readonly number[];
}

/** Fewest gateways first, so that the simpler of two equal ways is found. */
export function natWays(places: NatPlaces): readonly NatWay[] {
  return subsetsOf(places.zones.map((_, index) => index))
    .toSorted((a, b) => a.length - b.length)
    .map((kept) => natWay(places, kept));
}

export function natWay(places: NatPlaces, kept: readonly number[]): NatWay {
  if (kept.length === 0) return { kept, fixedUsd: 0, perGbUsd: undefined };
  const { zones, zoneCount, monthlyUsd, perGbUsd, perCrossGbUsd } = places;
  const near = new Set(kept.map((index) => zones[index]));
  return {
    kept,
    fixedUsd: kept.length * monthlyUsd,
    perGbUsd: Array.from({ length: zoneCount }, (_, zone) => perGbUsd + (near.has(zone) ? 0 : perCrossGbUsd)),
  };
}

function subsetsOf(items: readonly number[]): readonly (readonly number[])[] {
  return items.reduce<readonly (readonly number[])[]>(
    (sets, item) => [...sets, ...sets.map((set) => [...set, item])],
    [[]],
  );
}
