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
import type { SecurityGroupId, VpcId, WorkloadId } from "../model/entity/entity.ts";
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
  /** By the rules of their own groups. */
  readonly standings: Map<string, Standing>;
}

/** A class of sources: they get the same answer to every question about services and hosts, and share this object. */
export interface Standing {
  readonly place: Place;
  /** Equal where their own groups cannot be told apart by what leaves. */
  readonly own: string;
}

export function standingOf(world: World, source: Source): Standing {
  const row = source.kind === "interface" ? world.network.networkInterfaces.get(source.id) : undefined;
  const place = placeOf(world, source, row);
  const own = row === undefined ? "" : ownRulesOf(world, row);
  const known = place.standings.get(own);
  if (known !== undefined) return known;
  const standing = { place, own };
  place.standings.set(own, standing);
  return standing;
}

function placeOf(world: World, source: Source, row: NetworkInterface | undefined): Place {
  // Whatever is not known is named after the source in its findings: it stays alone.
  const { subnet, name } = (row && spotOf(world, row)) ?? {
    subnet: "none",
    name: `${source.kind} ${source.id}`,
  };
  const places = world.once("places of a subnet", subnet, () => new Map<string, Place>());
  const known = places.get(name);
  if (known !== undefined) return known;
  const place = { source, standings: new Map<string, Standing>() };
  places.set(name, place);
  return place;
}

/** Equal for interfaces with the same groups, or with groups that all let everything out. */
function ownRulesOf(world: World, { id, groups, addresses }: NetworkInterface): string {
  if (!groups.known) return id;
  const families = addresses.known ? familiesOf(addresses.value) : everyFamily;
  const names = groups.value.length === 1 ? (groups.value[0] ?? "") : groups.value.join("+");
  return world.once(ownRules[families.length === 2 ? "both" : (families[0] ?? 4)], names, () => {
    const isOpen = groups.value.some((group) => families.every((family) => letsAllOut(world, group, family)));
    return isOpen ? "open" : listed(groups);
  });
}

const ownRules = {
  4: "own rules of IPv4",
  6: "own rules of IPv6",
  both: "own rules of both families",
} as const;

const everyFamily: readonly Family[] = [4, 6];
const ofOne: Readonly<Record<Family, readonly Family[]>> = { 4: [4], 6: [6] };

function familiesOf(addresses: readonly bigint[]): readonly Family[] {
  const [first, ...others] = addresses.map(familyOf);
  if (first === undefined) return [];
  return others.every((family) => family === first) ? ofOne[first] : everyFamily;
}

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

interface Spot {
  readonly subnet: string;
  readonly name: string;
}

function spotOf(world: World, networkInterface: NetworkInterface): Spot | undefined {
  const { vpc, subnet, groups, client, hasPublicIpv4, addresses } = networkInterface;
  if (!subnet.known || !groups.known || !hasPublicIpv4.known || !addresses.known) return undefined;
  const { cuts, named, policied } = world.once("what tells sources apart", "all", () => toDividers(world));
  const lies = addresses.value.map((address) => placeAmong(cuts, address)).join(" ");
  const memberships = sorted(groups.value.filter((group) => named.has(group)));
  const roles = policied.has(vpc) ? rolesOf(world, networkInterface) : "";
  return { subnet: subnet.value, name: `${client} ${hasPublicIpv4.value} ${lies} ${memberships} ${roles}` };
}

const sorted = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? "") : names.toSorted((a, b) => (a < b ? -1 : 1)).join("+");
const listed = (fact: Known<readonly string[]>) => sorted(valueOr(fact, ["?"]));

function rolesOf({ network }: World, { owner }: NetworkInterface): string {
  const workload = network.workloads.get(owner as WorkloadId);
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
  /** VPCs with an endpoint whose policy may tell roles apart: the default one does not. */
  readonly policied: ReadonlySet<VpcId>;
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
  return {
    cuts: [...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    named,
    policied: new Set(policiedVpcs(world.network)),
  };
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
