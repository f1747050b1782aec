import { describe, expect, it } from "vitest";
import {
  createFacts,
  parseAddressRanges,
  toAddressRangeTable,
  toPriceTable,
  toServiceTable,
} from "../../src/facts/index.ts";
import { AppError } from "../../src/model/app-error.ts";
import { facts, readTable, tables } from "./facts.ts";
import { rangesFile } from "./ranges-file.ts";

const ranges = { readAddressRanges: () => readTable("address-ranges") };

describe("refreshed prices", () => {
  const offer = (price: string, region = "ap-northeast-1") => ({
    offer: "AmazonEC2" as const,
    region,
    version: "1",
    published: "2020-01-01",
    prices: [
      {
        item: "nat_gateway_hour",
        unit: "Hrs",
        currency: "USD" as const,
        tiers: [{ from: 0, price }],
        sku: "SKU1",
        usageType: 'odd, "type"',
      },
    ],
    leftOut: [],
  });
  const factsWith = (prices: string) => createFacts({ tables, refreshed: { prices }, ...ranges });

  it("count where they are newer than the bundled ones", () => {
    const newer = factsWith(toPriceTable(undefined, [offer("0.07")], "2026-11-01"));
    expect(newer.findPrice("ap-northeast-1", "nat_gateway_hour")).toMatchObject({
      tiers: [{ from: 0, price: 0.07 }],
      source: 'AWS price list AmazonEC2 1 of 2020-01-01 SKU SKU1 odd, "type"',
      date: "2026-11-01",
    });
    const older = factsWith(toPriceTable(undefined, [offer("0.07")], "2025-01-01"));
    expect(older.findPrice("ap-northeast-1", "nat_gateway_hour")?.tiers).toEqual([{ from: 0, price: 0.062 }]);
    expect(newer.findPrice("ap-northeast-1", "nat_gateway_gb")?.tiers).toEqual([{ from: 0, price: 0.062 }]);
  });

  it("of a Region take the place of all that was read of it before", () => {
    const first = toPriceTable(undefined, [offer("0.07"), offer("1", "eu-west-1")], "2026-11-01");
    const second = toPriceTable(first, [offer("0.08")], "2026-11-02");
    expect(factsWith(second).findPrice("ap-northeast-1", "nat_gateway_hour")?.tiers[0]?.price).toBe(0.08);
    expect(factsWith(second).findPrice("eu-west-1", "nat_gateway_hour")?.tiers[0]?.price).toBe(1);
    expect(second.split("\n")).toHaveLength(4);
  });
});

describe("refreshed ranges", () => {
  it("join the tags of a prefix, and keep token and day", () => {
    const { syncToken, date, ranges: found } = parseAddressRanges(toAddressRangeTable(rangesFile()));
    expect([syncToken, date]).toEqual(["1900000000", "2030-03-17"]);
    expect(found).toHaveLength(999);
    expect(found[0]?.tags).toEqual(["AMAZON", "S3"]);
  });

  it.each([
    ["another file", { prices: [] }],
    ["no token", { ...rangesFile(), syncToken: 5 }],
    ["no day", { ...rangesFile(), createDate: "yesterday" }],
    ["no list", { ...rangesFile(), ipv6_prefixes: undefined }],
    ["few prefixes", rangesFile({ count: 999 })],
    [
      "a prefix that is none",
      { ...rangesFile(), ipv6_prefixes: [{ ipv6_prefix: "::/x", region: "r", service: "S" }] },
    ],
    ["null", null],
  ])("are refused of %s", (_, value) => {
    expect(() => toAddressRangeTable(value)).toThrow(AppError);
  });
});

describe("endpoint services that an account sees", () => {
  const detail = (token: string, more: object = {}) => ({
    ServiceName: `com.amazonaws.eu-west-1.${token}`,
    Owner: "amazon",
    ServiceType: [{ ServiceType: "Interface" }],
    PrivateDnsNames: [{ PrivateDnsName: `${token}.eu-west-1.api.aws` }],
    VpcEndpointPolicySupported: true,
    ...more,
  });
  const seen = {
    region: "eu-west-1",
    date: "2026-11-29",
    details: [
      detail("brand-new"),
      detail("ssm"),
      detail("gwlb", { ServiceType: [{ ServiceType: "GatewayLoadBalancer" }] }),
      { ...detail("x"), ServiceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123", Owner: "111122223333" },
      {},
    ],
  };

  it("are added to the catalogue where it lacks them", () => {
    const services = toServiceTable(undefined, seen, facts);
    expect(services.trimEnd().split("\n")).toHaveLength(2);
    const all = createFacts({ tables, refreshed: { services }, ...ranges });
    expect(all.services).toHaveLength(facts.services.length + 1);
    expect(all.findService("brand-new")).toMatchObject({
      types: ["interface"],
      ports: [443],
      privateNames: ["brand-new.REGION.api.aws"],
    });
    expect(all.serviceNameIn("brand-new", "us-east-1")).toBe("com.amazonaws.us-east-1.brand-new");
    expect(all.findService("ssm")).toEqual(facts.findService("ssm"));
  });

  it("stay, when another Region is asked", () => {
    const first = toServiceTable(undefined, seen, facts);
    const second = toServiceTable(first, { ...seen, region: "us-east-1", details: [] }, facts);
    expect(second).toBe(first);
  });
});
