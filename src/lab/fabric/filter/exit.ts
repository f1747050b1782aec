/**
 * Gateways to the internet. IPv4 leaves under the public address that stands for a private one, IPv6 under the VPC's own
 * addresses alone; an egress-only gateway passes only what was begun inside.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-egressonlyinternetgateway.html (read
 * 2026-11-29)
 */
import { formatAddress } from "../../../model/address.ts";
import { cidrTexts } from "../estate.ts";
import type { Exit, VpcEstate } from "../estate.ts";
import type { Outside } from "../nat.ts";
import { addressesOf } from "../port.ts";
import { departures } from "./nat.ts";
import { chain, map, set } from "./ruleset.ts";

interface Gate {
  /** Of packets that come from the gateway, or that go to it. */
  readonly way: "from" | "to";
  readonly rules: readonly string[];
}

const gates: Readonly<Record<Exit, readonly Gate[]>> = {
  igw: [
    {
      way: "to",
      rules: [
        'ip saddr != @has_public counter drop comment "no public IPv4 address"',
        'ip6 saddr != @blocks6 counter drop comment "no address of the VPC"',
      ],
    },
  ],
  eigw: [
    {
      way: "to",
      rules: [
        'meta nfproto ipv4 counter drop comment "egress-only gateways pass IPv6"',
        'ip6 saddr != @blocks6 counter drop comment "no address of the VPC"',
        'ct direction reply counter drop comment "an egress-only gateway lets nothing in"',
      ],
    },
    {
      way: "from",
      rules: ['ct direction original counter drop comment "an egress-only gateway lets nothing in"'],
    },
  ],
};

export const gatesOf = (exits: readonly Exit[]): readonly (Gate & { readonly exit: Exit })[] =>
  exits.flatMap((exit) => gates[exit].map((gate) => ({ exit, ...gate })));

/** One public address stands for one private one, both ways. NAT gateways have wires of their own to the internet. */
export function publicMaps({ ports, cidrs }: VpcEstate, outsides: readonly Outside[]): readonly string[] {
  const pairs = ports.flatMap((port) => {
    const [own] = addressesOf(port, 4);
    return port.kind === "nat" || port.publicAddress === undefined || own === undefined
      ? []
      : [[own, formatAddress(port.publicAddress)] as const];
  });
  return [
    set("blocks6", "ipv6_addr", cidrTexts(cidrs, 6), "interval"),
    set(
      "has_public",
      "ipv4_addr",
      pairs.map(([own]) => own),
    ),
    ...(pairs.length === 0 ? [] : arrival(pairs)),
    ...(pairs.length + outsides.length === 0 ? [] : [leave(pairs.length > 0, outsides)]),
  ];
}

/** Where there is nothing to translate, no packet is asked. */
const arrival = (pairs: readonly (readonly [string, string])[]): readonly string[] => [
  map("public_of", "ipv4_addr : ipv4_addr", pairs),
  map(
    "private_of",
    "ipv4_addr : ipv4_addr",
    pairs.map(([own, open]) => [open, own] as const),
  ),
  chain("arrive", [
    "type nat hook prerouting priority dstnat; policy accept;",
    'iifname "igw" dnat ip to ip daddr map @private_of',
  ]),
];

const leave = (hasPairs: boolean, outsides: readonly Outside[]): string =>
  chain("leave", [
    "type nat hook postrouting priority srcnat; policy accept;",
    ...(hasPairs ? ['oifname "igw" snat ip to ip saddr map @public_of'] : []),
    ...departures(outsides),
  ]);
