/** Workloads as boxes: one for each group in each of its subnets, and one for what is left where there are very many. */
import type { Alike } from "../../alike.ts";
import type { Member } from "../../member.ts";
import { groupBy } from "../../../model/group-by.ts";
import { commonName } from "../name.ts";
import type { Thing } from "./thing.ts";

/** More than these in a subnet are too small to read. */
const mostBoxes = 8;

export interface WorkloadThings {
  readonly things: readonly Thing[];
  /** Those of each group, in the order of the groups. */
  readonly ofGroup: readonly (readonly Thing[])[];
}

interface Lodging {
  readonly at: Thing["at"];
  readonly group: number;
  readonly members: readonly Member[];
}

/** `others` are drawn, and not planned for. */
export function workloadThings(groups: readonly Alike[], others: readonly Member[]): WorkloadThings {
  const ofGroup = groups.map((): Thing[] => []);
  const kinds = [...groupBy(others, ({ kind }) => kind).values()];
  const lodgings = [...groups.map(({ members }) => members), ...kinds].flatMap((members, group) =>
    lodgingsOf(members, group),
  );
  const things = [...groupBy(lodgings, ({ at }) => at)].flatMap(([at, own]) => {
    const isCrowded = own.length > mostBoxes;
    const shown = isCrowded ? own.slice(0, mostBoxes - 1) : own;
    const made = shown.map(({ group, members }) => {
      const thing = toThing(at, commonName(members), members.length);
      ofGroup[group]?.push(thing);
      return thing;
    });
    if (!isCrowded) return made;
    const left = own.slice(mostBoxes - 1);
    const rest = toThing(
      at,
      "",
      left.reduce((sum, { members }) => sum + members.length, 0),
    );
    for (const { group } of left) ofGroup[group]?.push(rest);
    return [...made, rest];
  });
  return { things, ofGroup };
}

function lodgingsOf(members: readonly Member[], group: number): readonly Lodging[] {
  const stays = members.flatMap((member) => placesOf(member).map((at) => ({ at, member })));
  return [...groupBy(stays, ({ at }) => at)].map(([at, own]) => ({
    at,
    group,
    members: own.map(({ member }) => member),
  }));
}

const placesOf = ({ subnets }: Member): readonly Thing["at"][] =>
  subnets.length === 0 ? ["unknown"] : subnets;

const toThing = (at: Thing["at"], name: string, count: number): Thing => ({
  kind: "workloads",
  name,
  note: "",
  count,
  fate: "kept",
  at,
  of: [],
});
