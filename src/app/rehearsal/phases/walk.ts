/** Step after step in one lab, which is changed in place: each need is asked by packets, and each session tried. */
import type { Prover } from "../../../advice/prove/prover.ts";
import type { Facts } from "../../../facts/index.ts";
import type { PhaseCell } from "../../../report/index.ts";
import type { Ask } from "../ask.ts";
import type { Scene } from "../scene.ts";
import { trySessions } from "../session.ts";
import type { SessionAsks } from "../session.ts";
import { tryAsks } from "../try.ts";
import type { Prediction } from "../try.ts";
import { ownNameAsks } from "./own-name.ts";
import type { PhaseAsk } from "./own-name.ts";
import type { Step, Steps } from "./step.ts";

export interface Walking {
  readonly steps: Steps;
  readonly asks: readonly Ask[];
  readonly sessions: SessionAsks;
  readonly ask: Prover["ask"];
  readonly facts: Facts;
}

export async function walkPhases(walking: Walking, scene: Scene): Promise<readonly PhaseCell[]> {
  const { there, back } = walking.steps;
  const cells: PhaseCell[] = [];
  for (const step of [...there, ...back]) {
    await scene.become(step.network);
    cells.push(...(await tryStep(walking, scene, step)));
  }
  return cells;
}

async function tryStep(
  { steps, asks, sessions, ask, facts }: Walking,
  { lab, ca, api }: Scene,
  { world, network, proven }: Step,
): Promise<readonly PhaseCell[]> {
  const [today] = steps.there;
  const byName = asks.map((one): PhaseAsk => ({ ...one, ownName: undefined }));
  const byOwnName = today === undefined ? [] : ownNameAsks(asks, network, today.network, facts);
  const all = [...byName, ...byOwnName];
  const predict = ({ vpc, workload, need, ownName }: PhaseAsk): Prediction =>
    ask(proven, { vpc, workload: workload.id, need, host: ownName }) ?? { verdict: "unknown" };
  // In a network that was read an endpoint has the name that the user's text gives it.
  const names = new Map<string, string>();
  const cells = await tryAsks(lab, { world, network, asks: all, predict, ca, names });
  const shells = await trySessions(lab, sessions, { world, network, facts, api });
  return [
    ...cells.map((cell, index) => ({ ...cell, byOwnName: all[index]?.ownName !== undefined })),
    ...shells.map((cell) => ({ ...cell, byOwnName: false })),
  ];
}
