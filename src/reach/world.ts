/** A network made ready to be asked: its topology, and everything that is worked out once for many questions. */
import type { Facts } from "../facts/index.ts";
import type { Network } from "../model/network.ts";
import { toTopology } from "./topology.ts";
import type { Topology } from "./topology.ts";

export interface World {
  readonly network: Network;
  readonly facts: Facts;
  readonly topology: Topology;
  /** A number that stands for an object in keys of `once`: the same object, the same number. */
  readonly numberOf: (object: object) => number;
  /** What `make` gives, made once for each `key` of a `kind`. Pure functions only: the answer must hang on the key alone. */
  readonly once: <T>(kind: string, key: string | number | object, make: () => T) => T;
}

export function createWorld(network: Network, facts: Facts): World {
  const numbers = new WeakMap<object, number>();
  let count = 0;
  return withMemory({
    network,
    facts,
    topology: toTopology(network),
    numberOf: (object) => {
      const number = numbers.get(object) ?? (count += 1);
      numbers.set(object, number);
      return number;
    },
  });
}

/** The same world with nothing remembered: for questions of which no two are alike. */
export function renewed({ network, facts, topology, numberOf }: World): World {
  return withMemory({ network, facts, topology, numberOf });
}

function withMemory(world: Omit<World, "once">): World {
  const made = new Map<string, Map<unknown, unknown>>();
  return {
    ...world,
    once: <T>(kind: string, key: unknown, make: () => T): T => {
      let results = made.get(kind);
      if (results === undefined) made.set(kind, (results = new Map()));
      const known = results.get(key);
      if (known !== undefined || results.has(key)) return known as T;
      const result = make();
      results.set(key, result);
      return result;
    },
  };
}
