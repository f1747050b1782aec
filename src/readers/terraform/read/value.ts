/** Arguments as the values that `resource/` reads: plain data, references, and leaves that the file does not tell. */
import type { Origin } from "../../../model/entity/entity.ts";
import { unknown } from "../../../model/known.ts";
import type { Unknown } from "../../../model/known.ts";
import type { Content, Reference, Resource, Value } from "../../resource/property/value.ts";
import type { Instance } from "../document/instance.ts";
import { fieldOf, isRow } from "../document/json.ts";
import { keyText } from "../document/key.ts";
import { candidatesOf } from "../edge/candidates.ts";
import { placeOf } from "../edge/place.ts";
import { chooseAll, chooseOne, namesOf } from "../edge/choose.ts";
import type { Choice, ZoneOf } from "../edge/choose.ts";
import type { Noun } from "../edge/noun.ts";
import type { Hit, World } from "../edge/world.ts";
import { tell } from "./dialect.ts";
import { expressionOf, isLeftOut, isSensitive, isUnknown } from "./source.ts";
import type { Source } from "./source.ts";

export interface Reader {
  readonly world: World;
  readonly zoneOf: ZoneOf;
  /** The resource that an instance makes; undefined for one that only adds to others. */
  readonly resourceOf: (instance: Instance) => Resource | undefined;
  /** Instances of a type whose argument names this one. */
  readonly naming: (type: string, name: string, noun: Noun, instance: Instance) => Naming;
  readonly prefixListIdFor: (listName: string) => string;
}

export interface Naming {
  readonly sources: readonly Source[];
  /** The argument of another that may name it as well. */
  readonly doubt: Value | undefined;
}

export function originOf({ address, document: { file, isAlone } }: Instance): Origin {
  return isAlone ? { file: address } : { file, call: address };
}

/** Undefined for what was left out, in the file or in the configuration; Terraform keeps empty text for it too. */
export function plain(source: Source, name: string): Value | undefined {
  if (isSensitive(source, name)) return open(source, name, "which is sensitive");
  if (isUnknown(source, name)) return isLeftOut(source, name) ? undefined : open(source, name, notYet);
  const value = fieldOf(source.values, name);
  if (value === undefined || value === null || value === "") return undefined;
  const at = { name, source, depth: 0 };
  return toValue(value, fieldOf(source.unknown, name), fieldOf(source.sensitive, name), at);
}

const notYet = "which is known once it is applied";

interface At {
  readonly source: Source;
  readonly name: string;
  readonly depth: number;
}

/** No argument of any provider is so deep: such a file was made to break its reader. */
const deepest = 40;

function toValue(value: unknown, mask: unknown, secret: unknown, at: At): Value {
  if (secret === true) return open(at.source, at.name, "which is sensitive");
  if (mask === true) return open(at.source, at.name, notYet);
  const origin = originOf(at.source.instance);
  if (at.depth > deepest) return open(at.source, at.name, "which is too deep to be read");
  const inner = { ...at, depth: at.depth + 1 };
  if (Array.isArray(value)) {
    const items = (value as readonly unknown[]).map((item, index) =>
      toValue(item, fieldOf(mask, String(index)), fieldOf(secret, String(index)), inner),
    );
    return { content: { kind: "list", items }, origin };
  }
  if (isRow(value)) {
    const names = new Set([...Object.keys(value), ...(isRow(mask) ? Object.keys(mask) : [])]);
    const entries = [...names].map(
      (name) =>
        [
          name,
          toValue(fieldOf(value, name), fieldOf(mask, name), fieldOf(secret, name), { ...inner, name }),
        ] as const,
    );
    return { content: { kind: "fields", entries: new Map(entries) }, origin };
  }
  return { content: isScalar(value) ? value : null, origin };
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** A value that the file does not tell, with the command that will. */
export function open(
  { instance, label }: Source,
  name: string,
  reason: string,
  anyOf: readonly Resource[] = [],
): Value {
  const fact = `${name} of ${label}, ${reason}`;
  const content: Content = {
    kind: "unresolved",
    unknown: unknown(fact, tell(instance)),
    symbol: `${label}.${name}`,
    commaFree: true,
    ...(anyOf.length === 0 ? {} : { anyOf }),
  };
  return { content, origin: originOf(instance) };
}

/** The one thing that an argument names. */
export function link(reader: Reader, source: Source, name: string, noun: Noun): Value | undefined {
  if (!isUnknown(source, name) || isSensitive(source, name)) {
    const value = plain(source, name);
    return value === undefined ? undefined : named(reader, value, noun);
  }
  if (isLeftOut(source, name)) return undefined;
  const choice = chooseOne(source.instance, candidates(reader, source, name, noun), reader);
  if (choice.kind === "open") return openChoice(reader, source, name, choice);
  return referencesTo(reader, source, name, choice)[0] ?? open(source, name, notYet);
}

/** The things that an argument names, as a list. */
export function links(reader: Reader, source: Source, name: string, noun: Noun): Value | undefined {
  if (isSensitive(source, name)) return open(source, name, "which is sensitive");
  const mask = fieldOf(source.unknown, name);
  const value = fieldOf(source.values, name);
  if (isUnknown(source, name)) {
    if (isLeftOut(source, name)) return undefined;
    const choice = chooseAll(source.instance, candidates(reader, source, name, noun), reader, undefined);
    return choice.kind === "open"
      ? openChoice(reader, source, name, choice)
      : listOf(source, referencesTo(reader, source, name, choice));
  }
  if (!Array.isArray(value)) return undefined;
  const items = value as readonly unknown[];
  const isOpen = (index: number) => fieldOf(mask, String(index)) === true;
  const told = items.flatMap((item, index) =>
    isOpen(index) || typeof item !== "string" || item === ""
      ? []
      : named(reader, { content: item, origin: originOf(source.instance) }, noun),
  );
  const missing = items.filter((_, index) => isOpen(index)).length;
  return listOf(source, [
    ...told,
    ...(missing === 0 ? [] : rest(reader, source, { name, noun, told, missing })),
  ]);
}

/** Every thing of this noun that an argument refers to, whatever else it is made of. */
export function mentions(reader: Reader, source: Source, name: string, noun: Noun): readonly Value[] {
  const { hits } = candidates(reader, source, name, noun);
  return referencesTo(reader, source, name, { kind: "hits", hits, ids: [], taken: undefined });
}

/** Items that the file does not tell, beside those that it does. */
function rest(
  reader: Reader,
  source: Source,
  { name, noun, told, missing }: { name: string; noun: Noun; told: readonly Value[]; missing: number },
): readonly Value[] {
  const all = candidates(reader, source, name, noun);
  const has = ({ instance }: Hit) => {
    const resource = reader.resourceOf(instance);
    return told.some(({ content }) => isReferenceTo(content, resource));
  };
  const left = {
    ...all,
    ids: all.ids.filter((id) => !told.some(({ content }) => content === id)),
    hits: all.hits.filter((hit) => !has(hit)),
  };
  const choice = chooseAll(source.instance, left, reader, missing);
  return choice.kind === "open"
    ? [openChoice(reader, source, name, choice)]
    : referencesTo(reader, source, name, choice);
}

function isReferenceTo(content: Content, resource: Resource | undefined): boolean {
  return (
    typeof content === "object" &&
    content !== null &&
    content.kind === "reference" &&
    content.resource === resource
  );
}

function openChoice(
  reader: Reader,
  source: Source,
  name: string,
  { reason, anyOf }: Extract<Choice, { kind: "open" }>,
): Value {
  return open(
    source,
    name,
    reason,
    anyOf.flatMap(({ instance }) => reader.resourceOf(instance) ?? []),
  );
}

function candidates({ world }: Reader, source: Source, name: string, noun: Noun) {
  const { instance, block, expressions } = source;
  return candidatesOf(world, noun, expressionOf(expressions, name), placeOf(world, instance, block));
}

function referencesTo(
  reader: Reader,
  source: Source,
  name: string,
  choice: Extract<Choice, { kind: "hits" }>,
): readonly Value[] {
  const origin = originOf(source.instance);
  const assumed = assumptionIn(source, name, choice);
  const hits = choice.hits
    .flatMap((hit) => toReference(reader, hit) ?? [])
    .map((content) => (assumed === undefined ? content : { ...content, assumed }));
  return [...hits, ...choice.ids].map((content) => ({ content, origin }));
}

/** One for all instances of a block that mean it alike. */
function assumptionIn(
  { instance, label }: Source,
  name: string,
  { hits, ids, taken }: Extract<Choice, { kind: "hits" }>,
): Unknown | undefined {
  if (taken === undefined) return undefined;
  const ofBlock = label.replace(instance.address, withoutKey(instance));
  const fact =
    taken === "all of them"
      ? `${name} of ${ofBlock} takes all that it refers to, ${namesOf(hits, ids)}`
      : `${name} of ${ofBlock} picks the one of the same ${typeof instance.key === "number" ? "index" : "key"}`;
  return unknown(fact, "terraform state pull, once it is applied");
}

const withoutKey = ({ address, key }: Instance) =>
  key === undefined ? address : address.slice(0, address.lastIndexOf(keyText(key)));

function toReference({ resourceOf }: Reader, { instance, made }: Hit): Reference | undefined {
  const resource = resourceOf(instance);
  return resource === undefined ? undefined : { kind: "reference", resource, attribute: made };
}

/** An id, a name or an ARN as the resource that has it, where the input has one. */
export function named(reader: Reader, value: Value, noun: Noun): Value {
  const { content } = value;
  if (typeof content !== "string") return value;
  const hit = reader.world.named(noun, content);
  return { ...value, content: (hit && toReference(reader, hit)) ?? content };
}

/** Equal for equal things; what is not told is equal to itself alone. */
export function nameOf({ content }: Value): string {
  if (typeof content !== "object") return String(content);
  if (content === null || content.kind === "list" || content.kind === "fields") return "";
  return content.kind === "reference" ? content.resource.id : content.unknown.fact;
}

export function listOf({ instance }: Source, items: readonly Value[]): Value {
  return { content: { kind: "list", items }, origin: originOf(instance) };
}

/** The items of a list; a value that is not told stands for them. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  const { content } = value;
  return typeof content === "object" && content?.kind === "list" ? content.items : [value];
}
