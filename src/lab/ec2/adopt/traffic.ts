/** Traffic of a rule as EC2 writes it: one protocol or all, and one range of ports or an ICMP type and code. */
import { allTraffic } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { isSame } from "../../../model/interval-set.ts";

export interface WrittenTraffic {
  /** By number; -1 for all. */
  readonly protocol: number;
  /** Ports, or type and code with -1 for any. */
  readonly from: number;
  readonly to: number;
}

const icmp: readonly number[] = [1, 58];

/** Undefined for traffic that no single rule of EC2 admits. */
export function writeTraffic({ protocols, ports }: Traffic): WrittenTraffic | undefined {
  if (isSame(protocols, allTraffic.protocols)) return { protocol: -1, from: -1, to: -1 };
  const [protocol, more] = protocols;
  const [range, another] = ports;
  if (protocol === undefined || more !== undefined || protocol[0] !== protocol[1]) return undefined;
  if (range === undefined || another !== undefined) return undefined;
  const [number] = protocol;
  const [from, to] = range;
  const isAny = from === 0 && to === 65535;
  if (!icmp.includes(number)) return { protocol: number, from, to };
  if (isAny) return { protocol: number, from: -1, to: -1 };
  const type = Math.floor(from / 256);
  if (from === to) return { protocol: number, from: type, to: from % 256 };
  return from === type * 256 && to === type * 256 + 255
    ? { protocol: number, from: type, to: -1 }
    : undefined;
}

export const isIcmp = ({ protocol }: WrittenTraffic): boolean => icmp.includes(protocol);
