/**
 * Classes of sources that get the same answer to every question about services and hosts.
 *
 * Two interfaces are alike when they share subnet, groups, kind of client and public mapping, and when no block that any
 * rule, route, list or policy of the network names tells their addresses apart. So the work of a plan grows with the
 * classes, and only a look at each interface with their number.
 */
import { parseCidr } from "../model/address.ts";
import type { NetworkInterface } from "../model/entity/network-interface.ts";
import type { Route } from "../model/entity/route-table.ts";
import type { TransitGatewayRoute } from "../model/entity/transit-gateway.ts";
import { valueOr } from "../model/known.ts";
import type { Known } from "../model/known.ts";
import type { Network } from "../model/network.ts";
import type { Source } from "./question.ts";
import type { World } from "./world.ts";

export function classOf(world: World, source: Source): string {
  return world.once(`class of ${source.kind}`, source.id, () => {
    if (source.kind === "subnet") return `subnet ${source.id}`;
    const row = world.network.networkInterfaces.get(source.id);
    return row === undefined ? `interface ${source.id}` : classOfInterface(world, row);
  });
}

function classOfInterface(world: World, networkInterface: NetworkInterface): string {
  const { vpc, subnet, groups, client, hasPublicIpv4, addresses, id } = networkInterface;
  // Whatever is not known is named after the interface in its findings: it stays alone.
  if (![subnet, groups, hasPublicIpv4].every((fact) => fact.known)) return `interface ${id}`;
  const cuts = world.once("cuts", "all", () => cutsOf(world.network));
  const places = addresses.known ? addresses.value.map((address) => placeOf(cuts, address)) : ["planned"];
  const parts = [vpc, word(subnet), listed(groups), client, word(hasPublicIpv4), ...places];
  return `${parts.join(" ")} ${rolesOf(world, networkInterface)}`;
}

const byText = (a: string, b: string) => (a < b ? -1 : 1);
const word = (fact: Known<string | boolean>) => String(valueOr(fact, "?"));
const listed = (fact: Known<readonly string[]>) => [...valueOr(fact, [])].sort(byText).join("+");

/** Policies may tell roles apart; where every policy is the default, none does. */
function rolesOf(world: World, { vpc, owner }: NetworkInterface): string {
  const isPolicied = world.once("has policies", vpc, () =>
    world.topology.endpointsOf(vpc).some(({ policy }) => !policy.known || policy.value.kind === "document"),
  );
  const workload = isPolicied ? world.network.workloads.get(owner as never) : undefined;
  return workload === undefined ? "" : listed(workload.roles);
}

/** How many cuts lie at or below `address`: equal for two addresses that no block tells apart. */
function placeOf(cuts: readonly bigint[], address: bigint): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where any block of the network begins, and where it has just ended; sorted. */
function cutsOf(network: Network): readonly bigint[] {
  const cuts = new Set<bigint>();
  for (const { first, last } of blocksOf(network)) {
    cuts.add(first);
    cuts.add(last + 1n);
  }
  return [...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

interface Block {
  readonly first: bigint;
  readonly last: bigint;
}

function* blocksOf(network: Network): Generator<Block> {
  for (const { ingress, egress } of network.securityGroups.values()) {
    for (const { peer } of [...valueOr(ingress, []), ...valueOr(egress, [])]) {
      if (peer.known && peer.value.kind === "cidr") yield peer.value.cidr;
    }
  }
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
