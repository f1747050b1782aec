import { describe, expect, it } from "vitest";
import { compareMeter } from "../../../src/traffic/reconcile/compare.ts";
import type { Metered } from "../../../src/traffic/reconcile/metered.ts";

const nat = "nat-006798ebe8ae34a8e";
const midnight = Date.UTC(2026, 10, 2) / 1000;
const hour = 3600;
const day = { date: "2026-11-02", nat, bytesOut: 300, bytesIn: 700 };
const whole = { perDay: [day], start: midnight + 20, end: midnight + 24 * hour - 30 };
const meterOf = (metered: readonly Metered[]) =>
  ({ source: "cost-and-usage-report", basis: "the bill", metered, unknowns: [] }) as const;
const reconcile = (...asked: Parameters<typeof compareMeter>) => {
  const { reconciliation, unknowns } = compareMeter(...asked);
  return { ...reconciliation, unknowns };
};
const row = (from: number, to: number, bytes: number, more: Partial<Metered> = {}): Metered => ({
  nat,
  start: midnight + from * hour,
  end: midnight + to * hour,
  bytes,
  ...more,
});

describe("a bill beside flow logs", () => {
  it("gives the ratio of each NAT gateway and day, and of all", () => {
    const answer = reconcile(meterOf([row(0, 12, 600), row(12, 24, 420), row(24, 48, 999)]), whole);
    expect(answer.days).toEqual([
      { nat, date: "2026-11-02", meteredBytes: 1020, countedBytes: 1000, ratio: 1.02, isClose: true },
    ]);
    expect(answer).toMatchObject({ ratio: 1.02, isClose: true, unknowns: [] });
  });

  it.each([
    [950, true],
    [949, false],
    [1050, true],
    [1051, false],
  ])("of %d to 1000 is close: %s", (bytes, isClose) => {
    expect(reconcile(meterOf([row(0, 24, bytes)]), whole).isClose).toBe(isClose);
  });

  it("compares the hours that the logs cover, and none that begins before them", () => {
    const morning = { perDay: [day], start: midnight + 6 * hour + 10, end: midnight + 12 * hour - 10 };
    const hours = Array.from({ length: 24 }, (_, from) => row(from, from + 1, 100));
    expect(reconcile(meterOf(hours), morning).days).toMatchObject([{ meteredBytes: 600, ratio: 0.6 }]);
    const ragged = reconcile(meterOf(hours), { ...morning, start: midnight + 6.5 * hour });
    expect(ragged).toMatchObject({ ratio: undefined, isClose: false, days: [] });
    expect(ragged.unknowns[0]?.fact).toContain("reaches beyond the logs");
    expect(reconcile(meterOf([row(0, 24, 1000)]), morning).unknowns).toHaveLength(1);
  });

  it("does not compare a day of which nothing was metered", () => {
    const answer = reconcile(meterOf([row(24, 48, 1000)]), whole);
    expect(answer).toMatchObject({ ratio: undefined, isClose: false });
    expect(answer.unknowns).toHaveLength(1);
  });

  it("knows the only gateway of a report by its only interface, and no other", () => {
    const byInterface = { ...whole, perDay: [{ ...day, nat: "eni-023a59ceab96135d6" }] };
    expect(reconcile(meterOf([row(0, 24, 1000)]), byInterface).ratio).toBe(1);
    const two = meterOf([row(0, 24, 1000), row(0, 24, 5, { nat: "nat-00000000000000002" })]);
    expect(reconcile(two, byInterface)).toMatchObject({ ratio: undefined, days: [] });
    expect(reconcile(two, whole).ratio).toBe(1);
  });

  it("takes no bytes for a gateway's that the report gives to none", () => {
    const answer = reconcile(meterOf([row(0, 24, 1000, { nat: undefined })]), whole);
    expect(answer.ratio).toBeUndefined();
    expect(answer.unknowns[0]?.settledBy).toContain("resource IDs");
  });
});
