/** A rehearsal as a person reads it: the answer, the grid, and each cell where prediction and packets part. */
import type { Rehearsal, RehearsalCell, RehearsalWorld } from "../rehearsal.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page, Style } from "./page.ts";
import { verdictLooks } from "./words.ts";

const headlines: Readonly<Record<Rehearsal["answer"], readonly [word: string, style: Style, text: string]>> =
  {
    works: [
      "WORKS",
      "good",
      "with the proposal applied and no NAT, packets of every workload reach what it needs.",
    ],
    fails: [
      "FAILS",
      "bad",
      "with the proposal applied and no NAT, not everything works; all of it was predicted.",
    ],
    disagrees: [
      "DISAGREES",
      "bad",
      "packets found something else than was predicted: one of the two is a defect of denat.",
    ],
    "cannot-tell": [
      "CANNOT TELL",
      "doubtful",
      "the lab could not build all of the network, and something differs.",
    ],
  };

const worlds: readonly (readonly [RehearsalWorld, string])[] = [
  ["today", "today"],
  ["withoutNat", "without NAT"],
  ["after", "after"],
];

export function rehearsalText({ answer, cells, notBuilt }: Rehearsal, page: Page): string {
  const [word, style, text] = headlines[answer];
  const apart = cells.filter(({ agrees }) => !agrees);
  return [
    ...paragraph(page, { text: `${word}: `, style }, { text }),
    ...section(
      page,
      `Seen by packets: ${cells.length} cells, ${cells.length - apart.length} as predicted`,
      grid(page, cells),
    ),
    ...section(
      page,
      "Not as predicted",
      apart.flatMap((cell) => apartLines(page, cell)),
    ),
    ...section(
      page,
      "Not built",
      notBuilt.flatMap(({ component, why }) =>
        paragraph(page, { text: `  ${component.kind} ${component.id}: ` }, { text: why }),
      ),
    ),
    "",
  ].join("\n");
}

function grid(page: Page, cells: readonly RehearsalCell[]): readonly string[] {
  const rows = new Map<string, RehearsalCell[]>();
  for (const cell of cells) {
    const key = `${cell.workload}\n${cell.service}`;
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  }
  const columns = ["workload", "service", ...worlds.map(([, title]) => title), "how, after"].map((title) => ({
    title,
    align: "left" as const,
  }));
  const lines = [...rows.values()].map((own): readonly Cell[] => {
    const [first] = own;
    const last = own.find(({ world }) => world === "after");
    return [
      { text: first?.workload ?? "" },
      { text: first?.service ?? "" },
      ...worlds.map(([world]) => verdictCell(own.find((cell) => cell.world === world))),
      { text: last?.detail ?? "" },
    ];
  });
  return table(page, columns, lines);
}

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
  const title = worlds.find(([each]) => each === world)?.[1] ?? world;
  return paragraph(
    page,
    { text: `  ${workload} → ${service}, ${title}: ` },
    { text: `predicted ${predicted}, seen ${seen} (${detail})` },
  );
}
