/**
 * Places: sources that get the same answer to every question about services and hosts, but for their own groups.
 *
 * Two interfaces share a place when they have the subnet, the kind of client and the public mapping in common, when no
 * block that could tell their addresses apart does (of ACLs, routes, policies, and the groups of whatever such a question
 * leads to), and when the groups that those groups name count both as members or neither. What is left are the rules of
 * their own groups, which a walk keeps apart as gates. So the work of a plan grows with places, and only a look at each
 * interface with their number.
 */
import { covers, familyOf, mustCidr } from "../model/address.ts";
import type { Cidr, Family } from "../model/address.ts";
import type { WorkloadId } from "../model/entity/entity.ts";
import type { SecurityGroup } from "../model/entity/firewall.ts";
import type { ClientKind, NetworkInterface } from "../model/entity/network-interface.ts";
import { isSame } from "../model/interval-set.ts";
import { known, valueOr } from "../model/known.ts";
import type { Known } from "../model/known.ts";
import { find } from "../model/network.ts";
import type { Network } from "../model/network.ts";
import { allTraffic } from "../model/traffic.ts";
import { sameDividers, toDividers } from "./divider.ts";
import type { Among, Dividers } from "./divider.ts";
import type { Source } from "./question.ts";
import type { World } from "./world.ts";

/** One of the sources stands for all of them. */
export interface Place {
  readonly source: Source;
  /** Of places that differ in nothing but who waits for answers. */
  readonly stand: Stand;
  /** By the rules of their own groups. */
  readonly standings: Map<string, Standing>;
}

/** Only ACLs tell its sources apart, by the ports that answers come back to. */
export interface Stand {
  readonly name: string;
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

const dividersAmong = (world: World, among: Among): Dividers =>
  world.once("what tells sources apart", among, () =>
    sameDividers(world.facts, toDividers(world.network, among)),
  );

function placeOf(world: World, source: Source, row: NetworkInterface | undefined): Place {
  // Whatever is not known is named after the source in its findings: it stays alone.
  const alone = `${source.kind} ${source.id}`;
  const { subnet, trait, name } = (row &&
    spotOf(world, row, dividersAmong(world, "groups that names lead to"))) ?? {
    subnet: "none",
    trait: alone,
    name: alone,
  };
  const places = world.once("places of a subnet", subnet, () => new Map<string, Place>());
  const known = places.get(name);
  if (known !== undefined) return known;
  const stand = `${subnet} ${trait}`;
  const place = {
    source,
    stand: world.once("stands", stand, () => ({ name: stand })),
    standings: new Map<string, Standing>(),
  };
  places.set(name, place);
  return place;
}

/** Equal for interfaces with the same groups, or with groups that all let everything out. */
function ownRulesOf(world: World, { id, groups, addresses }: NetworkInterface): string {
  if (!groups.known) return id;
  const families = addresses.known ? familiesOf(addresses.value) : everyFamily;
  const names = groups.value.length === 1 ? (groups.value[0] ?? "") : groups.value.join("+");
  return world.once(ownRules[families.length === 2 ? "both" : (families[0] ?? 4)], names, () => {
    const isOpen = groups.value.some((group) =>
      families.every((family) => letsAllOut(world.network.securityGroups.get(group), family)),
    );
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

export const anywhere: Readonly<Record<Family, Cidr>> = { 4: mustCidr("0.0.0.0/0"), 6: mustCidr("::/0") };

/** The outbound rule that AWS gives a group by default: all traffic to everywhere. */
function letsAllOut(group: SecurityGroup | undefined, family: Family): boolean {
  return valueOr(group?.egress ?? known([]), []).some(
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

/** Equal for sources that get the same answer to every question, whatever it is about. */
export function likenessOf(world: World, source: Source): string {
  const row = source.kind === "interface" ? world.network.networkInterfaces.get(source.id) : undefined;
  const dividers = dividersAmong(world, "every group");
  const spot = row && spotOf(world, row, dividers);
  if (row === undefined || spot === undefined) return `${source.kind} ${source.id}`;
  return `${spot.subnet} ${spot.name} ${valueOr(row.groups, []).join("+")}`;
}

/**
 * Equal for sources that are led the same ways wherever they send, and of which no more than groups at either end can tell
 * one from another. Where something of them is not known, findings may name it after one of them.
 */
export function bearingOf(world: World, source: Source): Bearing {
  const row = source.kind === "interface" ? world.network.networkInterfaces.get(source.id) : undefined;
  const dividers = dividersAmong(world, "groups on the way");
  const spot = row && spotOf(world, row, dividers);
  if (spot !== undefined)
    return { stand: `${spot.subnet} ${spot.trait}`, client: row?.client ?? "unknown", isKnown: true };
  if (row === undefined || !row.subnet.known || !row.groups.known)
    return { stand: `${source.kind} ${source.id}`, client: row?.client ?? "unknown", isKnown: true };
  const { hasPublicIpv4, addresses } = row;
  const known = {
    ...row,
    addresses: addresses.known ? addresses : noAddresses,
    hasPublicIpv4: hasPublicIpv4.known ? hasPublicIpv4 : notPublic,
  };
  const { subnet, trait } = spotOf(world, known, dividers) ?? { subnet: "?", trait: source.id };
  const doubts = [addresses, hasPublicIpv4].map((fact) => fact.known).join(" ");
  return { stand: `${subnet} ${trait} ${doubts}`, client: row.client, isKnown: false };
}

export interface Bearing {
  /** All but who waits for answers, which ACLs alone mind. */
  readonly stand: string;
  readonly client: ClientKind;
  readonly isKnown: boolean;
}

const noAddresses: NetworkInterface["addresses"] = known([]);
const notPublic: NetworkInterface["hasPublicIpv4"] = known(false);

/** Clients of which more can be told than by the ports that they wait on. */
const ownKinds: ReadonlySet<ClientKind> = new Set(["endpoint", "nat-gateway"]);

interface Spot {
  readonly subnet: string;
  /** All else but the client. */
  readonly trait: string;
  readonly name: string;
}

interface KnownSpot {
  /** That its roles are read of. */
  readonly workloads: Network["workloads"];
  readonly spot: Spot | undefined;
}

const spots = new WeakMap<Dividers, WeakMap<NetworkInterface, KnownSpot>>();

/** Worlds of one plan have most rows in common, and are divided alike. */
function spotOf(world: World, row: NetworkInterface, dividers: Dividers): Spot | undefined {
  const ofDividers = spots.get(dividers) ?? new WeakMap<NetworkInterface, KnownSpot>();
  spots.set(dividers, ofDividers);
  const { workloads } = world.network;
  const known = ofDividers.get(row);
  if (known?.workloads === workloads) return known.spot;
  const spot = findSpot(world, row, dividers);
  ofDividers.set(row, { workloads, spot });
  return spot;
}

function findSpot(
  world: World,
  networkInterface: NetworkInterface,
  { cuts, named, policied }: Dividers,
): Spot | undefined {
  const { vpc, subnet, groups, client, hasPublicIpv4, addresses, assumed } = networkInterface;
  // What was taken for granted of a source is listed for it alone.
  if (assumed !== undefined) return undefined;
  if (!subnet.known || !groups.known || !hasPublicIpv4.known || !addresses.known) return undefined;
  const lies = addresses.value.map((address) => placeAmong(cuts, address)).join(" ");
  const memberships = sorted(groups.value.filter((group) => named.has(group)));
  const roles = policied.has(vpc) ? rolesOf(world, networkInterface) : "";
  const kind = ownKinds.has(client) ? client : "";
  const trait = `${hasPublicIpv4.value} ${lies} ${memberships} ${roles}${kind}`;
  return { subnet: subnet.value, trait, name: `${client} ${trait}` };
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
