import { describe, expect, it } from "vitest";
import { facts, factsWith, tables } from "./facts.ts";

describe("findPrice", () => {
  it.each([
    ["ap-northeast-1", "nat_gateway_hour", 0.062, "Hrs"],
    ["ap-northeast-1", "nat_gateway_gb", 0.062, "GB"],
    ["ap-northeast-1", "interface_endpoint_hour_per_az", 0.014, "Hrs"],
    ["us-east-1", "nat_gateway_hour", 0.045, "Hrs"],
    ["us-east-1", "interface_endpoint_hour_per_az", 0.01, "Hrs"],
    ["af-south-1", "interface_endpoint_hour_per_az", 0.01309, "Hrs"],
    ["sa-east-1", "nat_gateway_hour", 0.093, "Hrs"],
    ["us-east-1", "public_ipv4_inuse_hour", 0.005, "Hrs"],
    ["mx-central-1", "public_ipv4_inuse_hour", 0.005, "Hrs"],
    ["cn-north-1", "gateway_endpoint_hour", 0, "Hrs"],
  ])("%s %s is %d a unit", (region, item, price, unit) => {
    expect(facts.findPrice(region, item)).toMatchObject({ tiers: [{ from: 0, price }], unit });
  });

  it("has tiers with their edges in binary GB", () => {
    expect(facts.findPrice("ap-northeast-1", "interface_endpoint_gb")?.tiers).toEqual([
      { from: 0, price: 0.01 },
      { from: 1_048_576, price: 0.006 },
      { from: 5_242_880, price: 0.004 },
    ]);
    expect(facts.findPrice("ap-northeast-1", "internet_egress_gb")?.tiers).toEqual([
      { from: 0, price: 0.114 },
      { from: 10_240, price: 0.089 },
      { from: 51_200, price: 0.086 },
      { from: 153_600, price: 0.084 },
    ]);
  });

  it.each([
    ["cn-north-1", "nat_gateway_hour"],
    ["cn-northwest-1", "nat_gateway_gb"],
    ["eusc-de-east-1", "interface_endpoint_hour_per_az"],
    ["cn-north-1", "public_ipv4_inuse_hour"],
    ["us-gov-west-1", "public_ipv4_inuse_hour"],
    ["xx-nowhere-9", "public_ipv4_inuse_hour"],
    ["ap-northeast-9", "nat_gateway_hour"],
    ["us-east-1", "no_such_item"],
  ])("has no price for %s %s", (region, item) => {
    expect(facts.findPrice(region, item)).toBeUndefined();
  });
});

describe("priceGap", () => {
  it("says what is known of the gap, and what settles it", () => {
    const gap = facts.priceGap("cn-north-1", "nat_gateway_hour");
    expect(gap.fact).toMatch(/^price nat_gateway_hour in cn-north-1 \(no evidence found; billed in CNY/);
    expect(gap.settledBy).toBe("denat facts refresh, or prices in the design");
    expect(facts.priceGap("xx-nowhere-9", "nat_gateway_hour").fact).toBe(
      "price nat_gateway_hour in xx-nowhere-9",
    );
  });
});

describe("prices.csv", () => {
  const head = "region,item,unit,tier_from,price,currency,source,date\n";
  it.each([
    ["a first tier that is not 0", "r,i,GB,5,1,USD,s,2026", "prices.csv:2: tier_from 5"],
    [
      "tiers that fall",
      "r,i,GB,0,1,USD,s,2026\nr,i,GB,9,1,USD,s,2026\nr,i,GB,8,1,USD,s,2026",
      "prices.csv:4: tier_from 8",
    ],
    ["two units", "r,i,GB,0,1,USD,s,2026\nr,i,Hrs,9,1,USD,s,2026", "prices.csv:3: unit Hrs"],
    ["a price that is none", "r,i,GB,0,free,USD,s,2026", "prices.csv:2: price is not a number"],
    ["two currencies", "r,i,GB,0,1,USD,s,2026\nr,i,GB,9,1,CNY,s,2026", "prices.csv:3: currency CNY"],
    ["a currency that AWS does not bill in", "r,i,GB,0,1,EUR,s,2026", "currency is none of USD, CNY"],
    ["a price without source", "r,i,GB,0,1,USD,,2026", "prices.csv:2: no source"],
  ])("throws on %s", (_, rows, message) => {
    expect(() => factsWith({ prices: head + rows }).findPrice("r", "i")).toThrow(message);
  });
  it("misses what prices-missing.csv says that it misses", () => {
    const gaps = tables["prices-missing"]
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
    expect(gaps).toHaveLength(24);
    for (const [region = "", item = ""] of gaps) expect(facts.findPrice(region, item)).toBeUndefined();
  });
});
