/** The ways of a walk as stops and lines on the sheet. */
import type { PicturedWay, PlacedBox } from "../../../../../report/html/report/page-data.ts";
import type { Lit } from "./lit.ts";
import { lineBetween } from "./line.ts";

export interface Way {
  readonly outcome: PicturedWay["outcome"];
  /** Those that are on the sheet, the client's first. */
  readonly hops: readonly (readonly PlacedBox[])[];
  /** Each as the data of an SVG path, in the direction of the packets. */
  readonly lines: readonly string[];
}

/** More lines than this between two hops would be a thicket: each box then has one, to the nearest. */
const mostLines = 12;

export function waysOf(boxes: readonly PlacedBox[], lit: Lit | undefined): readonly Way[] {
  if (lit === undefined) return [];
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const drawn = (ids: readonly string[]) => [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
  return lit.ways.map(({ hops, outcome }) => {
    const all = [lit.from, ...hops].map(drawn).filter((hop) => hop.length > 0);
    return {
      outcome,
      hops: all,
      lines: all.slice(1).flatMap((hop, index) => linesBetween(boxes, all[index] ?? [], hop)),
    };
  });
}

function linesBetween(
  boxes: readonly PlacedBox[],
  from: readonly PlacedBox[],
  to: readonly PlacedBox[],
): readonly string[] {
  const pairs = from.flatMap((one) => to.map((other) => [one, other] as const));
  const kept = pairs.length <= mostLines ? pairs : nearest(from, to);
  return kept.filter(([one, other]) => one !== other).map(([one, other]) => lineBetween(boxes, one, other));
}

type Pair = readonly [PlacedBox, PlacedBox];

/** Each of the larger side with the one that is nearest to it on the other. */
function nearest(from: readonly PlacedBox[], to: readonly PlacedBox[]): readonly Pair[] {
  const isFan = to.length >= from.length;
  const [many, few] = isFan ? [to, from] : [from, to];
  return many.flatMap((one): readonly Pair[] => {
    const [best] = [...few].sort((other, another) => distance(one, other) - distance(one, another));
    if (best === undefined) return [];
    return [isFan ? [best, one] : [one, best]];
  });
}

const distance = (one: PlacedBox, other: PlacedBox): number => Math.hypot(one.x - other.x, one.y - other.y);
