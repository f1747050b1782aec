/**
 * Sets of whole numbers as sorted, disjoint, non-touching closed intervals.
 *
 * One algebra for everything the walk reasons about: addresses of both families (points on the line of address.ts),
 * ports, and protocol numbers. All functions are linear in the number of intervals.
 */
import type { Cidr } from "./address.ts";

export type Interval<N> = readonly [first: N, last: N];

/** Sorted, disjoint, non-touching. Made by `toSet`; never written by hand. */
export type IntervalSet<N extends bigint | number> = readonly Interval<N>[];

export type AddressSet = IntervalSet<bigint>;
export type PortSet = IntervalSet<number>;

const shift = (value: bigint | number, by: 1 | -1) =>
  typeof value === "bigint" ? value + BigInt(by) : value + by;
const oneAfter = <N extends bigint | number>(value: N) => shift(value, 1) as N;
const oneBefore = <N extends bigint | number>(value: N) => shift(value, -1) as N;

/** The set of all numbers in any of `intervals`, in whatever order and overlap they come. */
export function toSet<N extends bigint | number>(intervals: Iterable<Interval<N>>): IntervalSet<N> {
  const sorted = [...intervals]
    .filter(([first, last]) => first <= last)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const merged: Interval<N>[] = [];
  for (const interval of sorted) {
    const previous = merged.at(-1);
    if (previous === undefined || interval[0] > oneAfter(previous[1])) merged.push(interval);
    else if (interval[1] > previous[1]) merged[merged.length - 1] = [previous[0], interval[1]];
  }
  return merged;
}

export function toAddressSet(cidrs: Iterable<Cidr>): AddressSet {
  return toSet([...cidrs].map((cidr): Interval<bigint> => [cidr.first, cidr.last]));
}

export function isEmpty<N extends bigint | number>(set: IntervalSet<N>): boolean {
  return set.length === 0;
}

export function union<N extends bigint | number>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> {
  return toSet([...a, ...b]);
}

export function intersect<N extends bigint | number>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> {
  const common: Interval<N>[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const first = x[0] > y[0] ? x[0] : y[0];
    const last = x[1] < y[1] ? x[1] : y[1];
    if (first <= last) common.push([first, last]);
    if (x[1] < y[1]) i += 1;
    else j += 1;
  }
  return common;
}

/** The numbers of `a` that are not in `b`. */
export function subtract<N extends bigint | number>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> {
  const rest: Interval<N>[] = [];
  let j = 0;
  for (const [first, last] of a) {
    let from = first;
    while (b[j] !== undefined && (b[j] as Interval<N>)[1] < from) j += 1;
    let k = j;
    for (let hole = b[k]; hole !== undefined && hole[0] <= last; hole = b[++k]) {
      if (hole[0] > from) rest.push([from, oneBefore(hole[0])]);
      if (hole[1] >= from) from = oneAfter(hole[1]);
    }
    if (from <= last) rest.push([from, last]);
  }
  return rest;
}

export function includes<N extends bigint | number>(set: IntervalSet<N>, value: N): boolean {
  return set.some(([first, last]) => first <= value && value <= last);
}

export function isSubset<N extends bigint | number>(inner: IntervalSet<N>, outer: IntervalSet<N>): boolean {
  return isEmpty(subtract(inner, outer));
}

export function isSame<N extends bigint | number>(a: IntervalSet<N>, b: IntervalSet<N>): boolean {
  return a.length === b.length && a.every(([first, last], i) => first === b[i]?.[0] && last === b[i]?.[1]);
}
