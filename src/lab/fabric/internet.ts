/** The internet of the lab: the public endpoints of AWS and a few hosts, and the way back to every public address. */
import { familyOf, formatAddress } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { valueOr } from "../../model/known.ts";
import type { VpcEstate } from "./estate.ts";
import { rangeText } from "./filter/group.ts";
import { chain, ruleset, set } from "./filter/ruleset.ts";
import { families, neighbour, neighbours, viaWire } from "./next-hop.ts";
import type { IpObject, Namespace } from "./plan.ts";
import { internet, internetWire } from "./wire.ts";

/** `alive`: the addresses at which somebody answers; to all others, packets are lost. */
export function internetNamespace(estates: readonly VpcEstate[], alive: AddressSet): Namespace {
  const open = estates.filter(({ hasInternetGateway }) => hasInternetGateway);
  return {
    name: internet,
    kind: "internet",
    settings: [
      ["net/ipv4/ip_forward", "1"],
      ["net/ipv6/conf/all/forwarding", "1"],
    ],
    objects: [
      ...open.flatMap(wayBack),
      ...families.map((family): IpObject => ({
        family,
        object: "route",
        spec: "local default dev lo table local",
      })),
    ],
    ruleset: internetRuleset(alive),
  };
}

function wayBack(estate: VpcEstate): readonly IpObject[] {
  const { near, far } = internetWire(estate.vpc.id);
  const open = estate.ports.flatMap(({ publicAddress }) => publicAddress ?? []).map(formatAddress);
  const blocks = valueOr(estate.vpc.cidrs, []).filter(({ cidr }) => cidr.family === 6);
  return [
    ...neighbours(far, near),
    // The kernel answers from an address only if the table of local ones holds it; the longer prefix goes before.
    ...open.flatMap((text): readonly IpObject[] => [
      { family: 4, object: "route", spec: `${text} dev ${far.name} table local` },
      neighbour(far, near, 4, text),
    ]),
    ...blocks.map(({ cidr }): IpObject => ({
      family: 6,
      object: "route",
      spec: `${cidr.text} ${viaWire(far, 6)} table local`,
    })),
  ];
}

function internetRuleset(alive: AddressSet): string {
  const own = (family: Family) => alive.filter(([first]) => familyOf(first) === family).map(rangeText);
  return ruleset("inet lab", [
    set("alive4", "ipv4_addr", own(4), "interval"),
    set("alive6", "ipv6_addr", own(6), "interval"),
    chain("input", [
      "type filter hook input priority filter; policy drop;",
      'iifname "lo" accept',
      "ip daddr != @alive4 drop",
      "ip6 daddr != @alive6 drop",
      "ct state established,related accept",
      "tcp dport { 80, 443 } accept",
      "icmp type echo-request accept",
      "icmpv6 type echo-request accept",
    ]),
  ]);
}
