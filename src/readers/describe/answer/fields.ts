/**
 * Typed access to the fields of a JSON object that somebody else wrote.
 *
 * Lenient in spelling: `vpcId` is read where AWS writes `VpcId`, and `"true"` where it writes true, because tools that
 * record API answers do both. Strict in meaning: a value of the wrong type is never guessed at, but rejects the entity it
 * stands in. Absent and null are one: there is nothing there.
 */
import type { Address, Cidr } from "../../../model/address.ts";
import { parseAddress, parseCidr } from "../../../model/address.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { Known } from "../../../model/known.ts";
import { known, unknown } from "../../../model/known.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Why one entity of an answer is not used. Thrown by accessors and parsers, caught where rows are parsed. */
export class Rejected extends Error {
  /** Whether the table now lacks something it should hold; false for what can never matter (a terminated instance). */
  readonly leavesGap: boolean;

  constructor(reason: string, leavesGap = true) {
    super(reason);
    this.leavesGap = leavesGap;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function findText(fields: Fields, key: string): string | undefined {
  const value = valueAt(fields, key);
  if (value === undefined || typeof value === "string") return value;
  throw wrongType(key, value, "text");
}

/** A name or an id: an empty text is none. */
export function findName(fields: Fields, key: string): string | undefined {
  return findText(fields, key) || undefined;
}

export function mustText(fields: Fields, key: string): string {
  const text = findText(fields, key);
  if (text === undefined || text === "") throw new Rejected(`${key} is missing`);
  return text;
}

/** Any of the branded ids of the model. */
type AnyId = ReturnType<typeof parseId>;

export function mustIdAt<Id extends AnyId>(fields: Fields, key: string): Id {
  return parseId<Id>(mustText(fields, key));
}

export function findIdAt<Id extends AnyId>(fields: Fields, key: string): Id | undefined {
  const text = findText(fields, key);
  return text === undefined || text === "" ? undefined : parseId<Id>(text);
}

/** The ids of a list of texts; undefined where there is no list. */
export function findIdsAt<Id extends AnyId>(fields: Fields, key: string): readonly Id[] | undefined {
  return findTexts(fields, key)?.map((text) => parseId<Id>(text));
}

/** A word of a closed vocabulary (a state, a mode) in lower case. */
export function findWord(fields: Fields, key: string): string | undefined {
  return findText(fields, key)?.toLowerCase();
}

export function findFlag(fields: Fields, key: string): boolean | undefined {
  const value = valueAt(fields, key);
  if (value === undefined || typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (word === "true" || word === "false") return word === "true";
  throw wrongType(key, value, "true or false");
}

export function findNumber(fields: Fields, key: string): number | undefined {
  const value = valueAt(fields, key);
  if (value === undefined || (typeof value === "number" && Number.isInteger(value))) return value;
  if (typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
  throw wrongType(key, value, "a whole number");
}

export function findFields(fields: Fields, key: string): Fields | undefined {
  const value = valueAt(fields, key);
  if (value === undefined || isFields(value)) return value;
  throw wrongType(key, value, "an object");
}

/** The objects of a list; undefined where there is no list at all, which is not the same as an empty one. */
export function findRows(fields: Fields, key: string): readonly Fields[] | undefined {
  const list = findList(fields, key);
  if (list === undefined || list.every(isFields)) return list;
  throw new Rejected(`${key} holds something that is no object`);
}

export function mustRows(fields: Fields, key: string): readonly Fields[] {
  const rows = findRows(fields, key);
  if (rows === undefined) throw new Rejected(`${key} is missing`);
  return rows;
}

/** For lists that API answers leave out when they are empty. */
export function rowsAt(fields: Fields, key: string): readonly Fields[] {
  return findRows(fields, key) ?? [];
}

export function findTexts(fields: Fields, key: string): readonly string[] | undefined {
  const list = findList(fields, key);
  if (list === undefined || list.every((item) => typeof item === "string" && item !== ""))
    return list as string[];
  throw new Rejected(`${key} holds something that is no text`);
}

export function textsAt(fields: Fields, key: string): readonly string[] {
  return findTexts(fields, key) ?? [];
}

export function mustCidrAt(fields: Fields, key: string): Cidr {
  return toCidrOf(mustText(fields, key), key);
}

export function toCidrOf(text: string, key: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Rejected(`${key} is "${text}", which is no CIDR block`);
  return cidr;
}

export function mustAddressAt(fields: Fields, key: string): Address {
  return toAddressOf(mustText(fields, key), key);
}

function toAddressOf(text: string, key: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Rejected(`${key} is "${text}", which is no IP address`);
  return address;
}

/** The value, or that it is missing from an answer which a later version of the call would have given. */
export function knownOr<T>(value: T | undefined, fact: string, settledBy: string): Known<T> {
  return value === undefined ? unknown(fact, settledBy) : known(value);
}

export function nameTagOf(fields: Fields): string | undefined {
  for (const key of ["Tags", "TagSet"]) {
    const tags = valueAt(fields, key);
    const found = Array.isArray(tags)
      ? tags.find((tag) => isFields(tag) && valueAt(tag, "Key") === "Name")
      : undefined;
    const name = isFields(found) ? valueAt(found, "Value") : undefined;
    if (typeof name === "string" && name !== "") return name;
  }
  return undefined;
}

/** The field as AWS names it, or with its first letter in the other case. */
export function valueAt(fields: Fields, key: string): unknown {
  return fields[key] ?? fields[otherCase(key)] ?? undefined;
}

const otherCases = new Map<string, string>();

function otherCase(key: string): string {
  const ready = otherCases.get(key);
  if (ready !== undefined) return ready;
  const first = key.charAt(0);
  const other = (first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase()) + key.slice(1);
  otherCases.set(key, other);
  return other;
}

function findList(fields: Fields, key: string): readonly unknown[] | undefined {
  const value = valueAt(fields, key);
  if (value === undefined || Array.isArray(value)) return value as readonly unknown[] | undefined;
  throw wrongType(key, value, "a list");
}

function wrongType(key: string, value: unknown, wanted: string): Rejected {
  return new Rejected(`${key} is ${nounOf(value)}, not ${wanted}`);
}

function nounOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "text" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
