import { describe, expect, it } from "vitest";
import { costItems } from "../../src/pricing/charge/index.ts";
import { emptyDesign, noTraffic, priceDesign, zonalNat } from "../../src/pricing/index.ts";
import type { Design, Price, PriceTable } from "../../src/pricing/index.ts";

const nat = zonalNat(730);
const zonal = { count: 1, azs: 2, hours: 730 };
/** One of everything that can be billed. */
const everything: Design = {
  ...emptyDesign("us-east-1", 730),
  nats: [
    nat,
    { ...nat, kind: "regional", azs: 3 },
    { ...nat, kind: "provisioned", gbps: 5 },
    { ...nat, kind: "instance", hours: 365, storageGb: 8 },
  ],
  interfaceEndpoints: [{ ...zonal, service: "ssm" }],
  gatewayEndpoints: [{ service: "s3" }, { service: "dynamodb" }],
  gatewayLoadBalancerEndpoints: [zonal],
  resourceEndpoints: [zonal],
  resolverEndpoints: [{ count: 1, interfaces: 2, hours: 730 }],
  resolverMillionQueries: 3,
  transitGatewayAttachments: 4,
  publicIpv4s: [
    { count: 2, state: "in-use", hours: 730 },
    { count: 1, state: "idle", hours: 0.5 },
  ],
  trafficGb: {
    nat: 11,
    interface: 12,
    gateway: 13,
    gatewayLoadBalancer: 14,
    resource: 15,
    transitGateway: 16,
    crossAz: 17,
    internetEgress: 118,
  },
  interRegionGb: { "eu-west-1": 19, "us-east-2": 20 },
};

const flat = (price: number): Price => ({
  tiers: [{ from: 0, price }],
  currency: "USD",
  source: "a list",
  date: "2026",
});
/** Every row has a price, and tells by it which row it is. */
const everyRow: PriceTable = { findPrice: (_, row) => flat(row.length) };
const quantities = (design: Design) =>
  priceDesign(design, everyRow).lines.map(({ item, side, quantity, unit, unitPrice }) => [
    item,
    side,
    quantity,
    unit,
    unitPrice,
  ]);

describe("a design with one of everything", () => {
  it("is billed line by line", () => {
    expect(quantities(everything)).toEqual([
      ["nat-gateway-hours", "nat", 730, "hour", "nat_gateway_hour".length],
      ["nat-gateway-hours", "nat", 2190, "hour", "nat_regional_hour".length],
      ["nat-provisioned-gbps-hours", "nat", 3650, "Gbps-hour", "nat_provisioned_gbps_hour".length],
      ["nat-instance-hours", "nat", 365, "hour", "t4g_nano_hour".length],
      ["nat-instance-storage", "nat", 4, "GB-month", "nat_instance_storage".length],
      ["nat-gateway-gb", "nat", 11, "GB", "nat_gateway_gb".length],
      ["nat-public-ipv4-hours", "nat", 3 * 730 + 365, "hour", "public_ipv4_inuse_hour".length],
      ["interface-endpoint-hours", "endpoints", 1460, "hour", "interface_endpoint_hour_per_az".length],
      ["interface-endpoint-gb", "endpoints", 12, "GB", "interface_endpoint_gb".length],
      ["gateway-endpoint", "endpoints", 2, "endpoint", "gateway_endpoint_hour".length],
      ["gateway-load-balancer-endpoint-hours", "endpoints", 1460, "hour", "gwlb_endpoint_hour_per_az".length],
      ["gateway-load-balancer-endpoint-gb", "endpoints", 14, "GB", "gwlb_endpoint_gb".length],
      ["resource-endpoint-hours", "endpoints", 1460, "hour", "resource_endpoint_hour".length],
      ["resource-endpoint-gb", "endpoints", 15, "GB", "resource_endpoint_gb".length],
      ["transit-gateway-attachment-hours", "endpoints", 2920, "hour", "tgw_vpc_attachment_hour".length],
      ["transit-gateway-gb", "endpoints", 16, "GB", "tgw_gb".length],
      ["resolver-endpoint-hours", "endpoints", 1460, "hour", "r53_resolver_endpoint_eni_hour".length],
      ["resolver-queries", "endpoints", 3, "million queries", "r53_resolver_queries".length],
      ["public-ipv4-hours", "other", 1460, "hour", "public_ipv4_inuse_hour".length],
      ["public-ipv4-idle-hours", "other", 0.5, "hour", "public_ipv4_idle_hour".length],
      ["internet-egress-gb", "other", 18, "GB", "internet_egress_gb".length],
      ["cross-az-gb", "other", 17, "GB", "cross_az_gb_per_direction".length],
      ["inter-region-gb", "other", 19, "GB", "inter_region_gb_to_eu_west_1".length],
      ["inter-region-gb", "other", 20, "GB", "inter_region_gb_to_us_east_2".length],
    ]);
  });

  it("adds its lines up by side, and all of them", () => {
    const answer = priceDesign({ ...everything, discountPercent: 12.5 }, everyRow);
    const sums = { nat: 0, endpoints: 0, other: 0 };
    for (const { side, quantity, unitPrice, monthly } of answer.lines) {
      expect(monthly).toBeCloseTo(quantity * (unitPrice ?? NaN) * 0.875, 9);
      sums[side] += monthly ?? NaN;
    }
    expect(answer.natMonthly).toBeCloseTo(sums.nat, 6);
    expect(answer.endpointsMonthly).toBeCloseTo(sums.endpoints, 6);
    expect(answer.otherMonthly).toBeCloseTo(sums.other, 6);
    expect(answer.totalMonthly).toBeCloseTo(sums.nat + sums.endpoints + sums.other, 6);
    expect(answer.savingMonthly).toBeCloseTo(sums.nat - sums.endpoints, 6);
    expect(answer.cheaper).toBe("nat");
  });

  it("takes a price of its own for each item, and says so", () => {
    const prices = Object.fromEntries(costItems.map((item, index) => [item, [{ from: 0, price: index }]]));
    const { lines, unknowns } = priceDesign({ ...everything, prices }, { findPrice: () => undefined });
    expect(unknowns).toEqual([]);
    expect(new Set(lines.map(({ item }) => item))).toEqual(new Set(costItems));
    for (const { item, unitPrice, source } of lines) {
      expect([unitPrice, source]).toEqual([costItems.indexOf(item), "prices in the design"]);
    }
  });

  it("names each item once whose price is not known", () => {
    const answer = priceDesign(everything, { findPrice: () => undefined });
    expect(answer).toMatchObject({
      totalMonthly: null,
      savingMonthly: null,
      cheaper: null,
      breakEvenGb: null,
    });
    expect(answer.unknowns.map(({ fact }) => fact).sort()).toEqual(
      costItems.map((item) => `${item} in us-east-1`).sort(),
    );
    expect(answer.unknowns[0]?.settledBy).toBe("denat facts refresh, or prices in the design");
  });
});

describe("traffic between Regions", () => {
  const rows = (known: Readonly<Record<string, number>>): PriceTable => ({
    findPrice: (_, row) => (known[row] === undefined ? undefined : flat(known[row])),
  });
  const pricesTo = (region: string, table: PriceTable) =>
    priceDesign({ ...everything, region }, table)
      .lines.filter(({ item }) => item === "inter-region-gb")
      .map(({ unitPrice }) => unitPrice);

  it("costs what the table has for that pair, or else for any other Region", () => {
    const table = rows({ inter_region_gb_us_east: 0.01, inter_region_gb_other_regions: 0.02 });
    expect(pricesTo("us-east-1", table)).toEqual([0.02, 0.01]);
    expect(pricesTo("us-west-2", table)).toEqual([0.02, 0.02]);
    expect(pricesTo("us-east-1", rows({ inter_region_gb_to_eu_west_1: 0.03 }))).toEqual([0.03, null]);
  });
});

describe("the first GB to the internet", () => {
  const egress = (internetEgress: number, freeInternetEgressGb: number) =>
    quantities({
      ...emptyDesign("us-east-1", 730),
      trafficGb: { ...noTraffic, internetEgress },
      freeInternetEgressGb,
    }).map(([, , quantity]) => quantity);

  it("are free", () => {
    expect(egress(100, 100)).toEqual([]);
    expect(egress(100.5, 100)).toEqual([0.5]);
    expect(egress(100.5, 0)).toEqual([100.5]);
  });
});

describe("currencies", () => {
  const yuan = (price: number): Price => ({ ...flat(price), currency: "CNY" });
  const beijing: PriceTable = {
    findPrice: (_, row) =>
      row === "gateway_endpoint_hour" ? flat(0) : row === "nat_gateway_gb" ? yuan(0.4) : yuan(1),
  };
  const design: Design = {
    ...emptyDesign("cn-north-1", 730),
    gatewayEndpoints: [{ service: "s3" }],
    nats: [nat],
  };

  it("are the table's, and what is free is free in all of them", () => {
    expect(priceDesign(design, beijing)).toMatchObject({
      currency: "CNY",
      natMonthly: 1460,
      endpointsMonthly: 0,
      unknowns: [],
    });
  });

  it("are never added up: where the design names prices in USD, those in yuan are not known", () => {
    const prices = { "nat-gateway-hours": [{ from: 0, price: 0.06 }] };
    const answer = priceDesign({ ...design, prices }, beijing);
    expect(answer).toMatchObject({
      currency: "USD",
      natMonthly: null,
      endpointsMonthly: 0,
      breakEvenGb: 0,
    });
    expect(answer.lines.map(({ monthly }) => monthly)).toEqual([730 * 0.06, null, 0]);
    expect(answer.lines[1]?.source).toBe("not known in USD: CNY in a list, 2026");
    expect(answer.unknowns.map(({ fact }) => fact)).toEqual(["nat-public-ipv4-hours in cn-north-1"]);
  });
});

describe("which side is cheaper", () => {
  const withNatPrice = (price: number) =>
    priceDesign(
      {
        ...emptyDesign("us-east-1", 1),
        nats: [{ ...nat, hours: 1, publicIpv4s: 0 }],
        interfaceEndpoints: [{ service: "ssm", count: 1, azs: 1, hours: 1 }],
        prices: {
          "nat-gateway-hours": [{ from: 0, price }],
          "interface-endpoint-hours": [{ from: 0, price: 1 }],
        },
      },
      everyRow,
    ).cheaper;

  it.each([
    [1.006, "endpoints"],
    [1.004, "equal"],
    [1, "equal"],
    [0.996, "equal"],
    [0.994, "nat"],
  ])("at %d against 1 is %s", (price, cheaper) => {
    expect(withNatPrice(price)).toBe(cheaper);
  });
});
