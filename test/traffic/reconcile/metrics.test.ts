import { describe, expect, it } from "vitest";
import { readMetrics } from "../../../src/traffic/reconcile/metrics.ts";

const nat = "nat-006798ebe8ae34a8e";
const start = Date.UTC(2026, 10, 2) / 1000;
const result = (Id: string, Label: string, more: object = {}) => ({
  Id,
  Label,
  Timestamps: ["2026-11-02T01:00:00+00:00", "2026-11-02T00:00:00+00:00"],
  Values: [20, 10],
  StatusCode: "Complete",
  ...more,
});
const query = (Id: string, MetricName: string, more: object = {}) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: "AWS/NATGateway", MetricName, Dimensions: [{ Name: "NatGatewayId", Value: nat }] },
    Period: 3600,
    Stat: "Sum",
    ...more,
  },
});

describe("what CloudWatch says of NAT gateways", () => {
  it("is read by the labels that it gives by itself, with the period that its times show", () => {
    const read = readMetrics({
      MetricDataResults: [result("m1", `${nat} BytesInFromSource`), result("m2", `${nat} BytesOutToSource`)],
    });
    expect(read?.unknowns).toEqual([]);
    expect(read?.basis).toBe("CloudWatch's BytesInFromSource and BytesOutToSource");
    expect(read?.metered).toHaveLength(4);
    expect(read?.metered).toContainEqual({ nat, start, end: start + 3600, bytes: 10 });
  });

  it("is read by ids that name metric and gateway", () => {
    const id = (metric: string) => `nat_006798ebe8ae34a8e_${metric}`;
    const read = readMetrics({
      MetricDataResults: [
        result(id("bytesoutotodestination"), "x"),
        result(id("bytesouttodestination"), ""),
        result(id("bytesinfromdestination"), ""),
      ],
    });
    expect(read?.basis).toContain("BytesOutToDestination");
    expect(read?.metered.map((row) => row.nat)).toEqual([nat, nat, nat, nat]);
    expect(read?.unknowns).toHaveLength(1);
  });

  it("is told by the queries where the file holds them, even with one point of time", () => {
    const one = { Timestamps: ["2026-11-02T00:00:00Z"], Values: [7] };
    const read = readMetrics({
      MetricDataQueries: [query("a", "BytesInFromSource"), query("b", "BytesOutToSource")],
      MetricDataResults: [result("a", "mine", one), result("b", "mine too", one)],
    });
    expect(read?.metered).toEqual([
      { nat, start, end: start + 3600, bytes: 7 },
      { nat, start, end: start + 3600, bytes: 7 },
    ]);
  });

  it.each([
    ["another statistic", query("a", "BytesInFromSource", { Stat: "Average" }), {}],
    ["a page of several", query("a", "BytesInFromSource"), { StatusCode: "PartialData" }],
    ["times without values", query("a", "BytesInFromSource"), { Values: [1] }],
    ["a metric of something else", query("a", "PacketsDropCount"), {}],
  ])("is not guessed of %s", (_, asked, more) => {
    const read = readMetrics({
      MetricDataQueries: [asked, query("b", "BytesOutToSource")],
      MetricDataResults: [result("a", "a", more), result("b", "b")],
    });
    expect(read?.metered).toEqual([]);
    expect(read?.unknowns).toHaveLength(2);
  });

  it("is not found in other documents", () => {
    expect(readMetrics({ NatGateways: [] })).toBeUndefined();
    expect(readMetrics(null)).toBeUndefined();
  });
});
