/** The plan of one VPC, put together from what was walked: rows, endpoints, blockers, doubts and the answer. */
import type { MissingFact } from "../../model/answer.ts";
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
  /** What flow logs were to tell and do not. */
  readonly lacking: readonly MissingFact[];
}

export function planVpc(worlds: Worlds, trial: Case, told: Told): VpcPlan {
  const { settled, isDeclared, strict, lacking } = told;
  const { vpc, region, nats, planned, neededOf } = trial;
  const fares = needFares(worlds, trial);
  const bystanders = bystanderFares(worlds.today, worlds.after, trial);
  const { unknowns, assumptions } = certaintyOf(worlds, trial, { fares, bystanders, isDeclared, strict });
  const open = [...unknowns, ...lacking];
  const { endpoints: added, repairs } = settled.design;
  return {
    id: vpc.id,
    region,
    answer: answerOf({
      after: fares.map(({ after }) => after.verdict),
      harmed: bystanders.filter(isWorse).map(({ after }) => after.verdict),
      hasUnknowns: open.length > 0,
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
    unknowns: open,
    assumptions,
  };
}
