/** Which cell the page shows: the one that the place names, or the first that a reader would ask about. */
import type { Cell, Group } from "../picture/resolve.ts";
import type { Place } from "../place/place.ts";

export interface Chosen {
  readonly group: Group;
  readonly cell: Cell;
  /** The workload that was chosen, or the group as a whole. */
  readonly workload: string;
}

export function findChosen(
  groups: readonly Group[],
  { workload, service }: Pick<Place, "workload" | "service">,
): Chosen | undefined {
  const named =
    groups.find(({ name }) => name === workload) ??
    groups.find(({ members }) => workload !== undefined && members.includes(workload));
  if (named === undefined || workload === undefined) return firstToAsk(groups);
  const cell = named.cells.find((each) => each.service === service) ?? named.cells[0];
  return cell === undefined ? undefined : { group: named, cell, workload };
}

/** The first need that breaks with the NAT, or else the first there is. */
function firstToAsk(groups: readonly Group[]): Chosen | undefined {
  const isLost = ({ today, withoutNat }: Cell) =>
    today.verdict === "reachable" && withoutNat.verdict !== "reachable";
  const group =
    groups.find(({ cells }) => cells.some(isLost)) ?? groups.find(({ cells }) => cells.length > 0);
  const cell = group?.cells.find(isLost) ?? group?.cells[0];
  return group === undefined || cell === undefined ? undefined : { group, cell, workload: group.name };
}

/** The group that stands in `box`; where several do, the one after `current`. */
export function groupIn(
  groups: readonly Group[],
  box: string,
  current: Group | undefined,
): Group | undefined {
  const there = groups.filter(({ boxes }) => boxes.includes(box));
  const place = current === undefined ? -1 : there.indexOf(current);
  return there[(place + 1) % there.length];
}
