/** Boxes that have others in them: the name above, the others below it, chips in front of frames. */
import type { Box } from "../../../advice/picture/picture.ts";
import { stack } from "./block.ts";
import type { Block } from "./block.ts";
import { chips, wantedWidth } from "./chip.ts";
import { widthOf } from "./lettering.ts";
import { chipWidth, frameHead, frameName, frameNote, padding } from "./measure.ts";

/** A frame is widened for its own name up to this. */
const mostName = 280;

export const isChip = ({ children, kind }: Box): boolean =>
  children.length === 0 && kind !== "subnet" && kind !== "zone";

/** A frame around whatever is in the box, in one column. */
export function frameOf(box: Box): Block {
  return framed(box, contentOf(box.children, 1, wantedWidth(box.children.filter(isChip))));
}

export function contentOf(boxes: readonly Box[], columns: number, width: number): Block {
  const frames = boxes.filter((box) => !isChip(box)).map(frameOf);
  return stack([chips(boxes.filter(isChip), columns, width), ...frames]);
}

/** What is inside a frame is at least as wide as this. */
export function roomForName({ name, note }: Box): number {
  const text = Math.max(widthOf(name, frameName), widthOf(note, frameNote));
  return Math.max(chipWidth.least, Math.min(mostName, Math.ceil(text)));
}

export function framed(box: Box, content: Block): Block {
  const head = box.note === "" ? frameHead.plain : frameHead.noted;
  const width = Math.max(content.width, roomForName(box));
  return {
    box,
    width: width + 2 * padding,
    height: head + content.height + (content.height === 0 ? 0 : padding),
    parts: [{ x: padding, y: head, block: content }],
  };
}
