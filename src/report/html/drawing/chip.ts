/** Boxes that have none in them. */
import type { Box, BoxKind } from "../../../advice/picture/picture.ts";
import { grid } from "./block.ts";
import type { Block } from "./block.ts";
import { widthOf } from "./lettering.ts";
import { chipHeight, chipName, chipNote, chipText, chipWidth } from "./measure.ts";

/**
 * Wherever several stand: the ways out first, then who takes them, then what is reached within. What is added comes last, so
 * that its place in the network before is at the end.
 */
const order: readonly BoxKind[] = [
  "internet",
  "aws",
  "vpc",
  "peering",
  "transit-gateway",
  "vpn-gateway",
  "internet-gateway",
  "egress-only-internet-gateway",
  "nat-gateway",
  "nat-instance",
  "workloads",
  "gateway-endpoint",
  "interface-endpoint",
  "endpoint",
  "subnet",
  "zone",
];

/** Chips that share rows and columns are of one width. */
export function chips(boxes: readonly Box[], columns: number, width: number): Block {
  const rank = ({ kind, fate }: Box) => order.indexOf(kind) + (fate === "added" ? order.length : 0);
  const sorted = [...boxes].sort((one, other) => rank(one) - rank(other));
  return grid(
    sorted.map((box) => chipOf(box, width)),
    columns,
  );
}

function chipOf(box: Box, width: number): Block {
  return { box, width, height: box.note === "" ? chipHeight.plain : chipHeight.noted, parts: [] };
}

/** What the text of the widest takes, within bounds: names may be of any length. */
export function wantedWidth(boxes: readonly Box[]): number {
  const texts = boxes.map(({ name, note }) => Math.max(widthOf(name, chipName), widthOf(note, chipNote)));
  const wanted = Math.ceil(chipText.left + Math.max(0, ...texts) + chipText.right);
  return Math.min(chipWidth.most, Math.max(chipWidth.least, wanted));
}
