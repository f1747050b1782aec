import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyDesign, noTraffic, priceDesign, zonalNat as zonalNatOf } from "../../src/pricing/index.ts";
import type { Design, Price, PriceTable, PriceTier, TrafficGb } from "../../src/pricing/index.ts";
import { costOf, slicesOf } from "../../src/pricing/price-table.ts";

const listed = (tiers: readonly PriceTier[], currency: Price["currency"] = "USD"): Price => ({
  tiers,
  currency,
  source: "a list",
  date: "2026-11",
});
const flat = (price: number, currency?: Price["currency"]) => listed([{ from: 0, price }], currency);
const tokyo: Readonly<Record<string, Price>> = {
  nat_gateway_hour: flat(0.062),
  nat_regional_hour: flat(0.07),
  nat_gateway_gb: flat(0.062),
  t4g_nano_hour: flat(0.0054),
  public_ipv4_inuse_hour: flat(0.005),
  interface_endpoint_hour_per_az: flat(0.014),
  interface_endpoint_gb: listed([
    { from: 0, price: 0.01 },
    { from: 1_048_576, price: 0.006 },
    { from: 5_242_880, price: 0.004 },
  ]),
  gateway_endpoint_hour: flat(0),
};
const table = (rows: Readonly<Record<string, Price>>): PriceTable => ({
  findPrice: (region, row) => (region === "ap-northeast-1" ? rows[row] : undefined),
});
const prices = table(tokyo);

const zonalNat = zonalNatOf(730);
const endpoint = (service: string, azs: number) => ({ service, count: 1, azs, hours: 730 });
const none = emptyDesign("ap-northeast-1", 730);
const gb = (traffic: Partial<TrafficGb>): TrafficGb => ({ ...noTraffic, ...traffic });
const four = (azs: number) => ["ssm", "ssmmessages", "ec2messages", "ec2"].map((one) => endpoint(one, azs));
const amounts = (design: Design) =>
  priceDesign(design, prices).lines.map(({ item, quantity, unitPrice }) => [item, quantity, unitPrice]);

describe("the lines of a design", () => {
  it("price a zonal NAT gateway against four endpoints and a gateway endpoint in two zones", () => {
    const design = {
      ...none,
      nats: [zonalNat],
      interfaceEndpoints: four(2),
      gatewayEndpoints: [{ service: "s3" }],
      trafficGb: gb({ nat: 10, interface: 10 }),
    };
    expect(amounts(design)).toEqual([
      ["nat-gateway-hours", 730, 0.062],
      ["nat-gateway-gb", 10, 0.062],
      ["nat-public-ipv4-hours", 730, 0.005],
      ["interface-endpoint-hours", 5840, 0.014],
      ["interface-endpoint-gb", 10, 0.01],
      ["gateway-endpoint", 1, 0],
    ]);
    const answer = priceDesign(design, prices);
    expect(answer.natMonthly).toBeCloseTo(45.26 + 0.62 + 3.65, 9);
    expect(answer.endpointsMonthly).toBeCloseTo(81.76 + 0.1, 9);
    expect(answer.savingMonthly).toBeCloseTo(49.53 - 81.86, 9);
    expect(answer.breakEvenGb).toBeCloseTo((81.76 - 48.91) / (0.062 - 0.01), 9);
    expect(answer.unknowns).toEqual([]);
  });

  it("bill started hours for gateways and endpoints, and seconds for addresses", () => {
    const design = {
      ...none,
      nats: [{ ...zonalNat, count: 2, hours: 10.2 }],
      interfaceEndpoints: [{ ...endpoint("ssm", 3), hours: 0.5 }],
    };
    expect(amounts(design)).toEqual([
      ["nat-gateway-hours", 22, 0.062],
      ["nat-public-ipv4-hours", 20.4, 0.005],
      ["interface-endpoint-hours", 3, 0.014],
    ]);
  });

  it("multiply a regional NAT gateway by its zones, and say that this is assumed", () => {
    const design = { ...none, nats: [{ ...zonalNat, kind: "regional" as const, azs: 3 }] };
    const [hours] = priceDesign(design, prices).lines;
    expect(hours).toMatchObject({ item: "nat-gateway-hours", quantity: 2190, unitPrice: 0.07 });
    expect(hours?.note).toMatch(/^assumes/);
  });

  it("charge no address for a private NAT gateway, but its traffic", () => {
    const design = {
      ...none,
      nats: [{ ...zonalNat, kind: "private" as const, publicIpv4s: 0 }],
      trafficGb: gb({ nat: 5, interface: 0 }),
    };
    expect(amounts(design)).toEqual([
      ["nat-gateway-hours", 730, 0.062],
      ["nat-gateway-gb", 5, 0.062],
    ]);
  });

  it("carry traffic through instances alone for nothing, and charge bytes that name no NAT", () => {
    const instance = { ...zonalNat, kind: "instance" as const };
    const traffic = gb({ nat: 1000 });
    expect(amounts({ ...none, nats: [instance], trafficGb: traffic })).toEqual([
      ["nat-instance-hours", 730, 0.0054],
      ["nat-public-ipv4-hours", 730, 0.005],
    ]);
    expect(amounts({ ...none, nats: [instance, zonalNat], trafficGb: traffic })).toContainEqual([
      "nat-gateway-gb",
      1000,
      0.062,
    ]);
    expect(amounts({ ...none, trafficGb: traffic })).toEqual([["nat-gateway-gb", 1000, 0.062]]);
  });

  it("give each tier a line of its own, on the sum of all endpoints", () => {
    const design = { ...none, interfaceEndpoints: four(1), trafficGb: gb({ nat: 0, interface: 1_048_577 }) };
    expect(amounts(design).filter(([item]) => item === "interface-endpoint-gb")).toEqual([
      ["interface-endpoint-gb", 1_048_576, 0.01],
      ["interface-endpoint-gb", 1, 0.006],
    ]);
  });

  it("leave an amount null where the price is not known, and name it", () => {
    const { public_ipv4_inuse_hour: _, ...rest } = tokyo;
    const design = { ...none, nats: [zonalNat], interfaceEndpoints: four(1) };
    const answer = priceDesign(design, table(rest));
    expect(answer).toMatchObject({ natMonthly: null, savingMonthly: null, breakEvenGb: null });
    expect(answer.endpointsMonthly).toBeCloseTo(40.88, 9);
    expect(answer.unknowns.map(({ fact }) => fact)).toEqual(["nat-public-ipv4-hours in ap-northeast-1"]);
  });

  it("never borrow another Region's price", () => {
    const answer = priceDesign(
      { ...none, region: "eu-west-9", nats: [zonalNat], interfaceEndpoints: four(1) },
      prices,
    );
    expect(answer.lines.every(({ unitPrice, monthly }) => unitPrice === null && monthly === null)).toBe(true);
    expect(answer.unknowns.map(({ fact }) => fact)).toContain("nat-gateway-gb in eu-west-9");
  });
});

describe("the break-even volume", () => {
  it("is 0 when the endpoints are never dearer", () => {
    const design = {
      ...none,
      nats: [zonalNat],
      interfaceEndpoints: four(1),
      gatewayEndpoints: [{ service: "s3" }],
    };
    expect(priceDesign(design, prices).breakEvenGb).toBe(0);
    expect(priceDesign({ ...design, interfaceEndpoints: [] }, prices).breakEvenGb).toBe(0);
  });

  it("is null when they never win", () => {
    const costly = table({ ...tokyo, interface_endpoint_gb: flat(0.062) });
    const design = { ...none, nats: [zonalNat], interfaceEndpoints: four(2) };
    expect(priceDesign(design, costly).breakEvenGb).toBeNull();
  });

  it("leaves the NAT's fixed cost out when the NAT stays", () => {
    const design = { ...none, nats: [zonalNat], interfaceEndpoints: [endpoint("logs", 1)], natStays: true };
    expect(priceDesign(design, prices).breakEvenGb).toBeCloseTo((730 * 0.014) / (0.062 - 0.01), 9);
  });

  it("is where free traffic of an instance overtakes endpoints that are cheaper to hold", () => {
    const instance = { ...zonalNat, kind: "instance" as const, count: 8 };
    const design = { ...none, nats: [instance], interfaceEndpoints: four(1) };
    const fixed = 8 * 730 * (0.0054 + 0.005) - 40.88;
    expect(priceDesign(design, prices).breakEvenGb).toBeCloseTo(fixed / 0.01, 6);
  });

  it("makes both sides cost the same, in whatever tier it lies", () => {
    fc.assert(
      fc.property(designs, tieredPrices, (design, rows) => {
        const volume = priceDesign(design, table(rows)).breakEvenGb;
        fc.pre(volume !== null && volume > 0);
        const at = priceDesign({ ...design, trafficGb: gb({ nat: volume, interface: volume }) }, table(rows));
        expect(at.savingMonthly).toBeCloseTo(0, 6);
      }),
    );
  });

  it("has one side cheaper everywhere when it is 0 or null", () => {
    fc.assert(
      fc.property(
        designs,
        tieredPrices,
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        (design, rows, volume) => {
          const even = priceDesign(design, table(rows)).breakEvenGb;
          fc.pre(even === 0 || even === null);
          const at = priceDesign(
            { ...design, trafficGb: gb({ nat: volume, interface: volume }) },
            table(rows),
          );
          const saving = at.savingMonthly ?? NaN;
          expect(even === 0 ? saving : -saving).toBeGreaterThan(-1e-6);
        },
      ),
    );
  });
});

const cents = (max: number) => fc.integer({ min: 1, max }).map((tenThousandths) => tenThousandths / 10_000);
const tieredPrices = fc
  .tuple(cents(1000), cents(1000), cents(200), cents(200), cents(200))
  .map(([natHour, natGb, endpointHour, firstGb, laterGb]) => ({
    ...tokyo,
    nat_gateway_hour: flat(natHour),
    nat_gateway_gb: flat(natGb),
    interface_endpoint_hour_per_az: flat(endpointHour),
    interface_endpoint_gb: listed([
      { from: 0, price: firstGb },
      { from: 1_048_576, price: laterGb },
    ]),
  }));
const designs = fc
  .record({
    nats: fc.integer({ min: 1, max: 3 }),
    services: fc.integer({ min: 1, max: 8 }),
    azs: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ nats, services, azs }): Design => ({
    ...none,
    nats: [{ ...zonalNat, count: nats }],
    interfaceEndpoints: Array.from({ length: services }, (_, index) => endpoint(`service-${index}`, azs)),
  }));

describe("tiers", () => {
  const tiers: fc.Arbitrary<readonly PriceTier[]> = fc
    .uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 4 })
    .chain((edges) =>
      fc.tuple(
        ...[0, ...edges.sort((a, b) => a - b)].map((from) => cents(100).map((price) => ({ from, price }))),
      ),
    );

  it("cost what unit after unit costs", () => {
    fc.assert(
      fc.property(tiers, fc.integer({ min: 0, max: 60 }), (tiers, units) => {
        let oneByOne = 0;
        for (let unit = 0; unit < units; unit += 1) {
          oneByOne += tiers.findLast(({ from }) => from <= unit)?.price ?? NaN;
        }
        expect(costOf(tiers, units)).toBeCloseTo(oneByOne, 9);
      }),
    );
  });

  it("lose no unit and count none twice", () => {
    fc.assert(
      fc.property(tiers, fc.integer({ min: 0, max: 60 }), (tiers, units) => {
        expect(slicesOf(tiers, units).reduce((sum, slice) => sum + slice.units, 0)).toBe(units);
      }),
    );
  });
});
