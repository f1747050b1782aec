/** The change walked phase by phase with packets: the examples keep what was promised, and planted faults are found. */
import { describe, expect, it } from "vitest";
import { conceive } from "../../../../src/advice/index.ts";
import type { Prover } from "../../../../src/advice/prove/prover.ts";
import { writePhases } from "../../../../src/app/change/phases.ts";
import { templateTool } from "../../../../src/app/change/templates.ts";
import { asksIn } from "../../../../src/app/rehearsal/ask.ts";
import { judgeWalk } from "../../../../src/app/rehearsal/phases/judge.ts";
import { stepsOf } from "../../../../src/app/rehearsal/phases/step.ts";
import type { Steps } from "../../../../src/app/rehearsal/phases/step.ts";
import { walkPhases } from "../../../../src/app/rehearsal/phases/walk.ts";
import { playInLab } from "../../../../src/app/rehearsal/scene.ts";
import { runRehearse } from "../../../../src/app/rehearse.ts";
import { migrationOf } from "../../../../src/emit/index.ts";
import { readNetwork } from "../../../../src/readers/index.ts";
import type { PhaseCell, PhasesRehearsal } from "../../../../src/report/index.ts";
import { template } from "../../../acceptance/estate.ts";
import { facts } from "../../../facts/facts.ts";
import { obstacleToLab } from "../../lab/hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
/** Each walk is some seconds of an idle machine. */
const patienceMs = 180_000;
const page = { width: 120, paint: (_: unknown, text: string) => text };

async function rehearse(path: string): Promise<PhasesRehearsal & { readonly status: number }> {
  const stdin = (async function* () {})();
  const input = { paths: [path], region: "ap-northeast-1", parameters: new Map(), stdin };
  const phases = { target: undefined, sourceDirectory: undefined, leastPrivilege: false };
  const { status, text } = await runRehearse({ input, needs: [], phases }, { format: "json", page });
  return { ...(JSON.parse(text) as PhasesRehearsal), status };
}

/** Whether each service was reached by an endpoint, in one of the networks. */
const waysIn = (cells: readonly PhaseCell[], world: string) =>
  Object.fromEntries(
    cells
      .filter((cell) => cell.world === world && cell.service !== "session")
      .map(({ service, byOwnName, seen, endpoint }) => [
        `${service}${byOwnName ? " by its own name" : ""}`,
        seen === "reachable" ? ((endpoint ?? undefined) === undefined ? "public" : "endpoint") : seen,
      ]),
  );

const walked = [
  { number: 1, status: "rehearsed", undo: "restores" },
  { number: 2, status: "rehearsed", undo: "restores" },
  { number: 3, status: "rehearsed", undo: "restores" },
  { number: 4, status: "unchanged" },
  { number: 5, status: "rehearsed", undo: "restores" },
  { number: 6, status: "rehearsed", undo: "restores" },
];

describe.skipIf(obstacle !== undefined)(
  `a change, phase by phase${passedOver}`,
  { timeout: patienceMs },
  () => {
    it.each([
      ["cloudformation", "examples/session-manager/cdk.out/SessionManager0Nat.template.json"],
      ["terraform", "examples/session-manager/terraform/plan.json"],
    ])("as %s keeps every need, and each undo gives back what was there", async (as, path) => {
      const { cells, ...rehearsal } = await rehearse(path);
      expect(cells.filter(({ agrees }) => !agrees)).toEqual([]);
      expect(rehearsal).toMatchObject({ schema: "denat.rehearsal/1", as, answer: "works", status: 0 });
      expect(rehearsal.phases).toMatchObject(walked);
      expect(rehearsal.phases.flatMap(({ breaks }) => breaks)).toEqual([]);
      const before = { s3: "public", ssm: "public", ssmmessages: "public" };
      const gateway = { ...before, s3: "endpoint" };
      const off = {
        ...gateway,
        "ssm by its own name": "endpoint",
        "ssmmessages by its own name": "endpoint",
      };
      const after = { s3: "endpoint", ssm: "endpoint", ssmmessages: "endpoint" };
      const ways = { today: before, "phase-1": gateway, "phase-2": off, "phase-3": after, "phase-5": after };
      const back = { "undo-6": after, "undo-5": after, "undo-3": off, "undo-2": gateway, "undo-1": before };
      for (const [world, expected] of Object.entries({ ...ways, "phase-6": after, ...back }))
        expect(waysIn(cells, world), world).toEqual(expected);
      const sessions = cells.filter(({ service }) => service === "session");
      expect(sessions.map(({ seen }) => seen)).toEqual(Array.from({ length: 11 }, () => "reachable"));
    });
  },
);

interface Faults {
  /** Of each edit, before it is taken up and read back. */
  readonly inText?: (text: string) => string;
  /** Of what is taken up in the lab alone. */
  readonly inLab?: (steps: Steps) => Steps;
}

/** A walk of the estate of the acceptance cases, where the prover lets every phase pass. */
async function walkWith({ inText = (text) => text, inLab = (steps) => steps }: Faults) {
  const files = [{ path: "t.yaml", text: template() }];
  const options = { region: "us-east-1", parameters: new Map<string, string>(), findBeside: () => undefined };
  const reading = await readNetwork(files, options, facts);
  const asked = { needs: ["s3", "kms"], gbMonth: undefined, hoursPerMonth: 730, strict: false };
  const { plan, design, nats, prover } = conceive(reading.network, facts, asked);
  const blind: Prover = {
    ...prover,
    prove: (...all) => ({ ...prover.prove(...all), worse: [], broken: [], setbacks: [] }),
  };
  const tool = templateTool({ reading, files, options }, facts, () => undefined);
  const write: typeof tool.write = async (phase, texts) => {
    const text = await tool.write(phase, texts);
    return { ...text, edits: text.edits.map((edit) => ({ ...edit, text: inText(edit.text) })) };
  };
  const migration = migrationOf(reading.network, { plan, design, nats });
  const phases = await writePhases(migration, { ...tool, write }, blind);
  const steps = inLab(stepsOf(prover.today, phases, facts));
  const today = steps.there[0]!.network;
  const sessions = { workloads: [], notes: [] };
  const walking = { steps, asks: asksIn(today, facts, plan), sessions, ask: prover.ask, facts };
  const { result: cells, notBuilt } = await playInLab(today, sessions, (scene) => walkPhases(walking, scene));
  return { cells, ...judgeWalk({ phases, planned: plan.answer, cells, notBuilt }) };
}

describe.skipIf(obstacle !== undefined)(`a planted fault${passedOver}`, { timeout: patienceMs }, () => {
  it("in the text that no proof withholds is found by packets, in the phase where it takes something away", async () => {
    const { answer, phases, cells } = await walkWith({
      inText: (text) => text.replaceAll(/(FromPort|ToPort): 443/g, "$1: 80"),
    });
    expect(answer).toBe("fails");
    expect(phases[2]).toMatchObject({
      number: 3,
      breaks: [{ workload: "App", service: "kms", detail: expect.stringContaining("times out") as string }],
      undo: "restores",
    });
    expect(phases.filter(({ breaks }) => breaks.length > 0)).toHaveLength(1);
    // The endpoint's own name tells it one phase earlier.
    expect(waysIn(cells, "phase-2")).toMatchObject({ kms: "public", "kms by its own name": "blocked" });
  });

  it("in what the lab is given is a disagreement, though everything is reached", async () => {
    const { answer, cells } = await walkWith({
      inLab: ({ there, back }) => ({
        there: there.map((step) =>
          step.world === "phase-1" ? { ...step, network: there[0]!.network } : step,
        ),
        back,
      }),
    });
    expect(answer).toBe("disagrees");
    const [apart, ...others] = cells.filter(({ agrees }) => !agrees);
    expect(others).toEqual([]);
    expect(apart).toMatchObject({
      world: "phase-1",
      service: "s3",
      predictedVia: { kind: "gateway-endpoint" },
      seen: "reachable",
      endpoint: undefined,
    });
  });
});
