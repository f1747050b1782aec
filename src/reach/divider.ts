/**
 * What tells the sources of a network apart, but for their own groups: the blocks and groups that rules, routes and
 * policies name, as far as they may decide about a client.
 */
import type { Facts } from "../facts/index.ts";
import { parseCidr } from "../model/address.ts";
import type { SecurityGroupId, VpcId } from "../model/entity/entity.ts";
import type { NetworkInterface } from "../model/entity/network-interface.ts";
import type { Route } from "../model/entity/route-table.ts";
import type { TransitGatewayRoute } from "../model/entity/transit-gateway.ts";
import { valueOr } from "../model/known.ts";
import type { Known } from "../model/known.ts";
import type { Network } from "../model/network.ts";
import { interfaceOf } from "./way/appliance.ts";

export interface Dividers {
  /** Where any block that matters begins, and where it has just ended; sorted. */
  readonly cuts: readonly bigint[];
  /** Groups whose members some rule that matters admits. */
  readonly named: ReadonlySet<SecurityGroupId>;
  /** VPCs with an endpoint whose policy may tell roles apart: the default one does not. */
  readonly policied: ReadonlySet<VpcId>;
}

/** Whose rules count: those of whatever names may lead to, of every group, or of none but those asked on the way. */
export type Among = "groups that names lead to" | "every group" | "groups on the way";

export function toDividers(network: Network, among: Among): Dividers {
  const cuts = new Set<bigint>();
  const named = new Set<SecurityGroupId>();
  const addBlock = ({ first, last }: Block) => cuts.add(first).add(last + 1n);
  for (const block of blocksOf(network)) addBlock(block);
  for (const id of groupsAmong(network, among)) {
    const { ingress } = network.securityGroups.get(id) ?? {};
    for (const { peer } of ingress === undefined ? [] : valueOr(ingress, [])) {
      if (!peer.known) continue;
      if (peer.value.kind === "cidr") addBlock(peer.value.cidr);
      else if (peer.value.kind === "security-group") named.add(peer.value.id);
    }
  }
  const policied = [...policiedVpcs(network)];
  return {
    cuts: [...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    named,
    policied: new Set(
      among !== "groups that names lead to" && policied.length > 0 ? network.vpcs.keys() : policied,
    ),
  };
}

const recent = new WeakMap<Facts, Dividers[]>();
const mostRecent = 12;

/** The object of before where other networks are divided alike: what is told of a row by it serves again. */
export function sameDividers(facts: Facts, made: Dividers): Dividers {
  const others = recent.get(facts) ?? [];
  const found = others.find((one) => isSame(one, made));
  const now = [found ?? made, ...others.filter((one) => one !== found)];
  recent.set(facts, now.slice(0, mostRecent));
  return found ?? made;
}

function isSame(a: Dividers, b: Dividers): boolean {
  const haveSame = (one: ReadonlySet<unknown>, other: ReadonlySet<unknown>) =>
    one.size === other.size && [...one].every((item) => other.has(item));
  return (
    a.cuts.length === b.cuts.length &&
    a.cuts.every((cut, index) => cut === b.cuts[index]) &&
    haveSame(a.named, b.named) &&
    haveSame(a.policied, b.policied)
  );
}

function groupsAmong(network: Network, among: Among): Iterable<SecurityGroupId> {
  if (among === "every group") return network.securityGroups.keys();
  if (among === "groups that names lead to") return destinationGroups(network);
  return forwardersOf(network).flatMap(({ groups }) => valueOr(groups, []));
}

/** Interfaces that routes lead to, and which send on what is not for them. */
export function forwardersOf(network: Network): readonly NetworkInterface[] {
  return [...network.routeTables.values()].flatMap(({ routes }) =>
    valueOr(routes, []).flatMap(({ target }) => {
      if (!target.known || (target.value.kind !== "instance" && target.value.kind !== "network-interface"))
        return [];
      const row = interfaceOf(network, target.value);
      return row.known ? [row.value] : [];
    }),
  );
}

function* policiedVpcs({ vpcEndpoints }: Network): Generator<VpcId> {
  for (const { vpc, policy } of vpcEndpoints.values()) {
    if (vpc.known && (!policy.known || policy.value.kind === "document")) yield vpc.value;
  }
}

/** Of whatever a service or host may lead to: endpoints, NAT instances, and what private zones point at. */
function destinationGroups({
  vpcEndpoints,
  networkInterfaces,
  hostedZones,
}: Network): ReadonlySet<SecurityGroupId> {
  const hasZones = [...hostedZones.values()].some(({ visibility }) => visibility === "private");
  const groups = new Set<SecurityGroupId>();
  const add = (ids: Known<readonly SecurityGroupId[]>) => {
    for (const id of valueOr(ids, [])) groups.add(id);
  };
  for (const endpoint of vpcEndpoints.values()) add(endpoint.groups);
  for (const each of networkInterfaces.values()) {
    if (hasZones || each.client === "endpoint" || !valueOr(each.sourceDestCheck, false)) add(each.groups);
  }
  return groups;
}

interface Block {
  readonly first: bigint;
  readonly last: bigint;
}

function* blocksOf(network: Network): Generator<Block> {
  for (const { entries } of network.networkAcls.values()) {
    for (const { cidr } of valueOr(entries, [])) if (cidr.known) yield cidr.value;
  }
  for (const { routes } of network.routeTables.values()) yield* blocksOfRoutes(valueOr(routes, []));
  for (const { routes } of network.transitGatewayRouteTables.values())
    yield* blocksOfRoutes(valueOr(routes, []));
  for (const { owner, entries } of network.prefixLists.values()) {
    if (owner === "customer") yield* valueOr(entries, []);
  }
  for (const { policy } of network.vpcEndpoints.values()) {
    if (policy.known && policy.value.kind === "document") yield* blocksIn(policy.value.json);
  }
}

function* blocksOfRoutes(
  routes: readonly Pick<Route | TransitGatewayRoute, "destination">[],
): Generator<Block> {
  for (const { destination } of routes) {
    if (destination.known && destination.value.kind === "cidr") yield destination.value.cidr;
  }
}

/** Blocks that a policy's conditions name (`aws:VpcSourceIp`). */
function* blocksIn(json: unknown): Generator<Block> {
  for (const text of JSON.stringify(json ?? null).match(/"[0-9a-f.:]+(\/\d+)?"/gi) ?? []) {
    const cidr = parseCidr(text.slice(1, -1));
    if (cidr !== undefined) yield cidr;
  }
}
