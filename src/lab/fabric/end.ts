/** The namespaces at the far ends of a router's wires that hold one thing: an instance, or a NAT gateway. */
import { familyOf, formatAddress } from "../../model/address.ts";
import type { ClientKind } from "../../model/entity/network-interface.ts";
import type { Network } from "../../model/network.ts";
import type { Port, VpcEstate } from "./estate.ts";
import { chain, ruleset } from "./filter/ruleset.ts";
import { families, neighbour, otherEnd, viaWire } from "./next-hop.ts";
import type { IpObject, Namespace } from "./plan.ts";
import { portNamespace, portWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** Ports that clients take for their own, as `ip_local_port_range` writes them. */
const clientPorts: Readonly<Partial<Record<ClientKind, string>>> = {
  windows: "49152 65535",
  lambda: "1024 65535",
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html, "Internet connection drops after 350 seconds" (read 2026-11-29) */
const idleSeconds = "350";

export function portEnd(network: Network, { vpc }: VpcEstate, port: Port): Namespace {
  const wire = portWire(vpc.id, port);
  const base = { name: portNamespace(port), objects: endObjects(wire, port) };
  if (port.kind === "nat") {
    return { ...base, kind: "nat", settings: forwarding, ruleset: translation(port, wire.far.name) };
  }
  const row = network.networkInterfaces.get(port.id as never);
  const ports = row === undefined ? undefined : clientPorts[row.client];
  // An interface that may forward, with a public address, is taken for a NAT instance.
  const isNat = !port.isChecked && port.publicAddress !== undefined;
  return {
    ...base,
    kind: "instance",
    settings: [
      ...(ports === undefined ? [] : [["net/ipv4/ip_local_port_range", ports] as const]),
      ...(isNat ? forwarding : []),
    ],
    ruleset: isNat ? translation(port, wire.far.name) : undefined,
  };
}

const forwarding = [
  ["net/ipv4/ip_forward", "1"],
  ["net/ipv4/conf/all/send_redirects", "0"],
  ["net/ipv4/conf/eth0/send_redirects", "0"],
  ["net/netfilter/nf_conntrack_tcp_timeout_established", idleSeconds],
  ["net/netfilter/nf_conntrack_udp_timeout_stream", idleSeconds],
  ["net/netfilter/nf_conntrack_tcp_loose", "0"],
] as const;

/** The addresses on the device, and everything else by the wire. */
export function endObjects({ near, far }: Wire, { addresses }: Pick<Port, "addresses">): readonly IpObject[] {
  const own = addresses.map((address): IpObject => {
    const family = familyOf(address);
    return { family, object: "address", spec: addressSpec(formatAddress(address), family, far.name) };
  });
  const held = families.filter((family) => addresses.some((address) => familyOf(address) === family));
  const ways = held.flatMap((family): readonly IpObject[] => [
    neighbour(far, near, family, otherEnd[family]),
    { family, object: "route", spec: `default ${viaWire(far, family)}` },
  ]);
  return [...own, ...ways];
}

/** Without the wait for a duplicate: nobody else is on the wire. */
export const addressSpec = (text: string, family: 4 | 6, device: string): string =>
  family === 4 ? `${text}/32 dev ${device}` : `${text}/128 dev ${device} nodad`;

/** Who takes part is decided by the first packet; one of a connection long forgotten is answered with a reset. */
function translation({ addresses }: Port, device: string): string {
  const own = addresses.filter((address) => familyOf(address) === 4).map(formatAddress);
  const [first] = own;
  return ruleset("inet lab", [
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
      "tcp flags & (fin | syn | rst | ack) == syn accept",
      "meta l4proto udp accept",
      "icmp type echo-request accept",
    ]),
  ]);
}
