import { describe, expect, it } from "vitest";
import { conclude, overallOf } from "../../../src/advice/doctor/conclude.ts";
import { cannotTell, fails, isNotNeeded, passes } from "../../../src/advice/doctor/diagnosis.ts";
import type { Bearing, Check, Examined } from "../../../src/advice/doctor/diagnosis.ts";
import { facts } from "../../facts/facts.ts";

const subject = (id: string, bearing: Bearing = "session") => ({ id, title: id, bearing });
const cause = (code: string, id = "sg-1") => ({
  code,
  component: { kind: "security-group", id },
  message: "m",
  fix: "f",
  origin: "o",
});
const dropped = (id: string, bearing?: Bearing, as: "dropped" | "unresolved" = "dropped") =>
  fails(subject(id, bearing), [cause("CODE")], { of: id, as });
const doubt = (id: string, bearing?: Bearing) =>
  cannotTell(subject(id, bearing), [{ fact: `about ${id}`, settledBy: "ask" }]);
const fine = (id: string) => passes(subject(id), "yes");

const concluded = (...examined: readonly Examined[]) => conclude(facts, examined, false);

describe("the answer", () => {
  it.each([
    ["connects", [fine("ssm"), isNotNeeded(subject("sts", "none"), "no")]],
    ["does-not-connect", [fine("ssm"), dropped("ssmmessages"), doubt("metadata")]],
    ["cannot-tell", [fine("ssm"), doubt("metadata")]],
    ["connects", [fine("ssm"), doubt("agent-version", "none"), dropped("logs", "quality")]],
  ] as const)("is %s", (overall, examined) => {
    expect(concluded(...examined).overall).toBe(overall);
  });

  it("counts a row that packets have tried like any other", () => {
    const { checks } = concluded(fine("ssm"));
    const echo: Check = { ...(checks[0] as Check), id: "session", status: "fail", evidence: "lab" };
    expect(overallOf([...checks, echo])).toBe("does-not-connect");
  });

  it("is doubted for its assumptions under strict", () => {
    const examined = passes(subject("role"), "yes", "o", [{ fact: "nobody denies it", settledBy: "ask" }]);
    expect(conclude(facts, [examined], true)).toMatchObject({
      overall: "cannot-tell",
      unknowns: [{ settledBy: "ask" }],
      assumptions: [],
    });
    expect(conclude(facts, [examined], false)).toMatchObject({
      overall: "connects",
      assumptions: [{ settledBy: "ask" }],
    });
  });
});

describe("what shows", () => {
  const shown = (...examined: readonly Examined[]) =>
    concluded(...examined)
      .checks.filter(({ symptom }) => symptom !== undefined)
      .map(({ id }) => id);

  it("is the first failure of those that keep a session from opening", () => {
    expect(shown(dropped("ssm"), dropped("ssmmessages"), dropped("logs", "quality"))).toEqual(["ssm"]);
  });

  it("is every failure that spoils it, where it opens", () => {
    expect(shown(fine("ssm"), dropped("logs", "quality"), dropped("s3", "quality"))).toEqual(["logs", "s3"]);
  });

  it("says so where it is for some addresses alone", () => {
    const partly = fails(subject("ssm"), [cause("CODE")], { of: "ssm", as: "dropped", nowAndThen: true });
    expect(concluded(partly).checks[0]?.symptom).toMatch(/^now and then: /);
  });
});

describe("a fault", () => {
  it("is told once for all checks that it fails", () => {
    const { faults } = concluded(
      dropped("ssm"),
      dropped("ssmmessages"),
      fails(subject("kms"), [cause("CODE", "sg-2")]),
    );
    expect(faults.map(({ component, checks }) => [component.id, checks])).toEqual([
      ["sg-1", ["ssm", "ssmmessages"]],
      ["sg-2", ["kms"]],
    ]);
  });

  it("is told for each direction that must be mended", () => {
    const ways = (["egress", "ingress"] as const).map((direction) => ({ ...cause("CODE"), direction }));
    const { faults } = concluded(
      fails(subject("ssm"), ways as [(typeof ways)[0]], { of: "ssm", as: "dropped" }),
    );
    expect(faults.map(({ direction }) => direction)).toEqual(["egress", "ingress"]);
  });

  it("after which the agent sleeps asks for its restart", () => {
    expect(concluded(dropped("ssm")).restartAgent).toBe(true);
    expect(concluded(dropped("logs", "quality")).restartAgent).toBe(false);
  });
});
