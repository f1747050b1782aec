/** Cuts addresses where blocks begin and end, and puts together what lies in the same blocks. */
import type { AddressSet } from "../../../model/interval-set.ts";
import type { Block } from "./block.ts";

/** Addresses that lie in the same blocks, in one stretch. */
export interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
  /** Equal for stretches that lie in blocks of the same labels. */
  readonly signature: string;
}

interface Edge {
  readonly at: bigint;
  readonly block: Block;
  readonly opens: boolean;
}

/** In order, disjoint, and all of `area`. */
export function cutAddresses(area: AddressSet, blocks: readonly Block[]): readonly Stretch[] {
  const [lowest, highest] = [area[0]?.[0], area.at(-1)?.[1]];
  if (lowest === undefined || highest === undefined) return [];
  const edges = edgesOf(blocks.filter(({ first, last }) => last >= lowest && first <= highest));
  const open = new Map<string, number>();
  const stretches: Stretch[] = [];
  let next = 0;
  for (const [first, last] of area) {
    let from = first;
    while (from <= last) {
      for (let edge = edges[next]; edge !== undefined && edge.at <= from; edge = edges[++next])
        turn(open, edge);
      const until = edges[next]?.at ?? last + 1n;
      const to = until > last ? last : until - 1n;
      stretches.push({ first: from, last: to, signature: [...open.keys()].toSorted().join(" ") });
      from = to + 1n;
    }
  }
  return stretches;
}

function edgesOf(blocks: readonly Block[]): readonly Edge[] {
  const edges = blocks.flatMap((block): readonly Edge[] => [
    { at: block.first, block, opens: true },
    { at: block.last + 1n, block, opens: false },
  ]);
  return edges.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Several blocks of one label may lie over each other. */
function turn(open: Map<string, number>, { block, opens }: Edge): void {
  const count = (open.get(block.label) ?? 0) + (opens ? 1 : -1);
  if (count === 0) open.delete(block.label);
  else open.set(block.label, count);
}
