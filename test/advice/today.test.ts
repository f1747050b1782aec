import { describe, expect, it } from "vitest";
import { designsToday } from "../../src/advice/today.ts";
import { known, unknown } from "../../src/model/known.ts";
import { emptyDesign, zonalNat } from "../../src/pricing/index.ts";
import { natGateway, region, scope, withEndpoints, withRows } from "../reach/estate.ts";
import { facts } from "./facts.ts";
import { app } from "./builders.ts";

const hours = 730;

describe("the design that a network holds today", () => {
  it("is its NATs and its endpoints, in each of their zones", () => {
    const [today, ...others] = designsToday(withEndpoints(app, "ssm", "s3"), facts, hours);
    expect(others).toEqual([]);
    expect(today?.missing).toEqual({ nat: [], endpoints: [] });
    expect(today?.design).toMatchObject({
      region,
      nats: [zonalNat(hours)],
      trafficGb: emptyDesign(region, hours).trafficGb,
    });
    expect(today?.design.interfaceEndpoints.map(({ service, azs }) => `${service} ${azs}`)).toContain(
      "ssm 1",
    );
  });

  it("has no public address for a private NAT gateway", () => {
    const one = withRows(app, {
      natGateways: [
        natGateway("nat-2", "vpc-1", "subnet-a", "10.0.1.5", {
          connectivity: "private",
          addresses: known([]),
        }),
      ],
    });
    const nats = designsToday(one, facts, hours)[0]?.design.nats;
    expect(nats?.map(({ kind, publicIpv4s }) => [kind, publicIpv4s])).toEqual([
      ["zonal", 1],
      ["private", 0],
    ]);
  });

  it("leaves a side open of which a table was not collected, or an endpoint's zones", () => {
    const gaps = new Map([[scope, new Map([["natGateways" as const, unknown("NAT gateways", "ask")]])]]);
    expect(designsToday({ ...app, gaps }, facts, hours)[0]?.missing.nat).toEqual([
      { fact: "NAT gateways", settledBy: "ask" },
    ]);
    const [endpoint] = withEndpoints(app, "ssm").vpcEndpoints.values();
    if (endpoint === undefined) throw new Error("no endpoint");
    const blurred = withRows(app, { vpcEndpoints: [{ ...endpoint, subnets: unknown("its zones", "ask") }] });
    expect(designsToday(blurred, facts, hours)[0]?.missing.endpoints).toEqual([
      { fact: "its zones", settledBy: "ask" },
    ]);
    const odd = withRows(app, { vpcEndpoints: [{ ...endpoint, type: "service-network" }] });
    expect(designsToday(odd, facts, hours)[0]?.missing.endpoints).toHaveLength(1);
  });

  it("counts no endpoint that is gone", () => {
    const [endpoint] = withEndpoints(app, "ssm").vpcEndpoints.values();
    if (endpoint === undefined) throw new Error("no endpoint");
    const gone = withRows(app, { vpcEndpoints: [{ ...endpoint, state: known("rejected") }] });
    expect(designsToday(gone, facts, hours)[0]?.design.interfaceEndpoints).toEqual([]);
  });
});
