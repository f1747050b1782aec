/** The algebra against an oracle: a set of a 16-point universe is a number with a bit for each point. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { familyOf, mustCidr } from "../../src/model/address.ts";
import {
  includes,
  intersect,
  isEmpty,
  isSame,
  isSubset,
  subtract,
  toAddressSet,
  toSet,
  union,
} from "../../src/model/interval-set.ts";
import type { Interval, IntervalSet } from "../../src/model/interval-set.ts";

type Points = bigint | number;
const universe = Array.from({ length: 16 }, (_, point) => point);

interface NumberLine {
  readonly name: string;
  readonly at: (point: number) => Points;
}
/** Bigints lie across the border of the families, so that no test passes by accident of small values. */
const lines: readonly NumberLine[] = [
  { name: "number", at: (point) => point },
  { name: "bigint", at: (point) => (1n << 32n) - 8n + BigInt(point) },
];

describe.each(lines)("sets of $name", ({ at }) => {
  /** Intervals in any order, overlapping, touching, repeated and empty (last before first). */
  const intervals: fc.Arbitrary<Interval<Points>[]> = fc.array(
    fc.tuple(fc.nat(15), fc.nat(15)).map(([first, last]): Interval<Points> => [at(first), at(last)]),
    { maxLength: 6 },
  );
  const sets = intervals.map((some) => toSet(some));
  const bitsOf = (some: readonly Interval<Points>[]) =>
    universe
      .filter((point) => some.some(([first, last]) => first <= at(point) && at(point) <= last))
      .reduce((bits, point) => bits | (1 << point), 0);
  const isCanonical = (set: IntervalSet<Points>) =>
    set.every(([first, last], index) => {
      const next = set[index + 1]?.[0];
      return first <= last && (next === undefined || BigInt(next) - BigInt(last) >= 2n);
    });
  const check = (holds: (a: IntervalSet<Points>, b: IntervalSet<Points>) => void) =>
    fc.assert(fc.property(sets, sets, holds), { numRuns: 500 });

  it("are made of intervals in any order and overlap, in the one canonical form", () => {
    fc.assert(
      fc.property(intervals, (some) => {
        const set = toSet(some);
        expect(bitsOf(set)).toBe(bitsOf(some));
        expect(isCanonical(set)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("unite, intersect and subtract as bits do, and stay canonical", () => {
    check((a, b) => {
      expect(bitsOf(union(a, b))).toBe(bitsOf(a) | bitsOf(b));
      expect(bitsOf(intersect(a, b))).toBe(bitsOf(a) & bitsOf(b));
      expect(bitsOf(subtract(a, b))).toBe(bitsOf(a) & ~bitsOf(b));
      expect([union(a, b), intersect(a, b), subtract(a, b)].every(isCanonical)).toBe(true);
    });
  });

  it("hold themselves: the shortcuts for one and the same set agree with the long way", () => {
    fc.assert(
      fc.property(sets, (a) => {
        const copy = [...a];
        expect(intersect(a, a)).toEqual(intersect(a, copy));
        expect(subtract(a, a)).toEqual(subtract(a, copy));
        expect(isSubset(a, a)).toBe(isSubset(a, copy));
      }),
    );
  });

  it("are compared as bits are", () => {
    check((a, b) => {
      expect(isSubset(a, b)).toBe((bitsOf(a) & ~bitsOf(b)) === 0);
      expect(isSubset(intersect(a, b), b)).toBe(true);
      expect(isSame(a, b)).toBe(bitsOf(a) === bitsOf(b));
      expect(isSame(a, toSet([...a].reverse()))).toBe(true);
      expect(isEmpty(a)).toBe(bitsOf(a) === 0);
    });
  });

  it("include exactly their own points", () => {
    fc.assert(
      fc.property(sets, (set) => {
        const included = universe.filter((point) => includes(set, at(point)));
        expect(included).toEqual(universe.filter((point) => (bitsOf(set) >> point) & 1));
      }),
    );
  });
});

describe("address sets", () => {
  it("join blocks that touch, and keep the families apart", () => {
    const set = toAddressSet(["10.0.1.0/24", "10.0.0.0/24", "fd00::/64", "10.0.0.128/25"].map(mustCidr));
    expect(set).toEqual([
      [mustCidr("10.0.0.0/23").first, mustCidr("10.0.0.0/23").last],
      [mustCidr("fd00::/64").first, mustCidr("fd00::/64").last],
    ]);
  });

  it("of both whole families are two intervals: no interval holds addresses of both", () => {
    const set = toAddressSet([mustCidr("::/0"), mustCidr("0.0.0.0/0")]);
    expect(set.map(([first, last]) => [familyOf(first), familyOf(last)])).toEqual([
      [4, 4],
      [6, 6],
    ]);
  });
});
