/**
 * Which of the candidates an argument means: the one of the same key, the only one, the one of the same zone or name. Where
 * none of these tells, it is any of them, and nothing is guessed.
 */
import type { Instance } from "../document/instance.ts";
import { fieldOf } from "../document/json.ts";
import { ofSameKey } from "./candidate-set.ts";
import type { Candidates } from "./candidate-set.ts";
import type { Hit, World } from "./world.ts";

export type Choice =
  | { readonly kind: "hits"; readonly hits: readonly Hit[]; readonly ids: readonly string[] }
  | { readonly kind: "open"; readonly reason: string; readonly anyOf: readonly Hit[] };

/** What an argument for one thing means. */
export function chooseOne(instance: Instance, all: Candidates, { world, zoneOf }: Aid): Choice {
  const opening = whyOpen(all);
  if (opening !== undefined) return opening;
  const { hits, ids } = ofSameKey(world, all) ?? all;
  if (hits.length + ids.length === 1) return { kind: "hits", hits, ids };
  const hit = ids.length > 0 ? undefined : (ofSameZone(instance, hits, zoneOf) ?? ofSameName(instance, hits));
  return hit === undefined ? anyOf({ hits, ids }) : { kind: "hits", hits: [hit], ids: [] };
}

/**
 * What an argument for several things means: all candidates, save that an index picks among those of each block. `count` is
 * how many they are, where the plan tells.
 */
export function chooseAll(instance: Instance, all: Candidates, aid: Aid, count: number | undefined): Choice {
  const opening = whyOpen(all);
  if (opening !== undefined) return opening;
  const narrow = ofSameKey(aid.world, all) ?? all;
  const { hits, ids, index, isWide } = narrow;
  const size = hits.length + ids.length;
  if (size === count) return { kind: "hits", hits, ids };
  if (index === undefined)
    return count !== undefined || (isWide && size > 1) ? anyOf(narrow) : { kind: "hits", hits, ids };
  const choices = blocksOf(hits).map((group) =>
    chooseOne(instance, { ...narrow, hits: group, ids: [] }, aid),
  );
  const picked = choices.flatMap((choice) => (choice.kind === "hits" ? choice.hits : []));
  const isWhole = choices.every(({ kind }) => kind === "hits") && !isWide;
  return isWhole && (count === undefined || picked.length + ids.length === count)
    ? { kind: "hits", hits: picked, ids }
    : anyOf(narrow);
}

/** What helps to choose. `zoneOf` tells the zone of what names a subnet. */
export interface Aid {
  readonly world: World;
  readonly zoneOf: ZoneOf;
}

export type ZoneOf = (instance: Instance) => string | undefined;

function whyOpen({ hits, ids, opaque, blank }: Candidates): Choice | undefined {
  const [first] = opaque.length > 0 ? opaque : hits.length + ids.length === 0 ? blank : [];
  if (first !== undefined) return { kind: "open", reason: `which comes of ${first}`, anyOf: [] };
  if (hits.length + ids.length > 0) return undefined;
  return { kind: "open", reason: "of which the plan tells nothing", anyOf: [] };
}

function anyOf({ hits, ids }: Pick<Candidates, "hits" | "ids">): Choice {
  const names = [...hits.map(({ instance }) => instance.address), ...ids];
  const shown = names.slice(0, 4).join(", ");
  return {
    kind: "open",
    reason: `which is any of ${shown}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`,
    anyOf: hits,
  };
}

function blocksOf(hits: readonly Hit[]): readonly (readonly Hit[])[] {
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const { module, type, name } = hit.instance;
    const key = `${module}|${type}|${name}`;
    groups.set(key, [...(groups.get(key) ?? []), hit]);
  }
  return [...groups.values()];
}

function ofSameZone(instance: Instance, hits: readonly Hit[], zoneOf: ZoneOf): Hit | undefined {
  const own = zoneOf(instance);
  const zones = hits.map((hit) => zoneOf(hit.instance));
  if (own === undefined || zones.includes(undefined)) return undefined;
  return onlyOne(hits.filter((_, index) => zones[index] === own));
}

function ofSameName(instance: Instance, hits: readonly Hit[]): Hit | undefined {
  const own = nameTag(instance);
  return own === undefined ? undefined : onlyOne(hits.filter((hit) => nameTag(hit.instance) === own));
}

function onlyOne(hits: readonly Hit[]): Hit | undefined {
  return hits.length === 1 ? hits[0] : undefined;
}

export function nameTag({ values, sensitive }: Instance): string | undefined {
  if (fieldOf(sensitive, "tags") === true || fieldOf(fieldOf(sensitive, "tags"), "Name") === true)
    return undefined;
  const name = fieldOf(fieldOf(values, "tags"), "Name");
  return typeof name === "string" && name !== "" ? name : undefined;
}
