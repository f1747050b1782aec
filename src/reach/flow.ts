/** The packets between two ends, as filters and routes are asked about them. */
import { formatAddress } from "../model/address.ts";
import type { AddressSet, PortSet } from "../model/interval-set.ts";
import { formatTraffic, protocolNumbers } from "../model/traffic.ts";
import { reversed } from "./packets.ts";
import type { Packets, Undetermined } from "./packets.ts";

/** Addresses an end may have: any of them at a time (`every`), or one of them that we do not know (`one`). */
export interface Span {
  readonly set: AddressSet;
  readonly quantifier: "every" | "one";
  /** For people: an address, a block, "S3 in ap-northeast-1". */
  readonly label: string;
}

export interface Flow {
  readonly packets: Packets;
  /** IANA number. */
  readonly protocol: number;
  readonly undetermined: Undetermined;
  readonly from: string;
  readonly to: string;
}

export interface Ports {
  readonly protocol: number;
  readonly srcPorts: PortSet;
  readonly dstPorts: PortSet;
}

export function toFlow(from: Span, to: Span, { protocol, srcPorts, dstPorts }: Ports): Flow {
  return {
    packets: { src: from.set, dst: to.set, srcPorts, dstPorts },
    protocol,
    undetermined: { src: from.quantifier === "one", dst: to.quantifier === "one" },
    from: from.label,
    to: to.label,
  };
}

/** The part of `flow` that goes to `dst`. */
export function towards(flow: Flow, dst: AddressSet): Flow {
  return dst === flow.packets.dst ? flow : { ...flow, packets: { ...flow.packets, dst } };
}

/** `flow` after a translation of its source: another address, other ports. */
export function translated(flow: Flow, from: Span, srcPorts: PortSet): Flow {
  return {
    ...flow,
    packets: {
      ...flow.packets,
      src: from.set,
      srcPorts: isIcmp(flow.protocol) ? flow.packets.srcPorts : srcPorts,
    },
    undetermined: { ...flow.undetermined, src: from.quantifier === "one" },
    from: from.label,
  };
}

/** The answer to a flow. Echo requests are answered by echo replies, everything else with the ports swapped. */
export function answerOf(flow: Flow): Flow {
  return {
    packets: isIcmp(flow.protocol) ? echoReply(flow.packets) : reversed(flow.packets),
    protocol: flow.protocol,
    undetermined: { src: flow.undetermined.dst, dst: flow.undetermined.src },
    from: flow.to,
    to: flow.from,
  };
}

export const isIcmp = (protocol: number) =>
  protocol === protocolNumbers.icmp || protocol === protocolNumbers.icmpv6;

/** Types of echo requests and their replies, of ICMP and ICMPv6; the type rides on the port axis. */
export const replyTypes: ReadonlyMap<number, number> = new Map([
  [8, 0],
  [128, 129],
]);

export const isEcho = ({ protocol, packets }: Flow): boolean =>
  isIcmp(protocol) && packets.dstPorts.every(([first]) => replyTypes.has(Math.floor(first / 256)));

function echoReply(packets: Packets): Packets {
  const request = Math.floor((packets.dstPorts[0]?.[0] ?? 0) / 256);
  const type = replyTypes.get(request) ?? request;
  return { ...reversed(packets), srcPorts: packets.srcPorts, dstPorts: [[type * 256, type * 256]] };
}

/** "tcp 443 to 10.0.1.5" */
export function describeFlow(flow: Flow): string {
  return `${describeTraffic(flow)} to ${flow.to}`;
}

/** "tcp 443 from 10.0.1.5" */
export function describeArrival(flow: Flow): string {
  return `${describeTraffic(flow)} from ${flow.from}`;
}

export function describeTraffic({ packets, protocol }: Flow): string {
  return formatTraffic({ protocols: [[protocol, protocol]], ports: packets.dstPorts });
}

const listedRanges = 2;

export function addressLabel(set: AddressSet): string {
  const ranges = set
    .slice(0, listedRanges)
    .map(([first, last]) =>
      first === last ? formatAddress(first) : `${formatAddress(first)}-${formatAddress(last)}`,
    );
  return set.length > listedRanges
    ? `${ranges.join(", ")} and ${set.length - listedRanges} more ranges`
    : ranges.join(", ");
}
