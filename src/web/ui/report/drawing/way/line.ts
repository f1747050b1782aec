/**
 * A smooth line from one box to another. Chips stand in columns with gutters between them: a line that would cross the chips
 * above its own leaves to the side and climbs in the gutter.
 */
import type { PlacedBox } from "../../../../../report/html/report/page-data.ts";

/** How far a line leaves its box before it bends. */
const reach = { least: 14, most: 80 };
/** Between the head of an arrow and the box that it points at. */
const space = 2;
/** Names stand at the left of a box, so lines leave at its right. */
const aside = 0.75;
/** From the ends of a box: no line meets it nearer to them. */
const inset = 20;
const gutter = 5;
const corner = 8;

export function lineBetween(boxes: readonly PlacedBox[], from: PlacedBox, to: PlacedBox): string {
  const right = gapBetween(from.x, from.width, to.x, to.width);
  const down = gapBetween(from.y, from.height, to.y, to.height);
  if (right > 0 && right * 2 > down) return level(from, to);
  if (from.parent !== to.parent && isCrossing(boxes, from, to)) return climbing(from, to);
  return from.parent === to.parent ? around(from, to) : upright(from, to);
}

/** Below 0 they overlap. */
const gapBetween = (one: number, size: number, other: number, otherSize: number): number =>
  Math.max(other - one - size, one - other - otherSize);

/** Whether another in the same frame stands between it and where the line leads. */
function isCrossing(boxes: readonly PlacedBox[], from: PlacedBox, to: PlacedBox): boolean {
  return boxes.some(
    (other) =>
      other.parent === from.parent &&
      other.id !== from.id &&
      gapBetween(other.x, other.width, from.x, from.width) < 0 &&
      Math.sign(other.y - from.y) === Math.sign(to.y - from.y),
  );
}

/** As near to where the other end is as the width of the box allows. */
function anchor({ x, width }: PlacedBox, wanted: number): number {
  return Math.min(x + width - inset, Math.max(x + Math.min(inset, width / 2), wanted));
}

const asideOf = ({ x, width }: PlacedBox): number => x + width * aside;
const middle = (start: number, size: number): number => start + size / 2;
const bend = (length: number): number => Math.min(reach.most, Math.max(reach.least, Math.abs(length) / 2));

function upright(from: PlacedBox, to: PlacedBox): string {
  const up = to.y < from.y;
  const y = up ? from.y : from.y + from.height;
  const x = anchor(from, anchor(to, asideOf(from)));
  return `M${at(x, y)} ${arriving(x, y, to, up)}`;
}

/** The last bend, from any place below or above the box. */
function arriving(x: number, y: number, to: PlacedBox, up: boolean): string {
  const toY = up ? to.y + to.height + space : to.y - space;
  const by = bend(toY - y) * (up ? -1 : 1);
  const toX = anchor(to, x);
  return `C${at(x, y + by)} ${at(toX, toY - by)} ${at(toX, toY)}`;
}

function climbing(from: PlacedBox, to: PlacedBox): string {
  const up = to.y < from.y;
  const [x, y] = [from.x + from.width, middle(from.y, from.height)];
  const lane = x + gutter;
  const turn = y + corner * (up ? -1 : 1);
  return `M${at(x, y)} Q${at(lane, y)} ${at(lane, turn)} ${arriving(lane, turn, to, up)}`;
}

function level(from: PlacedBox, to: PlacedBox): string {
  const left = to.x < from.x;
  const [x, y] = [left ? from.x : from.x + from.width, middle(from.y, from.height)];
  const [toX, toY] = [left ? to.x + to.width + space : to.x - space, middle(to.y, to.height)];
  const by = bend(toX - x) * (left ? -1 : 1);
  return `M${at(x, y)} C${at(x + by, y)} ${at(toX - by, toY)} ${at(toX, toY)}`;
}

/** Past others in the same column: out of the left side and back into it. The right is for lines that go on from there. */
function around(from: PlacedBox, to: PlacedBox): string {
  const [x, y] = [from.x, middle(from.y, from.height)];
  const [toX, toY] = [to.x - space, middle(to.y, to.height)];
  const out = Math.min(x, toX) - reach.least * 1.5;
  return `M${at(x, y)} C${at(out, y)} ${at(out, toY)} ${at(toX, toY)}`;
}

const at = (x: number, y: number): string => `${short(x)},${short(y)}`;
const short = (value: number): number => Math.round(value * 10) / 10;
