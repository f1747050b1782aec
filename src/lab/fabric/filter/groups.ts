/** The groups of all interfaces of a VPC: the chains of each group, those of each interface, and whom the rules name. */
import type { Facts } from "../../../facts/index.ts";
import { familyOf } from "../../../model/address.ts";
import type { Family } from "../../../model/address.ts";
import type { SecurityGroupId, VpcId } from "../../../model/entity/entity.ts";
import { toAddressSet } from "../../../model/interval-set.ts";
import type { Network } from "../../../model/network.ts";
import type { VpcEstate } from "../estate.ts";
import { shortName } from "../name.ts";
import { families } from "../next-hop.ts";
import { addressesOf, kindOf } from "../port.ts";
import type { Port } from "../port.ts";
import { entriesOf } from "../router-route.ts";
import { peeringWire, portWire } from "../wire.ts";
import { groupChain, groupChainName, listSets, memberSets, peersOf } from "./group.ts";
import type { Direction } from "./group.ts";
import { chain, comment, map, quoted } from "./ruleset.ts";
import type { Wired } from "./wired.ts";

const verdicts: Readonly<Record<Direction, string>> = { egress: "goto receiver", ingress: "accept" };
const mapNames: Readonly<Record<Direction, string>> = { egress: "sender_of", ingress: "receiver_of" };

export function groupParts(
  network: Network,
  estate: VpcEstate,
  { wired, facts }: { readonly wired: readonly Wired[]; readonly facts: Facts },
): readonly string[] {
  const grouped = wired.filter(({ port }) => port.groups !== undefined);
  const ids = new Set(grouped.flatMap(({ port }) => port.groups ?? []));
  const groups = [...ids].map((id) => network.securityGroups.get(id)).filter((group) => group !== undefined);
  const named = peersOf(groups);
  const membersOf = indexMembers(network, estate);
  const present = new Set<string>(groups.map(({ id }) => id));
  return [
    ...[...named.groups].flatMap((id) => memberSets(id, membersOf(id))),
    ...[...named.lists].flatMap((id) => {
      const whole = toAddressSet(entriesOf(network, facts, id) ?? []);
      const own = (family: Family) => whole.filter(([first]) => familyOf(first) === family);
      return listSets(id, { 4: own(4), 6: own(6) });
    }),
    ...(["ingress", "egress"] as const).flatMap((direction) => [
      ...groups.map((group) => groupChain(group, direction, verdicts[direction])),
      ...grouped.map(({ port }) => portChain(port, direction, present)),
      map(
        mapNames[direction],
        "ifname : verdict",
        grouped.map(({ port, device }) => [device, `jump ${portChainName(port, direction)}`] as const),
      ),
    ]),
  ];
}

const portChainName = ({ id }: Port, direction: Direction): string =>
  shortName(direction === "egress" ? "po" : "pi", id);

/** The union of all groups of an interface; an endpoint opens no connections, whatever its groups say. */
function portChain(port: Port, direction: Direction, present: ReadonlySet<string>): string {
  const isSilent = port.kind === "endpoint" && direction === "egress";
  const jumps = (port.groups ?? [])
    .filter((id) => present.has(id) && !isSilent)
    .map((id) => `jump ${groupChainName(id, direction)}`);
  const why = isSilent
    ? `${port.id} opens no connections`
    : `${(port.groups ?? []).join(" ")} ${direction} default`;
  return chain(portChainName(port, direction), [...jumps, `counter drop ${comment(why)}`]);
}

type Members = Readonly<Record<Family, readonly string[]>>;

/** Each interface of a group as its address and the wire to it: its own, or that to its VPC. */
function indexMembers({ networkInterfaces }: Network, estate: VpcEstate): (id: SecurityGroupId) => Members {
  const index = new Map<SecurityGroupId, Record<Family, Set<string>>>();
  for (const row of networkInterfaces.values()) {
    if (!row.groups.known || !row.addresses.known) continue;
    const devices = devicesTo(estate, row.vpc, { kind: kindOf(row), id: row.id });
    for (const id of row.groups.value) {
      const members = index.get(id) ?? { 4: new Set<string>(), 6: new Set<string>() };
      index.set(id, members);
      for (const family of families) {
        for (const address of addressesOf({ addresses: row.addresses.value }, family))
          for (const device of devices) members[family].add(`${device} . ${address}`);
      }
    }
  }
  return (id) => {
    const members = index.get(id);
    return { 4: [...(members?.[4] ?? [])], 6: [...(members?.[6] ?? [])] };
  };
}

/** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html: in one Region only (read 2026-11-29) */
function devicesTo(
  { vpc, peers }: VpcEstate,
  owner: VpcId,
  port: Pick<Port, "kind" | "id">,
): readonly string[] {
  if (owner === vpc.id) return [quoted(portWire(vpc.id, port).near.name)];
  return peers
    .filter((peer) => peer.vpc === owner && peer.isSameRegion)
    .map(({ peering }) => quoted(peeringWire(peering.id, vpc.id, owner).near.name));
}
