/**
 * What the router of a VPC lets pass. Each packet meets, in this order: the check of its addresses at both wires, the rules
 * of the gateways to the internet, the ACLs where it crosses from one subnet to another, what is known of its connection,
 * the groups of the sender, those of the receiver. Whatever is dropped is dropped in silence; each drop has a counter and
 * says whose rule it was. A wire that no rule knows of carries nothing.
 */
import type { Facts } from "../../../facts/index.ts";
import type { Network } from "../../../model/network.ts";
import { segmentOf } from "../estate.ts";
import type { VpcEstate } from "../estate.ts";
import { outsidesOf } from "../nat.ts";
import type { Outside } from "../nat.ts";
import { exitWire, gatewayEndpointWire, peeringWire, portWire } from "../wire.ts";
import { aclChains, askSender } from "./acl.ts";
import { crossings } from "./crossing.ts";
import { publicMaps } from "./exit.ts";
import { groupParts } from "./groups.ts";
import { arrivals, devicesOf, gatewayChains } from "./nat.ts";
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
  const outsides = outsidesOf(estate);
  return ruleset([
    map("segment_of", "ifname : mark", [
      ...placed.map(({ device, mark }) => [device, `${mark}`] as const),
      ...outsides.map(({ wire, segment }) => [quoted(wire.near.name), `${segment.mark}`] as const),
    ]),
    ...aclChains(estate),
    ...groupParts(network, estate, { wired, facts }),
    set("without_groups", "ifname", withoutGroups(estate, wired)),
    ...gatewayChains(outsides),
    ...publicMaps(estate, outsides),
    ...trackedChains(outsides),
    ...crossings(estate, wired, outsides),
    ...hooks(outsides),
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

/** In this order, for a chain must be there before another leads to it. */
const trackedChains = (outsides: readonly Outside[]): readonly string[] => [
  chain("receiver", [
    "oifname vmap @receiver_of",
    ...(outsides.length === 0 ? [] : [`oifname { ${devicesOf(outsides).join(", ")} } goto by_nat`]),
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
];

const hooks = (outsides: readonly Outside[]): readonly string[] => [
  chain("forward", [
    "type filter hook forward priority filter; policy drop;",
    'oifname "meta" accept',
    "iifname vmap @from",
    "oifname vmap @to",
    askSender,
    "goto tracked",
  ]),
  chain("origin", [
    "type filter hook prerouting priority raw; policy accept;",
    "meta mark set iifname map @segment_of",
    ...arrivals(outsides),
  ]),
  chain("own_input", ["type filter hook input priority filter; policy drop;"]),
  // The router says nothing of its own but the resets of NAT gateways.
  chain("own_output", [
    "type filter hook output priority filter; policy drop;",
    ...(outsides.length === 0 ? [] : ["tcp flags & (syn | rst) == rst accept"]),
  ]),
];
