/** Small parsers of JSON values: each gives a value of its type, or fails with the field's path and what belongs there. */
import { AppError } from "../../model/app-error.ts";
import { didYouMean } from "../../model/near-names.ts";

/** Where a value stands: `design.json`, and in it `nats[0].count`. */
export interface At {
  readonly file: string;
  readonly path: string;
}

/** Of a field that is not there, `value` is undefined. */
export type Parse<T> = (value: unknown, at: At) => T;

export function fail({ file, path }: At, what: string, hint: string): never {
  throw new AppError("DESIGN_INVALID", `${path === "" ? file : `${file}: ${path}`} ${what}`, hint);
}

export function optional<T, F>(parse: Parse<T>, absent: F): Parse<T | F> {
  return (value, at) => (value === undefined ? absent : parse(value, at));
}

interface Range {
  readonly least?: number;
  readonly most: number;
  readonly isWhole?: boolean;
}

export function number({ least = 0, most, isWhole = false }: Range): Parse<number> {
  const noun = isWhole ? "a whole number" : "a number";
  const hint = `it takes ${noun} from ${least} to ${most.toLocaleString("en-US")}`;
  return (value, at) => {
    if (typeof value !== "number") return fail(at, `is ${nounOf(value)}`, hint);
    const fits = value >= least && value <= most && (!isWhole || Number.isInteger(value));
    return fits ? value : fail(at, `is ${value}`, hint);
  };
}

/** At most so many characters, and none of them a control character. */
export function text(most: number): Parse<string> {
  const hint = `it takes a text of 1 to ${most} characters`;
  return (value, at) => {
    if (typeof value !== "string") return fail(at, `is ${nounOf(value)}`, hint);
    // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
    const fits = value.length > 0 && value.length <= most && !/[\u0000-\u001f]/.test(value);
    return fits ? value : fail(at, `is ${shown(value)}`, hint);
  };
}

export const flag: Parse<boolean> = (value, at) =>
  typeof value === "boolean" ? value : fail(at, `is ${nounOf(value)}`, "it takes true or false");

export function oneOf<const Word extends string>(words: readonly Word[]): Parse<Word> {
  return (value, at) =>
    words.find((word) => word === value) ??
    fail(
      at,
      `is ${typeof value === "string" ? shown(value) : nounOf(value)}`,
      `it takes ${words.join(", ")}`,
    );
}

const mostEntries = 10_000;

export function list<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return fail(at, `is ${nounOf(value)}`, "it takes a list: [ … ]");
    if (value.length > mostEntries)
      return fail(
        at,
        `has ${value.length} entries`,
        `give at most ${mostEntries}: count says how many are alike`,
      );
    return value.map((entry, index) => parse(entry, { ...at, path: `${at.path}[${index}]` }));
  };
}

type Values<Fields> = { readonly [Name in keyof Fields]: Fields[Name] extends Parse<infer T> ? T : never };

/** An object with these fields and no others, but for those of `ignored`. */
export function fields<const Fields extends Readonly<Record<string, Parse<unknown>>>>(
  parsers: Fields,
  ignored: readonly string[] = [],
): Parse<Values<Fields>> {
  const names = Object.keys(parsers);
  return (value, at) => {
    const found = objectAt(value, at);
    for (const name of Object.keys(found)) {
      if (!names.includes(name) && !ignored.includes(name)) {
        fail(
          within(at, name),
          "is no such field",
          didYouMean(name, names, `the fields are ${names.join(", ")}`),
        );
      }
    }
    const values = names.map((name) => [name, parsers[name]?.(found[name], within(at, name))]);
    return Object.fromEntries(values) as Values<Fields>;
  };
}

/** An object whose names are data, and must be ones. */
export function record<T>(parse: Parse<T>, parseName: Parse<string>): Parse<Readonly<Record<string, T>>> {
  return (value, at) =>
    Object.fromEntries(
      Object.entries(objectAt(value, at)).map(([name, entry]) => {
        const own = within(at, name);
        return [parseName(name, own), parse(entry, own)];
      }),
    );
}

export function objectAt(value: unknown, at: At): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  return fail(at, `is ${nounOf(value)}`, "it takes an object: { … }");
}

export function within(at: At, name: string): At {
  const shownName = /^[\w-]+$/.test(name) ? name : shown(name);
  return { ...at, path: at.path === "" ? shownName : `${at.path}.${shownName}` };
}

function nounOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? `a text, ${shown(value)}` : JSON.stringify(value);
}

function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
