import { describe, expect, it } from "vitest";
import { parseId } from "../../src/model/entity/entity.ts";
import type { ScopeId } from "../../src/model/entity/entity.ts";
import { known } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import {
  base,
  natGateway,
  region,
  scope,
  subnet,
  table,
  vpc,
  withEndpoints,
  withRows,
  without,
} from "../reach/estate.ts";
import { app, factsOf, planOf, vpcOf, withNeighbour } from "./builders.ts";

const hours = 730;
/** List prices of ap-northeast-1 in data/prices.csv. */
const price = { natHour: 0.062, natGb: 0.062, ipv4Hour: 0.005, endpointHour: 0.014, endpointGb: 0.01 };
const items = (network: Network, gbMonth?: number) =>
  planOf(network, { gbMonth }).cost.lines.map(({ item, quantity }) => `${item} ${quantity}`);

describe("the bill", () => {
  it("is NAT hours and addresses against endpoint hours in each zone", () => {
    const { cost } = planOf(app);
    expect(cost.natMonthly).toBeCloseTo(hours * (price.natHour + price.ipv4Hour), 9);
    expect(cost.endpointsMonthly).toBeCloseTo(2 * hours * price.endpointHour, 9);
    expect(cost.savingMonthly).toBeCloseTo((cost.natMonthly ?? 0) - (cost.endpointsMonthly ?? 0), 9);
  });

  it("counts a zone for each subnet of an endpoint", () => {
    const two = withNeighbour(app, "i-b", { subnet: "subnet-b", address: "10.0.2.10" });
    expect(planOf(two, { needs: ["ssm", "ssmmessages"] }).cost.endpointsMonthly).toBeCloseTo(
      4 * hours * price.endpointHour,
      9,
    );
  });

  it("takes the volume through both, and says that interface endpoints carry it", () => {
    const { cost } = planOf(app, { gbMonth: 1000 });
    const bare = planOf(app).cost;
    expect((cost.natMonthly ?? 0) - (bare.natMonthly ?? 0)).toBeCloseTo(1000 * price.natGb, 9);
    expect((cost.endpointsMonthly ?? 0) - (bare.endpointsMonthly ?? 0)).toBeCloseTo(
      1000 * price.endpointGb,
      9,
    );
    expect(cost.lines.find(({ item }) => item === "interface-endpoint-gb")?.note).toMatch(
      /gateway endpoints are free/,
    );
  });

  it("leaves out endpoints that stand, and private NAT gateways, which stay", () => {
    expect(planOf(withEndpoints(app, "ssm", "ssmmessages")).cost.endpointsMonthly).toBe(0);
    const two = withRows(app, {
      natGateways: [
        natGateway("nat-2", "vpc-1", "subnet-a", "10.0.1.5", {
          connectivity: "private",
          addresses: known([]),
        }),
      ],
    });
    expect(planOf(two).cost.natMonthly).toBe(planOf(app).cost.natMonthly);
  });

  it("counts a regional NAT gateway in each of its zones", () => {
    const [address] = [natGateway("x", "vpc-1", "subnet-public", "10.0.0.5").addresses];
    const addresses = (address.known ? address.value : []).flatMap((one) => [
      one,
      { ...one, availabilityZone: known(`${region}c`) },
    ]);
    const regional = withRows(app, {
      natGateways: [
        natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", {
          availability: "regional",
          subnet: undefined,
          addresses: known(addresses),
        }),
      ],
    });
    expect(items(regional)).toEqual(
      expect.arrayContaining(["nat-gateway-hours 1460", "nat-public-ipv4-hours 1460"]),
    );
  });

  it("has no break-even without a NAT", () => {
    const bare = withRows(without(app, "natGateways", "nat-1"), {
      routeTables: [table("rtb-private", "vpc-1", ["10.0.0.0/16 local"], { subnets: ["subnet-a"] })],
    });
    expect(planOf(bare, { gbMonth: 50 }).cost).toMatchObject({ natMonthly: 0, breakEvenGb: null });
  });

  it("is null where the price is not known, which is named and decides nothing about safety", () => {
    const [own] = base.scopes.values();
    if (own === undefined) throw new Error("no scope");
    const beijing = { ...app, scopes: new Map([[scope, { ...own, region: "cn-north-1" }]]) };
    const plan = planOf(beijing);
    expect(plan.cost).toMatchObject({ natMonthly: null, endpointsMonthly: null, savingMonthly: null });
    expect(plan.answer).toBe("safe-with-changes");
    expect(factsOf(vpcOf(beijing).unknowns)).toMatch(/price of nat-gateway-hours in cn-north-1/);
  });
});

describe("several Regions", () => {
  const far = parseId<ScopeId>("far");
  const scopes = new Map([
    ...base.scopes,
    [far, { id: far, account: "111122223333", region: "us-east-1", kind: "account" as const }],
  ]);
  const two = {
    ...withRows(app, {
      vpcs: [{ ...vpc("vpc-2", ["10.2.0.0/16"]), scope: far }],
      subnets: [{ ...subnet("subnet-2", "vpc-2", "10.2.1.0/24", "a"), scope: far }],
      routeTables: [
        { ...table("rtb-2", "vpc-2", ["10.2.0.0/16 local", "0.0.0.0/0 nat-2"], { main: true }), scope: far },
      ],
      natGateways: [{ ...natGateway("nat-2", "vpc-2", "subnet-2", "10.2.1.5"), scope: far }],
    }),
    scopes,
  };

  it("are priced each at its own prices", () => {
    const lines = planOf(two).cost.lines.filter(({ item }) => item === "nat-gateway-hours");
    expect(lines.map(({ unitPrice }) => unitPrice)).toEqual([0.062, 0.045]);
  });

  it("do not share one volume: how it divides is not known", () => {
    const plan = planOf(two, { gbMonth: 100 });
    expect(plan.cost).toMatchObject({ natMonthly: null, savingMonthly: null });
    expect(factsOf(plan.vpcs[1]?.unknowns ?? [])).toMatch(/how 100 GB a month divide/);
  });
});
