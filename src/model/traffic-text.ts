/** Sets of addresses and traffic as people and scripts read them: blocks and ranges, ports, types of ICMP. */
import { familyOf, familyShapes, formatAddress, toCidr } from "./address.ts";
import type { Address } from "./address.ts";
import type { Interval } from "./interval-set.ts";
import { protocolNumbers } from "./traffic.ts";
import type { Traffic } from "./traffic.ts";

/** A block where it is one, else its first address and its last. */
export function rangeText([first, last]: Interval<bigint>): string {
  if (first === last) return formatAddress(first);
  const { bits } = familyShapes[familyOf(first)];
  const length = bits - ((last - first + 1n).toString(2).length - 1);
  const block = toCidr(first as Address, length);
  return block.first === first && block.last === last
    ? block.text
    : `${formatAddress(first)}-${formatAddress(last)}`;
}

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(protocolNumbers).map(([name, number]) => [number, name]),
);

function protocolTexts({ protocols }: Traffic): readonly string[] {
  return protocols.flatMap(([first, last]) => {
    const named = [...names].filter(([number]) => first <= number && number <= last);
    if (first === last) return [names.get(first) ?? String(first)];
    return named.length === last - first + 1 ? named.map(([, name]) => name) : [`${first}-${last}`];
  });
}

const icmp: readonly number[] = [protocolNumbers.icmp, protocolNumbers.icmpv6];
const withPorts: readonly number[] = [protocolNumbers.tcp, protocolNumbers.udp];

/** `ports` of protocols that have them, `types` (as type/code) of ICMP; all of them where neither is said. */
export interface TrafficShown {
  readonly protocols: readonly string[];
  readonly ports: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
}

export function trafficShown(traffic: Traffic): TrafficShown {
  const [first = [0, 0] as const] = traffic.protocols;
  const texts = (of: (point: number) => string) =>
    traffic.ports.map(([from, to]) => (from === to ? of(from) : `${of(from)}-${of(to)}`));
  const isAll = traffic.ports.length === 1 && traffic.ports[0]?.[0] === 0 && traffic.ports[0][1] === 65535;
  return {
    protocols: protocolTexts(traffic),
    ports: !isAll && withPorts.includes(first[0]) ? texts(String) : undefined,
    types:
      !isAll && icmp.includes(first[0])
        ? texts((point) => `${Math.floor(point / 256)}/${point % 256}`)
        : undefined,
  };
}

/** `tcp 443`, `icmp type 8/0-8/255`, `all traffic`. */
export function trafficText(traffic: readonly Traffic[]): string {
  return traffic
    .map((one) => {
      const { protocols, ports, types } = trafficShown(one);
      const what = ports ?? types;
      const which = types === undefined ? "" : "type ";
      return `${protocols.join("/")}${what === undefined ? "" : ` ${which}${what.join(",")}`}`;
    })
    .join("; ");
}
