/**
 * Advice: whether a VPC can lose its NAT, what must change, and what that costs.
 *
 * Decides who depends on a NAT, what they need, which endpoints would serve it, and what follows from the walks of
 * `reach` through three worlds: today, without NATs, and with the proposal applied. Leaves what a packet does to `reach`, what
 * a policy allows to `policy`, what AWS is like to `facts`, and the arithmetic of prices to `pricing`.
 */
import type { Facts } from "../facts/index.ts";
import type { Network } from "../model/network.ts";
import type { Nat } from "../reach/index.ts";
import { priceCases } from "./cost.ts";
import type { Volume } from "./cost.ts";
import type { Design } from "./design.ts";
import { measuredBy } from "./designs/measured.ts";
import type { Plan } from "./plan.ts";
import { createAccess } from "./prove/access.ts";
import type { AccessOf } from "./prove/access.ts";
import type { Case } from "./prove/case.ts";
import { createProver } from "./prove/prover.ts";
import type { Prover } from "./prove/prover.ts";
import { settle } from "./prove/settle.ts";
import { surveyOf } from "./survey.ts";
import type { SurveyOptions } from "./survey.ts";
import { planVpc } from "./vpc/index.ts";
import type { Worlds } from "./vpc/rows.ts";
import { worstOf } from "./verdict.ts";

export interface PlanOptions extends SurveyOptions {
  /** What crosses the NATs, both directions together; undefined when it was not said. */
  readonly gbMonth: number | undefined;
  readonly hoursPerMonth: number;
}

/** A plan, the network that it would make of the one it is for, and what it takes to write the change down. */
export interface Conceived {
  readonly plan: Plan;
  readonly after: Network;
  readonly design: Design;
  /** NATs that the plan does without: private ones stay. */
  readonly nats: readonly Nat[];
  readonly prover: Prover;
  readonly access: AccessOf;
  /** All that the plan goes by. */
  readonly worlds: Worlds;
  readonly cases: readonly Case[];
  readonly volume: Volume;
}

export const plan = (network: Network, facts: Facts, options: PlanOptions): Plan =>
  conceive(network, facts, options).plan;

/** Throws an AppError when a declared service does not exist, or when there is no VPC to plan for. */
export function conceive(network: Network, facts: Facts, options: PlanOptions): Conceived {
  const survey = surveyOf(network, facts, options);
  const { today, withoutNat, cases, isDeclared, strict, observed } = survey;
  const settled = settle(today, withoutNat.world, { cases, strict });
  const worlds = { today, withoutNat, after: settled.after };
  const measured = observed && measuredBy(survey, settled.after);
  const volume = { ...options, measured };
  const { cost, unknowns } = priceCases(network, facts, { cases, volume });
  const vpcs = cases.map((trial) => {
    const isAsked = trial.dependsOnNat || !cases.some(({ dependsOnNat }) => dependsOnNat);
    const lacking = isAsked ? (observed?.lacking ?? []) : [];
    const vpc = planVpc(worlds, trial, { settled, isDeclared, strict, lacking });
    // A price that is missing is named beside the other facts, and decides nothing about safety.
    return { ...vpc, unknowns: [...vpc.unknowns, ...(unknowns.get(trial.region) ?? [])] };
  });
  const answer = worstOf(vpcs.map((one) => one.answer));
  return {
    plan: {
      answer,
      vpcs,
      cost,
      observed: observed && { ...observed.summary, gbMonth: cost.gbMonth ?? 0 },
    },
    after: settled.after.world.network,
    design: settled.design,
    nats: cases.flatMap(({ egressNats }) => egressNats),
    prover: createProver(facts, { today, after: settled.after }, { cases, strict }),
    access: createAccess(network, facts, cases),
    worlds,
    cases,
    volume,
  };
}
