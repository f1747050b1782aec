/** A rehearsal as a person reads it: the answer, the grid, and each cell where prediction and packets part. */
import { gridRows, headlines, signerText, worldTitles } from "../rehearsal-words.ts";
import type { Rehearsal, RehearsalCell } from "../rehearsal.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page } from "./page.ts";
import { verdictLooks } from "./words.ts";

export function rehearsalText({ answer, cells, notBuilt, sessions }: Rehearsal, page: Page): string {
  const { word, style, text } = headlines[answer];
  const apart = cells.filter(({ agrees }) => !agrees);
  return [
    ...paragraph(page, { text: `${word}: `, style }, { text }),
    ...section(
      page,
      `Seen by packets: ${cells.length} cells, ${cells.length - apart.length} as predicted`,
      grid(page, cells),
    ),
    ...section(page, "Signed by", signerLines(page, cells)),
    ...section(page, "Sessions", sessionLines(page, sessions)),
    ...section(
      page,
      "Not as predicted",
      apart.flatMap((cell) => apartLines(page, cell)),
    ),
    ...section(page, "Not built", notBuiltLines(page, notBuilt)),
    "",
  ].join("\n");
}

function grid(page: Page, cells: readonly RehearsalCell[]): readonly string[] {
  const titles = ["workload", "service", ...worldTitles.map(([, title]) => title), "how, after"];
  const columns = titles.map((title) => ({ title, align: "left" as const }));
  const lines = gridRows(cells).map(({ workload, service, cells: own }): readonly Cell[] => [
    { text: workload },
    { text: service },
    ...worldTitles.map(([world]) => verdictCell(own.get(world))),
    { text: own.get("after")?.detail ?? "" },
  ]);
  return table(page, columns, lines);
}

/** Policies of endpoints may ask who it is that asks. */
export function signerLines(page: Page, cells: readonly RehearsalCell<string>[]): readonly string[] {
  return [...new Set(cells.map(({ workload }) => workload))].flatMap((workload) => {
    const text = signerText(cells, workload);
    return text === undefined ? [] : paragraph(page, { text: `  ${workload} ` }, { text });
  });
}

export const sessionLines = (page: Page, sessions: Rehearsal["sessions"]): readonly string[] =>
  sessions.flatMap((text) => paragraph(page, { text: "  " }, { text }));

export const notBuiltLines = (page: Page, notBuilt: Rehearsal["notBuilt"]): readonly string[] =>
  notBuilt.flatMap(({ component, why }) =>
    paragraph(page, { text: `  ${component.kind} ${component.id}: ` }, { text: why }),
  );

function verdictCell(cell: RehearsalCell | undefined): Cell {
  if (cell === undefined) return { text: "" };
  const { mark, style } = verdictLooks[cell.seen];
  const how = cell.seen === "reachable" ? "" : ` ${cell.detail}`;
  return { text: `${mark}${cell.agrees ? "" : " !"}${how}`, style };
}

function apartLines(
  page: Page,
  { workload, service, world, predicted, seen, detail }: RehearsalCell,
): readonly string[] {
  const title = worldTitles.find(([each]) => each === world)?.[1] ?? world;
  return paragraph(
    page,
    { text: `  ${workload} → ${service}, ${title}: ` },
    { text: `predicted ${predicted}, seen ${seen} (${detail})` },
  );
}
