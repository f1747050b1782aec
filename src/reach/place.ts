/**
 * Places: sources that get the same answer to every question about services and hosts, but for their own groups.
 *
 * Two interfaces share a place when they have the subnet, the kind of client and the public mapping in common, when no
 * block that could tell their addresses apart does (of ACLs, routes, policies, and the groups of whatever such a question
 * leads to), and when the groups that those groups name count both as members or neither. What is left are the rules of
 * their own groups, which a walk keeps apart as gates. So the work of a plan grows with places, and only a look at each
 * interface with their number.
 */
import { covers, familyOf, mustCidr, parseCidr } from "../model/address.ts";
import type { Cidr, Family } from "../model/address.ts";
import type { NetworkInterfaceId, SecurityGroupId, WorkloadId } from "../model/entity/entity.ts";
import type { NetworkInterface } from "../model/entity/network-interface.ts";
import type { Route } from "../model/entity/route-table.ts";
import type { TransitGatewayRoute } from "../model/entity/transit-gateway.ts";
import { isSame } from "../model/interval-set.ts";
import { known, valueOr } from "../model/known.ts";
import type { Known } from "../model/known.ts";
import { find } from "../model/network.ts";
import type { Network } from "../model/network.ts";
import { allTraffic } from "../model/traffic.ts";
import type { Source } from "./question.ts";
import type { World } from "./world.ts";

/** One of the sources stands for all of them. */
export interface Place {
  readonly source: Source;
}

export function placeOf(world: World, source: Source): Place {
  const row = source.kind === "interface" ? world.network.networkInterfaces.get(source.id) : undefined;
  const key = row === undefined ? `${source.kind} ${source.id}` : keyOf(world, row);
  return world.once("place", key, () => ({ source }));
}

/** Sources of one class get the same answer to every question about services and hosts. */
export function classOf(world: World, source: Source): string {
  return `${world.numberOf(placeOf(world, source))} ${ownRulesOf(world, source)}`;
}

/** Equal for sources whose own groups cannot be told apart by what leaves: the same groups, or all that let everything out. */
export function ownRulesOf(world: World, source: Source): string {
  const groups = groupsOf(world, source);
  if (groups === "ignored") return "";
  if (!groups.known) return source.id;
  const { addresses } = world.network.networkInterfaces.get(source.id as NetworkInterfaceId) ?? {};
  const families = addresses?.known === true ? [...new Set(addresses.value.map(familyOf))] : everyFamily;
  const key = `${families.join("")} ${groups.value.join("+")}`;
  return world.once("own rules", key, () => {
    const isOpen = groups.value.some((group) => families.every((family) => letsAllOut(world, group, family)));
    return isOpen ? "open" : listed(groups);
  });
}

const everyFamily: readonly Family[] = [4, 6];
const anywhere: Readonly<Record<Family, Cidr>> = { 4: mustCidr("0.0.0.0/0"), 6: mustCidr("::/0") };

/** The outbound rule that AWS gives a group by default: all traffic to everywhere. */
function letsAllOut(world: World, group: SecurityGroupId, family: Family): boolean {
  const rules = world.network.securityGroups.get(group)?.egress;
  return valueOr(rules ?? known([]), []).some(
    ({ traffic, peer }) =>
      traffic.known &&
      isSame(traffic.value.protocols, allTraffic.protocols) &&
      peer.known &&
      peer.value.kind === "cidr" &&
      covers(peer.value.cidr, anywhere[family]),
  );
}

/** The groups that a source's own packets are asked of. */
export function groupsOf({ network }: World, source: Source): NetworkInterface["groups"] | "ignored" {
  if (source.kind === "subnet") return "ignored";
  return find(network, "networkInterfaces", source.id).known
    ? (network.networkInterfaces.get(source.id)?.groups ?? "ignored")
    : "ignored";
}

function keyOf(world: World, networkInterface: NetworkInterface): string {
  const { vpc, subnet, groups, client, hasPublicIpv4, addresses, id } = networkInterface;
  // Whatever is not known is named after the interface in its findings: it stays alone.
  if (!subnet.known || !groups.known || !hasPublicIpv4.known || !addresses.known) return `interface ${id}`;
  const { cuts, named } = world.once("what tells sources apart", "all", () => toDividers(world));
  const places = addresses.value.map((address) => placeAmong(cuts, address)).join(" ");
  const memberships = groups.value.filter((group) => named.has(group));
  const isPublic = hasPublicIpv4.value;
  return `${vpc} ${subnet.value} ${client} ${isPublic} ${places} ${sorted(memberships)} ${rolesOf(world, networkInterface)}`;
}

const sorted = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? "") : names.toSorted((a, b) => (a < b ? -1 : 1)).join("+");
const listed = (fact: Known<readonly string[]>) => sorted(valueOr(fact, ["?"]));

/** Policies may tell roles apart; where every policy is the default, none does. */
function rolesOf(world: World, { vpc, owner }: NetworkInterface): string {
  const isPolicied = world.once("has policies", vpc, () =>
    world.topology.endpointsOf(vpc).some(({ policy }) => !policy.known || policy.value.kind === "document"),
  );
  const workload = isPolicied ? world.network.workloads.get(owner as WorkloadId) : undefined;
  return workload === undefined ? "" : listed(workload.roles);
}

/** How many cuts lie at or below `address`: equal for two addresses that no block tells apart. */
function placeAmong(cuts: readonly bigint[], address: bigint): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Dividers {
  /** Where any block that matters begins, and where it has just ended; sorted. */
  readonly cuts: readonly bigint[];
  /** Groups whose members some rule that matters admits. */
  readonly named: ReadonlySet<SecurityGroupId>;
}

function toDividers(world: World): Dividers {
  const cuts = new Set<bigint>();
  const named = new Set<SecurityGroupId>();
  const addBlock = ({ first, last }: Block) => cuts.add(first).add(last + 1n);
  for (const block of blocksOf(world.network)) addBlock(block);
  for (const id of destinationGroups(world.network)) {
    const { ingress } = world.network.securityGroups.get(id) ?? {};
    for (const { peer } of ingress === undefined ? [] : valueOr(ingress, [])) {
      if (!peer.known) continue;
      if (peer.value.kind === "cidr") addBlock(peer.value.cidr);
      else if (peer.value.kind === "security-group") named.add(peer.value.id);
    }
  }
  return { cuts: [...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)), named };
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
