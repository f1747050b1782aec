/** Which groups and members the reader asked to see. */
import type { Cell, Group } from "../picture/resolve.ts";
import type { Network, Verdict } from "../place/place.ts";

export interface Filter {
  /** Part of a workload's or a group's name, in either case. */
  readonly text: string;
  readonly service: string | undefined;
  readonly fares: { readonly network: Network; readonly verdict: Verdict } | undefined;
}

export const noFilter: Filter = { text: "", service: undefined, fares: undefined };

/** A group with those of its members that are meant. */
export interface Shown {
  readonly group: Group;
  readonly members: readonly string[];
}

export function filterGroups(groups: readonly Group[], filter: Filter): readonly Shown[] {
  const text = filter.text.trim().toLowerCase();
  return groups.flatMap((group) => {
    if (!group.cells.some((cell) => admits(filter, cell))) return [];
    const isNamed = group.name.toLowerCase().includes(text);
    const members = isNamed
      ? group.members
      : group.members.filter((member) => member.toLowerCase().includes(text));
    return members.length === 0 ? [] : [{ group, members }];
  });
}

export const admits = ({ service, fares }: Filter, cell: Cell): boolean =>
  (service === undefined || cell.service === service) &&
  (fares === undefined || cell[fares.network].verdict === fares.verdict);

/** In the order in which the groups name them. */
export const servicesOf = (groups: readonly Group[]): readonly string[] => [
  ...new Set(groups.flatMap(({ cells }) => cells.map(({ service }) => service))),
];
