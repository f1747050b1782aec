/**
 * Protocols and ports as rules speak of them.
 *
 * ICMP has types and codes in place of ports; they share the port axis as `type * 256 + code`, so that one interval
 * algebra serves every protocol.
 */
import { toSet } from "./interval-set.ts";
import type { IntervalSet, PortSet } from "./interval-set.ts";

export const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

export const allPorts: PortSet = [[0, 65535]];
export const allProtocols: IntervalSet<number> = [[0, 255]];

/** What a rule admits: some protocols, and for those with ports (or ICMP types) some of them. */
export interface Traffic {
  readonly protocols: IntervalSet<number>;
  readonly ports: PortSet;
}

export const allTraffic: Traffic = { protocols: allProtocols, ports: allPorts };

const hasPorts = (protocol: number) => protocol === protocolNumbers.tcp || protocol === protocolNumbers.udp;
const isIcmp = (protocol: number) => protocol === protocolNumbers.icmp || protocol === protocolNumbers.icmpv6;

/** A protocol as EC2 and CloudFormation write it: a name, a number, or `-1` for all. */
export function parseProtocol(text: string | number): IntervalSet<number> | undefined {
  const word = String(text).toLowerCase();
  if (word === "-1" || word === "all") return allProtocols;
  if (Object.hasOwn(protocolNumbers, word)) {
    const number = protocolNumbers[word as keyof typeof protocolNumbers];
    return [[number, number]];
  }
  const number = Number(word);
  return /^\d{1,3}$/.test(word) && number <= 255 ? [[number, number]] : undefined;
}

/**
 * The traffic of a rule from its protocol and its two port fields.
 * For ICMP the fields are type and code, -1 for any; for protocols without ports they are ignored, as EC2 does
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html, read 2026-11-24).
 */
export function toTraffic(
  protocols: IntervalSet<number>,
  from: number | undefined,
  to: number | undefined,
): Traffic {
  const only =
    protocols.length === 1 && protocols[0]?.[0] === protocols[0]?.[1] ? protocols[0]?.[0] : undefined;
  if (only === undefined) return { protocols, ports: allPorts };
  if (isIcmp(only)) return { protocols, ports: icmpPorts(from ?? -1, to ?? -1) };
  const anyPort = from === undefined || from === -1;
  if (!hasPorts(only) || anyPort) return { protocols, ports: allPorts };
  return { protocols, ports: toSet([[from, to ?? from]]) };
}

/** The points of the port axis for an ICMP type and code; -1 is any. */
export function icmpPorts(type: number, code: number): PortSet {
  if (type < 0) return allPorts;
  return code < 0 ? [[type * 256, type * 256 + 255]] : [[type * 256 + code, type * 256 + code]];
}

export function formatTraffic({ protocols, ports }: Traffic): string {
  const first = protocols[0]?.[0];
  if (first === undefined) return "nothing";
  if (protocols[0]?.[1] !== first) return "all traffic";
  const name =
    Object.entries(protocolNumbers).find(([, number]) => number === first)?.[0] ?? `protocol ${first}`;
  if (isIcmp(first)) return formatIcmp(name, ports);
  return hasPorts(first) ? `${name} ${formatPorts(ports)}` : name;
}

export function formatPorts(ports: PortSet): string {
  if (ports.length === 1 && ports[0]?.[0] === 0 && ports[0][1] === 65535) return "all ports";
  return ports.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}

function formatIcmp(name: string, ports: PortSet): string {
  const [range] = ports;
  if (range === undefined || (range[0] === 0 && range[1] === 65535)) return name;
  const type = Math.floor(range[0] / 256);
  return range[0] === range[1] ? `${name} type ${type} code ${range[0] % 256}` : `${name} type ${type}`;
}
