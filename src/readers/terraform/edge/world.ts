/** All documents of the input at once: their instances by the names that values and expressions call them. */
import type { Document, Instance } from "../document/instance.ts";
import { fieldOf } from "../document/json.ts";
import { placeOfModule } from "./module.ts";
import type { ModulePlace } from "./module.ts";
import type { Noun, Source } from "./noun.ts";

/** An instance that a reference means, or what AWS makes beside it. */
export interface Hit {
  readonly instance: Instance;
  readonly made: string | undefined;
}

export interface World {
  readonly instances: readonly Instance[];
  readonly ofType: (type: string) => readonly Instance[];
  /** Those of a block, in the order of their keys. */
  readonly ofBlock: (document: Document, module: string, block: string) => readonly Instance[];
  /** Their keys; one list for all that ask. */
  readonly keysOf: (document: Document, module: string, block: string) => readonly Instance["key"][];
  /** The addresses of the modules that one call makes. */
  readonly modulesOf: (document: Document, parent: string, call: string) => readonly string[];
  readonly placeOf: (module: string) => ModulePlace;
  /** What has this id, name or ARN. */
  readonly named: (noun: Noun, text: string) => Hit | undefined;
}

export const typeKey = ({ mode, type }: Pick<Instance, "mode" | "type">) =>
  mode === "data" ? `data.${type}` : type;
export const blockKey = (one: Pick<Instance, "mode" | "type" | "name">) => `${typeKey(one)}.${one.name}`;

export function createWorld(documents: readonly Document[]): World {
  const instances = documents.flatMap((document) => document.instances);
  const byType = groupBy(instances, typeKey);
  const places = new Map<string, ModulePlace>();
  const placeOf = (module: string): ModulePlace => {
    const place = places.get(module) ?? placeOfModule(module);
    places.set(module, place);
    return place;
  };
  const perDocument = new Map(documents.map((document) => [document, indexOf(document, placeOf)]));
  const names = new Map<string, ReadonlyMap<string, Instance>>();
  const nameIndex = ({ type }: Source, attribute: string): ReadonlyMap<string, Instance> => {
    const key = `${type}|${attribute}`;
    const index = names.get(key) ?? indexByName(byType.get(type) ?? [], attribute);
    names.set(key, index);
    return index;
  };
  return {
    instances,
    ofType: (type) => byType.get(type) ?? [],
    ofBlock: (document, module, block) => perDocument.get(document)?.blocks.get(`${module}|${block}`) ?? [],
    keysOf: (document, module, block) => perDocument.get(document)?.keys.get(`${module}|${block}`) ?? [],
    modulesOf: (document, parent, call) => [
      ...(perDocument.get(document)?.modules.get(`${parent}|${call}`) ?? []),
    ],
    placeOf,
    named: (noun, text) => {
      for (const source of noun.sources) {
        for (const attribute of source.by) {
          const instance = nameIndex(source, attribute).get(text);
          if (instance !== undefined) return { instance, made: source.made };
        }
      }
      return undefined;
    },
  };
}

function indexOf({ instances }: Document, placeOf: World["placeOf"]) {
  const blocks = groupBy(instances, (one) => `${one.module}|${blockKey(one)}`);
  for (const group of blocks.values()) group.sort((a, b) => compareKeys(a.key, b.key));
  const keys = new Map([...blocks].map(([block, group]) => [block, group.map(({ key }) => key)] as const));
  const modules = new Map<string, Set<string>>();
  for (const address of new Set(instances.map(({ module }) => module))) {
    for (let at = address; at !== ""; at = placeOf(at).parent) {
      const { parent, path } = placeOf(at);
      const key = `${parent}|${path.at(-1) ?? ""}`;
      modules.set(key, (modules.get(key) ?? new Set()).add(at));
    }
  }
  return { blocks, keys, modules };
}

function compareKeys(a: Instance["key"], b: Instance["key"]): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "") < String(b ?? "") ? -1 : 1;
}

/** An attribute of a block, `vpc_config.cluster_security_group_id`, is that of its first one. */
function indexByName(instances: readonly Instance[], attribute: string): ReadonlyMap<string, Instance> {
  const path = attribute.split(".");
  return new Map(
    instances.flatMap((instance) => {
      const name = path.reduce<unknown>((inner, key) => {
        const found = fieldOf(inner, key);
        return Array.isArray(found) ? (found as readonly unknown[])[0] : found;
      }, instance.values);
      return typeof name === "string" && name !== "" ? [[name, instance] as const] : [];
    }),
  );
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
