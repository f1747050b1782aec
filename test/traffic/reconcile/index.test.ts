import { expect, it } from "vitest";
import { withMeters } from "../../../src/traffic/reconcile/index.ts";
import type { Meter } from "../../../src/traffic/reconcile/index.ts";
import { trafficSample } from "../../report/traffic-sample.ts";

const hour = Date.UTC(2026, 10, 1) / 1000;
const meter = (source: Meter["source"], bytes: number, nat = "nat-1"): Meter => ({
  source,
  basis: source,
  metered: [{ nat, start: hour, end: hour + 3600, bytes }],
  unknowns: [],
});

it("scales the month by the first meter that tells of the same NAT, and shows all of them", () => {
  const bill = meter("cost-and-usage-report", 4_200_000);
  const metrics = meter("cloudwatch-metrics", 4_000_000);
  const answer = withMeters(trafficSample, [bill, metrics]);
  expect(answer.reconciliation.map(({ source, ratio, scales }) => [source, ratio, scales])).toEqual([
    ["cost-and-usage-report", 1.05, true],
    ["cloudwatch-metrics", 1, false],
  ]);
  expect(answer.trafficGb?.nat).toBeCloseTo(2.7 * 1.05, 10);
  expect(answer.trafficGb?.gateway).toBeCloseTo(1.9 * 1.05, 10);
  expect(answer.trafficGb?.scaledFromSeconds).toBe(3600);
  expect(answer.nat).toEqual(trafficSample.nat);
});

it("scales by nothing where no meter compares", () => {
  const answer = withMeters(trafficSample, [meter("cost-and-usage-report", 1, "nat-2")]);
  expect(answer.trafficGb).toEqual(trafficSample.trafficGb);
  expect(answer.reconciliation[0]).toMatchObject({ ratio: undefined, scales: false });
  expect(answer.unknowns.length).toBe(trafficSample.unknowns.length + 1);
});
