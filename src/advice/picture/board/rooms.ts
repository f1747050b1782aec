/** Subnets in their zones. Where the input does not tell a subnet or a zone, a box without a name stands for it. */
import type { SubnetId } from "../../../model/entity/entity.ts";
import type { Subnet } from "../../../model/entity/vpc.ts";
import { groupBy } from "../../../model/group-by.ts";
import { valueOr } from "../../../model/known.ts";
import { find } from "../../../model/network.ts";
import type { World } from "../../../reach/index.ts";
import type { Box, Fate } from "../picture.ts";
import { fateOf } from "./thing.ts";

export interface Room {
  readonly at: SubnetId | "unknown";
  readonly zone: string;
  /** Why the zone is not known. */
  readonly zoneNote: string;
  readonly box: Pick<Box, "kind" | "name" | "note" | "fate">;
}

export interface BothWorlds {
  readonly today: World;
  readonly after: World;
}

/** Those of a VPC, and those that something of it stands in. */
export function roomsOf(
  worlds: BothWorlds,
  subnets: readonly Subnet[],
  places: Iterable<SubnetId | "vpc" | "unknown">,
): readonly Room[] {
  const own = new Map(subnets.map((subnet) => [subnet.id, subnet]));
  const others = [...new Set(places)].filter(
    (at): at is SubnetId | "unknown" => at !== "vpc" && !own.has(at as SubnetId),
  );
  return [...subnets.map((subnet) => roomOf(worlds, subnet)), ...others.map((at) => strangeRoom(worlds, at))];
}

function roomOf(worlds: BothWorlds, subnet: Subnet): Room {
  const { id, cidrs, availabilityZone, availabilityZoneId } = subnet;
  const blocks = valueOr(cidrs, []).map(({ text }) => text);
  return {
    at: id,
    zone: valueOr(availabilityZone, valueOr(availabilityZoneId, "")),
    zoneNote: availabilityZone.known ? "" : availabilityZone.fact,
    box: {
      kind: "subnet",
      name: id,
      note: cidrs.known ? blocks.join(", ") : cidrs.fact,
      fate: subnetFate(worlds, subnet),
    },
  };
}

/** A subnet changes with its routes and its ACL. */
function subnetFate({ today, after }: BothWorlds, subnet: Subnet): Fate {
  const rows = [today, after].map(({ topology }) => [topology.tableOf(subnet), topology.aclOf(subnet)]);
  const [was = [], is = []] = rows.map((pair) => pair.map((row) => (row.known ? row.value : undefined)));
  const isSame = was.every((row, index) => row === undefined || fateOf(row, is[index]) === "kept");
  return isSame ? "kept" : "changed";
}

/** Something stands there, and the input does not tell more of it. */
function strangeRoom({ today }: BothWorlds, at: SubnetId | "unknown"): Room {
  const row = at === "unknown" ? undefined : find(today.network, "subnets", at);
  const note = row === undefined || row.known ? "" : row.fact;
  const box = { kind: "subnet", name: at === "unknown" ? "" : at, note, fate: "kept" } as const;
  return { at, zone: "", zoneNote: "", box };
}

export interface ZoneRooms {
  readonly name: string;
  readonly note: string;
  readonly rooms: readonly Room[];
}

/** By name, and those whose zone is not known last. */
export function zonesOf(rooms: readonly Room[]): readonly ZoneRooms[] {
  const zones = [...groupBy(rooms, ({ zone }) => zone)].map(([name, own]) => ({
    name,
    note: name === "" ? (own.find(({ zoneNote }) => zoneNote !== "")?.zoneNote ?? "") : "",
    rooms: own,
  }));
  const rank = ({ name }: ZoneRooms) => (name === "" ? 1 : 0);
  return zones.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
