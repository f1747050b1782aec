/** How many needs fare how in each network: one for each workload and service. */
import type { Group } from "../picture/resolve.ts";
import type { Network, Verdict } from "../place/place.ts";

export type Tally = Readonly<Record<Verdict, number>>;

export function tally(groups: readonly Group[], network: Network): Tally {
  const counts = { reachable: 0, partial: 0, blocked: 0, unknown: 0 };
  for (const { members, cells } of groups) {
    for (const cell of cells) counts[cell[network].verdict] += members.length;
  }
  return counts;
}

export const total = (counts: Tally): number => Object.values(counts).reduce((sum, each) => sum + each, 0);
