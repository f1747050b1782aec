import { describe, expect, it } from "vitest";
import { findBillColumns, toMetered } from "../../../src/traffic/reconcile/bill.ts";
import { parseInstant } from "../../../src/traffic/reconcile/metered.ts";
import { parseNatUsage } from "../../../src/traffic/reconcile/usage-type.ts";

describe("usage types of a bill", () => {
  it.each([
    ["NatGateway-Bytes", "zonal", "bytes"],
    ["APN1-NatGateway-Bytes", "zonal", "bytes"],
    ["EU-NatGateway-Hours", "zonal", "hours"],
    ["USE1-RegionalNatGateway-Bytes", "regional", "bytes"],
    ["RegionalNatGateway-Hours", "regional", "hours"],
    ["USW2-NatGateway-Prvd-Bytes", "provisioned", "bytes"],
    ["NatGateway-Prvd-Gbps", "provisioned", "gbps"],
  ])("%s is %s, %s", (usageType, family, meter) => {
    expect(parseNatUsage(usageType)).toEqual({ family, meter });
  });

  it.each([
    "APN1-VpcEndpoint-Bytes",
    "MyNatGateway-Bytes",
    "NatGateway-Bytes-More",
    "natgateway-bytes",
    "constructor",
    "",
  ])("%j is none of a NAT gateway", (usageType) => {
    expect(parseNatUsage(usageType)).toBeUndefined();
  });
});

describe("columns of a report", () => {
  const legacy = [
    "identity/LineItemId",
    "lineItem/LineItemType",
    "lineItem/UsageStartDate",
    "lineItem/UsageEndDate",
  ];

  it("are found by the names of either generation, in any order and case", () => {
    expect(
      findBillColumns([...legacy, "lineItem/UsageAmount", "lineItem/UsageType", "lineItem/ResourceId"]),
    ).toEqual({
      usageType: "lineItem/UsageType",
      start: "lineItem/UsageStartDate",
      end: "lineItem/UsageEndDate",
      amount: "lineItem/UsageAmount",
      resource: "lineItem/ResourceId",
      lineType: "lineItem/LineItemType",
    });
    const exported = [
      "LINE_ITEM_USAGE_TYPE",
      "line_item_usage_amount",
      "line_item_usage_end_date",
      "line_item_usage_start_date",
    ];
    expect(findBillColumns(exported)?.usageType).toBe("LINE_ITEM_USAGE_TYPE");
  });

  it("are not found in what is no report", () => {
    expect(findBillColumns(legacy)).toBeUndefined();
  });
});

describe("a row of a report", () => {
  const row = {
    usageType: "APN1-NatGateway-Bytes",
    start: "2026-11-02T00:00:00Z",
    end: "2026-11-02 01:00:00.000",
    amount: "0.5",
    resource: "arn:aws:ec2:ap-northeast-1:123456789012:natgateway/nat-006798ebe8ae34a8e",
    lineType: "Usage",
  };

  it("is bytes of one NAT gateway and a stretch of time", () => {
    const start = Date.UTC(2026, 10, 2) / 1000;
    expect(toMetered(row)).toEqual({
      nat: "nat-006798ebe8ae34a8e",
      start,
      end: start + 3600,
      bytes: 2 ** 29,
    });
  });

  it("counts once: what takes it back, and hours, are left out", () => {
    expect(toMetered({ ...row, lineType: "Credit" })).toBeUndefined();
    expect(toMetered({ ...row, usageType: "NatGateway-Hours" })).toBeUndefined();
  });

  it("may name no gateway, and may not be broken", () => {
    expect(toMetered({ ...row, resource: "" })).toMatchObject({ nat: undefined });
    expect(toMetered({ ...row, amount: "" })).toBe("unreadable");
    expect(toMetered({ ...row, end: "2026-13-40" })).toBe("unreadable");
  });
});

describe("a time of a report", () => {
  it.each([
    "2026-11-02",
    "2026-11-02 00:00",
    "2026-11-02T00:00:00.000Z",
    "2026-11-02 00:00:00+00",
    "2026-11-02T09:00:00+09:00",
  ])("%s is UTC unless it says otherwise", (text) => {
    expect(parseInstant(text)).toBe(Date.UTC(2026, 10, 2) / 1000);
  });

  it.each(["", "yesterday", "1793577600"])("%j is none", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
