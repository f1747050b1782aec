/** The distinct answers of a VPC: one for each need and what comes of it, with all who share it. */
import { groupAlike } from "../alike.ts";
import type { Fare } from "../fleet.ts";
import type { Member } from "../member.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { Case } from "../prove/case.ts";
import { classesOf } from "./rows.ts";
import type { Worlds } from "./rows.ts";

export interface NeedFare {
  readonly need: WorkloadNeed;
  /** Never empty. */
  readonly members: readonly Member[];
  readonly withoutNat: Fare;
  readonly after: Fare;
}

export function needFares(worlds: Worlds, { planned, neededOf }: Case): readonly NeedFare[] {
  const fares = createList();
  for (const { members, needed } of groupAlike(planned, neededOf, (member) => classesOf(worlds, member))) {
    for (const need of needed.needs) fares.add(worlds, need, members);
  }
  return fares.all;
}

interface Growing extends NeedFare {
  readonly members: Member[];
}

/** Classes are put together where they share both fares, unless their own groups make the words differ. */
function createList() {
  const all: Growing[] = [];
  const shared = new Map<WorkloadNeed, Map<Fare, Growing[]>>();
  const add = (worlds: Worlds, need: WorkloadNeed, members: readonly Member[]) => {
    const [first] = members;
    if (first === undefined) return;
    const withoutNat = worlds.withoutNat.ask(first, need);
    const after = worlds.after.ask(first, need);
    const ofNeed = shared.get(need) ?? new Map<Fare, Growing[]>();
    shared.set(need, ofNeed);
    const alike = ofNeed.get(withoutNat) ?? [];
    ofNeed.set(withoutNat, alike);
    const isOwn = after.walks.some((walk) => walk.isOwn);
    const known = isOwn ? undefined : alike.find((one) => one.after === after);
    if (known !== undefined) {
      known.members.push(...members);
      return;
    }
    const fare = { need, members: [...members], withoutNat, after };
    all.push(fare);
    alike.push(fare);
  };
  return { all, add };
}
