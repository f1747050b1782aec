/**
 * From checks to an answer: whether a session opens, which causes there are, and what shows of them.
 *
 * | does-not-connect | a check that a session hangs on fails                   |
 * | cannot-tell      | else, when such a check cannot be told                  |
 * | connects         | else; a check on the quality of a session may fail      |
 */
import type { Facts } from "../../facts/index.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { Cause, Check, Diagnosis, Examined, Fault, Overall } from "./diagnosis.ts";

type Concluded = Pick<
  Diagnosis,
  "overall" | "checks" | "faults" | "restartAgent" | "unknowns" | "assumptions"
>;

export function conclude(facts: Facts, examined: readonly Examined[], strict: boolean): Concluded {
  const assumptions = distinctFacts(examined.flatMap((one) => one.assumptions));
  const shown = showSymptoms(facts, examined);
  const checks = shown.map(({ check }) => check);
  const unknowns = checks
    .filter(({ status, bearing }) => status === "cannot-tell" && bearing !== "none")
    .flatMap((check) => check.unknowns);
  return {
    overall: overallOf(checks, strict && assumptions.length > 0),
    checks,
    faults: faultsOf(checks),
    restartAgent: shown.some(({ restart }) => restart),
    unknowns: distinctFacts([...unknowns, ...(strict ? assumptions : [])]),
    assumptions: strict ? [] : assumptions,
  };
}

/** Rows seen in a lab count like those told by the input. */
export function overallOf(checks: readonly Check[], isDoubted = false): Overall {
  const decisive = checks.filter(({ bearing }) => bearing === "session");
  if (decisive.some(({ status }) => status === "fail")) return "does-not-connect";
  return isDoubted || decisive.some(({ status }) => status === "cannot-tell") ? "cannot-tell" : "connects";
}

interface Shown {
  readonly check: Check;
  readonly restart: boolean;
}

/**
 * Of the faults that keep a session from opening only the first shows: an agent that never registers has no channel to
 * lose. What spoils a session shows once there is one.
 */
function showSymptoms(facts: Facts, examined: readonly Examined[]): readonly Shown[] {
  const failing = examined.filter(({ failure }) => failure !== undefined);
  const decisive = failing.filter(({ check }) => check.bearing === "session");
  const visible = decisive.length > 0 ? decisive.slice(0, 1) : failing;
  return examined.map((one): Shown => {
    const { check, failure } = one;
    const row = failure === undefined ? undefined : facts.agentSymptom(failure.of, failure.as);
    const prefix = failure?.nowAndThen === true ? "now and then: " : "";
    const shows = row !== undefined && visible.includes(one);
    return {
      check: shows ? { ...check, symptom: `${prefix}${row.symptom}`, delay: row.delay } : check,
      restart: row?.restart === true,
    };
  });
}

function faultsOf(checks: readonly Check[]): readonly Fault[] {
  const faults = new Map<string, { readonly cause: Cause; readonly checks: string[] }>();
  for (const { id, causes } of checks) {
    for (const cause of causes) {
      // A group or ACL that lets neither in nor out is mended twice.
      const { code, component, direction = "", lacks = "" } = cause;
      const key = `${code} ${component.kind} ${component.id} ${direction} ${lacks}`;
      const known = faults.get(key);
      if (known === undefined) faults.set(key, { cause, checks: [id] });
      else if (!known.checks.includes(id)) known.checks.push(id);
    }
  }
  return [...faults.values()].map(({ cause, checks: named }) => ({ ...cause, checks: named }));
}

function distinctFacts(facts: readonly MissingFact[]): readonly MissingFact[] {
  return [...new Map(facts.map(({ fact, settledBy }) => [fact, { fact, settledBy }])).values()];
}
