/**
 * The routes that a gateway endpoint adds to each of its tables, one for each list of its service: the endpoint's address type
 * says which. A live table lists them, a template implies them. What no list of the endpoint holds goes another way, if there
 * is one.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-ip-address-type (read 2026-11-29)
 */
import type { Family } from "../model/address.ts";
import type { PrefixListId } from "../model/entity/entity.ts";
import type { Route, RouteTable } from "../model/entity/route-table.ts";
import { familiesOfType } from "../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../model/entity/vpc-endpoint.ts";
import { mapKnown, valueOr } from "../model/known.ts";
import type { World } from "./world.ts";

const both: readonly Family[] = [4, 6];

/** Of the families whose packets a route may take. */
export function familiesTaken({ network }: World, { target }: Route): readonly Family[] {
  if (!target.known || target.value.kind !== "vpc-endpoint") return both;
  const endpoint = network.vpcEndpoints.get(target.value.id as VpcEndpoint["id"]);
  if (endpoint?.type !== "gateway" || !endpoint.ipAddressType.known) return both;
  return familiesOfType[endpoint.ipAddressType.value];
}

export interface ImpliedRoute {
  readonly route: Route;
  /** Of all that it may take. */
  readonly family: Family;
}

export function impliedRoutes(
  world: World,
  table: RouteTable,
  declared: readonly Route[],
): readonly ImpliedRoute[] {
  if (world.network.scopes.get(table.scope)?.kind !== "template") return [];
  const taken = new Set<string>();
  return world.topology.endpointsOf(table.vpc).flatMap((endpoint): readonly ImpliedRoute[] => {
    const { id, type, routeTables, serviceName } = endpoint;
    if (type !== "gateway" || (routeTables.known && !routeTables.value.includes(table.id))) return [];
    if (declared.some(({ target }) => target.known && target.value.id === id)) return [];
    // AWS refuses a second endpoint of a service in a table: it gets no route.
    const name = valueOr(serviceName, id);
    if (taken.has(name)) return [];
    taken.add(name);
    return both.flatMap((family) => impliedRoute(world, endpoint, family));
  });
}

function impliedRoute(world: World, endpoint: VpcEndpoint, family: Family): readonly ImpliedRoute[] {
  const { id, ipAddressType, serviceName, routeTables, origin } = endpoint;
  if (ipAddressType.known && !familiesOfType[ipAddressType.value].includes(family)) return [];
  const list = mapKnown(serviceName, (service) => ({
    kind: "prefix-list" as const,
    id: listIdOf(world, world.facts.gatewayListName(service, family)),
  }));
  const destination = ipAddressType.known ? list : ipAddressType;
  const target = mapKnown(routeTables, () => ({ kind: "vpc-endpoint" as const, id }));
  return [{ route: { destination, target, state: "active", via: "static", origin }, family }];
}

/** The input's own list of this name, else the stand-in for AWS's. */
export function listIdOf({ network, facts }: World, listName: string): PrefixListId {
  for (const list of network.prefixLists.values()) if (list.listName === listName) return list.id;
  return facts.prefixListIdFor(listName);
}
