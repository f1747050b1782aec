/**
 * Filters of the describe calls: all of them must hold, each by one of its values; `*` and `?` are wildcards, and a
 * backslash takes their meaning away.
 */
import type { Filter } from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { Tagged } from "../../store/rows.ts";

type Value = string | number | boolean | Date | undefined;
export type Told = Value | readonly Value[];

/** What a row tells under the name of each filter. */
export type FilterTable<R> = Readonly<Record<string, (row: R) => Told>>;

const mostValues = 200;

/** The rows that all filters let pass. A name that the table has not is refused. */
export function filterRows<R>(
  rows: readonly R[],
  filters: readonly Filter[] | undefined,
  table: FilterTable<R>,
): readonly R[] {
  if (filters === undefined || filters.length === 0) return rows;
  if (filters.reduce((sum, { Values }) => sum + (Values?.length ?? 0), 0) > mostValues)
    throw new Ec2Error(
      "FilterLimitExceeded",
      `The maximum number of filter values specified on a single call is ${mostValues}`,
    );
  const tests = filters.map((filter) => toTest(filter, table));
  return rows.filter((row) => tests.every((test) => test(row)));
}

function toTest<R>({ Name, Values }: Filter, table: FilterTable<R>): (row: R) => boolean {
  if (Name === undefined) throw invalidValue("A filter has no name");
  const tell = tagFilter(Name) ?? (Object.hasOwn(table, Name) ? table[Name] : undefined);
  if (tell === undefined) throw invalidValue(`The filter '${Name}' is invalid`);
  const matches = (Values ?? []).map(toMatch);
  return (row) => {
    const told = tell(row as R & Tagged);
    return listed(told).some((value) => value !== undefined && matches.some((match) => match(textOf(value))));
  };
}

const listed = (told: Told): readonly Value[] => (Array.isArray(told) ? told : [told as Value]);
const textOf = (value: NonNullable<Value>) => (value instanceof Date ? value.toISOString() : String(value));

function tagFilter(name: string): ((row: Tagged) => Told) | undefined {
  if (name === "tag-key") return ({ Tags }) => Tags?.map(({ Key }) => Key);
  if (name === "tag-value") return ({ Tags }) => Tags?.map(({ Value }) => Value);
  if (!name.startsWith("tag:")) return undefined;
  const key = name.slice("tag:".length);
  return ({ Tags }) => Tags?.find(({ Key }) => Key === key)?.Value;
}

/** Texts that a pattern with wildcards matches. */
function toMatch(pattern: string): (text: string) => boolean {
  if (!/[*?\\]/.test(pattern)) return (text) => text === pattern;
  const parts = [...pattern.matchAll(/\\([*?\\])|([\s\S])/g)].map(([whole, escaped]): Part => {
    if (escaped !== undefined) return escaped;
    return whole === "*" ? any : whole === "?" ? one : whole;
  });
  return (text) => matches(parts, text);
}

const any = Symbol("*");
const one = Symbol("?");
type Part = string | typeof any | typeof one;

/** Goes back to the last `*` alone, so that no pattern takes longer than the product of the two lengths. */
function matches(parts: readonly Part[], text: string): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let from = 0;
  while (at < text.length) {
    if (parts[part] === any) {
      star = part;
      from = at;
      part += 1;
    } else if (parts[part] === one || parts[part] === text[at]) {
      part += 1;
      at += 1;
    } else if (star >= 0) {
      from += 1;
      at = from;
      part = star + 1;
    } else return false;
  }
  while (parts[part] === any) part += 1;
  return part === parts.length;
}
