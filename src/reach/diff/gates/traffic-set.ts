/**
 * Traffic of one family as sets to reckon with: the ports of each protocol that has any, and the protocols that have none.
 * What rules say of protocol and port crosses in these, in place of one packet after the other.
 */
import type { Family } from "../../../model/address.ts";
import { includes, intersect, isSame, meets, subtract, toSet, union } from "../../../model/interval-set.ts";
import type { IntervalSet, PortSet } from "../../../model/interval-set.ts";
import { allPorts, allProtocols, protocolNumbers } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";

export interface TrafficSet {
  readonly tcp: PortSet;
  readonly udp: PortSet;
  /** Types and codes, as one axis. */
  readonly icmp: PortSet;
  readonly others: IntervalSet<number>;
}

type Axis = keyof TrafficSet;
const axes = ["tcp", "udp", "icmp", "others"] as const satisfies readonly Axis[];

const { tcp, udp, icmp, icmpv6 } = protocolNumbers;
const icmpOf: Readonly<Record<Family, number>> = { 4: icmp, 6: icmpv6 };
const withoutPorts = subtract(
  allProtocols,
  toSet([tcp, udp, icmp, icmpv6].map((one) => [one, one] as const)),
);

export const everything: TrafficSet = { tcp: allPorts, udp: allPorts, icmp: allPorts, others: withoutPorts };
export const nothing: TrafficSet = { tcp: [], udp: [], icmp: [], others: [] };

const made: Readonly<Record<Family, WeakMap<Traffic, TrafficSet>>> = { 4: new WeakMap(), 6: new WeakMap() };

/** One object for each traffic. Protocols without ports are asked at port 0, as in a packet. */
export function setOf(traffic: Traffic, family: Family): TrafficSet {
  const known = made[family].get(traffic);
  if (known !== undefined) return known;
  const { protocols, ports } = traffic;
  const portsOf = (protocol: number) => (includes(protocols, protocol) ? ports : []);
  const set = {
    tcp: portsOf(tcp),
    udp: portsOf(udp),
    icmp: portsOf(icmpOf[family]),
    others: includes(ports, 0) ? intersect(protocols, withoutPorts) : [],
  };
  const found = isSameSet(set, everything) ? everything : set;
  made[family].set(traffic, found);
  return found;
}

export const isNone = (set: TrafficSet): boolean =>
  set === nothing || axes.every((axis) => set[axis].length === 0);

const isSameSet = (a: TrafficSet, b: TrafficSet): boolean =>
  a === b ||
  (isSame(a.tcp, b.tcp) && isSame(a.udp, b.udp) && isSame(a.icmp, b.icmp) && isSame(a.others, b.others));

export const areSame = isSameSet;

const names = new WeakMap<TrafficSet, string>();

/** Equal for equal sets. */
export function nameOfSet(set: TrafficSet): string {
  const known = names.get(set) ?? axes.map((axis) => set[axis].flat().join(",")).join(";");
  names.set(set, known);
  return known;
}

export const meetSets = (a: TrafficSet, b: TrafficSet): boolean =>
  meets(a.tcp, b.tcp) || meets(a.udp, b.udp) || meets(a.icmp, b.icmp) || meets(a.others, b.others);

export function joinSets(a: TrafficSet, b: TrafficSet): TrafficSet {
  if (a === b || isNone(b)) return a;
  if (isNone(a)) return b;
  if (a === everything || b === everything) return everything;
  return combine(a, b, union);
}

export function crossSets(a: TrafficSet, b: TrafficSet): TrafficSet {
  if (a === b || b === everything) return a;
  if (a === everything) return b;
  const crossed = combine(a, b, intersect);
  return isSameSet(crossed, a) ? a : isSameSet(crossed, b) ? b : crossed;
}

export function takeAway(a: TrafficSet, b: TrafficSet): TrafficSet {
  if (isNone(a) || isNone(b)) return a;
  if (a === b || b === everything) return nothing;
  return combine(a, b, subtract);
}

type Combine = (a: IntervalSet<number>, b: IntervalSet<number>) => IntervalSet<number>;

const combine = (a: TrafficSet, b: TrafficSet, by: Combine): TrafficSet => ({
  tcp: by(a.tcp, b.tcp),
  udp: by(a.udp, b.udp),
  icmp: by(a.icmp, b.icmp),
  others: by(a.others, b.others),
});

/** As rules write it, protocol by protocol. */
export function trafficsOf({ tcp: ofTcp, udp: ofUdp, icmp: ofIcmp, others }: TrafficSet, family: Family) {
  const withPorts = [
    [tcp, ofTcp],
    [udp, ofUdp],
    [icmpOf[family], ofIcmp],
  ] as const;
  const all = withPorts.flatMap(([protocol, ports]): readonly Traffic[] =>
    ports.length === 0 ? [] : [{ protocols: [[protocol, protocol]], ports }],
  );
  return others.length === 0 ? all : [...all, { protocols: others, ports: allPorts }];
}

export interface Point {
  readonly protocol: number;
  readonly port: number;
}

/** One packet of it; undefined where there is none. */
export function pointIn(set: TrafficSet, family: Family): Point | undefined {
  const [traffic] = trafficsOf(set, family);
  const protocol = traffic?.protocols[0]?.[0];
  if (traffic === undefined || protocol === undefined) return undefined;
  return { protocol, port: set.others === traffic.protocols ? 0 : (traffic.ports[0]?.[0] ?? 0) };
}
