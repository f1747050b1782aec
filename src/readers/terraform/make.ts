/** Instances become resources: each by the row of its type, and then what it adds to others. */
import type { Facts } from "../../facts/index.ts";
import type { Unknown } from "../../model/known.ts";
import { additions } from "../resource/additions.ts";
import { isReference } from "../resource/property/attribute.ts";
import type { Content, Resource, Value } from "../resource/property/value.ts";
import { isOfAws } from "./document/instance.ts";
import type { Instance } from "./document/instance.ts";
import { fieldOf, textAt } from "./document/json.ts";
import { nameTag } from "./edge/choose.ts";
import type { Noun } from "./edge/noun.ts";
import { nouns } from "./edge/noun.ts";
import { typeKey } from "./edge/world.ts";
import type { World } from "./edge/world.ts";
import { createZones } from "./edge/zone.ts";
import type { StackOf } from "./place.ts";
import { sourceOf } from "./read/source.ts";
import type { Source } from "./read/source.ts";
import { link, originOf } from "./read/value.ts";
import type { Naming, Reader } from "./read/value.ts";
import { anyPlaced, isPlaced, servesOthers } from "./translate/workload/client.ts";
import { typeRows } from "./translate/index.ts";
import { propertiesOf } from "./translate/spec.ts";
import type { From, Part, TypeRow } from "./translate/spec.ts";

/** A resource while it is being made: references to it exist before its properties do. */
type Draft = { -readonly [Key in keyof Resource]: Resource[Key] };

export interface Made {
  readonly resources: readonly Resource[];
  /** Instances of AWS of which nothing is read. */
  readonly unread: readonly Instance[];
}

export function makeResources(world: World, stackOf: StackOf, facts: Pick<Facts, "prefixListIdFor">): Made {
  const rows = new Map(world.instances.filter(isOfAws).flatMap((one) => pairOf(one, rowOf(world, one))));
  const drafts = new Map(
    [...rows].flatMap(([one, row]) =>
      pairOf(one, row.type === undefined ? undefined : draftOf(one, row.type, stackOf)),
    ),
  );
  giveIds([...drafts.values()]);
  const reader = createReader(world, drafts, facts);
  const from = (one: Instance): From => ({ reader, source: sourceOf(world, one), self: drafts.get(one) });
  for (const [one, draft] of drafts) {
    const entries = propertiesOf(from(one), rows.get(one)?.properties ?? {});
    draft.properties = { kind: "fields", entries };
  }
  const parts = [...rows].flatMap(([one, row]) =>
    (row.parts?.(from(one)) ?? []).flatMap((part, index) =>
      partsOf(one, part, { index, stackOf, self: drafts.get(one) }),
    ),
  );
  noteAssumptions([...drafts.values()], parts);
  const unread = world.instances.filter((one) => isOfAws(one) && one.mode === "managed" && !rows.has(one));
  return { resources: [...drafts.values(), ...parts], unread };
}

/** Of a route or an association, with each of those that it joins. */
function noteAssumptions(drafts: readonly Draft[], parts: readonly Resource[]): void {
  const found = new Map<Resource, Unknown[]>();
  const put = (resource: Resource, all: readonly Unknown[]) => {
    if (all.length > 0) found.set(resource, [...(found.get(resource) ?? []), ...all]);
  };
  for (const draft of drafts) put(draft, assumedIn(draft.properties, []));
  for (const { properties } of parts) {
    const all = assumedIn(properties, []);
    for (const { content } of all.length === 0 ? [] : properties.entries.values())
      if (isReference(content)) put(content.resource, all);
  }
  for (const draft of drafts) {
    const all = found.get(draft);
    if (all !== undefined)
      draft.assumed = [...new Map(all.map((missing) => [missing.fact, missing])).values()];
  }
}

/** Nearly all of a large plan assumes nothing: no list is made for it. */
function assumedIn(content: Content, into: Unknown[]): readonly Unknown[] {
  if (typeof content !== "object" || content === null) return into;
  if (content.kind === "reference" && content.assumed !== undefined) into.push(content.assumed);
  if (content.kind === "list") for (const item of content.items) assumedIn(item.content, into);
  if (content.kind === "fields") for (const item of content.entries.values()) assumedIn(item.content, into);
  return into;
}

const pairOf = <T>(one: Instance, value: T | undefined): readonly (readonly [Instance, T])[] =>
  value === undefined ? [] : [[one, value]];

/** A type that is not read is a client all the same when it is put into subnets. */
function rowOf(world: World, one: Instance): TypeRow | undefined {
  const row = Object.hasOwn(typeRows, typeKey(one)) ? typeRows[typeKey(one)] : undefined;
  if (row !== undefined || one.mode === "data" || servesOthers(one.type)) return row;
  return isPlaced(sourceOf(world, one)) ? { type: one.type, properties: anyPlaced } : undefined;
}

function draftOf(one: Instance, type: string, stackOf: StackOf): Draft {
  const { address, mode } = one;
  const id = fieldOf(one.sensitive, "id") === true ? undefined : textAt(one.values, "id");
  return {
    id: address,
    logicalId: address,
    stack: stackOf(one),
    type,
    properties: { kind: "fields", entries: new Map<string, Value>() },
    path: undefined,
    dependsOn: [],
    ...(id === undefined ? {} : { ownId: id }),
    aliases: [id, nameTag(one)].flatMap((name) => name ?? []),
    ...(mode === "data" ? { lookedUp: true as const } : {}),
    doubt: undefined,
    origin: originOf(one),
  };
}

/** Addresses, with the name of the file before those that several files use. */
function giveIds(drafts: readonly Draft[]): void {
  const uses = new Map<string, number>();
  for (const { logicalId } of drafts) uses.set(logicalId, (uses.get(logicalId) ?? 0) + 1);
  for (const draft of drafts)
    if (uses.get(draft.logicalId) !== 1) draft.id = `${draft.stack.name}/${draft.logicalId}`;
}

interface PartPlace {
  readonly index: number;
  readonly stackOf: StackOf;
  readonly self: Draft | undefined;
}

/** Nothing refers to a part, so that its id is for people alone. */
function partsOf(
  one: Instance,
  { type, properties }: Part,
  { index, stackOf, self }: PartPlace,
): readonly Resource[] {
  const id = `${self?.id ?? one.address}${self === undefined && index === 0 ? "" : `#${index}`}`;
  const made: Resource = {
    id,
    logicalId: one.address,
    stack: stackOf(one),
    type,
    properties: { kind: "fields", entries: properties },
    path: undefined,
    dependsOn: [],
    doubt: undefined,
    origin: originOf(one),
  };
  return perOwner(made);
}

/** What adds to one of several, and it is not known to which, may add to each of them. */
function perOwner(made: Resource): readonly Resource[] {
  const { entries } = made.properties;
  for (const name of ownersOf(made)) {
    const value = entries.get(name);
    const content = typeof value?.content === "object" ? value.content : null;
    if (value === undefined || content?.kind !== "unresolved" || content.anyOf === undefined) continue;
    return content.anyOf.map((resource, index) => ({
      ...made,
      id: `${made.id}?${index}`,
      properties: {
        kind: "fields",
        entries: new Map([
          ...entries,
          [name, { ...value, content: { kind: "reference", resource, attribute: undefined } }],
        ]),
      },
      doubt: content.unknown,
    }));
  }
  return [made];
}

/** Of an association, the subnet: where only its table is not known, its mapper says so. */
function ownersOf({ type, properties }: Resource): readonly string[] {
  const owners = additions[type] ?? [];
  return properties.entries.has("SubnetId") ? ["SubnetId"] : owners;
}

function createReader(
  world: World,
  drafts: ReadonlyMap<Instance, Draft>,
  facts: Pick<Facts, "prefixListIdFor">,
): Reader {
  const instances = new Map([...drafts].map(([instance, draft]) => [draft as Resource, instance]));
  const indexes = new Map<string, ReadonlyMap<Instance, Naming>>();
  const reader: Reader = {
    world,
    zoneOf: createZones((instance) => subnetOf(instance)),
    resourceOf: (instance) => drafts.get(instance),
    naming: (type, name, noun, instance) => {
      const key = `${type}|${name}`;
      const index = indexes.get(key) ?? indexOf(type, name, noun);
      indexes.set(key, index);
      return index.get(instance) ?? { sources: [], doubt: undefined };
    },
    prefixListIdFor: facts.prefixListIdFor,
  };
  const subnetOf = (instance: Instance): Instance | undefined => {
    const content = link(reader, sourceOf(world, instance), "subnet_id", nouns.subnet)?.content;
    const isReference = typeof content === "object" && content?.kind === "reference";
    return isReference ? instances.get(content.resource) : undefined;
  };
  const indexOf = (type: string, name: string, noun: Noun) => {
    const index = new Map<Instance, { sources: Source[]; doubt: Value | undefined }>();
    const put = (resource: Resource, source: Source, doubt?: Value) => {
      const owner = instances.get(resource);
      if (owner === undefined) return;
      const entry = index.get(owner) ?? { sources: [], doubt: undefined };
      if (doubt === undefined) entry.sources.push(source);
      index.set(owner, { ...entry, doubt: entry.doubt ?? doubt });
    };
    for (const one of world.ofType(type)) {
      const source = sourceOf(world, one);
      const value = link(reader, source, name, noun);
      const content = typeof value?.content === "object" ? value.content : null;
      if (content?.kind === "reference") put(content.resource, source);
      if (content?.kind === "unresolved")
        for (const resource of content.anyOf ?? []) put(resource, source, value);
    }
    return index;
  };
  return reader;
}
