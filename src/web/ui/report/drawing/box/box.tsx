/** One box: a frame with its name above what is in it, or a chip with a sign. What becomes of it is told by line, mark and colour. */
import { cut } from "../../../../../report/html/drawing/lettering.ts";
import {
  chipName,
  chipNote,
  chipText,
  frameName,
  frameNote,
  padding,
} from "../../../../../report/html/drawing/measure.ts";
import type { PlacedBox } from "../../../../../report/html/report/page-data.ts";
import type { Words } from "../../words/index.ts";
import { Mark } from "./mark.tsx";
import { Sign } from "./sign.tsx";

/** Kind, name, note and fate in one line: what a pointer shows and a screen reader says. */
export function labelOf(box: PlacedBox, words: Words): string {
  const { kind, name, note, fate } = box;
  const { kinds, fates } = words.drawing;
  const isLeftOver = kind === "workloads" && name === "";
  const parts = [isLeftOver ? nameOf(box, words) : `${kinds[kind]} ${name}`.trim(), note];
  return [...parts, fate === "kept" ? "" : fates[fate]].filter((part) => part !== "").join(", ");
}

/** What is left over in a subnet goes by its number, and what the input does not name by its kind. */
function nameOf({ kind, name, count }: PlacedBox, { drawing }: Words): string {
  if (name !== "") return name;
  return kind === "workloads" && count !== undefined ? drawing.counted(count) : drawing.kinds[kind];
}

interface BoxProps {
  readonly box: PlacedBox;
  readonly words: Words;
}

export function FrameBox({ box, words }: BoxProps) {
  const { kind, x, y, width, height, note, fate } = box;
  const room = width - 2 * padding - (fate === "kept" ? 0 : chipText.right);
  const radius = kind === "vpc" ? 12 : 8;
  return (
    <>
      <rect class="shape" x={x} y={y} width={width} height={height} rx={radius} />
      <text class="box-name of-frame" x={x + padding} y={y + 20} font-size={frameName.size}>
        {cut(nameOf(box, words), room, frameName)}
      </text>
      {note !== "" && (
        <text class="box-note" x={x + padding} y={y + 35} font-size={frameNote.size}>
          {cut(note, width - 2 * padding, frameNote)}
        </text>
      )}
      <Mark fate={fate} x={x + width - 14} y={y + 15} />
    </>
  );
}

export function ChipBox({ box, words }: BoxProps) {
  const { kind, x, y, width, height, note, fate } = box;
  const room = width - chipText.left - chipText.right;
  const middle = y + height / 2;
  return (
    <>
      <rect class="shape" x={x} y={y} width={width} height={height} rx={6} />
      <Sign kind={kind} x={x + 9} y={middle - 8} />
      <text
        class="box-name"
        x={x + chipText.left}
        y={note === "" ? middle + 4 : middle - 3}
        font-size={chipName.size}
      >
        {cut(nameOf(box, words), room, chipName)}
      </text>
      {note !== "" && (
        <text class="box-note" x={x + chipText.left} y={middle + 11.5} font-size={chipNote.size}>
          {cut(note, room, chipNote)}
        </text>
      )}
      <Mark fate={fate} x={x + width - 12} y={middle} />
    </>
  );
}
