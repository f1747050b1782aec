/** Endpoints as they are once they exist: an interface in each subnet, or a route in each route table. */
import type { Facts } from "../../facts/index.ts";
import { parseId } from "../../model/entity/entity.ts";
import type { NetworkInterfaceId, PrefixListId, SubnetId } from "../../model/entity/entity.ts";
import type { PrefixList } from "../../model/entity/firewall.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Route, RouteTable } from "../../model/entity/route-table.ts";
import { familiesOfType } from "../../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { known, valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { Allocator } from "./allocator.ts";
import { addressesIn } from "./place.ts";

export function deployEndpoints(network: Network, facts: Facts, allocator: Allocator): Network {
  const interfaces = new Map(network.networkInterfaces);
  const endpoints = new Map(network.vpcEndpoints);
  const tables = new Map(network.routeTables);
  const lists = new Map(network.prefixLists);
  for (const endpoint of network.vpcEndpoints.values()) {
    if (endpoint.type === "interface") {
      const own = interfacesOf(network, endpoint, allocator);
      for (const row of own) interfaces.set(row.id, row);
      if (own.length > 0)
        endpoints.set(endpoint.id, { ...endpoint, networkInterfaces: known(own.map(({ id }) => id)) });
    }
    if (endpoint.type === "gateway") {
      const own = listsOf(network, facts, endpoint);
      for (const list of own) lists.set(list.id, list);
      for (const id of valueOr(endpoint.routeTables, [])) {
        const table = tables.get(id);
        if (table !== undefined) tables.set(id, withRoutes(table, endpoint, own));
      }
    }
  }
  return {
    ...network,
    networkInterfaces: interfaces,
    vpcEndpoints: endpoints,
    routeTables: tables,
    prefixLists: lists,
  };
}

/** New ones; none where the input shows those that are there. */
function interfacesOf(
  network: Network,
  endpoint: VpcEndpoint,
  allocator: Allocator,
): readonly NetworkInterface[] {
  if (valueOr(endpoint.networkInterfaces, []).length > 0) return [];
  return valueOr(endpoint.subnets, []).flatMap(
    (subnet) => interfaceIn(network, endpoint, subnet, allocator) ?? [],
  );
}

function interfaceIn(
  network: Network,
  { id, scope, origin, groups, ipAddressType }: VpcEndpoint,
  subnet: SubnetId,
  allocator: Allocator,
): NetworkInterface | undefined {
  const row = network.subnets.get(subnet);
  if (row === undefined) return undefined;
  const own = parseId<NetworkInterfaceId>(`${id} in ${subnet}`);
  return {
    id: own,
    aliases: [],
    scope,
    origin,
    vpc: row.vpc,
    subnet: known(subnet),
    addresses: addressesIn(subnet, own, allocator, familiesOfType[valueOr(ipAddressType, "ipv4")]),
    groups,
    sourceDestCheck: known(true),
    hasPublicIpv4: known(false),
    client: "endpoint",
    owner: id,
  };
}

/** Of the families that the endpoint takes. */
const listsOf = (network: Network, facts: Facts, endpoint: VpcEndpoint): readonly PrefixList[] =>
  familiesOfType[valueOr(endpoint.ipAddressType, "ipv4")].flatMap((family) => {
    const name = facts.gatewayListName(valueOr(endpoint.serviceName, ""), family);
    return listNamed(network, facts, { name, endpoint }) ?? [];
  });

/** The input's own list of the name, else AWS's as the facts have it. */
function listNamed(
  network: Network,
  facts: Facts,
  { name, endpoint: { scope, origin } }: { readonly name: string; readonly endpoint: VpcEndpoint },
): PrefixList | undefined {
  const own = [...network.prefixLists.values()].find(({ listName }) => listName === name);
  if (own !== undefined) return own;
  const dated = facts.findPrefixList(name);
  if (dated === undefined) return undefined;
  const id: PrefixListId = facts.prefixListIdFor(name);
  return { id, aliases: [], scope, origin, listName: name, owner: "aws", entries: known(dated.entries) };
}

function withRoutes(table: RouteTable, endpoint: VpcEndpoint, lists: readonly PrefixList[]): RouteTable {
  if (!table.routes.known) return table;
  const routes = table.routes.value;
  if (routes.some(({ target }) => target.known && target.value.id === endpoint.id)) return table;
  const added = lists.map(({ id }): Route => ({
    destination: known({ kind: "prefix-list", id }),
    target: known({ kind: "vpc-endpoint", id: endpoint.id }),
    state: "active",
    via: "static",
    origin: endpoint.origin,
  }));
  return { ...table, routes: known([...routes, ...added]) };
}
