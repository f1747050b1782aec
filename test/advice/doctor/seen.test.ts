import { describe, expect, it } from "vitest";
import type { Check, Diagnosis } from "../../../src/advice/doctor/diagnosis.ts";
import { withSeen } from "../../../src/advice/doctor/seen.ts";
import type { LabSession } from "../../../src/advice/doctor/seen.ts";

const cause = {
  code: "NO_ROUTE_TO_DESTINATION",
  component: { kind: "route-table", id: "rtb-1" },
  message: "no route",
  fix: "add one",
  origin: "template.yaml:1",
} as const;

const row = (status: Check["status"]): Check => ({
  id: "ssm",
  title: "ssm",
  bearing: "session",
  evidence: "input",
  message: "",
  status,
  code: undefined,
  component: undefined,
  fix: undefined,
  origin: undefined,
  settledBy: undefined,
  symptom: undefined,
  delay: undefined,
  causes: status === "fail" ? [cause] : [],
  unknowns: [],
});

const told = (status: Check["status"]): Diagnosis => ({
  overall: ({ pass: "connects", fail: "does-not-connect", "cannot-tell": "cannot-tell" } as const)[
    status as "pass"
  ],
  workload: { id: "i-1", kind: "instance" },
  region: "us-east-1",
  checks: [row(status)],
  faults: status === "fail" ? [{ ...cause, checks: ["ssm"] }] : [],
  restartAgent: false,
  unknowns: [],
  assumptions: [],
});

const answered = { kind: "answered", promptMs: 20, answerMs: 30 } as const;
const failed = { kind: "failed", said: "start-session: TargetNotConnected" } as const;
const seen = (session: LabSession["session"], isOnline = true): LabSession => ({
  agent: { state: isOnline ? "online" : "registering", isOnline, lastError: "" },
  session,
  origin: "lab:default",
  restartCommand: "denat lab agent App --restart",
});

const codes = ({ faults }: Diagnosis) => faults.map(({ code, checks }) => `${code} ${checks.join(" ")}`);
const sessionOf = ({ checks }: Diagnosis) => checks.find(({ id }) => id === "lab-session");

describe("a diagnosis with what a lab shows", () => {
  it.each([
    ["pass", answered, true, "connects", "pass", []],
    ["fail", failed, false, "does-not-connect", "fail", ["NO_ROUTE_TO_DESTINATION ssm lab-session"]],
    ["pass", failed, true, "does-not-connect", "fail", ["SSM_LAB_DISAGREES lab-session"]],
    [
      "fail",
      answered,
      true,
      "does-not-connect",
      "fail",
      ["NO_ROUTE_TO_DESTINATION ssm", "SSM_LAB_DISAGREES lab-session"],
    ],
    ["cannot-tell", answered, true, "cannot-tell", "pass", []],
  ] as const)(
    "%s, seen %j with an agent online %s: %s",
    (status, session, isOnline, overall, own, faults) => {
      const diagnosis = withSeen(told(status), seen(session, isOnline));
      expect([diagnosis.overall, sessionOf(diagnosis)?.status]).toEqual([overall, own]);
      expect(codes(diagnosis)).toEqual(faults);
    },
  );

  it("cannot tell while an agent sleeps that was right to give up before", () => {
    const diagnosis = withSeen(told("pass"), seen(failed, false));
    expect([diagnosis.overall, codes(diagnosis)]).toEqual(["cannot-tell", []]);
    expect(sessionOf(diagnosis)?.settledBy).toBe("denat lab agent App --restart");
    expect(diagnosis.unknowns).toHaveLength(1);
  });
});
