/** Repairs of what stands, as changes of the network. A row for each kind; none touches a fact that is not known. */
import type { Facts } from "../../facts/index.ts";
import type { AclEntry } from "../../model/entity/firewall.ts";
import { known, mapKnown, valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { protocolNumbers } from "../../model/traffic.ts";
import type { Repair } from "../design.ts";
import { proposed, tcpRule, withGatewayRoute } from "./endpoint.ts";

type Of<Kind extends Repair["kind"]> = Extract<Repair, { readonly kind: Kind }>;

export function withRepair(network: Network, facts: Facts, repair: Repair): Network {
  switch (repair.kind) {
    case "vpc-dns":
      return withVpcDns(network, repair);
    case "private-dns":
      return withPrivateDns(network, repair);
    case "route-table":
      return withRouteTable(network, facts, repair);
    case "group-rule":
      return withGroupRule(network, repair);
    case "acl-entry":
      return withAclEntry(network, repair);
  }
}

function withVpcDns(network: Network, { vpc: id }: Of<"vpc-dns">): Network {
  const vpc = network.vpcs.get(id);
  if (vpc === undefined) return network;
  const mended = { ...vpc, enableDnsSupport: known(true), enableDnsHostnames: known(true) };
  return { ...network, vpcs: new Map([...network.vpcs, [id, mended]]) };
}

function withPrivateDns(network: Network, { endpoint: id }: Of<"private-dns">): Network {
  const endpoint = network.vpcEndpoints.get(id);
  if (endpoint === undefined) return network;
  return {
    ...network,
    vpcEndpoints: new Map([...network.vpcEndpoints, [id, { ...endpoint, privateDnsEnabled: known(true) }]]),
  };
}

function withRouteTable(network: Network, facts: Facts, { endpoint: id, table }: Of<"route-table">): Network {
  const endpoint = network.vpcEndpoints.get(id);
  if (endpoint === undefined) return network;
  const routeTables = mapKnown(endpoint.routeTables, (own) => [...own, table]);
  const mended = {
    ...network,
    vpcEndpoints: new Map([...network.vpcEndpoints, [id, { ...endpoint, routeTables }]]),
  };
  return withGatewayRoute(mended, facts, endpoint, table);
}

function withGroupRule(network: Network, { group: id, direction, peer, ports }: Of<"group-rule">): Network {
  const group = network.securityGroups.get(id);
  if (group === undefined) return network;
  const added = ports.map((port) => tcpRule(peer, port));
  const mended = { ...group, [direction]: mapKnown(group[direction], (own) => [...own, ...added]) };
  return { ...network, securityGroups: new Map([...network.securityGroups, [id, mended]]) };
}

function withAclEntry(network: Network, { acl: id, direction, cidr, ports }: Of<"acl-entry">): Network {
  const acl = network.networkAcls.get(id);
  const ruleNumber = acl === undefined ? undefined : freeNumber(valueOr(acl.entries, []), direction);
  if (acl === undefined || ruleNumber === undefined) return network;
  const entry: AclEntry = {
    ruleNumber,
    direction,
    action: "allow",
    traffic: known({ protocols: [[protocolNumbers.tcp, protocolNumbers.tcp]], ports }),
    cidr: known(cidr),
    origin: proposed,
  };
  const entries = mapKnown(acl.entries, (own) => [...own, entry]);
  return { ...network, networkAcls: new Map([...network.networkAcls, [id, { ...acl, entries }]]) };
}

/** The last number that custom entries may have; `*` comes after it. */
const lastRuleNumber = 32_766;

/** The highest number that is free before the first deny, which would win otherwise; undefined when there is none. */
function freeNumber(entries: readonly AclEntry[], direction: AclEntry["direction"]): number | undefined {
  const own = entries.filter((entry) => entry.direction === direction);
  const taken = new Set(own.map(({ ruleNumber }) => ruleNumber));
  const denies = own.filter(({ action }) => action === "deny").map(({ ruleNumber }) => ruleNumber);
  for (let number = Math.min(lastRuleNumber + 1, ...denies) - 1; number >= 1; number -= 1) {
    if (!taken.has(number)) return number;
  }
  return undefined;
}
