/** Boxes and what holds them together, with sizes but not yet with places on the sheet. */
import type { Box } from "../../../advice/picture/picture.ts";
import { gap } from "./measure.ts";
import type { PlacedBox } from "./drawing.ts";

/** A rectangle with others at places in it. Without a box of its own it only keeps them together. */
export interface Block {
  readonly box: Box | undefined;
  readonly width: number;
  readonly height: number;
  readonly parts: readonly Part[];
}

interface Part {
  readonly x: number;
  readonly y: number;
  readonly block: Block;
}

export const empty: Block = { box: undefined, width: 0, height: 0, parts: [] };

/** One below the other, but for those that are empty. */
export function stack(blocks: readonly Block[]): Block {
  const parts: Part[] = [];
  let y = 0;
  for (const block of blocks.filter(({ height }) => height > 0)) {
    parts.push({ x: 0, y, block });
    y += block.height + gap;
  }
  return {
    box: undefined,
    width: Math.max(0, ...blocks.map(({ width }) => width)),
    height: Math.max(0, y - gap),
    parts,
  };
}

/** Cells in rows, left to right, each as wide as the widest; a row is as high as the highest of its cells. */
export function grid(cells: readonly Block[], columns: number): Block {
  const width = Math.max(0, ...cells.map((cell) => cell.width));
  const parts: Part[] = [];
  let y = 0;
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns);
    const height = Math.max(...row.map((cell) => cell.height));
    for (const [index, cell] of row.entries()) {
      parts.push({ x: index * (width + gap), y, block: { ...cell, width, height } });
    }
    y += height + gap;
  }
  const taken = Math.min(columns, cells.length);
  return {
    box: undefined,
    width: Math.max(0, taken * (width + gap) - gap),
    height: Math.max(0, y - gap),
    parts,
  };
}

/** As many columns as fit. */
export function columnsIn(room: number, width: number): number {
  return Math.max(1, Math.floor((room + gap) / (width + gap)));
}

/** The boxes with their places, outer before inner. */
export function place(block: Block, x: number, y: number, parent?: string): readonly PlacedBox[] {
  const { box, width, height, parts } = block;
  const inner = parts.flatMap((part) => place(part.block, x + part.x, y + part.y, box?.id ?? parent));
  if (box === undefined) return inner;
  const { id, kind, name, note, count, fate } = box;
  return [{ id, kind, name, note, count, fate, x, y, width, height, parent }, ...inner];
}
