/** The phases of a change as a person reads them: what is written, what is not, and what was proved of each. */
import type { ChangeReport, PhaseReport } from "../change.ts";
import { section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page, Style } from "./page.ts";
import { verdictLooks } from "./words.ts";

const columnsOf = (...titles: readonly string[]) =>
  titles.map((title) => ({ title, align: "left" as const }));

const statusLooks: Readonly<Record<PhaseReport["status"], { readonly text: string; readonly style: Style }>> =
  {
    written: { text: "written", style: "good" },
    empty: { text: "nothing to do", style: "faint" },
    withheld: { text: "withheld", style: "bad" },
  };

export function changeLines(page: Page, change: ChangeReport | undefined): readonly string[] {
  if (change === undefined) return [];
  const { directory, as, phases, showsProof } = change;
  const title = directory === undefined ? `Phases, as ${as}` : `Phases, as ${as}, in ${directory}`;
  return [
    ...section(page, title, table(page, columnsOf("phase", "", "state", "read back"), phases.map(phaseRow))),
    ...(showsProof ? proofLines(page, phases) : []),
  ];
}

function phaseRow({ number, title, status, readBack }: PhaseReport): readonly Cell[] {
  return [{ text: String(number) }, { text: title }, statusLooks[status], { text: readBack }];
}

function proofLines(page: Page, phases: readonly PhaseReport[]): readonly string[] {
  const rows = phases.flatMap(({ number, proof }) =>
    proof.map(({ service, workloads, verdict, via }): readonly Cell[] => {
      const { mark, style } = verdictLooks[verdict];
      return [
        { text: String(number) },
        { text: service },
        { text: String(workloads) },
        { text: mark, style },
        { text: via?.replaceAll("-", " ") ?? "" },
      ];
    }),
  );
  const columns = columnsOf("phase", "service", "workloads", "verdict", "by");
  return [
    ...section(page, "What each phase was proved to do", table(page, columns, rows)),
    ...section(
      page,
      "Against the phase before",
      table(page, columnsOf("phase", "better", "worse", "what works no more"), phases.map(againstRow)),
    ),
  ];
}

function againstRow({ number, better, worse, foreseen }: PhaseReport): readonly Cell[] {
  const [worst = foreseen.length === 0 ? "" : `as it need not: ${foreseen.join("; ")}`] = worse;
  return [
    { text: String(number) },
    { text: String(better) },
    { text: String(worse.length), style: worse.length === 0 ? "faint" : "bad" },
    { text: worst },
  ];
}
