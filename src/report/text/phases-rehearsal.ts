/** A walk through the phases as a person reads it: the answer, each phase and its undo, the grid, and what went wrong. */
import type { PhaseCell, PhasesRehearsal } from "../phases-rehearsal.ts";
import {
  apartText,
  labelled,
  lossTexts,
  phaseState,
  phasesHeadline,
  reasonTexts,
  undoStates,
  wayOf,
  worldTitle,
  worldsThere,
} from "../phases-words.ts";
import { gridRows } from "../rehearsal-words.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page } from "./page.ts";
import { notBuiltLines, sessionLines, signerLines } from "./rehearsal.ts";
import { verdictLooks } from "./words.ts";

export function phasesText(rehearsal: PhasesRehearsal, page: Page): string {
  const { as, phases, cells, notBuilt, sessions } = rehearsal;
  const { word, style, text } = phasesHeadline(rehearsal);
  const apart = cells.filter(({ agrees }) => !agrees);
  return [
    ...paragraph(page, { text: `${word}: `, style }, { text }),
    ...section(page, `Phases, as ${as}, in one lab`, phaseLines(page, rehearsal)),
    ...section(
      page,
      "Withheld, or left in part",
      reasonTexts(phases).flatMap(([who, why]) => paragraph(page, { text: `  ${who}: ` }, { text: why })),
    ),
    ...section(
      page,
      "Lost",
      phases
        .flatMap(lossTexts)
        .flatMap((one) => paragraph(page, { text: "  ✗ ", style: "bad" }, { text: one })),
    ),
    ...section(
      page,
      `Seen by packets: ${cells.length} cells, ${cells.length - apart.length} as proved`,
      grid(page, cells),
    ),
    ...section(page, "Signed by", signerLines(page, cells)),
    ...section(page, "Sessions", sessionLines(page, sessions)),
    ...section(
      page,
      "Not as proved",
      apart.flatMap((cell) =>
        paragraph(
          page,
          { text: `  ${cell.workload} → ${cell.service}, ${worldTitle(cell.world)}: ` },
          { text: apartText(cell) },
        ),
      ),
    ),
    ...section(page, "Not built", notBuiltLines(page, notBuilt)),
    "",
  ].join("\n");
}

const columnsOf = (titles: readonly string[]) => titles.map((title) => ({ title, align: "left" as const }));

function phaseLines(page: Page, { phases, cells }: PhasesRehearsal): readonly string[] {
  const rows = phases.map((phase): readonly Cell[] => [
    { text: String(phase.number) },
    { text: phase.title },
    phaseState(phase, cells),
    undoStates[phase.undo ?? "none"],
  ]);
  return table(page, columnsOf(["phase", "", "after it", "after its undo"]), rows);
}

/** The way there; after each undo everything is to be as it was, which the table of phases says. */
function grid(page: Page, cells: readonly PhaseCell[]): readonly string[] {
  const worlds = worldsThere(cells);
  const there = labelled(cells).filter(({ world }) => worlds.includes(world));
  const rows = gridRows(there).map(({ workload, service, cells: own }): readonly Cell[] => [
    { text: workload },
    { text: service },
    ...worlds.map((world) => seenCell(own.get(world) as PhaseCell | undefined)),
  ]);
  return table(page, columnsOf(["workload", "service", ...worlds.map(worldTitle)]), rows);
}

function seenCell(cell: PhaseCell | undefined): Cell {
  if (cell === undefined) return { text: "" };
  const { mark, style } = verdictLooks[cell.seen];
  return { text: `${mark}${cell.agrees ? "" : " !"} ${wayOf(cell)}`.trimEnd(), style };
}
