/**
 * A diagnosis with what was seen in a lab: the agent, and a session in which a shell was asked to answer. What was predicted and
 * what is seen must agree: where they do not, one of the two is a defect, and a row says so.
 */
import { overallOf } from "./conclude.ts";
import { cannotTell, fails, passes } from "./diagnosis.ts";
import type { Cause, Check, Diagnosis, Examined, Fault, Subject } from "./diagnosis.ts";

export interface LabSession {
  /** Undefined where it tells nobody how it fares. */
  readonly agent:
    | { readonly state: string; readonly isOnline: boolean; readonly lastError: string }
    | undefined;
  readonly session:
    | { readonly kind: "answered"; readonly promptMs: number; readonly answerMs: number }
    | { readonly kind: "failed"; readonly said: string };
  /** Of the lab: `lab:default`. */
  readonly origin: string;
  readonly restartCommand: string;
}

const agentSubject: Subject = { id: "lab-agent", title: "Agent in the lab", bearing: "none" };
const sessionSubject: Subject = { id: "lab-session", title: "Session in the lab", bearing: "session" };

export function withSeen(diagnosis: Diagnosis, seen: LabSession): Diagnosis {
  const predicted = overallOf(diagnosis.checks);
  const session = examineSession(diagnosis, predicted === "connects", seen);
  const rows = [examineAgent(seen), session].map(({ check }): Check => ({ ...check, evidence: "lab" }));
  const checks = [...diagnosis.checks, ...rows];
  const isDoubted = predicted === "connects" && diagnosis.overall === "cannot-tell";
  return {
    ...diagnosis,
    overall: overallOf(checks, isDoubted),
    checks,
    faults: withRow(diagnosis.faults, session.check),
    unknowns: [...diagnosis.unknowns, ...session.check.unknowns],
  };
}

/** Tells only: what hangs on it shows in the session. */
function examineAgent({ agent, origin, restartCommand }: LabSession): Examined {
  if (agent === undefined) {
    return cannotTell(agentSubject, [
      { fact: "how the agent fares: it is none of denat's", settledBy: "its log in /var/log/amazon/ssm" },
    ]);
  }
  if (agent.isOnline) return passes(agentSubject, "online", origin);
  const why = agent.lastError === "" ? "" : `: ${agent.lastError}`;
  return cannotTell(
    agentSubject,
    [{ fact: `whether the agent comes online when it tries again`, settledBy: restartCommand }],
    `${agent.state}${why}`,
  );
}

function examineSession(diagnosis: Diagnosis, isPredicted: boolean, seen: LabSession): Examined {
  const { session, agent, origin, restartCommand } = seen;
  if (session.kind === "answered") {
    const times = `prompt after ${Math.round(session.promptMs)} ms, answer after ${Math.round(session.answerMs)} ms`;
    const isExpected = isPredicted || !diagnosis.checks.some(isDecisive);
    return isExpected
      ? passes(sessionSubject, `a shell answers: ${times}`, origin)
      : fails(sessionSubject, [disagreement(diagnosis, `a shell answers all the same: ${times}`, origin)]);
  }
  const [first, ...others] = decisiveCauses(diagnosis);
  // As predicted: nothing is wrong that was not told above.
  if (first !== undefined) {
    const { check, ...rest } = fails(sessionSubject, [first, ...others]);
    return { ...rest, check: { ...check, message: session.said } };
  }
  // An agent that gave something up sleeps on after it is mended.
  if (agent?.isOnline !== true) {
    return cannotTell(
      sessionSubject,
      [{ fact: "whether a session opens once the agent has been started anew", settledBy: restartCommand }],
      session.said,
    );
  }
  return fails(sessionSubject, [disagreement(diagnosis, `no session opens: ${session.said}`, origin)]);
}

const isDecisive = ({ bearing, status }: Check): boolean => bearing === "session" && status === "fail";

const decisiveCauses = ({ checks }: Diagnosis): readonly Cause[] => [
  ...new Set(checks.filter(isDecisive).flatMap(({ causes }) => causes)),
];

const disagreement = ({ workload, overall }: Diagnosis, seen: string, origin: string): Cause => ({
  code: "SSM_LAB_DISAGREES",
  component: { kind: workload.kind, id: workload.id },
  message: `the checks say ${overall}, and in the lab ${seen}`,
  fix: "one of the two is a defect of denat: report it with the input",
  origin,
});

/** The causes of the row are told already, or the row brings its own. */
function withRow(faults: readonly Fault[], { id, status, causes }: Check): readonly Fault[] {
  if (status !== "fail") return faults;
  const own = causes.filter(({ code }) => code === "SSM_LAB_DISAGREES");
  return [
    ...faults.map((fault) =>
      causes.some((cause) => cause.code === fault.code && cause.component.id === fault.component.id)
        ? { ...fault, checks: [...fault.checks, id] }
        : fault,
    ),
    ...own.map((cause) => ({ ...cause, checks: [id] })),
  ];
}
