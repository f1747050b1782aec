/** The diagnosis as a value: what `denat doctor ssm` answers, field by field as in `denat.doctor/1`. */
import type { ComponentRef, Explanation, MissingFact } from "../../model/answer.ts";
import type { WorkloadKind } from "../../model/entity/workload.ts";
import type { AgentFailure } from "../../facts/index.ts";

export type CheckStatus = "pass" | "fail" | "cannot-tell" | "not-needed";
export type Overall = "connects" | "does-not-connect" | "cannot-tell";

/**
 * What hangs on a check: whether there is a session at all; how good it is (a prompt that comes late, a log that is not
 * written); nothing, when it only tells.
 */
export type Bearing = "session" | "quality" | "none";

/** Where a row comes from: worked out of the input, or tried by packets and clients in a lab. */
export type CheckEvidence = "input" | "lab";

export interface Cause extends Partial<Pick<Explanation, "direction" | "leg">> {
  readonly code: string;
  readonly component: ComponentRef;
  readonly message: string;
  readonly fix: string;
  readonly origin: string;
  /** The endpoint service that is missing, in full, where that is the cause. */
  readonly lacks?: string;
}

export interface Check {
  /** `credentials`; of a service `ssm`, and of what its requests meet `ssm.route`. */
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  readonly bearing: Bearing;
  readonly evidence: CheckEvidence;
  /** The rule that decided, or the default; of a failure, its first cause. */
  readonly message: string;
  readonly code: string | undefined;
  readonly component: ComponentRef | undefined;
  readonly fix: string | undefined;
  readonly origin: string | undefined;
  /** The command that settles what cannot be told. */
  readonly settledBy: string | undefined;
  /** What the agent, and whoever starts a session, see of the failure, and when; of the failure that shows, for it hides others. */
  readonly symptom: string | undefined;
  readonly delay: string | undefined;
  /** Every cause of a failure, the first one included. */
  readonly causes: readonly Cause[];
  readonly unknowns: readonly MissingFact[];
}

/** A cause once, with every check that it fails. */
export interface Fault extends Cause {
  readonly checks: readonly string[];
}

export interface Diagnosis {
  readonly overall: Overall;
  readonly workload: { readonly id: string; readonly kind: WorkloadKind };
  readonly region: string;
  readonly checks: readonly Check[];
  readonly faults: readonly Fault[];
  /** The agent sleeps on after the fault is mended, up to an hour, unless it is restarted. */
  readonly restartAgent: boolean;
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}

export interface Failure {
  /** The check or service, and how it fails: the key of what the agent shows. */
  readonly of: string;
  readonly as: AgentFailure;
  /** Some addresses or ports work, and others do not. */
  readonly nowAndThen?: boolean;
}

/** A check, and by what its failure shows. */
export interface Examined {
  readonly check: Check;
  readonly failure: Failure | undefined;
  readonly assumptions: readonly MissingFact[];
}

/** What a check is about. */
export interface Subject {
  readonly id: string;
  readonly title: string;
  readonly bearing: Bearing;
}

const nothing = {
  evidence: "input",
  code: undefined,
  component: undefined,
  fix: undefined,
  origin: undefined,
  settledBy: undefined,
  symptom: undefined,
  delay: undefined,
  causes: [],
  unknowns: [],
} as const;

const alone = { failure: undefined, assumptions: [] } as const;

export function passes(
  subject: Subject,
  message: string,
  origin?: string,
  assumptions: readonly MissingFact[] = [],
): Examined {
  return { check: { ...nothing, ...subject, status: "pass", message, origin }, ...alone, assumptions };
}

/** `settledBy` where a fact that the input does not hold would make it needed. */
export function isNotNeeded(subject: Subject, message: string, settledBy?: string): Examined {
  return { check: { ...nothing, ...subject, status: "not-needed", message, settledBy }, ...alone };
}

export function cannotTell(
  subject: Subject,
  unknowns: readonly MissingFact[],
  message = unknowns[0]?.fact ?? "a fact is missing",
): Examined {
  const settledBy = unknowns[0]?.settledBy;
  return {
    check: {
      ...nothing,
      ...subject,
      status: "cannot-tell",
      message,
      settledBy,
      unknowns: unknowns.map(toFact),
    },
    ...alone,
  };
}

/** `as` is how it fails, for the symptom; none where another check shows it. */
export function fails(subject: Subject, causes: readonly [Cause, ...Cause[]], as?: Failure): Examined {
  const [{ code, component, message, fix, origin }] = causes;
  return {
    check: { ...nothing, ...subject, status: "fail", message, code, component, fix, origin, causes },
    failure: as,
    assumptions: [],
  };
}

const toFact = ({ fact, settledBy }: MissingFact): MissingFact => ({ fact, settledBy });
