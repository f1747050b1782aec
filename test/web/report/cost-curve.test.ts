import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { ticksTo } from "../../../src/web/ui/report/cost/axis.ts";
import { crossingOf, knots, monthlyAt } from "../../../src/web/ui/report/cost/curve.ts";

const nat = [
  { gb: 0, monthly: 48.91 },
  { gb: 1000, monthly: 110.91 },
];
/** Cheaper by the gigabyte from the second terabyte on. */
const endpoints = [
  { gb: 0, monthly: 70 },
  { gb: 1000, monthly: 80 },
  { gb: 2000, monthly: 84 },
];
const curves = { nat, endpoints, breakEvenGb: 21.09 / 0.052 };

describe("an amount on a curve", () => {
  it.each([
    [0, 70],
    [500, 75],
    [1000, 80],
    [1500, 82],
    [2000, 84],
    [10_000, 116],
  ])("at %i GB is %d: in straight lines, and on as between the last two points", (gb, monthly) => {
    expect(monthlyAt(endpoints, gb)).toBeCloseTo(monthly, 9);
  });

  it("is that of the only point, and of no point none", () => {
    expect(monthlyAt([{ gb: 0, monthly: 3 }], 700)).toBe(3);
    expect(monthlyAt([], 700)).toBeUndefined();
  });

  it("is the same for both at the crossing", () => {
    expect(monthlyAt(nat, curves.breakEvenGb)).toBeCloseTo(monthlyAt(endpoints, curves.breakEvenGb) ?? 0, 6);
  });
});

describe("how two curves lie", () => {
  it("is told from who costs less below the crossing", () => {
    expect(crossingOf(curves)).toEqual({ kind: "endpointsAbove", gb: curves.breakEvenGb });
    expect(crossingOf({ nat: endpoints, endpoints: nat, breakEvenGb: 400 })).toMatchObject({
      kind: "endpointsBelow",
    });
  });

  it("without a crossing is told from who costs less, and never guessed without a price", () => {
    expect(crossingOf({ nat, endpoints: [{ gb: 0, monthly: 1 }], breakEvenGb: 0 })).toEqual({
      kind: "endpointsAlways",
    });
    expect(crossingOf({ nat: [{ gb: 0, monthly: 1 }], endpoints, breakEvenGb: null })).toEqual({
      kind: "natAlways",
    });
    expect(crossingOf({ nat: [], endpoints, breakEvenGb: null })).toBeUndefined();
  });

  it("changes at no volume that is not a knot", () => {
    expect(knots(curves, 1500)).toEqual([0, curves.breakEvenGb, 1000, 1500]);
    expect(knots({ nat: [], endpoints: [], breakEvenGb: null }, 9)).toEqual([0, 9]);
  });
});

describe("an axis", () => {
  it("begins at nothing, ends at or behind what it must take in, and has few even steps", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (most) => {
        const ticks = ticksTo(most);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(1, most) * (1 - 1e-8));
        expect(ticks.length).toBeGreaterThan(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(new Set(ticks).size).toBe(ticks.length);
      }),
    );
  });

  it.each([
    [110.91, [0, 25, 50, 75, 100, 125]],
    [1000, [0, 200, 400, 600, 800, 1000]],
    [0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ])("to %d has marks %j", (most, ticks) => {
    expect(ticksTo(most)).toEqual(ticks);
  });
});
