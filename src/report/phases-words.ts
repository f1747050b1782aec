/** What a walk through the phases of a change is called, in every form of the report. */
import { groupBy } from "../model/group-by.ts";
import type { PhaseCell, PhaseWorld, PhasesRehearsal, RehearsedPhase } from "./phases-rehearsal.ts";
import { headlines } from "./rehearsal-words.ts";
import type { Headline } from "./rehearsal-words.ts";
import type { Style } from "./text/page.ts";
import { list } from "./text/words.ts";

/** "phase 3", "phase 3 takes", "phases 3 and 5 take". */
const phasesNamed = (numbers: readonly number[], one = "", many = one): string =>
  `${numbers.length === 1 ? "phase" : "phases"} ${list(numbers.map(String))} ${numbers.length === 1 ? one : many}`.trimEnd();

export function phasesHeadline({ answer, phases, cells }: PhasesRehearsal): Headline {
  const { word, style } = headlines[answer];
  return { word, style, text: `${reasonOf(answer, phases, cells)}.` };
}

function reasonOf(
  answer: PhasesRehearsal["answer"],
  phases: PhasesRehearsal["phases"],
  cells: readonly PhaseCell[],
): string {
  const walked = phases.filter(({ status }) => status === "rehearsed").map(({ number }) => number);
  if (answer === "disagrees")
    return "packets found something else than was proved: one of the two is a defect of denat";
  if (answer === "cannot-tell")
    return cells.some(({ agrees }) => !agrees)
      ? "the lab could not build all of the network, and something differs"
      : "the phases that were walked keep what was promised, and whether the NAT can go is not known";
  if (answer === "works")
    return walked.length === 0
      ? "there is nothing to change, and packets of every workload reach what it needs"
      : "packets of every workload reach what it needs after each phase, and after each undo what they reached before it";
  const breaking = phases.filter(({ breaks }) => breaks.length > 0).map(({ number }) => number);
  if (breaking.length > 0)
    return `${phasesNamed(breaking, "takes", "take")} away what packets reached before`;
  const stuck = phases.filter(({ undo }) => undo === "differs").map(({ number }) => number);
  if (stuck.length > 0) return `undoing ${phasesNamed(stuck)} does not give back what was there before`;
  const held = phases
    .filter(({ status, why }) => status === "withheld" || why.length > 0)
    .map(({ number }) => number);
  return held.length > 0
    ? `not all of the change can be made: ${phasesNamed(held, "is", "are")} withheld, or left in part`
    : "not every workload reaches what it needs when all phases are done";
}

/** Today and the networks after phases, as they come. */
export function worldsThere(cells: readonly PhaseCell[]): readonly PhaseWorld[] {
  return [...new Set(cells.map(({ world }) => world))].filter((world) => !world.startsWith("undo-"));
}

export const worldTitle = (world: PhaseWorld): string =>
  world.replace(/^phase-/, "phase ").replace(/^undo-/, "after the undo of phase ");

/** Cells of names of their own are rows of their own. */
export const labelled = (cells: readonly PhaseCell[]): readonly PhaseCell[] =>
  cells.map((cell) => (cell.byOwnName ? { ...cell, service: `${cell.service}, by its own name` } : cell));

/** Whether an endpoint was on the way; empty where no way is told, as of a session. */
export function wayOf({ seen, endpoint, predictedVia }: PhaseCell): "endpoint" | "public" | "" {
  if (seen !== "reachable") return "";
  if (endpoint !== undefined) return "endpoint";
  return predictedVia === undefined ? "" : "public";
}

/** Why phases are withheld or do less, each reason once. */
export function reasonTexts(
  phases: PhasesRehearsal["phases"],
): readonly (readonly [who: string, why: string])[] {
  const told = phases.flatMap(({ number, why }) => why.map((one) => ({ number, why: one })));
  return [...groupBy(told, ({ why }) => why)].map(([why, own]) => {
    return [phasesNamed(own.map(({ number }) => number)), why];
  });
}

export interface PhaseState {
  readonly text: string;
  readonly style: Style;
}

const reached = (own: readonly PhaseCell[]): string =>
  `${own.filter(({ seen }) => seen === "reachable").length} of ${own.length} reached`;

/** What packets found after it. */
export function phaseState(
  { number, status, breaks }: RehearsedPhase,
  cells: readonly PhaseCell[],
): PhaseState {
  if (status === "withheld") return { text: "withheld", style: "bad" };
  if (status === "unchanged") return { text: "no change", style: "faint" };
  const own = cells.filter(({ world }) => world === `phase-${number}`);
  const apart = own.filter(({ agrees }) => !agrees).length;
  if (breaks.length > 0) return { text: `${reached(own)}, ${breaks.length} lost`, style: "bad" };
  if (apart > 0) return { text: `${reached(own)}, ${apart} not as proved`, style: "bad" };
  return { text: reached(own), style: "good" };
}

export const undoStates: Readonly<Record<NonNullable<RehearsedPhase["undo"]> | "none", PhaseState>> = {
  restores: { text: "all as before", style: "good" },
  differs: { text: "not as before", style: "bad" },
  none: { text: "", style: "faint" },
};

/** Each loss in a sentence. */
export const lossTexts = ({ number, breaks }: RehearsedPhase): readonly string[] =>
  breaks.map(
    ({ workload, service, detail }) => `phase ${number}: ${workload} → ${service} is lost (${detail})`,
  );

/** What was predicted and seen, with the way where that is what differs. */
export function apartText({ predicted, predictedVia, seen, detail }: PhaseCell): string {
  const by = predicted === "reachable" && predictedVia !== undefined ? ` by ${predictedVia.kind}` : "";
  return `proved ${predicted}${by}, seen ${seen} (${detail})`;
}
