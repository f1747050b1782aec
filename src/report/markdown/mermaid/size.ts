/**
 * How much of a picture goes into a diagram. GitHub renders diagrams of up to 50,000 characters, and people read much smaller
 * ones: where a VPC holds more, what is in a subnet, in a zone or in all of it is counted instead.
 */
import type { Box, BoxKind, Fate } from "../../../advice/picture/picture.ts";
import { groupBy } from "../../../model/group-by.ts";

const mostBoxes = 90;

/** What is counted, from the smallest: nothing, then what is in each box of the kind. */
const levels: readonly (BoxKind | "nothing")[] = ["nothing", "subnet", "zone", "vpc"];

/** A box with what is in it, or with how many of what it holds. */
export interface SizedBox {
  readonly box: Box;
  readonly children: readonly SizedBox[];
  readonly counts: readonly Count[];
}

export interface Count {
  readonly kind: BoxKind;
  readonly fate: Fate;
  readonly count: number;
}

/** As much of both networks as can be read: what is counted in one is counted in the other. */
export function sized(boxes: readonly Box[]): readonly SizedBox[] {
  const level = levels.find((one) => sizeTo(boxes, one) <= mostBoxes) ?? "vpc";
  return boxes.map((box) => toSized(box, level));
}

function sizeTo(boxes: readonly Box[], level: BoxKind | "nothing"): number {
  let size = 0;
  for (const box of boxes) size += 1 + (box.kind === level ? 0 : sizeTo(box.children, level));
  return size;
}

function toSized(box: Box, level: BoxKind | "nothing"): SizedBox {
  if (box.kind === level) return { box, children: [], counts: countsOf(box.children) };
  return { box, children: box.children.map((child) => toSized(child, level)), counts: [] };
}

/** Workloads by their number, and everything else but rooms by the box. */
function countsOf(boxes: readonly Box[]): readonly Count[] {
  const all = [...things(boxes)];
  return [...groupBy(all, ({ kind, fate }) => `${kind} ${fate}`).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const count = alike.reduce((sum, one) => sum + (one.count ?? 1), 0);
    return [{ kind: first.kind, fate: first.fate, count }];
  });
}

function* things(boxes: readonly Box[]): Generator<Box> {
  for (const box of boxes) {
    if (box.kind !== "zone" && box.kind !== "subnet" && box.kind !== "vpc") yield box;
    yield* things(box.children);
  }
}
