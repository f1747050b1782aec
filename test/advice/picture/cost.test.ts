// The curves of a picture are the plan's own bill at every volume.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costPicture } from "../../../src/advice/picture/cost.ts";
import type { CostPoint } from "../../../src/advice/picture/picture.ts";
import type { Facts } from "../../../src/facts/index.ts";
import type { Network } from "../../../src/model/network.ts";
import { natGateway, withRows } from "../../reach/estate.ts";
import { app, withApp, withNeighbour } from "../builders.ts";
import { facts } from "../facts.ts";
import { regional } from "./networks.ts";
import { conceived } from "./picture.ts";

const twoZones = withNeighbour(app, "i-b", { subnet: "subnet-b", address: "10.0.2.10" });
const twoNats = withRows(twoZones, {
  natGateways: [natGateway("nat-2", "vpc-1", "subnet-public", "10.0.0.6")],
});

const pictureOf = (network: Network, gbMonth?: number, own: Facts = facts) =>
  costPicture(conceived(network, { gbMonth, needs: ["ssm", "ssmmessages", "s3"] }), network, own);

/** As a reader of the page gets it. */
function costAt(points: readonly CostPoint[], gb: number): number {
  const index = Math.max(
    1,
    points.findIndex((point, at) => at > 0 && gb <= point.gb),
  );
  const [from, to] = [points.at(index - 1), points.at(index)];
  if (from === undefined || to === undefined) throw new Error("a curve without points");
  return from.monthly + ((gb - from.gb) * (to.monthly - from.monthly)) / (to.gb - from.gb);
}

const networks = [app, twoZones, twoNats, withApp(regional)];

describe("the cost of a picture", () => {
  it("is the plan's at any volume", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...networks),
        fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 9_000_000 })),
        (network, gbMonth) => {
          const { cost } = conceived(network, { gbMonth, needs: ["ssm", "ssmmessages", "s3"] }).plan;
          const { asPlanned, gbMonth: said } = pictureOf(network, gbMonth);
          expect(said).toBe(gbMonth);
          const sides = [
            [asPlanned.nat, cost.natMonthly],
            [asPlanned.endpoints, cost.endpointsMonthly],
          ] as const;
          for (const [points, monthly] of sides) {
            if (monthly === null) expect(points).toEqual([]);
            else expect(costAt(points, gbMonth)).toBeCloseTo(monthly, 4);
          }
          if (cost.breakEvenGb === null) expect(asPlanned.breakEvenGb).toBeNull();
          else expect(asPlanned.breakEvenGb).toBeCloseTo(cost.breakEvenGb, 4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is that of the plan in the zones of the plan, and of none where NATs and endpoints differ in them", () => {
    expect(pictureOf(app).zones).toBe(1);
    expect(pictureOf(twoNats).zones).toBe(2);
    expect(pictureOf(twoZones).zones).toBeUndefined();
    const { asPlanned, byZones } = pictureOf(twoNats);
    expect(byZones[1]?.nat).toEqual(asPlanned.nat);
    expect(byZones[1]?.endpoints).toEqual(asPlanned.endpoints);
  });

  it("grows by a NAT and an interface of each endpoint with every zone of the Region", () => {
    const { byZones } = pictureOf(app);
    expect(byZones.map(({ zones }) => zones)).toEqual([1, 2, 3]);
    const [one, two, three] = byZones.map(({ nat, endpoints }) => [
      nat[0]?.monthly ?? NaN,
      endpoints[0]?.monthly ?? NaN,
    ]);
    for (const side of [0, 1]) {
      expect(two?.[side]).toBeCloseTo(2 * (one?.[side] ?? NaN), 9);
      expect(three?.[side]).toBeCloseTo(3 * (one?.[side] ?? NaN), 9);
    }
  });

  it("bends at every tier and goes on beyond the last", () => {
    const { nat, endpoints } = pictureOf(app).asPlanned;
    const tiers = facts.findPrice("ap-northeast-1", "interface_endpoint_gb")?.tiers ?? [];
    expect(tiers.length).toBeGreaterThan(1);
    const edges = endpoints.map(({ gb }) => gb);
    expect(edges.slice(0, -1)).toEqual(tiers.map(({ from }) => from));
    expect(edges.at(-1)).toBeGreaterThan(tiers.at(-1)?.from ?? Infinity);
    expect(nat.map(({ gb }) => gb)).toEqual(edges);
  });

  it("crosses where both sides cost the same", () => {
    for (const network of networks) {
      const { asPlanned, byZones } = pictureOf(network);
      for (const { nat, endpoints, breakEvenGb } of [asPlanned, ...byZones]) {
        if (breakEvenGb === null || breakEvenGb === 0) continue;
        expect(costAt(nat, breakEvenGb)).toBeCloseTo(costAt(endpoints, breakEvenGb), 4);
      }
    }
  });

  it("has no points where a price is not known, and never nought", () => {
    const without = (row: string): Facts => ({
      ...facts,
      findPrice: (region, name) => (name === row ? undefined : facts.findPrice(region, name)),
    });
    const noNat = pictureOf(app, 100, without("nat_gateway_hour"));
    expect(noNat.asPlanned.nat).toEqual([]);
    expect(noNat.asPlanned.endpoints.length).toBeGreaterThan(1);
    expect(noNat.asPlanned.breakEvenGb).toBeNull();
    const noEndpoint = pictureOf(app, 100, without("interface_endpoint_gb"));
    expect(noEndpoint.asPlanned.endpoints).toEqual([]);
    expect(
      noEndpoint.byZones.every(
        ({ endpoints, breakEvenGb }) => endpoints.length === 0 && breakEvenGb === null,
      ),
    ).toBe(true);
  });
});
