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
  readonly addService: (judged: Judged, reached: ServiceReached) => void;
  readonly changes: () => readonly Change[];
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
  readonly services: ServiceReached[];
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
    addService: (judged, reached) => at(judged).services.push(reached),
    changes: () => [...all.values()].map(toChange),
  };
}

function toChange({ judged, boxes, services }: Found): Change {
  const { kind, reached, cause } = judged;
  return { kind, ...reached, cause, boxes: [...boxes.values()].map(toBox), services };
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
  const words = { joined, name: JSON.stringify(joined) };
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
