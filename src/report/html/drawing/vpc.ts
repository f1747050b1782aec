/** A VPC: at its upper edge what leads out of it, and below that its zones. */
import type { Box } from "../../../advice/picture/picture.ts";
import { columnsIn, empty, stack } from "./block.ts";
import type { Block } from "./block.ts";
import { chips, wantedWidth } from "./chip.ts";
import { columnBlock, isRoom } from "./columns.ts";
import { framed, frameOf, isChip, roomForName } from "./frame.ts";
import { gap } from "./measure.ts";

export function vpcOf(vpc: Box): Block {
  const edge = vpc.children.filter((child) => !isRoom(child));
  const single = edge.filter(isChip);
  const least = Math.max(roomForName(vpc), stripWidth(single));
  const rooms = vpc.children.filter(isRoom);
  const columns = rooms.length === 0 ? empty : columnBlock(rooms, least);
  const frames = edge.filter((box) => !isChip(box)).map(frameOf);
  return framed(vpc, stack([strip(single, Math.max(least, columns.width)), ...frames, columns]));
}

/** Of chips beside each other the room is divided evenly; a few do not become banners. */
const mostOfStrip = 340;
/** Two stand beside each other however little room there is. */
const together = 2;

/** Chips in rows across the room there is. */
export function strip(boxes: readonly Box[], room: number): Block {
  const least = wantedWidth(boxes);
  const columns = Math.max(1, Math.min(boxes.length, Math.max(together, columnsIn(room, least))));
  const even = Math.floor((room - gap * (columns - 1)) / columns);
  return chips(boxes, columns, Math.max(least, Math.min(even, mostOfStrip)));
}

function stripWidth(boxes: readonly Box[]): number {
  return Math.min(together, boxes.length) * (wantedWidth(boxes) + gap) - gap;
}
