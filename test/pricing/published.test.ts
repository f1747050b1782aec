/** Figures that can be checked by hand against the bundled prices, and mistakes that others were seen to make. */
import { describe, expect, it } from "vitest";
import { emptyDesign, noTraffic, priceDesign, zonalNat } from "../../src/pricing/index.ts";
import type { Design } from "../../src/pricing/index.ts";
import { facts } from "../facts/facts.ts";

const price = (design: Partial<Design> & { readonly region: string }) =>
  priceDesign({ ...emptyDesign(design.region, 730), ...design }, facts);
const endpoints = (azs: number, ...services: readonly string[]) =>
  services.map((service) => ({ service, count: 1, azs, hours: 730 }));
const nat = zonalNat(730);
const sessionManager = ["ssm", "ssmmessages", "ec2messages", "ec2"];

describe("in Tokyo", () => {
  const region = "ap-northeast-1";

  it.each([
    [1, 40.88, 0, "endpoints"],
    [2, 81.76, 631.73, "nat"],
    [3, 122.64, 1417.88, "nat"],
  ])("four endpoints in %d zones cost %d, and break even at %d GB", (azs, monthly, even, cheaper) => {
    const design = {
      region,
      nats: [nat],
      interfaceEndpoints: endpoints(azs, ...sessionManager),
      gatewayEndpoints: [{ service: "s3" }],
    };
    const answer = price(design);
    expect(answer.natMonthly).toBeCloseTo(48.91, 9);
    expect(answer.endpointsMonthly).toBeCloseTo(monthly, 9);
    expect(answer.breakEvenGb).toBeCloseTo(even, 2);
    expect(answer.cheaper).toBe(cheaper);
  });

  it("egress has its tiers in binary GB, after the free ones", () => {
    const { lines } = price({ region, trafficGb: { ...noTraffic, internetEgress: 10_240 + 100 + 7 } });
    expect(lines.map(({ quantity, unitPrice }) => [quantity, unitPrice])).toEqual([
      [10_240, 0.114],
      [7, 0.089],
    ]);
  });
});

describe("one endpoint beside a NAT that stays", () => {
  it.each([
    ["us-east-1", 208.6],
    ["eu-west-1", 211.3],
    ["eu-west-2", 200.75],
    ["eu-central-1", 208.6],
    ["ap-northeast-1", 196.5],
    ["ap-southeast-1", 193.7],
  ])("pays in %s from %d GB a zone on", (region, gb) => {
    const at = (azs: number) =>
      price({ region, nats: [nat], interfaceEndpoints: endpoints(azs, "logs"), natStays: true }).breakEvenGb;
    expect(at(1)).toBeCloseTo(gb, 1);
    expect(at(3)).toBeCloseTo(3 * (at(1) ?? NaN), 9);
  });
});

describe("the last tier of every price with tiers", () => {
  it("is cheaper than the first, wherever the table has any", () => {
    for (const { name } of facts.regions) {
      for (const item of ["interface_endpoint_gb", "internet_egress_gb"]) {
        const tiers = facts.findPrice(name, item)?.tiers ?? [];
        const prices = tiers.map((tier) => tier.price);
        expect(prices).toEqual(prices.toSorted((a, b) => b - a));
      }
    }
  });

  it("of egress begins at 150 TB in us-east-1, at 0.05", () => {
    expect(facts.findPrice("us-east-1", "internet_egress_gb")?.tiers).toEqual([
      { from: 0, price: 0.09 },
      { from: 10_240, price: 0.085 },
      { from: 51_200, price: 0.07 },
      { from: 153_600, price: 0.05 },
    ]);
  });
});

describe("no mistake of others", () => {
  const items = (design: Partial<Design> & { readonly region: string }) =>
    price(design).lines.map(({ item }) => item);

  it("adds internet egress to what a NAT carries to services of the same Region", () => {
    const carried = { region: "us-east-1", nats: [nat], trafficGb: { ...noTraffic, nat: 1000 } };
    expect(items(carried)).not.toContain("internet-egress-gb");
    expect(price(carried).totalMonthly).toBeCloseTo(730 * 0.045 + 1000 * 0.045 + 730 * 0.005, 9);
  });

  it("bills gigabytes through a gateway endpoint", () => {
    const free = { region: "us-east-1", gatewayEndpoints: [{ service: "s3" }] };
    expect(price({ ...free, trafficGb: { ...noTraffic, gateway: 5000 } }).totalMonthly).toBe(0);
  });

  it("counts the address of a NAT gateway as included", () => {
    expect(items({ region: "us-east-1", nats: [nat] })).toContain("nat-public-ipv4-hours");
  });

  it("takes Virginia's price for that of another Region", () => {
    const hours = facts.regions.map(({ name }) => {
      const [line] = price({ region: name, nats: [nat] }).lines;
      return [name, line?.unitPrice] as const;
    });
    expect(hours.filter(([, unitPrice]) => unitPrice === 0.045).length).toBeLessThan(6);
    for (const [name, unitPrice] of hours)
      expect(unitPrice ?? undefined).toBe(facts.findPrice(name, "nat_gateway_hour")?.tiers[0]?.price);
  });

  it("forgets that an endpoint is billed in each of its zones", () => {
    const [line] = price({ region: "us-east-1", interfaceEndpoints: endpoints(3, "sqs") }).lines;
    expect(line?.monthly).toBeCloseTo(3 * 7.3, 9);
  });

  it("begins the second tier at a million gigabytes, or anew for each endpoint", () => {
    const { lines } = price({
      region: "us-east-1",
      interfaceEndpoints: endpoints(1, "sqs", "sns"),
      trafficGb: { ...noTraffic, interface: 1_048_576 + 1 },
    });
    expect(lines.slice(1).map(({ quantity, unitPrice }) => [quantity, unitPrice])).toEqual([
      [1_048_576, 0.01],
      [1, 0.006],
    ]);
  });

  it("leaves an address without use free, or bills a NAT instance by the gigabyte", () => {
    expect(items({ region: "us-east-1", publicIpv4s: [{ count: 1, state: "idle", hours: 730 }] })).toEqual([
      "public-ipv4-idle-hours",
    ]);
    const instance = { ...nat, kind: "instance" as const };
    expect(items({ region: "us-east-1", nats: [instance], trafficGb: { ...noTraffic, nat: 900 } })).toEqual([
      "nat-instance-hours",
      "nat-public-ipv4-hours",
    ]);
  });
});
