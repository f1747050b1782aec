/**
 * How one value of the request is compared with one value of the policy, by the families of operators
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, read
 * 2026-11-24). Undefined: one of the two is no value of its type, and AWS does not say what comes of that.
 */
import { covers, overlaps, parseCidr } from "../../model/address.ts";
import { many, matchesCodes, matchesText, toLiteral } from "../glob/glob.ts";
import type { Glob } from "../glob/glob.ts";

/** The value of the policy: as written, and as the glob it is for this request. */
interface Wanted {
  readonly text: string;
  readonly glob: Glob;
}

export type Compare = (wanted: Wanted, value: string) => boolean | undefined;

export const sameText: Compare = ({ glob }, value) => matchesText(glob, value);

export const sameTextInAnyCase: Compare = ({ glob }, value) => {
  const folded = glob.flatMap((token) =>
    token < 0 ? token : toLiteral(String.fromCodePoint(token).toLowerCase()),
  );
  return matchesCodes(folded, toLiteral(value.toLowerCase()));
};

const colon = 58;

/** Each of the six fields of an ARN by itself; a `*` stays within its field. */
export const sameArn: Compare = ({ glob }, value) => {
  const wanted = splitArn(glob);
  const given = splitArn(toLiteral(value));
  if (given.length < 6) return false;
  if (wanted.length === 6) return wanted.every((field, index) => matchesCodes(field, given[index] ?? []));
  // A pattern of fewer fields is no ARN; whether IAM completes it in a condition is not documented.
  return matchesText([...glob, many], value) ? undefined : false;
};

function splitArn(codes: Glob): readonly Glob[] {
  const fields: number[][] = [[]];
  for (const code of codes) {
    if (code === colon && fields.length < 6) fields.push([]);
    else fields.at(-1)?.push(code);
  }
  return fields;
}

/** A comparison by order, of values that `parse` reads; `holds` takes the sign of value - wanted. */
export function ordered(
  parse: (text: string) => number | undefined,
  holds: (sign: number) => boolean,
): Compare {
  return ({ text }, value) => {
    const wanted = parse(text);
    const given = parse(value);
    return wanted === undefined || given === undefined ? undefined : holds(Math.sign(given - wanted));
  };
}

export function parseNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

const w3cDate = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

/** Seconds since 1970 of a W3C date (https://www.w3.org/TR/NOTE-datetime), or of a number of such seconds. */
export function parseDate(text: string): number | undefined {
  if (!w3cDate.test(text)) return parseNumber(text);
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

export const sameBoolean: Compare = ({ text }, value) => {
  const wanted = text.toLowerCase();
  const given = value.toLowerCase();
  const known = ["true", "false"];
  return known.includes(wanted) && known.includes(given) ? wanted === given : undefined;
};

export const sameBytes: Compare = ({ text }, value) => text === value;

/** A block is inside, outside, or across the range of the policy. */
export const sameRange: Compare = ({ text }, value) => {
  const range = parseCidr(text);
  const given = parseCidr(value);
  if (range === undefined || given === undefined) return undefined;
  if (covers(range, given)) return true;
  return overlaps(range, given) ? undefined : false;
};
