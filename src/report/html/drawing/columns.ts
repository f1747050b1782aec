/** Zones as columns: all of one width, with the subnets of one tier in one row, which is as high in each of them. */
import type { Box } from "../../../advice/picture/picture.ts";
import { empty, stack } from "./block.ts";
import type { Block } from "./block.ts";
import { wantedWidth } from "./chip.ts";
import { contentOf, framed, isChip } from "./frame.ts";
import { gap, padding } from "./measure.ts";
import { columnsOf, rowsOf } from "./tiers.ts";

/** Subnets of no zone stand in no more columns than this. */
const mostColumns = 4;
const mostChipColumns = 6;

interface Column {
  /** Undefined where the zone of its subnets is not known. */
  readonly zone: Box | undefined;
  /** What is in a zone and in no subnet. */
  readonly loose: readonly Box[];
  readonly subnets: readonly Box[];
}

export const isRoom = ({ kind }: Box): boolean => kind === "zone" || kind === "subnet";

/** Zones, and subnets without one; together they are at least as wide as `room`. */
export function columnBlock(rooms: readonly Box[], room: number): Block {
  const alone = rooms.filter(({ kind }) => kind === "subnet");
  const columns = [
    ...rooms.filter(({ kind }) => kind === "zone").map(columnOf),
    ...columnsOf(alone, mostColumns).map((subnets): Column => ({ zone: undefined, loose: [], subnets })),
  ];
  const even = Math.floor((room - gap * (columns.length - 1)) / columns.length);
  const least = columns.some(({ zone }) => zone !== undefined) ? even - 2 * padding : even;
  const subnets = subnetBlocks(
    columns.flatMap((column) => column.subnets),
    least,
  );
  const loose = columns.map((column) => contentOf(column.loose, 1, wantedWidth(column.loose.filter(isChip))));
  const contents = evenRows(columns, subnets, loose);
  return sideBySide(
    columns.map(({ zone }, index) => {
      const content = contents[index] ?? empty;
      return zone === undefined ? content : framed(zone, content);
    }),
  );
}

/** What is in each column: all of one width, and each row of one height. */
function evenRows(
  columns: readonly Column[],
  subnets: ReadonlyMap<Box, Block>,
  loose: readonly Block[],
): readonly Block[] {
  const rows = rowsOf(columns.map((column) => column.subnets));
  const blockOf = (subnet: Box | undefined): Block =>
    subnet === undefined ? empty : (subnets.get(subnet) ?? empty);
  const width = Math.max(0, ...[...subnets.values(), ...loose].map((block) => block.width));
  const highest = (blocks: readonly Block[]) => Math.max(0, ...blocks.map(({ height }) => height));
  const heights = rows.map((row) => highest([...row.values()].map(blockOf)));
  const looseHeight = highest(loose);
  return loose.map((first, index) =>
    stack([
      { ...first, width, height: looseHeight },
      ...rows.map((row, at) => ({ ...blockOf(row.get(index)), width, height: heights[at] ?? 0 })),
    ]),
  );
}

function columnOf(zone: Box): Column {
  return {
    zone,
    loose: zone.children.filter(({ kind }) => kind !== "subnet"),
    subnets: zone.children.filter(({ kind }) => kind === "subnet"),
  };
}

/** All are as wide as the widest, and their chips fill them. */
function subnetBlocks(subnets: readonly Box[], least: number): ReadonlyMap<Box, Block> {
  const inner = subnets.map(({ children }) => children.filter(isChip));
  const columns = chipColumns(Math.max(0, ...inner.map((chips) => chips.length)));
  const wanted = Math.max(0, ...inner.map(wantedWidth));
  const draft = subnets.map((subnet) => framed(subnet, contentOf(subnet.children, columns, wanted)));
  const width = Math.max(least, ...draft.map((block) => block.width)) - 2 * padding;
  const chip = Math.floor((width - gap * (columns - 1)) / columns);
  return new Map(
    subnets.map((subnet) => [subnet, framed(subnet, contentOf(subnet.children, columns, chip))]),
  );
}

/** Few chips stand in one column; many in several, or their subnet would be a tower. */
function chipColumns(most: number): number {
  return Math.min(mostChipColumns, Math.max(1, Math.ceil(Math.sqrt(most / 6))));
}

/** Columns without a frame begin below the names of those that have one, so that rows go through. */
function sideBySide(blocks: readonly Block[]): Block {
  const frames = blocks.filter(({ box }) => box !== undefined);
  const top = Math.max(0, ...frames.map(({ parts: [content] }) => content?.y ?? 0));
  const height = Math.max(0, ...frames.map((block) => block.height));
  const width = Math.max(0, ...blocks.map((block) => block.width));
  const parts = blocks.map((block, index) => ({
    x: index * (width + gap),
    y: block.box === undefined ? top : 0,
    block: block.box === undefined ? block : { ...block, width, height },
  }));
  return {
    box: undefined,
    width: Math.max(0, blocks.length * (width + gap) - gap),
    height: Math.max(0, ...parts.map(({ y, block }) => y + block.height)),
    parts,
  };
}
