/**
 * Sets of whole numbers as sorted, disjoint, non-touching closed intervals.
 *
 * One algebra for everything the walk reasons about: addresses of both families (points on the line of address.ts),
 * ports, and protocol numbers. Sets are walked once or searched by halves, so that a question about one block stays cheap
 * against a list of thousands.
 */
import type { Cidr } from "./address.ts";

export type Interval<N> = readonly [first: N, last: N];

/** Sorted, disjoint, non-touching, on which every function here relies. Made by `toSet`; never sorted by hand. */
export type IntervalSet<N extends bigint | number> = readonly Interval<N>[];

export type AddressSet = IntervalSet<bigint>;
export type PortSet = IntervalSet<number>;

const shift = (value: bigint | number, by: 1 | -1) =>
  typeof value === "number" ? value + by : by > 0 ? value + 1n : value - 1n;
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
  if (a === b) return a;
  const common: Interval<N>[] = [];
  let i = b[0] === undefined ? a.length : indexEndingFrom(a, b[0][0], 0);
  let j = a[0] === undefined ? b.length : indexEndingFrom(b, a[0][0], 0);
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
  if (a === b) return [];
  const rest: Interval<N>[] = [];
  let index = 0;
  for (const [first, last] of a) {
    index = indexEndingFrom(b, first, index);
    let from = first;
    let at = index;
    for (let hole = b[at]; hole !== undefined && hole[0] <= last; hole = b[++at]) {
      if (hole[0] > from) rest.push([from, oneBefore(hole[0])]);
      from = oneAfter(hole[1]);
    }
    if (from <= last) rest.push([from, last]);
  }
  return rest;
}

export function includes<N extends bigint | number>(set: IntervalSet<N>, value: N): boolean {
  const interval = set[indexEndingFrom(set, value, 0)];
  return interval !== undefined && interval[0] <= value;
}

/** Whether any number is in both. Like `isSubset` it makes no set on the way. */
export function meets<N extends bigint | number>(a: IntervalSet<N>, b: IntervalSet<N>): boolean {
  return a.length < b.length ? anyMeets(a, b) : anyMeets(b, a);
}

function anyMeets<N extends bigint | number>(few: IntervalSet<N>, many: IntervalSet<N>): boolean {
  let index = 0;
  for (const interval of few) {
    index = indexEndingFrom(many, interval[0], index);
    const next = many[index];
    if (next === undefined) return false;
    if (next[0] <= interval[1]) return true;
  }
  return false;
}

/** Asked of every rule of every walk, so it makes no set on the way. */
export function isSubset<N extends bigint | number>(inner: IntervalSet<N>, outer: IntervalSet<N>): boolean {
  if (inner === outer) return true;
  let index = 0;
  for (const interval of inner) {
    index = indexEndingFrom(outer, interval[0], index);
    const holder = outer[index];
    if (holder === undefined || holder[0] > interval[0] || holder[1] < interval[1]) return false;
  }
  return true;
}

/** The index, from `low` on, of the first interval that ends at `value` or after it; the set's length when none does. */
function indexEndingFrom<N extends bigint | number>(set: IntervalSet<N>, value: N, low: number): number {
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const interval = set[middle];
    if (interval !== undefined && interval[1] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function isSame<N extends bigint | number>(a: IntervalSet<N>, b: IntervalSet<N>): boolean {
  return a.length === b.length && a.every(([first, last], i) => first === b[i]?.[0] && last === b[i]?.[1]);
}

/** What a set may be kept under: itself, or the number that it holds alone, so that another set of that number finds it. */
export function nameOf<N extends bigint | number>(set: IntervalSet<N>): IntervalSet<N> | N {
  const [only] = set;
  return set.length === 1 && only !== undefined && only[0] === only[1] ? only[0] : set;
}
