/**
 * Cuts all that may be sent, by protocol and port, where rules name it, and puts together what the same rules name.
 *
 * The answer to an ICMP message has a type of its own, so that a message belongs to the rules that name it and to those
 * that name its answer.
 */
import type { Family } from "../../../model/address.ts";
import { includes, isEmpty, meets, toSet } from "../../../model/interval-set.ts";
import type { IntervalSet } from "../../../model/interval-set.ts";
import { protocolNumbers } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { isIcmp, replyTypes } from "../../flow.ts";

/** One packet, and all that no rule tells from it. */
export interface TrafficCell {
  readonly traffic: Traffic;
  readonly protocol: number;
  readonly port: number;
}

const { icmp, tcp, udp, icmpv6 } = protocolNumbers;
const mostPorts = 65535;
const icmpOf: Readonly<Record<Family, number>> = { 4: icmp, 6: icmpv6 };

/** All of `region`, of the protocols that a family has: ICMP is another in each. */
export function cutTraffic(
  traffics: readonly Traffic[],
  family: Family,
  region: readonly Traffic[],
): readonly TrafficCell[] {
  const rules = [...new Map(traffics.map((one) => [nameOf(one), one])).values()];
  const withPorts = [tcp, udp, icmpOf[family]].flatMap((protocol) => portCells(rules, protocol, region));
  const hasOthers = region.some(({ protocols }) =>
    protocols.some(([first, last]) => first < last || !named.has(first)),
  );
  return hasOthers ? [...withPorts, ...otherProtocols(rules)] : withPorts;
}

const named: ReadonlySet<number> = new Set(Object.values(protocolNumbers));

const names = new WeakMap<Traffic, string>();

/** Written once for each rule, which many sources ask about. */
function nameOf(traffic: Traffic): string {
  const known = names.get(traffic) ?? `${traffic.protocols.join(";")} ${traffic.ports.join(";")}`;
  names.set(traffic, known);
  return known;
}

function portCells(
  rules: readonly Traffic[],
  protocol: number,
  region: readonly Traffic[],
): readonly TrafficCell[] {
  const within = toSet(
    region.filter(({ protocols }) => includes(protocols, protocol)).flatMap(({ ports }) => ports),
  );
  if (isEmpty(within)) return [];
  const own = rules.filter(
    // Of ICMP a rule may name the answer alone.
    ({ protocols, ports }) => includes(protocols, protocol) && (isIcmp(protocol) || meets(ports, within)),
  );
  const edges = new Set([0, mostPorts + 1]);
  for (const [first, last] of within) edges.add(first).add(last + 1);
  for (const { ports } of own) for (const [first, last] of ports) edges.add(first).add(last + 1);
  if (isIcmp(protocol)) addTypes(edges);
  const sorted = [...edges].toSorted((a, b) => a - b);
  const cells = new Map<string, [number, number][]>();
  for (const [index, first] of sorted.slice(0, -1).entries()) {
    if (!includes(within, first)) continue;
    const last = (sorted[index + 1] ?? 0) - 1;
    const name = signatureOf(own, protocol, first);
    const alike = cells.get(name);
    if (alike === undefined) cells.set(name, [[first, last]]);
    else alike.push([first, last]);
  }
  return [...cells.values()].map((intervals) => ({
    traffic: { protocols: [[protocol, protocol]], ports: toSet(intervals) },
    protocol,
    port: intervals[0]?.[0] ?? 0,
  }));
}

/** Answers are told apart by their type. Where a rule cuts through the codes of one, the type has edges of its own. */
function addTypes(edges: Set<number>): void {
  const written = [...edges];
  for (const edge of written) {
    edges.add(Math.floor(edge / 256) * 256).add(Math.min(Math.ceil(edge / 256) * 256, mostPorts + 1));
  }
  for (const type of replyTypes.keys()) edges.add(type * 256).add((type + 1) * 256);
}

function signatureOf(rules: readonly Traffic[], protocol: number, port: number): string {
  const named = (at: number) => rules.map(({ ports }) => (includes(ports, at) ? "1" : "0")).join("");
  if (!isIcmp(protocol)) return named(port);
  const type = Math.floor(port / 256);
  const reply = replyTypes.get(type);
  return `${named(port)} ${named((reply ?? type) * 256)} ${reply ?? ""}`;
}

/** Without ports: what a rule says of them, EC2 does not ask. */
function otherProtocols(rules: readonly Traffic[]): readonly TrafficCell[] {
  const edges = new Set([0, 256]);
  for (const protocol of [icmp, tcp, udp, icmpv6]) edges.add(protocol).add(protocol + 1);
  for (const { protocols } of rules) for (const [first, last] of protocols) edges.add(first).add(last + 1);
  const sorted = [...edges].toSorted((a, b) => a - b);
  const cells = new Map<string, [number, number][]>();
  for (const [index, first] of sorted.slice(0, -1).entries()) {
    if (first > 255 || named.has(first)) continue;
    const name = rules.map(({ protocols }) => (includes(protocols, first) ? "1" : "0")).join("");
    const last = (sorted[index + 1] ?? 0) - 1;
    const alike = cells.get(name);
    if (alike === undefined) cells.set(name, [[first, last]]);
    else alike.push([first, last]);
  }
  return [...cells.values()].map((intervals) => {
    const protocols: IntervalSet<number> = toSet(intervals);
    return { traffic: { protocols, ports: [[0, mostPorts]] }, protocol: intervals[0]?.[0] ?? 0, port: 0 };
  });
}
