/** The rows of the matrix one after the other: groups, and below those that are open their members. */
import type { Group } from "../picture/resolve.ts";
import type { Shown } from "./filter.ts";

export interface Row {
  readonly group: Group;
  /** Undefined for the row of the group itself. */
  readonly member: string | undefined;
  /** How many members can be unfolded below it. */
  readonly size: number;
}

export function toRows(shown: readonly Shown[], open: ReadonlySet<Group>): readonly Row[] {
  return shown.flatMap(({ group, members }) => {
    const own: Row = { group, member: undefined, size: group.members.length > 1 ? members.length : 0 };
    if (own.size === 0 || !open.has(group)) return [own];
    return [own, ...members.map((member): Row => ({ group, member, size: 0 }))];
  });
}

export const nameOf = ({ group, member }: Row): string => member ?? group.name;

/** The row of a workload or group, or that of the group which has the workload; -1 where neither is shown. */
export function findRow(rows: readonly Row[], workload: string | undefined): number {
  if (workload === undefined) return -1;
  const exact = rows.findIndex((row) => nameOf(row) === workload);
  return exact >= 0 ? exact : rows.findIndex(({ group }) => group.members.includes(workload));
}
