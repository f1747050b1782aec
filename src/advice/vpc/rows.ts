/** Every planned workload with its needs, in the three worlds. Workloads that fare alike share their rows. */
import type { Fare, Fleet } from "../fleet.ts";
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
  const rowOf = createRows();
  return planned.map((member) => {
    const needed = neededOf(member);
    const known = rows.get(needed) ?? new Map<string, readonly PlannedNeed[]>();
    rows.set(needed, known);
    const key = classesOf(worlds, member);
    const needs = known.get(key) ?? needed.needs.map((need) => rowOf(need, faresOf(worlds, member, need)));
    known.set(key, needs);
    return { id: member.id, kind: member.kind, subnets: member.subnets, needs };
  });
}

/** Members with equal keys get equal answers in all three worlds. */
export function classesOf({ today, withoutNat, after }: Worlds, member: Member): string {
  return `${today.classOf(member)} ${withoutNat.classOf(member)} ${after.classOf(member)}`;
}

interface Fares {
  readonly before: Fare;
  readonly lost: Fare;
  readonly later: Fare;
}

const faresOf = ({ today, withoutNat, after }: Worlds, member: Member, need: WorkloadNeed): Fares => ({
  before: today.ask(member, need),
  lost: withoutNat.ask(member, need),
  later: after.ask(member, need),
});

/** Rows of needs: one object for all who share the three fares. */
function createRows(): (need: WorkloadNeed, fares: Fares) => PlannedNeed {
  const rows = new Map<WorkloadNeed, Map<Fare, Told[]>>();
  return (need, fares) => {
    const ofNeed = rows.get(need) ?? new Map<Fare, Told[]>();
    rows.set(need, ofNeed);
    const told = ofNeed.get(fares.before) ?? [];
    ofNeed.set(fares.before, told);
    const alike = told.find(({ lost, later }) => lost === fares.lost && later === fares.later);
    if (alike !== undefined) return alike.row;
    const row = needRow(need, fares);
    told.push({ ...fares, row });
    return row;
  };
}

interface Told extends Fares {
  readonly row: PlannedNeed;
}

function needRow(
  { service, why, evidence, origin, gbMonth }: WorkloadNeed,
  { before, lost, later }: Fares,
): PlannedNeed {
  const symptom = lost.walks.map((walk) => walk.details().symptom).find((one) => one !== undefined);
  return {
    service,
    why,
    evidence,
    origin,
    today: { verdict: before.verdict, via: before.via },
    withoutNat: { verdict: lost.verdict, codes: lost.codes(), symptom },
    after: { verdict: later.verdict, via: later.via },
    gbMonth,
  };
}
