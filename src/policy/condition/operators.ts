/**
 * The condition operators of IAM, one row each
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, read
 * 2026-11-24).
 */
import {
  ordered,
  parseDate,
  parseNumber,
  sameArn,
  sameBoolean,
  sameBytes,
  sameRange,
  sameText,
  sameTextInAnyCase,
} from "./comparisons.ts";
import type { Compare } from "./comparisons.ts";

export const setOperators = ["ForAllValues", "ForAnyValue"] as const;
export type SetOperator = (typeof setOperators)[number];

export interface Operator {
  /** `null` asks whether the key is there and compares nothing. */
  readonly kind: "null" | "value" | "pattern";
  readonly compare: Compare;
  /** Holds where no value of the policy compares equal, and where the key is absent. */
  readonly negated: boolean;
  readonly variables: boolean;
  readonly wildcards: boolean;
}

type Shape = Omit<Operator, "negated">;

const text: Shape = { kind: "pattern", compare: sameText, variables: true, wildcards: false };
const anyCase: Shape = { ...text, compare: sameTextInAnyCase };
const like: Shape = { ...text, wildcards: true };
const arn: Shape = { ...like, compare: sameArn };
const plain = (compare: Compare): Shape => ({ kind: "value", compare, variables: false, wildcards: false });
const number = (holds: (sign: number) => boolean) => plain(ordered(parseNumber, holds));
const date = (holds: (sign: number) => boolean) => plain(ordered(parseDate, holds));

const equal = (sign: number) => sign === 0;
const less = (sign: number) => sign < 0;
const atMost = (sign: number) => sign <= 0;
const greater = (sign: number) => sign > 0;
const atLeast = (sign: number) => sign >= 0;

const rows: readonly (readonly [name: string, shape: Shape, negated?: "negated"])[] = [
  ["StringEquals", text],
  ["StringNotEquals", text, "negated"],
  ["StringEqualsIgnoreCase", anyCase],
  ["StringNotEqualsIgnoreCase", anyCase, "negated"],
  ["StringLike", like],
  ["StringNotLike", like, "negated"],
  ["NumericEquals", number(equal)],
  ["NumericNotEquals", number(equal), "negated"],
  ["NumericLessThan", number(less)],
  ["NumericLessThanEquals", number(atMost)],
  ["NumericGreaterThan", number(greater)],
  ["NumericGreaterThanEquals", number(atLeast)],
  ["DateEquals", date(equal)],
  ["DateNotEquals", date(equal), "negated"],
  ["DateLessThan", date(less)],
  ["DateLessThanEquals", date(atMost)],
  ["DateGreaterThan", date(greater)],
  ["DateGreaterThanEquals", date(atLeast)],
  ["Bool", plain(sameBoolean)],
  ["BinaryEquals", plain(sameBytes)],
  ["IpAddress", plain(sameRange)],
  ["NotIpAddress", plain(sameRange), "negated"],
  // ArnEquals and ArnLike behave alike, and so do their negations.
  ["ArnEquals", arn],
  ["ArnLike", arn],
  ["ArnNotEquals", arn, "negated"],
  ["ArnNotLike", arn, "negated"],
  ["Null", { ...plain(sameBoolean), kind: "null" }],
];

const operators: ReadonlyMap<string, Operator> = new Map(
  rows.map(([name, shape, negated]) => [name.toLowerCase(), { ...shape, negated: negated !== undefined }]),
);

/** The operator of this name, without set prefix and `IfExists`; undefined when IAM has none. */
export function findOperator(name: string): Operator | undefined {
  return operators.get(name.toLowerCase());
}
