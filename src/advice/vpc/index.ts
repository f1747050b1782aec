/** The plan of one VPC, put together from what was walked: rows, endpoints, blockers, doubts and the answer. */
import type { NatRef, VpcPlan } from "../plan.ts";
import { bystanderFares, isWorse } from "../prove/bystander.ts";
import type { Case } from "../prove/case.ts";
import type { Settled } from "../prove/settle.ts";
import { answerOf } from "../verdict.ts";
import { blockersOf } from "./blockers.ts";
import { certaintyOf } from "./doubts.ts";
import { endpointsOf } from "./endpoints.ts";
import { needFares } from "./fares.ts";
import { keptHosts } from "./kept.ts";
import { workloadRows } from "./rows.ts";
import type { Worlds } from "./rows.ts";

export interface Told {
  readonly settled: Settled;
  readonly isDeclared: boolean;
  readonly strict: boolean;
}

export function planVpc(worlds: Worlds, trial: Case, { settled, isDeclared, strict }: Told): VpcPlan {
  const { vpc, region, nats, planned, neededOf } = trial;
  const fares = needFares(worlds, trial);
  const bystanders = bystanderFares(worlds.today, worlds.after, trial);
  const certainty = certaintyOf(worlds, trial, { fares, bystanders, isDeclared, strict });
  const { endpoints: added, repairs } = settled.design;
  return {
    id: vpc.id,
    region,
    answer: answerOf({
      after: fares.map(({ after }) => after.verdict),
      harmed: bystanders.filter(isWorse).map(({ after }) => after.verdict),
      hasUnknowns: certainty.unknowns.length > 0,
      hasChanges: [...added, ...repairs].some((change) => change.vpc === vpc.id),
    }),
    nats: nats.map(({ id, kind }): NatRef => ({ id, kind })),
    workloads: workloadRows(worlds, planned, neededOf),
    endpoints: endpointsOf(worlds.withoutNat.world, trial, settled.design),
    bystanders: bystanders.map(({ member, need, because, before, after }) => ({
      id: member.id,
      service: need.service,
      before: before.verdict,
      after: after.verdict,
      codes: after.codes(),
      via: after.via,
      because,
    })),
    keepsNat: keptHosts(worlds.after.world.facts, trial, fares),
    blockers: blockersOf(worlds, trial, { fares, bystanders, mended: settled.mended }),
    ...certainty,
  };
}
