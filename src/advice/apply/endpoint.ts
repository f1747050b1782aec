/** New endpoints and their group as parts of a network: available, open by policy, private DNS on. */
import type { Facts } from "../../facts/index.ts";
import { mustCidr } from "../../model/address.ts";
import type { Route, RouteTable } from "../../model/entity/route-table.ts";
import type { GroupPeer, GroupRule, NetworkAcl, SecurityGroup } from "../../model/entity/firewall.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { familiesOfType } from "../../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Origin, PrefixListId } from "../../model/entity/entity.ts";
import { known, mapKnown, unknown, valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { regionOf } from "../../model/network.ts";
import { allTraffic, protocolNumbers, toTraffic } from "../../model/traffic.ts";
import { toSet } from "../../model/interval-set.ts";
import type { EndpointGroup, NewEndpoint } from "../design.ts";

export const proposed: Origin = { file: "proposed by this plan" };

/** A network of its own whose rows may be replaced: copied once for a whole design, and not once for each change. */
export type Draft = Network & {
  readonly vpcs: Map<Vpc["id"], Vpc>;
  readonly vpcEndpoints: Map<VpcEndpoint["id"], VpcEndpoint>;
  readonly routeTables: Map<RouteTable["id"], RouteTable>;
  readonly securityGroups: Map<SecurityGroup["id"], SecurityGroup>;
  readonly networkAcls: Map<NetworkAcl["id"], NetworkAcl>;
};

export function addEndpoint(
  draft: Draft,
  facts: Facts,
  added: NewEndpoint,
  group: EndpointGroup | undefined,
): void {
  const vpc = draft.vpcs.get(added.vpc);
  if (vpc === undefined)
    throw new Error(`an endpoint is proposed for ${added.vpc}, which is not in the network`);
  const endpoint = toEndpoint(draft, added, { scope: vpc.scope, group });
  draft.vpcEndpoints.set(endpoint.id, endpoint);
  for (const table of added.routeTables) addGatewayRoute(draft, facts, endpoint, table);
}

function toEndpoint(
  network: Network,
  added: NewEndpoint,
  { scope, group }: { readonly scope: VpcEndpoint["scope"]; readonly group: EndpointGroup | undefined },
): VpcEndpoint {
  const isInterface = added.type === "interface";
  return {
    id: added.id,
    aliases: [],
    scope,
    origin: proposed,
    vpc: known(added.vpc),
    type: added.type,
    serviceName: known(added.serviceName),
    serviceRegion: known(regionOf(network, { scope })),
    state: known("available"),
    policy: known({ kind: "full-access" }),
    privateDnsEnabled: known(isInterface),
    privateDnsOnlyForInboundResolver: undefined,
    dnsNames: unknown(`DNS names of ${added.id}`, "aws ec2 describe-vpc-endpoints once it exists"),
    subnets: known(added.subnets),
    groups: known(isInterface && group !== undefined ? [group.id] : []),
    networkInterfaces: known([]),
    routeTables: known(added.routeTables),
    ipAddressType: known(addressTypeOf(network, added)),
  };
}

/** IPv4, unless every subnet has nothing but IPv6. */
function addressTypeOf(network: Network, { subnets }: NewEndpoint): "ipv4" | "ipv6" {
  const cidrs = subnets.map((id) => network.subnets.get(id)?.cidrs);
  const isIpv6Only = cidrs.map((one) => one?.known === true && one.value.every(({ family }) => family === 6));
  return isIpv6Only.length > 0 && isIpv6Only.every(Boolean) ? "ipv6" : "ipv4";
}

/** A gateway endpoint on one more table, with the routes it brings; the same for a new one and one that stands. */
export function addGatewayRoute(
  draft: Draft,
  facts: Facts,
  endpoint: VpcEndpoint,
  tableId: RouteTable["id"],
): void {
  const table = draft.routeTables.get(tableId);
  if (table === undefined) return;
  const added = familiesOfType[valueOr(endpoint.ipAddressType, "ipv4")].map((family): Route => {
    const list = facts.gatewayListName(valueOr(endpoint.serviceName, ""), family);
    return {
      destination: known({ kind: "prefix-list", id: listOf(draft, facts, list) }),
      target: known({ kind: "vpc-endpoint", id: endpoint.id }),
      state: "active",
      via: "static",
      origin: proposed,
    };
  });
  const routes = mapKnown(table.routes, (own) => [...own, ...added]);
  draft.routeTables.set(table.id, { ...table, routes });
}

/** The prefix list of a gateway endpoint's service is called like the service, that of its IPv6 addresses nearly so. */
export function listOf(network: Network, facts: Facts, name: string): PrefixListId {
  const own = [...network.prefixLists.values()].find(({ listName }) => listName === name);
  return own?.id ?? facts.prefixListIdFor(name);
}

/** A new group lets everything out, as every group does until somebody takes that rule away. */
export function addGroup(draft: Draft, added: EndpointGroup): void {
  const vpc = draft.vpcs.get(added.vpc);
  if (vpc === undefined) throw new Error(`a group is proposed for ${added.vpc}, which is not in the network`);
  const everywhere = (text: string): GroupRule => ({
    traffic: known(allTraffic),
    peer: known({ kind: "cidr", cidr: mustCidr(text) }),
    origin: proposed,
  });
  const group: SecurityGroup = {
    id: added.id,
    aliases: [],
    scope: vpc.scope,
    origin: proposed,
    vpc: added.vpc,
    groupName: added.id,
    associatedVpcs: known([]),
    ingress: known(added.ports.flatMap((port) => added.admits.map((peer) => tcpRule(peer, port)))),
    egress: known([everywhere("0.0.0.0/0"), everywhere("::/0")]),
  };
  draft.securityGroups.set(group.id, group);
}

export function tcpRule(peer: GroupPeer, port: number): GroupRule {
  const traffic = toTraffic(toSet([[protocolNumbers.tcp, protocolNumbers.tcp]]), port, port);
  return { traffic: known(traffic), peer: known(peer), origin: proposed };
}
