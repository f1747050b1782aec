/** NATs of a network, and the network without them. */
import type { Route, RouteTable } from "../model/entity/route-table.ts";
import type { NatGatewayId, VpcId } from "../model/entity/entity.ts";
import { known, valueOr } from "../model/known.ts";
import { findGap } from "../model/network.ts";
import type { Network } from "../model/network.ts";
import { interfaceOf } from "./way/appliance.ts";

export interface Nat {
  readonly id: string;
  readonly kind: "zonal" | "regional" | "private" | "instance";
  readonly vpc: VpcId;
}

const gone = ["deleted", "deleting", "failed"];

/** Every NAT: gateways, and instances that a route sends other people's traffic to. */
export function findNats(network: Network): readonly Nat[] {
  const gateways = [...network.natGateways.values()].flatMap(
    ({ id, vpc, state, connectivity, availability }): readonly Nat[] => {
      if (!vpc.known || gone.includes(state)) return [];
      return [{ id, kind: connectivity === "private" ? "private" : availability, vpc: vpc.value }];
    },
  );
  const others = new Map<string, Nat>();
  for (const table of network.routeTables.values()) {
    for (const route of valueOr(table.routes, [])) {
      const nat = natBehind(network, table, route);
      if (nat !== undefined) others.set(nat.id, nat);
    }
  }
  return [...gateways, ...others.values()];
}

/** A NAT that only a route tells of: an instance, or a gateway that was not collected. */
function natBehind(network: Network, { vpc, scope }: RouteTable, route: Route): Nat | undefined {
  const { target, state } = route;
  if (!target.known) return undefined;
  const { kind, id } = target.value;
  if (kind === "nat-gateway") {
    const isUnseen = network.unresolved.has(id) || findGap(network, "natGateways", scope) !== undefined;
    const isListed = network.natGateways.has(id as NatGatewayId);
    return state === "active" && isUnseen && !isListed ? { id, kind: "zonal", vpc } : undefined;
  }
  return isNatInstance(network, route)
    ? { id: natInstanceId(network, route) ?? id, kind: "instance", vpc }
    : undefined;
}

/** The NAT that a route leads to, by the id that `findNats` knows it by. */
export function natIdOf(network: Network, route: Route): string | undefined {
  const { target } = route;
  if (!target.known) return undefined;
  if (target.value.kind === "nat-gateway") return target.value.id;
  return isNatInstance(network, route) ? (natInstanceId(network, route) ?? target.value.id) : undefined;
}

/**
 * The same network with every NAT taken away, or those that `goes` names, and the default routes that lead to it. Any other route to a NAT stays as
 * the blackhole that AWS makes of it: it may win over a gateway endpoint, so whoever deletes the NAT must know of it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-working-with.html (read 2026-11-24)
 */
export function withoutNat(network: Network, goes: (id: string) => boolean = () => true): Network {
  const isToNat = (route: Route) => {
    const id = natIdOf(network, route);
    return id !== undefined && goes(id);
  };
  const withoutRoutes = (table: RouteTable): RouteTable => {
    const { routes } = table;
    if (!routes.known || !routes.value.some(isToNat)) return table;
    const left = routes.value.filter((route) => !isToNat(route) || !isDefault(route));
    return {
      ...table,
      routes: known(left.map((route) => (isToNat(route) ? { ...route, state: "blackhole" } : route))),
    };
  };
  return {
    ...network,
    natGateways: new Map([...network.natGateways].filter(([id]) => !goes(id))),
    routeTables: new Map([...network.routeTables].map(([id, table]) => [id, withoutRoutes(table)])),
  };
}

const isDefault = ({ destination }: Route): boolean =>
  destination.known && destination.value.kind === "cidr" && destination.value.cidr.prefixLength === 0;

/** A route to an interface with a public address to translate to, as the walk takes it for one. */
function isNatInstance(network: Network, { target, via, state }: Route): boolean {
  // What a blackhole or an interface that was not collected stands for is the walk's to doubt, not taken away.
  if (via === "local" || state !== "active" || !target.known) return false;
  if (target.value.kind !== "instance" && target.value.kind !== "network-interface") return false;
  const row = interfaceOf(network, target.value);
  return row.known && valueOr(row.value.hasPublicIpv4, true);
}

/** The instance behind the route, by its own id where it is known. */
function natInstanceId(network: Network, { target }: Route): string | undefined {
  if (!target.known) return undefined;
  const row = interfaceOf(network, target.value);
  return row.known && network.workloads.has(row.value.owner as never) ? row.value.owner : target.value.id;
}
