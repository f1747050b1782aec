/** Every planned workload with its needs, in the three worlds. Workloads that fare alike share their rows. */
import type { Fleet } from "../fleet.ts";
import type { Member } from "../member.ts";
import type { Needed, WorkloadNeed } from "../need/index.ts";
import type { PlannedNeed, PlannedWorkload } from "../plan.ts";

export interface Worlds {
  readonly today: Fleet;
  readonly withoutNat: Fleet;
  readonly after: Fleet;
}

export function workloadRows(
  worlds: Worlds,
  planned: readonly Member[],
  neededOf: (member: Member) => Needed,
): readonly PlannedWorkload[] {
  const rows = new Map<Needed, Map<string, readonly PlannedNeed[]>>();
  return planned.map((member) => {
    const needed = neededOf(member);
    const known = rows.get(needed) ?? new Map<string, readonly PlannedNeed[]>();
    rows.set(needed, known);
    const key = classesOf(worlds, member);
    const needs = known.get(key) ?? needed.needs.map((need) => needRow(worlds, member, need));
    known.set(key, needs);
    return { id: member.id, kind: member.kind, subnets: member.subnets, needs };
  });
}

/** Members with equal keys get equal answers in all three worlds. */
export function classesOf({ today, withoutNat, after }: Worlds, member: Member): string {
  return `${today.classOf(member)} ${withoutNat.classOf(member)} ${after.classOf(member)}`;
}

function needRow({ today, withoutNat, after }: Worlds, member: Member, need: WorkloadNeed): PlannedNeed {
  const { service, why, evidence, origin } = need;
  const before = today.ask(member, need);
  const lost = withoutNat.ask(member, need);
  const later = after.ask(member, need);
  const symptom = lost.walks.map((walk) => walk.details().symptom).find((one) => one !== undefined);
  return {
    service,
    why,
    evidence,
    origin,
    today: { verdict: before.verdict, via: before.via },
    withoutNat: { verdict: lost.verdict, codes: lost.codes(), symptom },
    after: { verdict: later.verdict, via: later.via },
  };
}
