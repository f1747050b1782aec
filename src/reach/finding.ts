/** Findings: what each stage of a walk met, and how many certain, missing and assumed facts stand behind it. */
import type { ComponentRef, Explanation, Leg, MissingFact, Stage, Verdict } from "../model/answer.ts";

export interface Finding {
  readonly leg: Leg;
  readonly stage: Stage;
  readonly component: ComponentRef;
  /** `some`: part of the packets passes, part is dropped. */
  readonly outcome: "pass" | "drop" | "some" | "unknown";
  /** The exact rule, or the default, that decided. */
  readonly rule: string;
  readonly origin: string;
  /** Why it drops; on a pass, why the path is not the intended one. */
  readonly blockers: readonly Blocker[];
  readonly missing: readonly MissingFact[];
  readonly assumed: readonly MissingFact[];
  /** It hangs on who the client is: on the ports that it waits on for answers. */
  readonly mindsClient?: true;
}

export type Blocker = Pick<Explanation, "code" | "direction" | "message" | "fix">;

/** Where a finding was made. */
export type Place = Pick<Finding, "leg" | "stage" | "component">;

const none: readonly never[] = [];

export function pass(
  { leg, stage, component }: Place,
  rule: string,
  origin = "",
  assumed: readonly MissingFact[] = none,
): Finding {
  return { leg, stage, component, outcome: "pass", rule, origin, blockers: none, missing: none, assumed };
}

export function drop(at: Place, rule: string, origin: string, ...blockers: readonly Blocker[]): Finding {
  const { leg, stage, component } = at;
  return { leg, stage, component, outcome: "drop", rule, origin, blockers, missing: none, assumed: none };
}

export function cannotTell(
  { leg, stage, component }: Place,
  rule: string,
  missing: readonly MissingFact[],
  origin = "",
): Finding {
  return { leg, stage, component, outcome: "unknown", rule, origin, blockers: none, missing, assumed: none };
}

const verdicts: Readonly<Record<Finding["outcome"], Verdict>> = {
  pass: "reachable",
  drop: "blocked",
  some: "partial",
  unknown: "unknown",
};

/** What `finding` alone makes of a walk. Under `strict` an assumption is a missing fact. */
export function verdictOf(finding: Finding, strict: boolean): Verdict {
  const verdict = verdicts[finding.outcome];
  return strict && verdict === "reachable" && finding.assumed.length > 0 ? "unknown" : verdict;
}
