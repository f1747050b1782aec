/**
 * Where each box of a VPC's picture stands. From above: what is outside, what leads there, public subnets, the others; so that
 * a way out climbs, and a way to an endpoint stays where it is.
 */
import type { Box } from "../../../advice/picture/picture.ts";
import { place, stack } from "./block.ts";
import type { Drawing } from "./drawing.ts";
import { isChip } from "./frame.ts";
import { margin } from "./measure.ts";
import { strip, vpcOf } from "./vpc.ts";

/** Boxes of both networks, on one sheet. The same boxes always stand in the same places. */
export function layOut(boxes: readonly Box[]): Drawing {
  const frames = boxes.filter((box) => !isChip(box)).map(vpcOf);
  const room = Math.max(0, ...frames.map(({ width }) => width));
  const sheet = stack([strip(boxes.filter(isChip), room), ...frames]);
  return {
    width: sheet.width + 2 * margin,
    height: sheet.height + 2 * margin,
    boxes: place(sheet, margin, margin),
  };
}
