/**
 * Where interface endpoints stand: one subnet in each zone of their clients. A second one in the same zone is refused,
 * and a zone that the service is not offered in cannot have one; clients there use the interfaces of other zones.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html (read 2026-11-24)
 */
import type { SubnetId } from "../../model/entity/entity.ts";
import type { Subnet } from "../../model/entity/vpc.ts";

export interface Placement {
  readonly subnets: readonly SubnetId[];
  /** Zones of clients that the service is not offered in. */
  readonly without: readonly string[];
}

/**
 * `clients` are the clients' own subnets, `others` the rest of the VPC's, taken only when no zone of a client will do;
 * both in the order of preference. `offered` is undefined when it is not known.
 */
export function placeIn(
  clients: readonly Subnet[],
  others: readonly Subnet[],
  offered: readonly string[] | undefined,
): Placement {
  const without = [...new Set(clients.flatMap(zoneOf))].filter((zone) => offered?.includes(zone) === false);
  const own = onePerZone(clients, offered);
  return { subnets: own.length > 0 ? own : onePerZone(others, offered).slice(0, 1), without };
}

function onePerZone(subnets: readonly Subnet[], offered: readonly string[] | undefined): readonly SubnetId[] {
  const byZone = new Map<string, SubnetId>();
  for (const subnet of subnets) {
    for (const zone of zoneOf(subnet)) {
      if (offered?.includes(zone) !== false && !byZone.has(zone)) byZone.set(zone, subnet.id);
    }
  }
  if (byZone.size > 0) return [...byZone.values()];
  // Subnets whose zones are not known may share one: only a single one is sure not to be refused.
  const unknown = subnets.find(({ availabilityZone }) => !availabilityZone.known);
  return unknown === undefined ? [] : [unknown.id];
}

function zoneOf({ availabilityZone }: Subnet): readonly string[] {
  return availabilityZone.known ? [availabilityZone.value] : [];
}
