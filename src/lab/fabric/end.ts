/** The namespaces at the far ends of a router's wires that hold one thing: an instance, or a NAT gateway. */
import { familyOf, formatAddress } from "../../model/address.ts";
import type { ClientKind } from "../../model/entity/network-interface.ts";
import type { Network } from "../../model/network.ts";
import type { VpcEstate } from "./estate.ts";
import { idleSeconds, silentInput, translation } from "./filter/nat.ts";
import { ruleset } from "./filter/ruleset.ts";
import { families, neighbour, otherEnd, passingOn, viaWire } from "./next-hop.ts";
import type { IpObject, Namespace } from "./plan.ts";
import { addressesOf, isNatInstance } from "./port.ts";
import type { Port } from "./port.ts";
import { portNamespace, portWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** Ports that clients take for their own, as `ip_local_port_range` writes them. */
const clientPorts: Readonly<Partial<Record<ClientKind, string>>> = {
  windows: "49152 65535",
  lambda: "1024 65535",
};

export function portEnd(network: Network, { vpc }: VpcEstate, port: Port): Namespace {
  const wire = portWire(vpc.id, port);
  const base = { name: portNamespace(port), objects: endObjects(wire, port) };
  const own = addressesOf(port, 4);
  // An instance translates to its first address, as its own route says.
  const sources = port.kind === "nat" ? own : own.slice(0, 1);
  const rules = translation(own, { sources, device: wire.far.name });
  if (port.kind === "nat") {
    return { ...base, kind: "nat", settings: forwarding, ruleset: ruleset([...rules, silentInput]) };
  }
  const row = network.networkInterfaces.get(port.id as never);
  const ports = row && clientPorts[row.client];
  const isNat = isNatInstance(port);
  return {
    ...base,
    kind: "instance",
    settings: [
      ...(ports === undefined ? [] : [["net/ipv4/ip_local_port_range", ports] as const]),
      ...(isNat ? forwarding : port.isChecked ? [] : notForwarding),
    ],
    ruleset: isNat ? ruleset(rules) : undefined,
  };
}

/** The machine's own setting is every new namespace's. What is checked gets no packets of others. */
const notForwarding = [["net/ipv4/ip_forward", "0"]] as const;

/** The times are those of the conntrack of Linux otherwise. */
const forwarding = [
  ...passingOn,
  ["net/netfilter/nf_conntrack_tcp_timeout_established", `${idleSeconds}`],
  ["net/netfilter/nf_conntrack_udp_timeout_stream", `${idleSeconds}`],
  ["net/netfilter/nf_conntrack_tcp_loose", "0"],
] as const;

/** The addresses on the device, and everything else by the wire, from the first of them. */
function endObjects({ near, far }: Wire, port: Port): readonly IpObject[] {
  const own = port.addresses.map((address): IpObject => {
    const family = familyOf(address);
    return { family, object: "address", spec: addressSpec(formatAddress(address), family, far.name) };
  });
  const ways = families.flatMap((family): readonly IpObject[] => {
    const [first] = addressesOf(port, family);
    if (first === undefined) return [];
    return [
      neighbour(far, near, family, otherEnd[family]),
      { family, object: "route", spec: `default ${viaWire(far, family)} src ${first}` },
    ];
  });
  return [...own, ...ways];
}

/** Without the wait for a duplicate: nobody else is on the wire. */
export const addressSpec = (text: string, family: 4 | 6, device: string): string =>
  family === 4 ? `${text}/32 dev ${device}` : `${text}/128 dev ${device} nodad`;
