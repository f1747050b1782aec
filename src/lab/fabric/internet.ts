/** The internet of the lab: the public endpoints of AWS and a few hosts, and the way back to every public address. */
import { familyOf, formatAddress } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { cidrTexts } from "./estate.ts";
import type { VpcEstate } from "./estate.ts";
import { rangeText } from "./filter/group.ts";
import { chain, icmpErrors, ruleset, set } from "./filter/ruleset.ts";
import { outsidesOf } from "./nat.ts";
import { families, neighbour, neighbours, viaWire } from "./next-hop.ts";
import type { IpObject, Namespace } from "./plan.ts";
import { exitWire, internet } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** `alive`: the addresses at which somebody answers; to all others, packets are lost. */
export function internetNamespace(estates: readonly VpcEstate[], alive: AddressSet): Namespace {
  return {
    name: internet,
    kind: "internet",
    settings: [
      ["net/ipv4/ip_forward", "1"],
      ["net/ipv4/conf/*/send_redirects", "0"],
      ["net/ipv4/conf/*/rp_filter", "0"],
      ["net/ipv6/conf/all/forwarding", "1"],
    ],
    objects: [
      ...estates.flatMap(wayBack),
      ...families.map((family): IpObject => ({
        family,
        object: "route",
        spec: "local default dev lo table local",
      })),
    ],
    ruleset: internetRuleset(alive),
  };
}

/** What an egress-only gateway let out comes back by it, where there is no other. */
function wayBack(estate: VpcEstate): readonly IpObject[] {
  const { vpc, exits, ports, cidrs } = estate;
  const [first] = exits;
  if (first === undefined) return [];
  const { near, far } = exitWire(vpc.id, first);
  const outsides = outsidesOf(estate);
  const open = ports.flatMap((port) => {
    const { kind, publicAddress } = port;
    if (first !== "igw" || kind === "nat" || publicAddress === undefined) return [];
    return hostRoute({ near, far }, formatAddress(publicAddress));
  });
  return [
    ...exits.flatMap((exit) => {
      const wire = exitWire(vpc.id, exit);
      return neighbours(wire.far, wire.near);
    }),
    ...open,
    ...outsides.flatMap(({ wire, addresses }) => [
      ...neighbours(wire.far, wire.near),
      ...addresses.flatMap((address) => hostRoute(wire, address)),
    ]),
    ...cidrTexts(cidrs, 6).map((text): IpObject => ({
      family: 6,
      object: "route",
      spec: `${text} ${viaWire(far, 6)} table local`,
    })),
  ];
}

/** The kernel answers from an address only if the table of local ones holds it; the longer prefix goes before. */
const hostRoute = ({ near, far }: Wire, text: string): readonly IpObject[] => [
  { family: 4, object: "route", spec: `${text} dev ${far.name} table local` },
  neighbour(far, near, 4, text),
];

function internetRuleset(alive: AddressSet): string {
  const own = (family: Family) => alive.filter(([first]) => familyOf(first) === family).map(rangeText);
  return ruleset([
    set("alive4", "ipv4_addr", own(4), "interval"),
    set("alive6", "ipv6_addr", own(6), "interval"),
    chain("input", [
      "type filter hook input priority filter; policy drop;",
      'iifname "lo" accept',
      "ip daddr != @alive4 drop",
      "ip6 daddr != @alive6 drop",
      "meta l4proto { tcp, udp } th dport { 53, 80, 123, 443 } accept",
      // Only what opens a connection is asked for its port: who kept connections in mind would be slow.
      "tcp flags & (syn | ack) != syn accept",
      "icmp type echo-request accept",
      "icmpv6 type echo-request accept",
      ...icmpErrors,
    ]),
  ]);
}
