/**
 * Workloads as groups: the classes of the plan, which need the same and get the same answers. Where there are very many, those
 * that get the same verdicts by the same ways are put together, whatever rules of their own they pass.
 */
import { groupAlike } from "../alike.ts";
import type { Alike } from "../alike.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Case } from "../prove/case.ts";
import { classesOf } from "../vpc/rows.ts";
import type { Worlds } from "../vpc/rows.ts";

/** In all VPCs together: a page tells every walk of each. */
const mostClasses = 200;

/** One list for each case. */
export function groupsOf(worlds: Worlds, cases: readonly Case[]): readonly (readonly Alike[])[] {
  const classes = cases.map(({ planned, neededOf }) =>
    groupAlike(planned, neededOf, (member) => classesOf(worlds, member)),
  );
  const count = classes.reduce((sum, { length }) => sum + length, 0);
  return count <= mostClasses ? classes : classes.map((own) => together(worlds, own));
}

function together(worlds: Worlds, classes: readonly Alike[]): readonly Alike[] {
  const byNeeded = groupBy(classes, ({ needed }) => needed);
  return [...byNeeded.values()].flatMap((own) =>
    [...groupBy(own, (alike) => fareKey(worlds, alike)).values()].flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ ...first, members: same.flatMap(({ members }) => members) }];
    }),
  );
}

/** Equal for members with the same verdicts, ways and codes for each need in each network. */
function fareKey({ today, withoutNat, after }: Worlds, { first, needed }: Alike): string {
  const parts = needed.needs.flatMap((need) =>
    [today, withoutNat, after].map((fleet) => {
      const { verdict, via, codes } = fleet.ask(first, need);
      return [verdict, via?.kind, via?.id, verdict === "reachable" ? [] : codes()];
    }),
  );
  return JSON.stringify(parts);
}
