/**
 * Outcomes: findings added up to a verdict.
 *
 * In series, every finding must pass. Branches are ways that may all be taken (each address DNS may answer with).
 * Alternatives are ways of which exactly one is real, and it is not known which.
 *
 * | in series   | the worst of reachable < partial < unknown < blocked                          |
 * | branches    | all alike: that; some reachable and some not: partial; else unknown           |
 * | alternatives| all alike: that, and the doubt does not matter; else unknown                  |
 *
 * What depends on the client's own groups is left open as a gate: so one outcome serves all clients of a place, and
 * `settle` closes the gates for the groups of one of them.
 */
import type { Verdict, Via } from "../model/answer.ts";
import { verdictOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { GroupQuestion } from "./screen/group-rule.ts";

/** What groups have yet to be asked: the client's own, and of a question that wants it so those at the destination. */
export interface Gate extends GroupQuestion {
  readonly end: "client" | "destination";
  /** Gates of one number get the same answer from the same groups, but for the words. */
  readonly number: number;
}

/** Findings in the order of the walk, nested so that adding some copies none. */
export type Findings = readonly (Finding | Findings)[];

export interface Outcome {
  /** As if every gate were open. */
  readonly verdict: Verdict;
  /** The verdict when every assumption counts as unknown. */
  readonly strict: Verdict;
  /** By which way traffic leaves the source; null when none is known. */
  readonly via: Via | null;
  readonly findings: Findings;
  readonly gates: readonly Gate[];
  /** Whether every way through passes one of the gates: then nothing works where all of them are shut. */
  readonly isGated: boolean;
  /** The same outcome with its gates closed by what `ask` finds; present where there are any. */
  readonly closed: ((ask: Ask) => Outcome) | undefined;
}

export type Ask = (gate: Gate) => Finding;

const noGates = { gates: [], isGated: false, closed: undefined } as const;
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
  return { verdict, strict, via, findings, ...noGates };
}

/** `outcome` reached only through `findings`. */
export function after(findings: readonly Finding[], outcome: Outcome): Outcome {
  return findings.length === 0 ? outcome : series(findings, outcome, (own, rest) => [own, rest]);
}

/** `outcome`, and then `findings` as well: the way back. */
export function before(outcome: Outcome, findings: readonly Finding[]): Outcome {
  return findings.length === 0 ? outcome : series(findings, outcome, (own, rest) => [rest, own]);
}

type Order = (own: readonly Finding[], rest: Findings) => Findings;

function series(findings: readonly Finding[], outcome: Outcome, order: Order): Outcome {
  const own = inSeries(findings);
  const { gates, isGated, closed } = outcome;
  return {
    verdict: worse(own.verdict, outcome.verdict),
    strict: worse(own.strict, outcome.strict),
    via: outcome.via,
    findings: order(findings, outcome.findings),
    gates,
    isGated,
    closed: closed && ((ask) => series(findings, closed(ask), order)),
  };
}

/** `outcome`, if the client's groups let it through. */
export function behindGate(gate: Gate, outcome: Outcome): Outcome {
  const { closed } = outcome;
  return {
    ...outcome,
    gates: [gate, ...outcome.gates],
    isGated: true,
    closed: (ask) => after([ask(gate)], closed === undefined ? outcome : closed(ask)),
  };
}

export function withVia(outcome: Outcome, via: Via): Outcome {
  const { closed } = outcome;
  return { ...outcome, via, closed: closed && ((ask) => withVia(closed(ask), via)) };
}

/** The outcome for a client whose groups answer as `ask` says. */
export function settle(outcome: Outcome, ask: Ask): Outcome {
  return outcome.closed === undefined ? outcome : outcome.closed(ask);
}

/** Any of `branches` may be taken. */
export function every(branches: readonly Outcome[]): Outcome {
  return joined(branches, everyVerdict, []);
}

/** Exactly one of `alternatives` is real; `doubts` say which facts would tell. */
export function either(doubts: readonly Finding[], alternatives: readonly Outcome[]): Outcome {
  return joined(alternatives, eitherVerdict, doubts);
}

/** A client that tries both ways and takes one that works. */
export function best(first: Outcome, second: Outcome): Outcome {
  if (first.closed === undefined && second.closed === undefined) {
    return badness[second.verdict] < badness[first.verdict] ? second : first;
  }
  return {
    ...(badness[second.verdict] < badness[first.verdict] ? second : first),
    gates: [...first.gates, ...second.gates],
    isGated: first.isGated && second.isGated,
    closed: (ask) => best(settle(first, ask), settle(second, ask)),
  };
}

type Combine = (verdicts: readonly Verdict[]) => Verdict;

function joined(outcomes: readonly Outcome[], combine: Combine, doubts: readonly Finding[]): Outcome {
  const [only] = outcomes;
  if (only === undefined) throw new Error("an outcome joins nothing");
  if (outcomes.length === 1) return only;
  const verdict = combine(outcomes.map((outcome) => outcome.verdict));
  const strict = combine(outcomes.map((outcome) => outcome.strict));
  const isOpen = verdict === "unknown" || strict === "unknown";
  const gates = outcomes.flatMap((outcome) => outcome.gates);
  return {
    verdict,
    strict,
    via: outcomes.find(({ via }) => via !== null)?.via ?? null,
    findings: [...(isOpen ? doubts : []), ...outcomes.map(({ findings }) => findings)],
    gates,
    isGated: outcomes.every((outcome) => outcome.isGated),
    closed:
      gates.length === 0
        ? undefined
        : (ask) =>
            joined(
              outcomes.map((each) => settle(each, ask)),
              combine,
              doubts,
            ),
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

/** All findings, in the order of the walk. */
export function flattened(findings: Findings): readonly Finding[] {
  const all: Finding[] = [];
  collect(findings, all);
  return all;
}

function collect(findings: Findings, into: Finding[]): void {
  for (const each of findings) {
    if (isNested(each)) collect(each, into);
    else into.push(each);
  }
}

const isNested = (each: Finding | Findings): each is Findings => Array.isArray(each);
