/**
 * Outcomes: findings added up to a verdict.
 *
 * In series, every finding must pass. Branches are ways that may all be taken (each address DNS may answer with).
 * Alternatives are ways of which exactly one is real, and it is not known which.
 *
 * | in series   | the worst of reachable < partial < unknown < blocked                          |
 * | branches    | all alike: that; some reachable and some not: partial; else unknown           |
 * | alternatives| all alike: that, and the doubt does not matter; else unknown                  |
 */
import type { Verdict, Via } from "../model/answer.ts";
import { verdictOf } from "./finding.ts";
import type { Finding } from "./finding.ts";

export interface Outcome {
  readonly verdict: Verdict;
  /** The verdict when every assumption counts as unknown. */
  readonly strict: Verdict;
  /** By which way traffic leaves the source; null when none is known. */
  readonly via: Via | null;
  readonly findings: readonly Finding[];
}

const badness: Readonly<Record<Verdict, number>> = { reachable: 0, partial: 1, unknown: 2, blocked: 3 };

const worse = (a: Verdict, b: Verdict): Verdict => (badness[a] >= badness[b] ? a : b);

/** All of `findings`, one after the other, with nothing behind them. */
export function inSeries(findings: readonly Finding[], via: Via | null = null): Outcome {
  let verdict: Verdict = "reachable";
  let strict: Verdict = "reachable";
  for (const finding of findings) {
    verdict = worse(verdict, verdictOf(finding, false));
    strict = worse(strict, verdictOf(finding, true));
  }
  return { verdict, strict, via, findings };
}

/** `outcome` reached only through `findings`. */
export function after(findings: readonly Finding[], outcome: Outcome): Outcome {
  if (findings.length === 0) return outcome;
  const before = inSeries(findings);
  return {
    ...outcome,
    verdict: worse(before.verdict, outcome.verdict),
    strict: worse(before.strict, outcome.strict),
    findings: [...findings, ...outcome.findings],
  };
}

/** `outcome`, and then `findings` as well: the way back. */
export function before(outcome: Outcome, findings: readonly Finding[]): Outcome {
  return { ...after(findings, outcome), findings: [...outcome.findings, ...findings] };
}

export function withVia(outcome: Outcome, via: Via): Outcome {
  return { ...outcome, via };
}

/** Any of `branches` may be taken. */
export function every(branches: readonly Outcome[]): Outcome {
  return joined(branches, everyVerdict, []);
}

/** Exactly one of `alternatives` is real; `doubts` say which facts would tell. */
export function either(doubts: readonly Finding[], alternatives: readonly Outcome[]): Outcome {
  return joined(alternatives, eitherVerdict, doubts);
}

/** A client that tries all of `ways` and takes one that works. */
export function best(ways: readonly Outcome[]): Outcome {
  const [first = inSeries([])] = ways.toSorted((a, b) => badness[a.verdict] - badness[b.verdict]);
  return first;
}

type Combine = (verdicts: readonly Verdict[]) => Verdict;

function joined(outcomes: readonly Outcome[], combine: Combine, doubts: readonly Finding[]): Outcome {
  const [only] = outcomes;
  if (only === undefined) throw new Error("an outcome joins nothing");
  if (outcomes.length === 1) return only;
  const verdict = combine(outcomes.map((outcome) => outcome.verdict));
  const strict = combine(outcomes.map((outcome) => outcome.strict));
  const isOpen = verdict === "unknown" || strict === "unknown";
  return {
    verdict,
    strict,
    via: outcomes.find(({ via }) => via !== null)?.via ?? null,
    findings: [...(isOpen ? doubts : []), ...outcomes.flatMap(({ findings }) => findings)],
  };
}

export function everyVerdict(verdicts: readonly Verdict[]): Verdict {
  const [first = "unknown"] = verdicts;
  if (verdicts.every((verdict) => verdict === first)) return first;
  if (verdicts.includes("partial")) return "partial";
  return verdicts.includes("reachable") && verdicts.includes("blocked") ? "partial" : "unknown";
}

export function eitherVerdict(verdicts: readonly Verdict[]): Verdict {
  const [first = "unknown"] = verdicts;
  return verdicts.every((verdict) => verdict === first) ? first : "unknown";
}
