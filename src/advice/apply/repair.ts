/** Repairs of what stands, as changes of the network. A row for each kind; none touches a fact that is not known. */
import type { Facts } from "../../facts/index.ts";
import type { AclEntry } from "../../model/entity/firewall.ts";
import { known, mapKnown, valueOr } from "../../model/known.ts";
import { protocolNumbers } from "../../model/traffic.ts";
import type { Repair } from "../design.ts";
import { addGatewayRoute, proposed, tcpRule } from "./endpoint.ts";
import type { Draft } from "./endpoint.ts";

type Of<Kind extends Repair["kind"]> = Extract<Repair, { readonly kind: Kind }>;

export function addRepair(draft: Draft, facts: Facts, repair: Repair): void {
  switch (repair.kind) {
    case "vpc-dns":
      return mendVpcDns(draft, repair);
    case "private-dns":
      return mendPrivateDns(draft, repair);
    case "route-table":
      return mendRouteTable(draft, facts, repair);
    case "group-rule":
      return mendGroupRule(draft, repair);
    case "acl-entry":
      return mendAclEntry(draft, repair);
  }
}

function mendVpcDns(draft: Draft, { vpc: id }: Of<"vpc-dns">): void {
  const vpc = draft.vpcs.get(id);
  if (vpc === undefined) return;
  const mended = { ...vpc, enableDnsSupport: known(true), enableDnsHostnames: known(true) };
  draft.vpcs.set(id, mended);
}

function mendPrivateDns(draft: Draft, { endpoint: id }: Of<"private-dns">): void {
  const endpoint = draft.vpcEndpoints.get(id);
  if (endpoint === undefined) return;
  draft.vpcEndpoints.set(id, { ...endpoint, privateDnsEnabled: known(true) });
}

function mendRouteTable(draft: Draft, facts: Facts, { endpoint: id, table }: Of<"route-table">): void {
  const endpoint = draft.vpcEndpoints.get(id);
  if (endpoint === undefined) return;
  const routeTables = mapKnown(endpoint.routeTables, (own) => [...own, table]);
  draft.vpcEndpoints.set(id, { ...endpoint, routeTables });
  addGatewayRoute(draft, facts, endpoint, table);
}

function mendGroupRule(draft: Draft, { group: id, direction, peer, ports }: Of<"group-rule">): void {
  const group = draft.securityGroups.get(id);
  if (group === undefined) return;
  const added = ports.map((port) => tcpRule(peer, port));
  const mended = { ...group, [direction]: mapKnown(group[direction], (own) => [...own, ...added]) };
  draft.securityGroups.set(id, mended);
}

function mendAclEntry(draft: Draft, { acl: id, direction, cidr, ports }: Of<"acl-entry">): void {
  const acl = draft.networkAcls.get(id);
  const ruleNumber = acl === undefined ? undefined : freeNumber(valueOr(acl.entries, []), direction);
  if (acl === undefined || ruleNumber === undefined) return;
  const entry: AclEntry = {
    ruleNumber,
    direction,
    action: "allow",
    traffic: known({ protocols: [[protocolNumbers.tcp, protocolNumbers.tcp]], ports }),
    cidr: known(cidr),
    origin: proposed,
  };
  const entries = mapKnown(acl.entries, (own) => [...own, entry]);
  draft.networkAcls.set(id, { ...acl, entries });
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
