import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chargesOf } from "../../src/pricing/charge/index.ts";
import { emptyDesign, priceDesign, zonalNat } from "../../src/pricing/index.ts";
import type { Design, NatEntry, Price, PriceTable, PriceTier } from "../../src/pricing/index.ts";

const cents = fc.integer({ min: 0, max: 2000 }).map((tenThousandths) => tenThousandths / 10_000);
const tiers: fc.Arbitrary<readonly PriceTier[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 3000 }), { maxLength: 3 })
  .chain((edges) =>
    fc.tuple(...[0, ...edges.sort((a, b) => a - b)].map((from) => cents.map((price) => ({ from, price })))),
  );
const hours = fc.oneof(fc.constant(730), fc.double({ min: 0, max: 2000, noNaN: true }));
const count = fc.integer({ min: 0, max: 4 });
const gb = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5000, noNaN: true }));
const zonal = { count, azs: fc.integer({ min: 1, max: 3 }), hours };

const nats: fc.Arbitrary<NatEntry> = fc
  .record({
    kind: fc.constantFrom("zonal", "regional", "private", "provisioned", "instance"),
    ...zonal,
    storageGb: count,
    gbps: count,
  })
  .map((entry) => ({ ...zonalNat(730), ...entry, publicIpv4s: entry.kind === "private" ? 0 : 1 }));

const designs: fc.Arbitrary<Design> = fc
  .record({
    nats: fc.array(nats, { maxLength: 3 }),
    interfaceEndpoints: fc.array(fc.record({ service: fc.constantFrom("ssm", "logs"), ...zonal }), {
      maxLength: 3,
    }),
    gatewayEndpoints: fc.array(fc.record({ service: fc.constant("s3") }), { maxLength: 2 }),
    gatewayLoadBalancerEndpoints: fc.array(fc.record(zonal), { maxLength: 1 }),
    resourceEndpoints: fc.array(fc.record(zonal), { maxLength: 1 }),
    resolverEndpoints: fc.array(fc.record({ count, interfaces: count, hours }), { maxLength: 1 }),
    resolverMillionQueries: gb,
    transitGatewayAttachments: count,
    publicIpv4s: fc.array(fc.record({ count, state: fc.constantFrom("in-use", "idle"), hours }), {
      maxLength: 2,
    }),
    trafficGb: fc.record({
      nat: gb,
      interface: gb,
      gateway: gb,
      gatewayLoadBalancer: gb,
      resource: gb,
      transitGateway: gb,
      crossAz: gb,
      internetEgress: gb,
    }),
    interRegionGb: fc.record({ "us-west-2": gb }),
    freeInternetEgressGb: fc.constantFrom(0, 100),
    discountPercent: fc.constantFrom(0, 8, 10.5, 100),
    natStays: fc.boolean(),
  })
  .map((fields) => ({ ...emptyDesign("us-east-1", 730), ...fields }));

const rows = [
  "nat_gateway_hour",
  "nat_regional_hour",
  "nat_provisioned_gbps_hour",
  "nat_gateway_gb",
  "t4g_nano_hour",
  "nat_instance_storage",
  "public_ipv4_inuse_hour",
  "public_ipv4_idle_hour",
  "interface_endpoint_hour_per_az",
  "interface_endpoint_gb",
  "gateway_endpoint_hour",
  "gwlb_endpoint_hour_per_az",
  "gwlb_endpoint_gb",
  "resource_endpoint_hour",
  "resource_endpoint_gb",
  "tgw_vpc_attachment_hour",
  "tgw_gb",
  "r53_resolver_endpoint_eni_hour",
  "r53_resolver_queries",
  "internet_egress_gb",
  "cross_az_gb_per_direction",
  "inter_region_gb_other_regions",
];
type Rows = Readonly<Record<string, readonly PriceTier[]>>;
const priced: fc.Arbitrary<Rows> = fc.record(Object.fromEntries(rows.map((row) => [row, tiers])));

function table(prices: Rows, missing: readonly string[] = []): PriceTable {
  const toPrice = (found: readonly PriceTier[]): Price => ({
    tiers: found,
    currency: "USD",
    source: "s",
    date: "2026",
  });
  return {
    findPrice: (_, row) => {
      const found = missing.includes(row) ? undefined : prices[row];
      return found === undefined ? undefined : toPrice(found);
    },
  };
}

const sides = ["nat", "endpoints", "other"] as const;
const sumsOf = ({ natMonthly, endpointsMonthly, otherMonthly }: ReturnType<typeof priceDesign>) => ({
  nat: natMonthly,
  endpoints: endpointsMonthly,
  other: otherMonthly,
});

describe("any design at any prices", () => {
  it("has lines that are quantity times price less the discount, and sums that are theirs", () => {
    fc.assert(
      fc.property(designs, priced, (design, prices) => {
        const answer = priceDesign(design, table(prices));
        const sums = sumsOf(answer);
        for (const { quantity, unitPrice, monthly } of answer.lines) {
          expect(quantity).toBeGreaterThan(0);
          expect(monthly).toBe(quantity * (unitPrice ?? NaN) * (1 - design.discountPercent / 100));
        }
        for (const side of sides) {
          const own = answer.lines.filter((line) => line.side === side).map(({ monthly }) => monthly ?? NaN);
          expect(sums[side]).toBeCloseTo(
            own.reduce((a, b) => a + b, 0),
            6,
          );
        }
        expect(answer.totalMonthly).toBeCloseTo(
          answer.lines.reduce((a, { monthly }) => a + (monthly ?? NaN), 0),
          6,
        );
      }),
    );
  });

  it("has lines that hold every unit of what is charged, once", () => {
    fc.assert(
      fc.property(designs, priced, (design, prices) => {
        const { lines } = priceDesign(design, table(prices));
        const quantityOf = (
          all: readonly { readonly item: string; readonly quantity: number }[],
          item: string,
        ) => all.filter((one) => one.item === item).reduce((sum, { quantity }) => sum + quantity, 0);
        const charges = chargesOf(design);
        for (const item of new Set(charges.map((charge) => charge.item)))
          expect(quantityOf(lines, item)).toBeCloseTo(quantityOf(charges, item), 6);
      }),
    );
  });

  it("costs no less with more of anything", () => {
    fc.assert(
      fc.property(
        designs,
        priced,
        nats,
        fc.double({ min: 0, max: 1000, noNaN: true }),
        (design, prices, nat, more) => {
          const costs = (changed: Partial<Design>) =>
            priceDesign({ ...design, ...changed }, table(prices)).totalMonthly ?? NaN;
          const least = costs({}) - 1e-6;
          for (const way of ["nat", "interface", "crossAz", "internetEgress", "transitGateway"] as const) {
            const trafficGb = { ...design.trafficGb, [way]: design.trafficGb[way] + more };
            expect(costs({ trafficGb })).toBeGreaterThanOrEqual(least);
          }
          // A first NAT takes the bytes of a bill over, and may carry them for nothing.
          if (design.nats.some(({ count: there }) => there > 0))
            expect(costs({ nats: [...design.nats, nat] })).toBeGreaterThanOrEqual(least);
          const endpoint = { service: "sqs", count: 1, azs: 2, hours: more };
          expect(
            costs({ interfaceEndpoints: [...design.interfaceEndpoints, endpoint] }),
          ).toBeGreaterThanOrEqual(least);
          expect(
            costs({ transitGatewayAttachments: design.transitGatewayAttachments + 1 }),
          ).toBeGreaterThanOrEqual(least);
        },
      ),
    );
  });

  it("knows no sum of which a price is missing, and every other one", () => {
    fc.assert(
      fc.property(designs, priced, fc.subarray(rows), (design, prices, missing) => {
        const whole = sumsOf(priceDesign(design, table(prices)));
        const answer = priceDesign(design, table(prices, missing));
        const sums = sumsOf(answer);
        for (const side of sides) {
          const lacks = chargesOf(design).some(
            (charge) =>
              charge.side === side && charge.rows.every((row) => missing.includes(row) || !(row in prices)),
          );
          expect(sums[side]).toBe(lacks ? null : whole[side]);
        }
        if (answer.breakEvenGb === null && missing.length > 0 && answer.unknowns.length === 0)
          expect(priceDesign(design, table(prices)).breakEvenGb).toBeNull();
        for (const { fact } of answer.unknowns) expect(fact).toMatch(/^[a-z0-9-]+ in us-east-1$/);
      }),
    );
  });
});

/** The design without a transit gateway's gigabytes, which would follow the volume. */
const simple = designs.map((design) => ({ ...design, transitGatewayAttachments: 0 }));

describe("the break-even", () => {
  it("is where bisection finds the first change of the cheaper side", () => {
    let found = 0;
    fc.assert(
      fc.property(simple, priced, (given, prices) => {
        // Bytes that name no endpoint would be billed, and the design's own volume plays no part.
        const design = { ...given, discountPercent: 0, natStays: false };
        const hasInterfaces = design.interfaceEndpoints.some(({ count: there }) => there > 0);
        const savingAt = (volume: number): number =>
          priceDesign(
            {
              ...design,
              trafficGb: { ...design.trafficGb, nat: volume, interface: hasInterfaces ? volume : 0 },
            },
            table(prices),
          ).savingMonthly ?? NaN;
        const bare = { ...design, trafficGb: { ...design.trafficGb, interface: 0 } };
        const { breakEvenGb, cheaperBelow } = priceDesign(bare, table(prices));
        const edges = ["nat_gateway_gb", "interface_endpoint_gb"].flatMap((row) =>
          (prices[row] ?? []).map(({ from }) => from),
        );
        const brute = firstChange(savingAt, edges);
        if (brute === undefined) return;
        if (brute === "none") {
          expect([0, null]).toContain(breakEvenGb);
          return;
        }
        found += 1;
        expect(breakEvenGb).toBeCloseTo(brute.at, 3);
        expect(cheaperBelow).toBe(brute.below);
      }),
      { numRuns: 400 },
    );
    expect(found).toBeGreaterThan(10);
  });

  it("does not hang on the discount, nor on the traffic that the design has", () => {
    fc.assert(
      fc.property(simple, priced, gb, (design, prices, volume) => {
        const evenAt = (changed: Partial<Design>) =>
          priceDesign({ ...design, ...changed }, table(prices)).breakEvenGb;
        const trafficGb = { ...design.trafficGb, nat: design.trafficGb.nat + volume };
        expect(evenAt({ discountPercent: 50 })).toBe(evenAt({}));
        expect(evenAt({ trafficGb })).toBe(evenAt({}));
      }),
    );
  });

  it("with a NAT that stays is the endpoints' fixed cost over the difference of the prices", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), cents, cents, cents, (azs, hour, natGb, endpointGb) => {
        fc.pre(natGb - endpointGb > 0.001 && hour > 0);
        const flat = (price: number) => [{ from: 0, price }];
        const design = {
          ...emptyDesign("us-east-1", 730),
          nats: [zonalNat(730)],
          interfaceEndpoints: [{ service: "logs", count: 1, azs, hours: 730 }],
          natStays: true,
          prices: {
            "nat-gateway-gb": flat(natGb),
            "interface-endpoint-gb": flat(endpointGb),
            "interface-endpoint-hours": flat(hour),
          },
        };
        const { breakEvenGb } = priceDesign(design, table({}));
        expect(breakEvenGb).toBeCloseTo((azs * 730 * hour) / (natGb - endpointGb), 6);
      }),
    );
  });
});

interface Change {
  readonly at: number;
  readonly below: "nat" | "endpoints";
}

/**
 * Between two edges of tiers both sides are straight, and change places once at most. Undefined where too little tells
 * them apart.
 */
function firstChange(
  savingAt: (volume: number) => number,
  edges: readonly number[],
): Change | "none" | undefined {
  const noise = 1e-6;
  const steps = [...edges, 1e4, 1e5, 1e6, 1e9].sort((a, b) => a - b);
  let before: { readonly at: number; readonly saving: number } | undefined;
  for (const at of steps) {
    const saving = savingAt(at);
    if (Math.abs(saving) < noise) return undefined;
    if (before !== undefined && saving > 0 !== before.saving > 0) {
      return { at: bisect(savingAt, before.at, at), below: before.saving > 0 ? "endpoints" : "nat" };
    }
    before = { at, saving };
  }
  return "none";
}

function bisect(savingAt: (volume: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const isEndpoints = savingAt(low) > 0;
  for (let round = 0; round < 80; round += 1) {
    const middle = (low + high) / 2;
    if (savingAt(middle) > 0 === isEndpoints) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
