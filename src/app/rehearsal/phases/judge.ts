/** What the cells of a walk come to: for each phase whether it breaks anything, whether its undo mends it, and the answer. */
import type { Answer } from "../../../advice/plan.ts";
import type { PhaseCell, PhaseWorld, PhasesRehearsal, RehearsedPhase } from "../../../report/index.ts";
import { groupBy } from "../../../model/group-by.ts";
import { phaseReport } from "../../change/index.ts";
import type { ProvedPhase } from "../../change/phases.ts";

type Judged = Pick<PhasesRehearsal, "answer" | "phases">;

export interface Walked {
  readonly phases: readonly ProvedPhase[];
  /** Of the plan that the phases are for. */
  readonly planned: Answer;
  readonly cells: readonly PhaseCell[];
  readonly notBuilt: PhasesRehearsal["notBuilt"];
}

export function judgeWalk({ phases, planned, cells, notBuilt }: Walked): Judged {
  const byWorld = groupBy(cells, ({ world }) => world);
  const of = (world: PhaseWorld) => byWorld.get(world) ?? [];
  let before: PhaseWorld = "today";
  const rehearsed = phases.map((written): RehearsedPhase => {
    const { number, title, why } = phaseReport(written);
    const own: PhaseWorld = `phase-${number}`;
    if (!byWorld.has(own)) {
      const status = written.status === "withheld" ? "withheld" : "unchanged";
      return { number, title, status, why, breaks: [], undo: undefined };
    }
    const breaks = lossesIn(of(before), of(own));
    const undo = isGivenBack(of(before), of(`undo-${number}`)) ? "restores" : "differs";
    before = own;
    return { number, title, status: "rehearsed", why, breaks, undo };
  });
  const isMet = of(before).every(({ seen }) => seen === "reachable");
  // A phase without a change has nothing that could be refused: what it leaves out follows from the plan.
  const isRefused = phases.some(({ status, phase }) => status === "withheld" && phase.actions.length > 0);
  const found = { phases: rehearsed, isMet, isRefused };
  return { phases: rehearsed, answer: answerOf({ planned, cells, notBuilt }, found) };
}

interface Found {
  readonly phases: readonly RehearsedPhase[];
  /** Whether all needs are, after the last phase that was walked. */
  readonly isMet: boolean;
  readonly isRefused: boolean;
}

function answerOf(
  { planned, cells, notBuilt }: Omit<Walked, "phases">,
  { phases, isMet, isRefused }: Found,
): PhasesRehearsal["answer"] {
  if (cells.some(({ agrees }) => !agrees)) return notBuilt.length > 0 ? "cannot-tell" : "disagrees";
  const isBroken = phases.some(({ breaks, undo }) => breaks.length > 0 || undo === "differs");
  if (isBroken || isRefused || planned === "not-safe") return "fails";
  if (planned === "cannot-tell") return "cannot-tell";
  return isMet ? "works" : "fails";
}

const ranks: Readonly<Record<PhaseCell["seen"], number>> = { blocked: 0, partial: 1, reachable: 2 };

const keyOf = ({ workload, service, host, byOwnName }: PhaseCell): string =>
  JSON.stringify([workload, service, host, byOwnName]);

function lossesIn(before: readonly PhaseCell[], after: readonly PhaseCell[]): RehearsedPhase["breaks"] {
  const was = new Map(before.map((cell) => [keyOf(cell), cell]));
  return after.flatMap((cell) => {
    const { workload, service, seen, detail } = cell;
    const first = was.get(keyOf(cell));
    return first !== undefined && ranks[seen] < ranks[first.seen] ? [{ workload, service, detail }] : [];
  });
}

/** By the same way too. */
function isGivenBack(before: readonly PhaseCell[], undone: readonly PhaseCell[]): boolean {
  const now = new Map(undone.map((cell) => [keyOf(cell), cell]));
  return before.every((cell) => {
    const found = now.get(keyOf(cell));
    return found?.seen === cell.seen && found.endpoint === cell.endpoint;
  });
}
