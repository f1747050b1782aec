/** Markdown as GitHub shows it, safe by the way it is made: a name in an input stays text, whatever it holds. */
import type { Cell } from "../text/layout.ts";
import { printable } from "../text/page.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "#": "&#35;",
  // A comment within it, or the person or team of that name is told of every plan.
  "@": "@<!-- -->",
};

/** Text for a line or for the cell of a table. */
export function text(words: string): string {
  return printable(words)
    .trim()
    .replaceAll(/[&<>#@]/g, (character) => entities[character] ?? character)
    .replaceAll(/[\\`*_~[\]|]/g, (character) => `\\${character}`)
    .replace(/^[-+=]/, (character) => `\\${character}`)
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}

/** A command to copy, between more backticks than it holds itself. Not for a table, where | would end the cell. */
export function code(words: string): string {
  const shown = printable(words);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

interface Column {
  readonly title: string;
  readonly align: "left" | "right";
}

export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => text(title))),
    line(columns.map(({ align }) => (align === "right" ? "--:" : "---"))),
    ...rows.map((cells) => line(columns.map((_, index) => shown(cells[index])))),
  ];
}

function shown(cell: Cell | undefined): string {
  const words = text(cell?.text ?? "");
  return cell?.style === "strong" && words !== "" ? `**${words}**` : words;
}

export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", `### ${text(title)}`, "", ...lines];
}

/** What few will read, closed until it is asked for. */
export function folded(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ["", `<details><summary>${text(title)}</summary>`, "", ...lines, "", "</details>"];
}
