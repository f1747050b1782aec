/**
 * Properties read as what their type says they are. A property that is not there is undefined, so that each mapper names
 * its documented default; one that cannot be known, or is of another type, is an unknown that names its place.
 */
import { parseAddress, parseCidr } from "../../../model/address.ts";
import type { Address, Cidr } from "../../../model/address.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known, Unknown } from "../../../model/known.ts";
import { unknownRegion } from "../../../model/network.ts";
import type { Fields, Reference, Resource, Unresolved, Value } from "./value.ts";
import { deployed, isReference, settle } from "./attribute.ts";

export function property(resource: Resource, ...path: readonly string[]): Value | undefined {
  return entryOf(resource.properties, ...path);
}

/** The value at the end of `path`. An unknown on the way is what is found. */
export function entryOf(fields: Fields, ...path: readonly string[]): Value | undefined {
  const [name = "", ...rest] = path;
  const raw = fields.entries.get(name);
  const value = raw === undefined ? undefined : settle(raw);
  if (value === undefined || value.content === null) return undefined;
  if (rest.length === 0 || isUnresolved(value)) return value;
  const inner = toFields(value);
  return inner.known ? entryOf(inner.value, ...rest) : undefined;
}

export function isUnresolved({ content }: Value): boolean {
  return typeof content === "object" && content !== null && content.kind === "unresolved";
}

export function toText(value: Value): Known<string> {
  const { content } = value;
  if (typeof content === "string") return known(content);
  if (typeof content === "number" || typeof content === "boolean") return known(String(content));
  const withoutRegion = regionalText(value);
  return withoutRegion === undefined ? notOf(value, "text") : known(withoutRegion);
}

/** Text of which only the Region is missing keeps its shape: `com.amazonaws.unknown-region.s3`. */
function regionalText({ content }: Value): string | undefined {
  if (typeof content !== "object" || content === null || content.kind !== "unresolved") return undefined;
  const texts = content.parts?.map((part) => {
    if (typeof part === "string") return part;
    return part.kind === "unresolved" && part.symbol === "AWS::Region" ? unknownRegion : undefined;
  });
  return texts === undefined || texts.includes(undefined) ? undefined : texts.join("");
}

/** The text with `${…}` for each part that only the deployed stack can tell, as IAM writes what it fills in later. */
export function toShape(value: Value): string | undefined {
  const text = toText(value);
  if (text.known) return text.value;
  const { content } = value;
  if (isReference(content)) return shapeOfPart(content);
  if (typeof content !== "object" || content === null || content.kind !== "unresolved") return undefined;
  return content.parts?.map(shapeOfPart).join("") ?? shapeOfPart(content);
}

function shapeOfPart(part: string | Reference | Unresolved): string {
  if (typeof part === "string") return part;
  if (part.kind === "unresolved") return `\${${part.symbol ?? "unknown"}}`;
  const { resource, attribute } = part;
  return `\${${attribute === undefined ? resource.logicalId : `${resource.logicalId}.${attribute}`}}`;
}

export function textOr<F>(value: Value | undefined, fallback: F): Known<string | F> {
  return value === undefined ? known(fallback) : toText(value);
}

/** CloudFormation takes booleans as words too. */
export function booleanOr(value: Value | undefined, fallback: boolean): Known<boolean> {
  if (value === undefined) return known(fallback);
  const text = toText(value);
  if (!text.known) return text;
  const word = text.value.toLowerCase();
  return word === "true" || word === "false" ? known(word === "true") : notOf(value, "true or false");
}

export function toNumber(value: Value): Known<number> {
  const text = toText(value);
  if (!text.known) return text;
  return /^\s*-?\d+\s*$/.test(text.value) ? known(Number(text.value)) : notOf(value, "a number");
}

export function toBlock(value: Value): Known<Cidr> {
  const text = toText(value);
  if (!text.known) return text;
  const cidr = parseCidr(text.value);
  return cidr === undefined ? notOf(value, "a CIDR block") : known(cidr);
}

export function toAddress(value: Value): Known<Address> {
  const text = toText(value);
  if (!text.known) return text;
  const address = parseAddress(text.value.trim());
  return address === undefined ? notOf(value, "an IP address") : known(address);
}

/** CloudFormation takes one value where a list of one is meant. */
export function toItems(value: Value | undefined): Known<readonly Value[]> {
  if (value === undefined) return known([]);
  const { content } = value;
  if (typeof content === "object" && content !== null) {
    if (content.kind === "unresolved") return content.unknown;
    if (content.kind === "list") return known(content.items.map((item) => settle(item)).flatMap(flatten));
  }
  return known([value]);
}

/** A list parameter inside a list (`- !Ref SubnetIds`) is that list. */
function flatten(value: Value): readonly Value[] {
  const { content } = value;
  if (content === null) return [];
  return typeof content === "object" && content.kind === "list"
    ? content.items.map((item) => settle(item))
    : [value];
}

export function toTexts(value: Value | undefined): Known<readonly string[]> {
  return collect(toItems(value), toText);
}

export function toFields(value: Value): Known<Fields> {
  const { content } = value;
  if (typeof content === "object" && content !== null && content.kind === "fields") return known(content);
  return notOf(value, "a map");
}

/** All of them, or why one of them is not known. */
export function collect<T>(
  items: Known<readonly Value[]>,
  to: (value: Value) => Known<T>,
): Known<readonly T[]> {
  return items.known ? allKnown(items.value.map(to)) : items;
}

export function allKnown<T>(facts: readonly Known<T>[]): Known<readonly T[]> {
  const missing = facts.find((fact) => !fact.known);
  return missing ?? known(facts.flatMap((fact) => (fact.known ? [fact.value] : [])));
}

function notOf(value: Value, what: string): Unknown {
  const { content, origin } = value;
  if (isReference(content)) return deployed(content.resource, `id of ${content.resource.id}`);
  if (typeof content === "object" && content !== null && content.kind === "unresolved")
    return content.unknown;
  const place = formatOrigin(origin);
  const shown = typeof content === "object" ? "the value" : `"${String(content)}"`;
  return unknown(`${shown} at ${place}, which is not ${what}`, `correct ${place}`);
}
