/** Where an arrow key leads: the nearest box in that direction. */
import type { PlacedBox } from "../../../../report/html/report/page-data.ts";

type Direction = readonly [x: number, y: number];

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A step aside counts as this many steps ahead. */
const aside = 3;

/** Undefined where the key is no arrow, or there is nothing further on. */
export function neighbour(boxes: readonly PlacedBox[], from: PlacedBox, key: string): PlacedBox | undefined {
  const direction = directions[key];
  if (direction === undefined) return undefined;
  let best: PlacedBox | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const way = distance(from, box, direction);
    if (way < least) [best, least] = [box, way];
  }
  return best;
}

function distance(from: PlacedBox, to: PlacedBox, [x, y]: Direction): number {
  const right = to.x + to.width / 2 - from.x - from.width / 2;
  const down = to.y + to.height / 2 - from.y - from.height / 2;
  const ahead = right * x + down * y;
  return ahead <= 0 ? Infinity : ahead + aside * Math.abs(right * y + down * x);
}
