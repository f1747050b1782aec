/**
 * The networks of a walk through the phases: today's, the one that each phase was read back as, and the same again backwards,
 * as the undo of one phase after the other gives them.
 */
import type { Proven } from "../../../advice/prove/prover.ts";
import type { Facts } from "../../../facts/index.ts";
import type { Network } from "../../../model/network.ts";
import type { PhaseWorld } from "../../../report/index.ts";
import type { ProvedPhase } from "../../change/phases.ts";
import { toDeployed } from "../../lab/deployed.ts";

export interface Step {
  readonly world: PhaseWorld;
  /** As it is deployed: what an earlier step has too keeps its addresses. */
  readonly network: Network;
  readonly proven: Proven;
}

export interface Steps {
  readonly there: readonly Step[];
  /** Each undo leads to the network before its phase, whose text its rollback restores. */
  readonly back: readonly Step[];
}

export function stepsOf(today: Proven, phases: readonly ProvedPhase[], facts: Facts): Steps {
  let last: Step = { world: "today", proven: today, network: toDeployed(today.fleet.world.network, facts) };
  const there = [last];
  const back: Step[] = [];
  for (const { phase, status, proof } of phases) {
    if (status !== "written" || proof === undefined) continue;
    const { proven } = proof;
    back.unshift({ ...last, world: `undo-${phase.number}` });
    last = {
      world: `phase-${phase.number}`,
      proven,
      network: toDeployed(proven.fleet.world.network, facts, last.network),
    };
    there.push(last);
  }
  return { there, back };
}
