/** Puts together what was found cell by cell: as few boxes as the cells allow, each of them all pairs of two sets. */
import type { Family } from "../../model/address.ts";
import { toSet, union } from "../../model/interval-set.ts";
import type { Interval } from "../../model/interval-set.ts";
import type { Traffic } from "../../model/traffic.ts";
import type { Box, Change, ServiceReached } from "../../model/difference.ts";
import type { Member } from "./cells/field.ts";
import { trafficsOf } from "./gates/traffic-set.ts";
import type { TrafficSet } from "./gates/traffic-set.ts";
import type { Judged } from "./judge.ts";

/** Collects the differences of one class of sources. */
export interface Collected {
  /** Somebody, or some addresses, with all traffic that differs in one way. */
  readonly add: (judged: Judged, where: Where, sent: Sent) => void;
  readonly addServices: (judged: Judged, reached: readonly ServiceReached[]) => void;
  readonly told: () => Told;
}

export interface Told {
  readonly changes: readonly Change[];
  /** Equal for the same changes, whatever packet showed them. */
  readonly name: string;
}

type Where = Pick<Member, "addresses" | "interfaces">;

interface Sent {
  readonly set: TrafficSet;
  readonly family: Family;
}

interface Growing {
  readonly addresses: Interval<bigint>[];
  readonly interfaces: string[];
  readonly traffic: readonly Traffic[];
}

interface Found {
  readonly judged: Judged;
  /** By the traffic. */
  readonly boxes: Map<string, Growing>;
  readonly services: (readonly ServiceReached[])[];
}

export function collect(): Collected {
  const all = new Map<string, Found>();
  const at = (judged: Judged): Found => {
    const known = all.get(judged.key) ?? { judged, boxes: new Map<string, Growing>(), services: [] };
    all.set(judged.key, known);
    return known;
  };
  return {
    add: (judged, { addresses, interfaces }, sent) => {
      const { boxes } = at(judged);
      const { joined, name } = inWords(sent);
      const box = boxes.get(name) ?? { addresses: [], interfaces: [], traffic: joined };
      boxes.set(name, box);
      for (const stretch of addresses) box.addresses.push(stretch);
      box.interfaces.push(...interfaces);
    },
    addServices: (judged, reached) => at(judged).services.push(reached),
    told: () => {
      const changes = [...all.values()].map(toChange);
      return { changes, name: changes.map(nameOf).join("\n") };
    },
  };
}

function nameOf({ kind, before, after, cause, boxes, services }: Change): string {
  const { component } = cause;
  const ways = [before, after].map(({ verdict, via }) => `${verdict} ${via?.kind} ${via?.id}`);
  const told = [kind, ...ways, component.kind, component.id, ...boxes.map(boxName)].join(" ");
  return `${told} ${servicesName(services)}`;
}

const boxName = ({ addresses, interfaces, traffic }: Box): string =>
  [...addresses.map(([first, last]) => `${first}-${last}`), ...interfaces, trafficName(traffic)].join(" ");

/** Of lists that many changes share. */
function onceForEach<List extends object>(write: (list: List) => string): (list: List) => string {
  const written = new WeakMap<List, string>();
  return (list) => {
    const text = written.get(list) ?? write(list);
    written.set(list, text);
    return text;
  };
}

const trafficName = onceForEach((traffic: Box["traffic"]) => JSON.stringify(traffic));
const servicesName = onceForEach((services: Change["services"]) =>
  services.map(({ service, port }) => `${service}:${port}`).join(" "),
);

function toChange({ judged, boxes, services }: Found): Change {
  const { kind, reached, cause } = judged;
  const [first = [], ...others] = services;
  return {
    kind,
    ...reached,
    cause,
    boxes: [...boxes.values()].map(toBox),
    // Most are told the same list.
    services: others.length === 0 ? first : services.flat(),
  };
}

const toBox = ({ addresses, interfaces, traffic }: Growing): Box => ({
  addresses: toSet(addresses),
  interfaces: interfaces.toSorted(),
  traffic,
});

interface Words {
  readonly joined: readonly Traffic[];
  readonly name: string;
}

const known: Readonly<Record<Family, WeakMap<TrafficSet, Words>>> = { 4: new WeakMap(), 6: new WeakMap() };

/** Written once for each set, of which many are those of a rule. */
function inWords({ set, family }: Sent): Words {
  const found = known[family].get(set);
  if (found !== undefined) return found;
  const joined = joinTraffic(trafficsOf(set, family));
  const words = { joined, name: trafficName(joined) };
  known[family].set(set, words);
  return words;
}

/** Ports of one protocol together, and protocols with the same ports. */
function joinTraffic(traffic: readonly Traffic[]): readonly Traffic[] {
  const byProtocol = joinedBy(
    traffic,
    ({ protocols }) => JSON.stringify(protocols),
    (a, b) => ({
      protocols: a.protocols,
      ports: union(a.ports, b.ports),
    }),
  );
  return joinedBy(
    byProtocol,
    ({ ports }) => JSON.stringify(ports),
    (a, b) => ({
      protocols: union(a.protocols, b.protocols),
      ports: a.ports,
    }),
  );
}

function joinedBy(
  traffic: readonly Traffic[],
  nameOf: (one: Traffic) => string,
  join: (a: Traffic, b: Traffic) => Traffic,
): readonly Traffic[] {
  const joined = new Map<string, Traffic>();
  for (const one of traffic) {
    const name = nameOf(one);
    const known = joined.get(name);
    joined.set(name, known === undefined ? one : join(known, one));
  }
  return [...joined.values()];
}
