/** The words in which tables say how arguments of Terraform become properties of a resource. */
import type { Resource, Value } from "../../resource/property/value.ts";
import { fieldOf } from "../document/json.ts";
import type { Noun } from "../edge/noun.ts";
import { blocksOf, expressionOf, isLeftOut, isUnknown } from "../read/source.ts";
import type { Source } from "../read/source.ts";
import { itemsOf, link, links, listOf, open, originOf, plain } from "../read/value.ts";
import type { Reader } from "../read/value.ts";

/** What a property is made of. */
export interface From {
  readonly reader: Reader;
  readonly source: Source;
  /** What the instance makes; undefined for one that only adds to others. */
  readonly self: Resource | undefined;
}

export type Read = (from: From) => Value | undefined;

/** Properties by name; a text is the argument that is taken as it is. */
export type Spec = Readonly<Record<string, string | Read>>;

/** A resource that one instance makes beside its own, or instead of it. */
export interface Part {
  readonly type: string;
  readonly properties: ReadonlyMap<string, Value>;
}

export interface TypeRow {
  /** The type of `resource/`; left out for what only adds to others. */
  readonly type?: string;
  readonly properties?: Spec;
  readonly parts?: (from: From) => readonly Part[];
}

export function propertiesOf(from: From, spec: Spec): ReadonlyMap<string, Value> {
  return new Map(
    Object.entries(spec).flatMap(([property, read]) => {
      const value = typeof read === "string" ? plain(from.source, read) : read(from);
      return value === undefined ? [] : [[property, value] as const];
    }),
  );
}

export const part = (from: From, type: string, spec: Spec): Part => ({
  type,
  properties: propertiesOf(from, spec),
});

/** One part of this type, made of the whole instance. */
export const only = (type: string, spec: Spec): TypeRow => ({ parts: (from) => [part(from, type, spec)] });

export const to =
  (name: string, noun: Noun): Read =>
  ({ reader, source }) =>
    link(reader, source, name, noun);

export const toAll =
  (name: string, noun: Noun): Read =>
  ({ reader, source }) =>
    links(reader, source, name, noun);

export const itself: Read = ({ self, source }) =>
  self && {
    content: { kind: "reference", resource: self, attribute: undefined },
    origin: originOf(source.instance),
  };

export const always =
  (content: string | boolean): Read =>
  ({ source }) => ({ content, origin: originOf(source.instance) });

/** `true` and `false` in AWS's own words. */
export const words =
  (name: string, whenTrue: string, whenFalse: string): Read =>
  ({ source }) => {
    const value = plain(source, name);
    if (typeof value?.content !== "boolean") return value;
    return { ...value, content: value.content ? whenTrue : whenFalse };
  };

/** Left out, it is not known: providers and APIs differ in its default. */
export const told =
  (name: string): Read =>
  ({ source }) =>
    isLeftOut(source, name) ? open(source, name, "which the plan leaves to AWS") : plain(source, name);

/** The first block of this name. */
export const first =
  (name: string, spec: Spec): Read =>
  (from) => {
    const [block] = blocksOf(from.source, name);
    return block === undefined ? unread(from, name) : fields({ ...from, source: block }, spec);
  };

/** All blocks of this name. */
export const each =
  (name: string, spec: Spec): Read =>
  (from) => {
    const blocks = blocksOf(from.source, name);
    if (blocks.length === 0) return unread(from, name);
    return listOf(
      from.source,
      blocks.map((source) => fields({ ...from, source }, spec)),
    );
  };

/** Each text of a list as a map with one property. */
export const eachText =
  (name: string, property: string): Read =>
  ({ source }) => {
    const value = plain(source, name);
    if (value === undefined) return undefined;
    const items = itemsOf(value).map((item): Value => ({
      ...item,
      content: { kind: "fields", entries: new Map([[property, item]]) },
    }));
    return items.length === 0 ? undefined : listOf(source, items);
  };

export const either =
  (...reads: readonly (string | Read)[]): Read =>
  (from) => {
    for (const read of reads) {
      const value = typeof read === "string" ? plain(from.source, read) : read(from);
      if (value !== undefined) return value;
    }
    return undefined;
  };

export function fields(from: From, spec: Spec): Value {
  return {
    content: { kind: "fields", entries: propertiesOf(from, spec) },
    origin: originOf(from.source.instance),
  };
}

/** Blocks that are there and not told; undefined where none is written. */
function unread({ source }: From, name: string): Value | undefined {
  return isUnknown(source, name) ? plain(source, name) : undefined;
}

/**
 * What resources of their own tell of an argument that AWS answers with as well: a plan that takes one of them away goes on
 * showing what it told. `nameOf` names an item; only where nothing is written in the instance itself does any of it count.
 */
export function toldBeside(
  { source }: From,
  name: string,
  beside: { readonly type: string; readonly owner: string },
  nameOf: (values: unknown) => string | undefined,
): ReadonlySet<string> {
  const { instance } = source;
  if (instance.document.noun === "state" || expressionOf(source.expressions, name) !== undefined)
    return new Set();
  const id = fieldOf(instance.values, "id");
  const told = instance.document.prior.filter(
    ({ type, values }) => type === beside.type && id !== undefined && fieldOf(values, beside.owner) === id,
  );
  return new Set(told.flatMap(({ values }) => nameOf(values) ?? []));
}
