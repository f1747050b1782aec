/**
 * NATs. What one takes part in is decided by the first packet of a connection; a packet of a connection long forgotten is
 * answered with a reset (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html, read 2026-11-29).
 */
import type { Outside } from "../nat.ts";
import { aclChainName, askSender, passesIpv4 } from "./acl.ts";
import { chain, map, quoted } from "./ruleset.ts";

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html, "Internet connection drops after 350 seconds" (read 2026-11-29) */
export const idleSeconds = 350;

const taken = [
  "tcp flags & (fin | syn | rst | ack) == syn accept",
  "meta l4proto udp accept",
  "icmp type echo-request accept",
] as const;

/**
 * New connections are spread over all addresses of a NAT gateway:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateNatGatewayAddress.html (read 2026-11-29).
 */
const leaveAs = (addresses: readonly string[]): string =>
  addresses.length === 1
    ? `snat ip to ${addresses[0]}`
    : `snat ip to numgen random mod ${addresses.length} map { ${addresses.map((address, index) => `${index} : ${address}`).join(", ")} }`;

/** In a namespace of its own: what is not `own` leaves as one of `sources`. */
export function translation(
  own: readonly string[],
  { sources, device }: { readonly sources: readonly string[]; readonly device: string },
): readonly string[] {
  return [
    chain("post", [
      "type nat hook postrouting priority srcnat; policy accept;",
      ...(sources.length === 0
        ? []
        : [`oifname "${device}" ip saddr != { ${own.join(", ")} } ${leaveAs(sources)}`]),
    ]),
    chain("forward", [
      "type filter hook forward priority filter; policy drop;",
      "ct state established,related accept",
      "meta l4proto tcp ct state invalid reject with tcp reset",
      ...taken,
    ]),
  ];
}

/** A NAT gateway is no destination itself. */
export const silentInput = chain("input", ["type filter hook input priority filter; policy drop;"]);

const timeout = (protocol: string, state: string): string =>
  [
    `  ct timeout nat_${protocol} {`,
    `    protocol ${protocol}`,
    "    l3proto ip",
    `    policy = { ${state} : ${idleSeconds} }`,
    "  }",
  ].join("\n");

/** What the gateways of a VPC do where the router leads to the internet by them. */
export function gatewayChains(outsides: readonly Outside[]): readonly string[] {
  if (outsides.length === 0) return [];
  return [
    timeout("tcp", "established"),
    timeout("udp", "replied"),
    chain("by_nat", [
      'meta l4proto tcp ct timeout set "nat_tcp"',
      'meta l4proto udp ct timeout set "nat_udp"',
      ...taken,
      "meta l4proto tcp reject with tcp reset",
      'counter drop comment "NAT gateways take TCP, UDP and echo requests"',
    ]),
    chain("from_nat", ['ct direction original counter drop comment "a NAT gateway lets nothing in"']),
    map(
      "outside_of",
      "ifname : ipv4_addr",
      alone(outsides).map(({ wire, addresses }) => [quoted(wire.near.name), addresses[0] ?? ""] as const),
    ),
  ];
}

const alone = (outsides: readonly Outside[]) => outsides.filter(({ addresses }) => addresses.length === 1);

/** To the internet, under a public address of the gateway. */
export const departures = (outsides: readonly Outside[]): readonly string[] => [
  ...outsides
    .filter(({ addresses }) => addresses.length > 1)
    .map(({ wire, addresses }) => `oifname ${quoted(wire.near.name)} ${leaveAs(addresses)}`),
  ...(alone(outsides).length === 0 ? [] : ["meta nfproto ipv4 snat ip to oifname map @outside_of"]),
];

const asks = ({ segment: { acl } }: Outside, direction: "egress" | "ingress"): readonly string[] =>
  acl === undefined || passesIpv4(acl, direction) ? [] : [`jump ${aclChainName(acl.id, direction)}`];

/** To the internet by a gateway: into its subnet, unless the packet comes from there, and out of it again. */
export function departure(outside: Outside): readonly string[] {
  const { mark } = outside.segment;
  return [
    `meta mark != ${mark} ${askSender}`,
    ...asks(outside, "ingress").map((ask) => `meta mark != ${mark} ${ask}`),
    ...asks(outside, "egress"),
    "goto tracked",
  ];
}

/** From the internet to a gateway, while the packet is to the gateway's own port; that it goes on to the client is asked behind. */
export const arrivals = (outsides: readonly Outside[]): readonly string[] =>
  outsides.flatMap((outside) =>
    asks(outside, "ingress").map((ask) => `iifname ${quoted(outside.wire.near.name)} ${ask}`),
  );

export const devicesOf = (outsides: readonly Outside[]): readonly string[] =>
  outsides.map(({ wire }) => quoted(wire.near.name));
