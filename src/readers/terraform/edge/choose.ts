/**
 * Which of the candidates an argument means: the one of the same key, the only one, the one of the same zone or name. Where
 * none of these tells, it is any of them, and nothing is guessed.
 *
 * A plan proves only that it is one of the candidates. Keys alone are a convention, however common: the choice says that it
 * was `taken`, unless zones or names bear it out; and where zones speak against it, it is not taken.
 */
import type { Instance } from "../document/instance.ts";
import { fieldOf } from "../document/json.ts";
import { ofSameKey } from "./candidate-set.ts";
import type { Candidates } from "./candidate-set.ts";
import type { Hit, World } from "./world.ts";

/** How nearly everybody means what a plan does not prove. */
export type Taken = "the same key" | "all of them";

export type Choice =
  | {
      readonly kind: "hits";
      readonly hits: readonly Hit[];
      readonly ids: readonly string[];
      readonly taken: Taken | undefined;
    }
  | { readonly kind: "open"; readonly reason: string; readonly anyOf: readonly Hit[] };

/** What an argument for one thing means. */
export function chooseOne(instance: Instance, all: Candidates, aid: Aid): Choice {
  const opening = whyOpen(all);
  if (opening !== undefined) return opening;
  const { hits, ids, isPaired } = all;
  const narrow = ofSameKey(aid.world, all);
  const isOne = (narrow ?? all).hits.length + ids.length === 1;
  if (narrow === undefined && isOne) return taking(all, isPaired ? "the same key" : undefined);
  const told = ids.length > 0 ? undefined : ofSamePlace(instance, hits, aid);
  const borneOut = told !== undefined && (narrow === undefined || !isOne || narrow.hits[0] === told);
  if (borneOut) return taking({ hits: [told], ids: [] }, isPaired ? "the same key" : undefined);
  if (narrow === undefined || told !== undefined) return anyOf(all);
  const [one] = isOne ? narrow.hits : [ofSamePlace(instance, narrow.hits, aid)];
  return one === undefined ? anyOf(narrow) : taking({ hits: [one], ids: [] }, "the same key");
}

const taking = ({ hits, ids }: Pick<Candidates, "hits" | "ids">, taken: Taken | undefined): Choice => ({
  kind: "hits",
  hits,
  ids,
  taken,
});

/**
 * What an argument for several things means: all candidates, save that an index picks among those of each block. `count` is
 * how many they are, where the plan tells.
 */
export function chooseAll(instance: Instance, all: Candidates, aid: Aid, count: number | undefined): Choice {
  const opening = whyOpen(all);
  if (opening !== undefined) return opening;
  const narrow = ofSameKey(aid.world, all) ?? all;
  const { hits, ids, index, isWide, isPaired } = narrow;
  const size = hits.length + ids.length;
  if (size === count) return taking(narrow, isPaired ? "the same key" : undefined);
  if (index === undefined) {
    if (count !== undefined || (isWide && size > 1)) return anyOf(narrow);
    // One that is not known can be made of nothing but the one thing it refers to; of several it may leave some out.
    const several = size > 1 ? "all of them" : undefined;
    return taking(narrow, isPaired ? "the same key" : several);
  }
  const choices = blocksOf(hits).map((group) =>
    chooseOne(instance, { ...narrow, hits: group, ids: [] }, aid),
  );
  const picked = choices.flatMap((choice) => (choice.kind === "hits" ? choice.hits : []));
  const isWhole = choices.every(({ kind }) => kind === "hits") && !isWide;
  return isWhole && (count === undefined || picked.length + ids.length === count)
    ? taking({ hits: picked, ids }, "the same key")
    : anyOf(narrow);
}

/** What helps to choose. `zoneOf` tells the zone of what names a subnet. */
export interface Aid {
  readonly world: World;
  readonly zoneOf: ZoneOf;
}

/** Of an instance whose subnet is sought, only what it says of its zone itself. */
export type ZoneOf = (instance: Instance, isSubnetSought?: boolean) => string | undefined;

function whyOpen({ hits, ids, opaque, blank }: Candidates): Choice | undefined {
  const [first] = opaque.length > 0 ? opaque : hits.length + ids.length === 0 ? blank : [];
  if (first !== undefined) return { kind: "open", reason: `which comes of ${first}`, anyOf: [] };
  if (hits.length + ids.length > 0) return undefined;
  return { kind: "open", reason: "of which the plan tells nothing", anyOf: [] };
}

function anyOf({ hits, ids }: Pick<Candidates, "hits" | "ids">): Choice {
  return { kind: "open", reason: `which is any of ${namesOf(hits, ids)}`, anyOf: hits };
}

/** The first few by name. */
export function namesOf(hits: readonly Hit[], ids: readonly string[]): string {
  const names = [...hits.map(({ instance }) => instance.address), ...ids];
  const shown = names.slice(0, 4).join(", ");
  return `${shown}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`;
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

/** The only one of the zone or of the name of `instance`. */
function ofSamePlace(instance: Instance, hits: readonly Hit[], { zoneOf }: Aid): Hit | undefined {
  return ofSameZone(instance, hits, zoneOf) ?? ofSameName(instance, hits);
}

function ofSameZone(instance: Instance, hits: readonly Hit[], zoneOf: ZoneOf): Hit | undefined {
  const own = zoneOf(
    instance,
    hits.some((hit) => hit.instance.type.endsWith("_subnet")),
  );
  if (own === undefined) return undefined;
  const zones = hits.map((hit) => zoneOf(hit.instance));
  if (zones.includes(undefined)) return undefined;
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
