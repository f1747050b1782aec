/**
 * What the router of a VPC lets pass. Each packet meets, in this order: the check of its addresses at both wires, the ACLs
 * where it crosses from one subnet to another, what is known of its connection, the groups of the sender, those of the
 * receiver. Whatever is dropped is dropped in silence; each drop has a counter and says whose rule it was.
 */
import { familyOf, formatAddress } from "../../../model/address.ts";
import type { Family } from "../../../model/address.ts";
import type { SecurityGroupId } from "../../../model/entity/entity.ts";
import { toAddressSet } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import { addressesOf } from "../estate.ts";
import type { Port, VpcEstate } from "../estate.ts";
import { shortName } from "../name.ts";
import type { Marks } from "../router-route.ts";
import { portWire } from "../wire.ts";
import { aclChain, aclChainName } from "./acl.ts";
import { groupChain, groupChainName, listSets, memberSets, peersOf } from "./group.ts";
import type { Direction } from "./group.ts";
import { chain, comment, map, quoted, ruleset, set } from "./ruleset.ts";

interface Wired {
  readonly port: Port;
  readonly device: string;
  readonly mark: number;
}

export function routerRuleset(network: Network, estate: VpcEstate, marks: Marks): string {
  const wired = estate.ports.map((port): Wired => ({
    port,
    device: quoted(portWire(estate.vpc.id, port).near.name),
    mark: (port.subnet && marks.get(port.subnet)) ?? 0,
  }));
  const inSubnets = wired.filter(({ mark }) => mark > 0);
  const grouped = wired.filter(({ port }) => port.groups !== undefined);
  return ruleset("inet lab", [
    ...addressChecks(wired),
    map(
      "subnet_of",
      "ifname : mark",
      inSubnets.map(({ device, mark }) => [device, `${mark}`] as const),
    ),
    set(
      "same_subnet",
      "mark . ifname",
      inSubnets.map(({ device, mark }) => `${mark} . ${device}`),
    ),
    ...aclMaps(estate, marks, inSubnets),
    ...groupsOf(network, grouped),
    ...publicMaps(wired),
    ...chains(),
  ]);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html#EIP_Disable_SrcDestCheck (read 2026-11-29) */
function addressChecks(wired: readonly Wired[]): readonly string[] {
  const checked = wired.filter(({ port }) => port.isChecked);
  const own = (family: Family) =>
    checked.flatMap(({ port, device }) =>
      addressesOf(port, family).map((address) => `${device} . ${address}`),
    );
  return [
    set(
      "checked",
      "ifname",
      checked.map(({ device }) => device),
    ),
    set("own4", "ifname . ipv4_addr", own(4)),
    set("own6", "ifname . ipv6_addr", own(6)),
  ];
}

function aclMaps(estate: VpcEstate, marks: Marks, wired: readonly Wired[]): readonly string[] {
  const acls = new Map(
    estate.subnets.flatMap(({ id }) => estate.aclOf(id) ?? []).map((acl) => [acl.id, acl]),
  );
  const out = [...marks].flatMap(([subnet, mark]) => {
    const acl = estate.aclOf(subnet);
    return acl === undefined ? [] : [[`${mark}`, `jump ${aclChainName(acl.id, "egress")}`] as const];
  });
  const into = wired.flatMap(({ port, device }) => {
    const acl = port.subnet === undefined ? undefined : estate.aclOf(port.subnet);
    return acl === undefined ? [] : [[device, `jump ${aclChainName(acl.id, "ingress")}`] as const];
  });
  return [
    ...[...acls.values()].flatMap((acl) => [aclChain(acl, "egress"), aclChain(acl, "ingress")]),
    map("acl_out", "mark : verdict", out),
    map("acl_in", "ifname : verdict", into),
  ];
}

const verdicts: Readonly<Record<Direction, string>> = { egress: "goto receiver", ingress: "accept" };

function groupsOf(network: Network, wired: readonly Wired[]): readonly string[] {
  const ids = new Set(wired.flatMap(({ port }) => port.groups ?? []));
  const groups = [...ids].map((id) => network.securityGroups.get(id)).filter((group) => group !== undefined);
  const named = peersOf(groups);
  const present = new Set<string>(groups.map(({ id }) => id));
  return [
    ...[...named.groups].flatMap((id) => memberSets(id, membersOf(network, id))),
    ...[...named.lists].flatMap((id) => {
      const entries = valueOr(network.prefixLists.get(id)?.entries ?? { known: true, value: [] }, []);
      const whole = toAddressSet(entries);
      return listSets(id, { 4: ofFamily(whole, 4), 6: ofFamily(whole, 6) });
    }),
    ...(["ingress", "egress"] as const).flatMap((direction) => [
      ...groups.map((group) => groupChain(group, direction, verdicts[direction])),
      ...wired.map(({ port }) => portChain(port, direction, present)),
      map(
        direction === "egress" ? "sender_of" : "receiver_of",
        "ifname : verdict",
        wired.map(({ port, device }) => [device, `jump ${portChainName(port, direction)}`] as const),
      ),
    ]),
  ];
}

const ofFamily = (whole: ReturnType<typeof toAddressSet>, family: Family) =>
  whole.filter(([first]) => familyOf(first) === family);

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

/** Members match by interface; the addresses of one VPC stand for its interfaces. */
function membersOf(network: Network, id: SecurityGroupId): Readonly<Record<Family, readonly string[]>> {
  const members = [...network.networkInterfaces.values()].filter(
    ({ groups }) => groups.known && groups.value.includes(id),
  );
  const addresses = members.map((row) => ({ addresses: valueOr(row.addresses, []) }));
  return {
    4: [...new Set(addresses.flatMap((each) => addressesOf(each, 4)))],
    6: [...new Set(addresses.flatMap((each) => addressesOf(each, 6)))],
  };
}

/** One public address stands for one private one, both ways. */
function publicMaps(wired: readonly Wired[]): readonly string[] {
  const pairs = wired.flatMap(({ port }) => {
    const [own] = addressesOf(port, 4);
    return port.publicAddress === undefined || own === undefined
      ? []
      : [[own, formatAddress(port.publicAddress)] as const];
  });
  return [
    set(
      "has_public",
      "ipv4_addr",
      pairs.map(([own]) => own),
    ),
    map("public_of", "ipv4_addr : ipv4_addr", pairs),
    map(
      "private_of",
      "ipv4_addr : ipv4_addr",
      pairs.map(([own, open]) => [open, own] as const),
    ),
    chain("leave", [
      "type nat hook postrouting priority srcnat; policy accept;",
      'oifname "igw" snat ip to ip saddr map @public_of',
    ]),
    chain("arrive", [
      "type nat hook prerouting priority dstnat; policy accept;",
      'iifname "igw" dnat ip to ip daddr map @private_of',
    ]),
  ];
}

/** Named after what follows them, from the last to the first: a chain must be there before another leads to it. */
function chains(): readonly string[] {
  return [
    chain("acl", [
      "meta mark . oifname @same_subnet return",
      "meta mark vmap @acl_out",
      "oifname vmap @acl_in",
    ]),
    chain("forward", [
      "type filter hook forward priority filter; policy drop;",
      'iifname "meta" accept',
      'oifname "meta" accept',
      'meta nfproto ipv4 iifname @checked iifname . ip saddr != @own4 counter drop comment "source/destination check"',
      'meta nfproto ipv6 iifname @checked iifname . ip6 saddr != @own6 counter drop comment "source/destination check"',
      'meta nfproto ipv4 oifname @checked oifname . ip daddr != @own4 counter drop comment "source/destination check"',
      'meta nfproto ipv6 oifname @checked oifname . ip6 daddr != @own6 counter drop comment "source/destination check"',
      'meta nfproto ipv4 oifname "igw" ip saddr != @has_public counter drop comment "no public IPv4 address"',
      "jump acl",
      "ct state established,related accept",
      'ct state invalid counter drop comment "no such connection"',
      "iifname vmap @sender_of",
      "goto receiver",
    ]),
    chain("receiver", ["oifname vmap @receiver_of", "accept"]),
    chain("origin", [
      "type filter hook prerouting priority raw; policy accept;",
      "meta mark set iifname map @subnet_of",
    ]),
    chain("own_input", ["type filter hook input priority filter; policy drop;"]),
    chain("own_output", ["type filter hook output priority filter; policy drop;"]),
  ];
}
