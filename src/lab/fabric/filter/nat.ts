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

/** In a namespace of its own: everything leaves as the first of its addresses. */
export function translation(own: readonly string[], device: string): readonly string[] {
  const [first] = own;
  return [
    chain("post", [
      "type nat hook postrouting priority srcnat; policy accept;",
      ...(first === undefined
        ? []
        : [`oifname "${device}" ip saddr != { ${own.join(", ")} } snat ip to ${first}`]),
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
      outsides.map(({ wire, address }) => [quoted(wire.near.name), address] as const),
    ),
  ];
}

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
