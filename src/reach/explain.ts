/** From what a walk met to the answer that is printed: steps, every blocker, what is missing, what is assumed. */
import type { Explanation, MissingFact, Step, Trace } from "../model/answer.ts";
import type { Finding } from "./finding.ts";
import { everyVerdict, flattened } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import type { Question } from "./question.ts";
import { ask, meet, meetAlone, toWalk } from "./walk.ts";
import type { Asked, Client } from "./walk.ts";
import type { World } from "./world.ts";

/** The whole answer to one question; dearer than a walk. */
export const trace = (world: World, question: Question): Trace => traceAll(world, question).trace;

export interface Traced {
  readonly trace: Trace;
  /** All that was met, in the order of the walk: what two branches share stands there for each of them. */
  readonly findings: readonly Finding[];
}

export function traceAll(world: World, question: Question): Traced {
  const outcome = meetAlone(world, question);
  const met = flattened(outcome.findings);
  return { trace: toTrace(outcome, met, question.strict), findings: met };
}

function toTrace(outcome: Outcome, met: readonly Finding[], strict: boolean): Trace {
  const { verdict, via, details } = toWalk(outcome, strict, true);
  const { symptom, unknowns, assumptions } = details();
  const findings = [...new Set(met)];
  return {
    verdict,
    via,
    explanations: verdict === "reachable" ? [] : explanationsIn(outcome),
    unknowns: distinct(unknowns.map(toFact)),
    assumptions: distinct(assumptions.map(toFact)),
    forward: distinct(findings.filter(({ leg }) => leg === "forward").map(toStep)),
    return: distinct(findings.filter(({ leg }) => leg === "return").map(toStep)),
    symptom,
  };
}

/** Every blocker of a client's walk, in its order, in words that name what the client meets. */
export function explain(client: Client, asked: Asked): readonly Explanation[] {
  return ask(client, asked).verdict === "reachable" ? [] : explanationsIn(meet(client, asked));
}

function explanationsIn({ findings }: Outcome): readonly Explanation[] {
  return distinct([...new Set(flattened(findings))].flatMap(toExplanations));
}

/** One answer for a source with several interfaces or subnets: a mixed one is partial. */
export function combineTraces(traces: readonly Trace[]): Trace {
  const [first, ...others] = traces;
  if (first === undefined) throw new Error("no trace to combine");
  if (others.length === 0) return first;
  const verdict = everyVerdict(traces.map((trace) => trace.verdict));
  return {
    verdict,
    via: traces.find(({ via }) => via !== null)?.via ?? null,
    explanations: distinct(traces.flatMap(({ explanations }) => explanations)),
    unknowns: distinct(traces.flatMap(({ unknowns }) => unknowns)),
    assumptions: distinct(traces.flatMap(({ assumptions }) => assumptions)),
    forward: distinct(traces.flatMap(({ forward }) => forward)),
    return: distinct(traces.flatMap((trace) => trace.return)),
    symptom: traces.find(({ symptom }) => symptom !== undefined)?.symptom,
  };
}

const toFact = ({ fact, settledBy }: MissingFact): MissingFact => ({ fact, settledBy });

function toExplanations(finding: Finding): readonly Explanation[] {
  const { blockers, leg, stage, component } = finding;
  const origin = originOf(finding);
  return blockers.map(({ code, direction, message, fix }) => {
    return { code, direction, leg, component, message, fix, origin, stage };
  });
}

function toStep(finding: Finding): Step {
  const { stage, component, outcome, rule, missing } = finding;
  return {
    stage,
    component,
    outcome: outcome === "some" ? "drop" : outcome,
    rule,
    origin: originOf(finding),
    ...(missing.length === 0 ? {} : { missing: missing.map(toFact) }),
  };
}

/** What no line of the input says is either missing from it, or the way AWS works. */
function originOf({ origin, outcome }: Finding): string {
  if (origin !== "") return origin;
  return outcome === "unknown" ? "not in the input" : "AWS, as documented";
}

/** Without repetition, in order of first appearance. */
function distinct<T>(items: readonly T[]): readonly T[] {
  if (items.length < 2) return items;
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = JSON.stringify(item);
    return seen.has(key) ? false : seen.add(key);
  });
}
