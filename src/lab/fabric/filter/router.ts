/**
 * What the router of a VPC lets pass. Each packet meets, in this order: the check of its addresses at both wires, the rules
 * of the gateways to the internet, the ACLs where it crosses from one subnet to another, what is known of its connection,
 * the groups of the sender, those of the receiver. Whatever is dropped is dropped in silence; each drop has a counter and
 * says whose rule it was. A wire that no rule knows of carries nothing.
 */
import type { Facts } from "../../../facts/index.ts";
import type { Family } from "../../../model/address.ts";
import type { Network } from "../../../model/network.ts";
import { segmentOf } from "../estate.ts";
import type { VpcEstate } from "../estate.ts";
import { addressesOf } from "../port.ts";
import { exitWire, gatewayEndpointWire, peeringWire, portWire } from "../wire.ts";
import { aclMaps } from "./acl.ts";
import { exitRules, publicMaps } from "./exit.ts";
import { groupParts } from "./groups.ts";
import { chain, map, quoted, ruleset, set } from "./ruleset.ts";
import type { Wired } from "./wired.ts";

export function routerRuleset(network: Network, estate: VpcEstate, facts: Facts): string {
  const wired = estate.ports.map((port): Wired => {
    const segment = segmentOf(estate, port);
    return { port, device: quoted(portWire(estate.vpc.id, port).near.name), segment };
  });
  const placed = wired.flatMap(({ device, segment }) =>
    segment === undefined ? [] : [{ device, ...segment }],
  );
  return ruleset([
    ...addressChecks(wired),
    map(
      "segment_of",
      "ifname : mark",
      placed.map(({ device, mark }) => [device, `${mark}`] as const),
    ),
    set(
      "same_segment",
      "mark . ifname",
      placed.map(({ device, mark }) => `${mark} . ${device}`),
    ),
    ...aclMaps(estate, placed),
    ...groupParts(network, estate, { wired, facts }),
    set("without_groups", "ifname", withoutGroups(estate, wired)),
    ...publicMaps(estate),
    ...chains(estate),
  ]);
}

/** Gateways of all kinds, and the way to other VPCs. */
function withoutGroups(
  { vpc, exits, endpoints, peers }: VpcEstate,
  wired: readonly Wired[],
): readonly string[] {
  const wires = [
    ...exits.map((exit) => exitWire(vpc.id, exit)),
    ...endpoints.filter(({ type }) => type === "gateway").map(({ id }) => gatewayEndpointWire(vpc.id, id)),
    ...peers.map((peer) => peeringWire(peer.peering.id, vpc.id, peer.vpc)),
  ];
  return [
    ...wired.flatMap(({ port, device }) => (port.groups === undefined ? [device] : [])),
    ...wires.map(({ near }) => quoted(near.name)),
  ];
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

const notItsOwn = 'counter drop comment "source/destination check"';

/** Named after what follows them, from the last to the first: a chain must be there before another leads to it. */
function chains({ exits }: VpcEstate): readonly string[] {
  return [
    chain("receiver", [
      "oifname vmap @receiver_of",
      "oifname @without_groups accept",
      'counter drop comment "no such receiver"',
    ]),
    chain("tracked", [
      "ct state established,related accept",
      'ct state invalid counter drop comment "no such connection"',
      "iifname vmap @sender_of",
      "iifname @without_groups goto receiver",
      'counter drop comment "no such sender"',
    ]),
    chain("forward", [
      "type filter hook forward priority filter; policy drop;",
      'iifname "meta" accept',
      'oifname "meta" accept',
      `meta nfproto ipv4 iifname . ip saddr != @own4 iifname @checked ${notItsOwn}`,
      `meta nfproto ipv6 iifname . ip6 saddr != @own6 iifname @checked ${notItsOwn}`,
      `meta nfproto ipv4 oifname . ip daddr != @own4 oifname @checked ${notItsOwn}`,
      `meta nfproto ipv6 oifname . ip6 daddr != @own6 oifname @checked ${notItsOwn}`,
      ...exitRules(exits),
      // The ACLs: none inside a subnet.
      "meta mark . oifname @same_segment goto tracked",
      "meta mark vmap @acl_out",
      "oifname vmap @acl_in",
      "goto tracked",
    ]),
    chain("origin", [
      "type filter hook prerouting priority raw; policy accept;",
      "meta mark set iifname map @segment_of",
    ]),
    chain("own_input", ["type filter hook input priority filter; policy drop;"]),
    chain("own_output", ["type filter hook output priority filter; policy drop;"]),
  ];
}
