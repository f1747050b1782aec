/** What a walk comes to: breaks and undos by what packets saw, the answer by them and by what was withheld. */
import { describe, expect, it } from "vitest";
import type { ProvedPhase } from "../../../../src/app/change/phases.ts";
import { judgeWalk } from "../../../../src/app/rehearsal/phases/judge.ts";
import { noText } from "../../../../src/emit/index.ts";
import type { PhaseCell, PhaseWorld } from "../../../../src/report/index.ts";

const cell = (world: PhaseWorld, more: Partial<PhaseCell> = {}): PhaseCell => ({
  workload: "App",
  service: "s3",
  host: "s3.us-east-1.amazonaws.com",
  world,
  predicted: "reachable",
  seen: "reachable",
  detail: "52.219.0.1: times out",
  endpoint: undefined,
  signedAs: undefined,
  agrees: true,
  byOwnName: false,
  ...more,
});

const deletion = { kind: "delete-nat", vpc: "Vpc", nat: "Nat" } as never;
const phase = (number: 1 | 5 | 6, more: Partial<ProvedPhase> = {}, isChange = true): ProvedPhase => ({
  phase: { number, slug: "s", title: `T${number}`, actions: isChange ? [deletion] : [], withheld: [] },
  status: "written",
  why: [],
  text: noText,
  changes: [],
  proof: undefined,
  ...more,
});
const withheld = { status: "withheld", why: ["because"] } as const;
const notBuilt = [{ component: { kind: "route-table", id: "rtb" }, why: "no" }];
const good = [cell("today"), cell("phase-1", { endpoint: "vpce" }), cell("undo-1")];
const judge = (more: Partial<Parameters<typeof judgeWalk>[0]>) =>
  judgeWalk({ phases: [phase(1)], planned: "safe-with-changes", cells: good, notBuilt: [], ...more });

describe("a walk", () => {
  it("works when all is reached after each phase, and given back by each undo", () => {
    expect(judge({})).toEqual({
      answer: "works",
      phases: [{ number: 1, title: "T1", status: "rehearsed", why: [], breaks: [], undo: "restores" }],
    });
  });

  it("breaks what packets reached before and do not after", () => {
    const cells = [cell("today"), cell("phase-1", { seen: "partial" }), cell("undo-1")];
    const { answer, phases } = judge({ cells });
    expect(answer).toBe("fails");
    expect(phases[0]?.breaks).toEqual([{ workload: "App", service: "s3", detail: "52.219.0.1: times out" }]);
  });

  it("holds a phase against the one before it, and not against today", () => {
    const cells = [
      cell("today", { seen: "blocked" }),
      cell("phase-1"),
      cell("phase-5", { seen: "blocked" }),
      cell("undo-5"),
      cell("undo-1", { seen: "blocked" }),
    ];
    const { phases } = judge({ phases: [phase(1), phase(5)], cells });
    expect(phases.map(({ breaks, undo }) => [breaks.length, undo])).toEqual([
      [0, "restores"],
      [1, "restores"],
    ]);
  });

  it("asks a name of an endpoint's own apart: where it is asked no more, nothing is lost", () => {
    const own = { byOwnName: true, host: "vpce-1.s3.us-east-1.vpce.amazonaws.com" };
    const cells = [
      cell("today"),
      cell("phase-1"),
      cell("phase-1", own),
      cell("phase-5"),
      cell("undo-5"),
      cell("undo-5", own),
      cell("undo-1"),
    ];
    const { answer, phases } = judge({ phases: [phase(1), phase(5)], cells });
    expect([answer, ...phases.map(({ undo }) => undo)]).toEqual(["works", "restores", "restores"]);
  });

  it.each<[string, Partial<PhaseCell>]>([
    ["what was there", { seen: "blocked" }],
    ["the way that was there", { endpoint: "vpce" }],
  ])("fails where an undo does not give back %s", (_, undone) => {
    const { answer, phases } = judge({ cells: [cell("today"), cell("phase-1"), cell("undo-1", undone)] });
    expect([answer, phases[0]?.undo]).toEqual(["fails", "differs"]);
  });

  it("disagrees where something else is seen than proved, and cannot tell where the lab lacks something", () => {
    const cells = [cell("today"), cell("phase-1", { agrees: false }), cell("undo-1")];
    expect(judge({ cells }).answer).toBe("disagrees");
    expect(judge({ cells, notBuilt }).answer).toBe("cannot-tell");
    expect(judge({ notBuilt }).answer).toBe("works");
  });
});

describe("a phase that is withheld", () => {
  const withLast = (last: ProvedPhase, planned: Parameters<typeof judgeWalk>[0]["planned"]) =>
    judge({ phases: [phase(1), last], planned });

  it.each([
    ["by the proof", phase(5, withheld), "safe-with-changes", "fails"],
    ["by the proof, last of all", phase(6, withheld), "safe-with-changes", "fails"],
    ["by the proof of a plan that cannot tell", phase(5, withheld), "cannot-tell", "fails"],
    ["for the plan is not safe", phase(5, withheld, false), "not-safe", "fails"],
    ["for the plan cannot tell", phase(5, withheld, false), "cannot-tell", "cannot-tell"],
    ["with what is left to the user", phase(6, withheld, false), "safe-with-changes", "works"],
  ] as const)("%s decides", (_, last, planned, answer) => {
    const found = withLast(last, planned);
    expect(found.answer).toBe(answer);
    expect(found.phases[1]).toMatchObject({ status: "withheld", why: ["because"], undo: undefined });
  });

  it("in part, of one VPC among several, is no success of a plan that is not safe", () => {
    expect(judge({ planned: "not-safe" }).answer).toBe("fails");
    expect(judge({ planned: "cannot-tell" }).answer).toBe("cannot-tell");
  });
});

it("a phase that changes nothing is not walked, and needs that nobody meets fail", () => {
  const idle = phase(1, { status: "empty" }, false);
  const { answer, phases } = judge({
    phases: [idle],
    planned: "safe",
    cells: [cell("today", { seen: "blocked" })],
  });
  expect([answer, phases[0]?.status]).toEqual(["fails", "unchanged"]);
  expect(judge({ phases: [idle], planned: "safe", cells: [cell("today")] }).answer).toBe("works");
});
