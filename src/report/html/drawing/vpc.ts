/** A VPC: at its upper edge what leads out of it, and below that its zones. */
import type { Box } from "../../../advice/picture/picture.ts";
import { columnsIn, stack } from "./block.ts";
import type { Block } from "./block.ts";
import { chips, wantedWidth } from "./chip.ts";
import { columnBlock, isRoom } from "./columns.ts";
import { framed, frameOf, isChip } from "./frame.ts";
import { chipWidth, gap } from "./measure.ts";

export function vpcOf(vpc: Box): Block {
  const rooms = columnBlock(vpc.children.filter(isRoom));
  const edge = vpc.children.filter((child) => !isRoom(child));
  const frames = edge.filter((box) => !isChip(box)).map(frameOf);
  const content = stack([strip(edge.filter(isChip), rooms.width), ...frames, rooms]);
  return framed(vpc, content);
}

/** Chips in rows across the room there is, which they fill where they are enough; two stand beside each other in any case. */
export function strip(boxes: readonly Box[], room: number): Block {
  const least = wantedWidth(boxes);
  const columns = Math.min(boxes.length, Math.max(2, columnsIn(room, least)));
  const even = Math.floor((room - gap * (columns - 1)) / columns);
  return chips(boxes, Math.max(1, columns), Math.max(least, Math.min(even, chipWidth.most)));
}
