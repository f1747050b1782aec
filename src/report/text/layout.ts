/** Lines, paragraphs and tables that fit the page. Text goes in as it was read and comes out safe to print. */
import { printable } from "./page.ts";
import type { Page, Style } from "./page.ts";
import { pad, widthOf, wrap } from "./width.ts";

export interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

const gap = "  ";
/** No column gets narrower than this to make room for the others. */
const narrowest = 9;

/** `body` over as many lines as it needs: the first after `lead`, the rest as far to the right. */
export function paragraph(page: Page, lead: Cell, body: Cell): readonly string[] {
  const indent = widthOf(lead.text);
  const lines = wrap(printable(body.text), Math.max(narrowest, page.width - indent));
  return lines.map((line, index) => {
    const before = index === 0 ? painted(page, lead) : " ".repeat(indent);
    return (before + painted(page, { ...body, text: line })).trimEnd();
  });
}

/** A heading and what stands under it; nothing at all when there is nothing to say. */
export function section(page: Page, title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", page.paint("strong", title), ...lines];
}

/** A table without lines: titles faint, cells wrapped in their column, columns narrowed until the page holds them. */
export function table(
  page: Page,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  indent = "  ",
): readonly string[] {
  if (rows.length === 0) return [];
  const clean = rows.map((row) => row.map((cell) => ({ ...cell, text: printable(cell.text) })));
  const titles = columns.map(({ title }): Cell => ({ text: title, style: "faint" }));
  const all = columns.some(({ title }) => title !== "") ? [titles, ...clean] : clean;
  const natural = columns.map((_, index) => Math.max(...all.map((row) => widthOf(row[index]?.text ?? ""))));
  const room = page.width - indent.length - gap.length * (columns.length - 1);
  const widths = narrow(natural, room);
  return all.flatMap((row) => rowLines(page, columns, row, widths).map((line) => indent + line));
}

/** Takes columns from the widest until they fit into `room`, or none can give more. */
function narrow(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  for (let excess = widths.reduce((a, b) => a + b, 0) - room; excess > 0; excess -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= narrowest) break;
    widths[widest] = width - 1;
  }
  return widths;
}

function rowLines(
  page: Page,
  columns: readonly Column[],
  row: readonly Cell[],
  widths: readonly number[],
): readonly string[] {
  const cells = widths.map((width, index) => wrap(row[index]?.text ?? "", width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, level) =>
    cells
      .map((lines, index) => {
        const line = lines[level] ?? "";
        const align = columns[index]?.align;
        // Nothing stands to the right of the last column, so nothing needs filling up there.
        const isLast = index === columns.length - 1 && align === "left";
        return painted(page, { ...row[index], text: isLast ? line : pad(line, widths[index] ?? 0, align) });
      })
      .join(gap)
      .trimEnd(),
  );
}

function painted(page: Page, { text, style }: Cell): string {
  return style === undefined || text.trim() === "" ? text : page.paint(style, text);
}
