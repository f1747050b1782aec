/** The distinct answers of a VPC: one for each class of workloads and each need, with all who share it. */
import type { Fare } from "../fleet.ts";
import type { Member } from "../member.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { Case } from "../prove/case.ts";
import { classesOf } from "./rows.ts";
import type { Worlds } from "./rows.ts";

export interface NeedFare {
  readonly need: WorkloadNeed;
  readonly members: readonly Member[];
  readonly withoutNat: Fare;
  readonly after: Fare;
}

export function needFares(worlds: Worlds, { planned, neededOf }: Case): readonly NeedFare[] {
  const groups = new Map<object, Map<string, Member[]>>();
  for (const member of planned) {
    const needed = neededOf(member);
    const byClass = groups.get(needed) ?? new Map<string, Member[]>();
    groups.set(needed, byClass);
    const key = classesOf(worlds, member);
    const alike = byClass.get(key);
    if (alike === undefined) byClass.set(key, [member]);
    else alike.push(member);
  }
  return [...groups.values()].flatMap((byClass) =>
    [...byClass.values()].flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      return neededOf(first).needs.map((need) => ({
        need,
        members,
        withoutNat: worlds.withoutNat.ask(first, need),
        after: worlds.after.ask(first, need),
      }));
    }),
  );
}
