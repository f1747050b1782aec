/** What is asked for once the NAT is gone: by service, who needs it and cannot reach it. */
import type { RouteTableId, SubnetId } from "../../model/entity/entity.ts";
import type { Subnet } from "../../model/entity/vpc.ts";
import { find, findGap } from "../../model/network.ts";
import type { World } from "../../reach/index.ts";
import { groupAlike } from "../alike.ts";
import type { Fleet } from "../fleet.ts";
import { nameOf } from "../member.ts";
import type { Member } from "../member.ts";
import type { Needed, WorkloadNeed } from "../need/index.ts";

export interface Demand {
  readonly service: string;
  readonly ports: readonly number[];
  readonly members: readonly Member[];
  /** `i-1 and 3 others: managed policy …`, one for each reason. */
  readonly because: readonly string[];
}

/** The needs that a member's own Region may serve and that nothing serves without the NAT. */
export function demandsOf(
  withoutNat: Fleet,
  members: readonly Member[],
  neededOf: (member: Member) => Needed,
): readonly Demand[] {
  const unmet = new Map<string, Unmet>();
  for (const alike of groupAlike(members, neededOf, withoutNat.classOf)) {
    for (const need of alike.needed.needs) {
      if (!need.servable || !isUnmet(withoutNat, alike.first, need)) continue;
      const known = unmet.get(need.service);
      const row = known ?? { ports: need.ports, members: [], reasons: new Map<string, Member[]>() };
      if (known === undefined) unmet.set(need.service, row);
      row.members.push(...alike.members);
      const reason = row.reasons.get(need.why);
      if (reason === undefined) row.reasons.set(need.why, [...alike.members]);
      else reason.push(...alike.members);
    }
  }
  return [...unmet]
    .map(([service, { ports, members: own, reasons }]) => ({
      service,
      ports,
      members: own,
      because: [...reasons].map(([why, alike]) => `${nameOf(alike)}: ${why}`),
    }))
    .toSorted((a, b) => (a.service < b.service ? -1 : 1));
}

interface Unmet {
  readonly ports: readonly number[];
  readonly members: Member[];
  readonly reasons: Map<string, Member[]>;
}

/**
 * Not met for certain, or not by every way that the client may take. Where it is not even known which endpoints stand,
 * another one might be refused.
 */
function isUnmet(withoutNat: Fleet, member: Member, need: WorkloadNeed): boolean {
  const { verdict, codes } = withoutNat.ask(member, need);
  if (verdict === "blocked" || verdict === "partial") return true;
  if (verdict !== "unknown" || codes().length === 0) return false;
  const { network } = withoutNat.world;
  const vpc = network.vpcs.get(member.vpc);
  if (vpc === undefined || findGap(network, "vpcEndpoints", vpc.scope) !== undefined) return false;
  return withoutNat.world.topology.endpointsOf(vpc.id).every(({ serviceName }) => serviceName.known);
}

/** Known subnets of `members`, by id. */
export function subnetsOf({ network }: World, members: readonly Member[]): readonly Subnet[] {
  const ids = new Set<SubnetId>();
  for (const { subnets } of members) for (const id of subnets) ids.add(id);
  return [...ids].sort().flatMap((id) => {
    const subnet = find(network, "subnets", id);
    return subnet.known ? [subnet.value] : [];
  });
}

/** The tables that route what `members` send, as far as they are known. */
export function tablesOf(world: World, members: readonly Member[]): readonly RouteTableId[] {
  const tables = new Set<RouteTableId>();
  for (const id of new Set(members.flatMap(({ subnets }) => subnets))) {
    const table = world.once("table of a subnet", id, () => tableOf(world, id));
    if (table !== undefined) tables.add(table);
  }
  return [...tables].sort();
}

function tableOf({ network, topology }: World, id: SubnetId): RouteTableId | undefined {
  const subnet = find(network, "subnets", id);
  const table = subnet.known ? topology.tableOf(subnet.value) : subnet;
  return table.known ? table.value.id : undefined;
}
