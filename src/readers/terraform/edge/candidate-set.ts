/** Candidates for what an argument means, put together and narrowed. */
import type { Traversal } from "../configuration/traversal.ts";
import type { Instance } from "../document/instance.ts";
import { blockKey } from "./world.ts";
import type { Hit, World } from "./world.ts";

/** What `count.index` and `each.key` are in a block, here and in all that the block makes. */
export interface Index {
  readonly own: Instance["key"];
  readonly all: readonly Instance["key"][];
}

export interface Candidates {
  readonly hits: readonly Hit[];
  /** Ids of what is not in the input. */
  readonly ids: readonly string[];
  /** What nothing can be told of: it may be anything. */
  readonly opaque: readonly string[];
  /** What would tell, and leads nowhere: it counts only where nothing else leads anywhere. */
  readonly blank: readonly string[];
  /** Set where `count.index` or `each` picks among them. */
  readonly index: Index | undefined;
  /** Whether a local stands between, which may leave some of them out. */
  readonly isWide: boolean;
  /** Whether some were left out for having another key, which the plan does not prove. */
  readonly isPaired: boolean;
}

export const none: Candidates = {
  hits: [],
  ids: [],
  opaque: [],
  blank: [],
  index: undefined,
  isWide: false,
  isPaired: false,
};

/** `[0]` or `["a"]` behind what is a list or a map of instances of one block. */
export function pick(all: Candidates, steps: Traversal["steps"]): Candidates {
  const [step] = steps;
  if (step?.kind !== "key" || all.hits.length < 2) return all;
  const [first] = all.hits;
  const isOneBlock = all.hits.every(
    ({ instance }) =>
      first !== undefined &&
      instance.module === first.instance.module &&
      blockKey(instance) === blockKey(first.instance),
  );
  const keyed = all.hits.filter(({ instance }) => instance.key === step.value);
  return isOneBlock && keyed.length === 1 ? { ...all, hits: keyed } : all;
}

/**
 * Those of the key that `count.index` or `each.key` has, where every key of the block has its like: keys of modules where
 * there are several, else keys of instances. No index is left then.
 */
export function ofSameKey(world: World, all: Candidates): Candidates | undefined {
  const { hits, index } = all;
  if (index?.own === undefined) return undefined;
  const isOneModule = new Set(hits.map(({ instance }) => instance.module)).size < 2;
  const keyOf = ({ instance }: Hit) => (isOneModule ? instance.key : world.placeOf(instance.module).key);
  const keys = new Set(hits.map(keyOf));
  if (hits.length < 2 || !index.all.every((key) => keys.has(key))) return undefined;
  return { ...all, hits: hits.filter((hit) => keyOf(hit) === index.own), index: undefined, isPaired: true };
}

/** What is wide adds nothing where all of it was found without it. */
export function merge(given: readonly Candidates[]): Candidates {
  const all = given.filter((one) => !isNothing(one));
  const [first = none] = all;
  if (all.length < 2) return first;
  const sure = new Set(all.flatMap((one) => (one.isWide ? [] : one.hits.map(identityOf))));
  const hits = new Map(all.flatMap((one) => one.hits.map((hit) => [identityOf(hit), hit] as const)));
  return {
    hits: [...hits.values()],
    ids: [...new Set(all.flatMap(({ ids }) => ids))],
    opaque: [...new Set(all.flatMap(({ opaque }) => opaque))],
    blank: [...new Set(all.flatMap(({ blank }) => blank))],
    index: all.find(({ index }) => index !== undefined)?.index,
    isWide: hits.size > sure.size,
    isPaired: all.some(({ isPaired }) => isPaired),
  };
}

/** Nearly all hits are instances themselves, which are equal as objects. */
const identityOf = ({ instance, made }: Hit): Instance | string =>
  made === undefined ? instance : `${instance.document.file}|${instance.address}|${made}`;

function isNothing({ hits, ids, opaque, blank, index }: Candidates): boolean {
  return index === undefined && [hits, ids, opaque, blank].every((list) => list.length === 0);
}
