import { describe, expect, it } from "vitest";
import { known } from "../../../src/model/known.ts";
import { interfaceEndpoint, scope, table, withRows } from "../../reach/estate.ts";
import { designOf, designsOf, hours, seen, twoZones } from "./builders.ts";

/** List prices of ap-northeast-1 in data/prices.csv. */
const natMonth = hours * (0.062 + 0.005);
const endpointZone = hours * 0.014;
const natGb = 0.062;
const crossGb = 0.01;
const needs = ["ssm", "ssmmessages"];

describe("designs at no volume", () => {
  it("are ordered from the cheapest that works, with today marked among them", () => {
    const answer = designsOf(twoZones, undefined, { needs });
    const working = answer.designs.filter(({ works }) => works === "yes");
    const prices = working.flatMap(({ monthly }) => monthly ?? []);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(answer.designs.filter(({ isToday }) => isToday).map(({ name }) => name)).toEqual(["today"]);
    expect(answer.cheapest).toBe(working[0]?.name);
    expect(answer.volume).toMatchObject({ isMeasured: false, gbMonth: 0 });
  });

  it("price the NATs of today, fewer of them, and none of them", () => {
    const answer = designsOf(twoZones, undefined, { needs });
    const monthly = (name: Parameters<typeof designOf>[1]) => designOf(answer, name).monthly;
    expect(monthly("today")).toBeCloseTo(2 * natMonth, 9);
    expect(monthly("gateway-endpoints")).toBeCloseTo(2 * natMonth, 9);
    expect(monthly("one-nat")).toBeCloseTo(natMonth, 9);
    expect(monthly("no-nat")).toBeCloseTo(4 * endpointZone, 9);
    expect(monthly("no-nat-fewer-zones")).toBeCloseTo(2 * endpointZone, 9);
    expect(answer.cheapest).toBe("no-nat-fewer-zones");
    expect(designOf(answer, "no-nat-fewer-zones").savingMonthly).toBeCloseTo(
      2 * natMonth - 2 * endpointZone,
      9,
    );
    expect(designOf(answer, "no-nat-fewer-zones").risks.join()).toMatch(/an outage of ap-northeast-1a/);
  });

  it("keep as many zones as the user wants for each endpoint", () => {
    const answer = designsOf(twoZones, undefined, { needs, leastZones: 2 });
    expect(answer.designs.map(({ name }) => name)).not.toContain("no-nat-fewer-zones");
    expect(answer.cheapest).toBe("no-nat");
  });

  it("cannot tell of a NAT's loss where it is not known what somebody talks to, and are not the cheapest then", () => {
    const silent = withRows(twoZones, {
      workloads: [{ ...[...twoZones.workloads.values()][1]!, roles: known([]) }],
    });
    const answer = designsOf(silent);
    expect(designOf(answer, "no-nat")).toMatchObject({ works: "cannot-tell" });
    expect(designOf(answer, "no-nat").unknowns.map(({ fact }) => fact)).toEqual(["what i-b talks to"]);
    expect(answer.cheapest).toBe("one-nat");
  });

  it("have no price where the Region has none, and name the price", () => {
    const [own] = twoZones.scopes.values();
    if (own === undefined) throw new Error("no scope");
    const far = { ...twoZones, scopes: new Map([[scope, { ...own, region: "xx-west-9" }]]) };
    const answer = designsOf(far, undefined, { needs });
    expect(designOf(answer, "today").monthly).toBeNull();
    expect(answer.cheapest).toBeUndefined();
    expect(answer.unknowns.map(({ fact }) => fact)).toContain(
      "nat-gateway-hours in xx-west-9, for as it is today",
    );
  });
});

describe("designs at a measured volume", () => {
  it("send bytes where the walk leads them: free to S3, to endpoints that pay, across zones to one NAT", () => {
    const traffic = seen([
      { to: "s3", gb: 5000 },
      { to: "sqs", gb: 3000, who: "i-b" },
      { to: "api.example.com", gb: 40, who: "i-b" },
    ]);
    const answer = designsOf(twoZones, traffic);
    expect(designOf(answer, "today").monthly).toBeCloseTo(2 * natMonth + 8040 * natGb, 6);
    expect(designOf(answer, "gateway-endpoints").monthly).toBeCloseTo(2 * natMonth + 3040 * natGb, 6);
    expect(designOf(answer, "paying-endpoints").monthly).toBeCloseTo(
      2 * natMonth + endpointZone + 3000 * 0.01 + 40 * natGb,
      6,
    );
    // The NAT of zone c stays, where the rest comes from: nothing crosses.
    expect(designOf(answer, "one-nat").changes.join()).toMatch(/remove nat-1/);
    expect(designOf(answer, "one-nat").monthly).toBeCloseTo(
      natMonth + endpointZone + 3000 * 0.01 + 40 * natGb,
      6,
    );
    expect(answer.cheapest).toBe("one-nat");
  });

  it("charge what crosses zones to the NAT that stays", () => {
    const traffic = seen([
      { to: "a.example.com", gb: 100 },
      { to: "b.example.com", gb: 60, who: "i-b" },
    ]);
    const answer = designsOf(twoZones, traffic);
    expect(designOf(answer, "one-nat").changes.join()).toMatch(/remove nat-2/);
    expect(designOf(answer, "one-nat").monthly).toBeCloseTo(natMonth + 160 * natGb + 60 * crossGb, 6);
  });

  it("break where a host on the internet was seen, whoever calls it, and are never the cheapest then", () => {
    const answer = designsOf(twoZones, seen([{ to: "api.example.com", gb: 40, who: "i-b" }]), { needs });
    const broken = designOf(answer, "no-nat");
    expect(broken.works).toBe("no");
    expect(broken.breaks).toMatchObject([
      { vpc: "vpc-1", workloads: ["i-b"], service: "internet", gbMonth: 40 },
    ]);
    expect(broken.breaks[0]?.codes).toContain("NO_ROUTE_TO_DESTINATION");
    expect(answer.cheapest).toBe("one-nat");
    expect(answer.volume.hosts).toEqual([{ host: "api.example.com", gbMonth: 40 }]);
  });

  it("do not take what goes to another Region for what an endpoint here would serve", () => {
    const answer = designsOf(twoZones, seen([{ to: "sqs", gb: 9000, in: "us-east-1" }]), { needs });
    expect(designOf(answer, "no-nat").works).toBe("no");
    expect(answer.designs.map(({ name }) => name)).not.toContain("paying-endpoints");
  });

  it("cannot tell without the NAT while a service of AWS has no name", () => {
    const answer = designsOf(twoZones, seen([{ to: "?", gb: 12 }]), { needs });
    expect(designOf(answer, "no-nat").works).toBe("cannot-tell");
    expect(designOf(answer, "no-nat").unknowns[0]?.fact).toMatch(
      /which services of AWS i-a reaches with 12 GB/,
    );
  });

  it("have a low, a usual and a high month where the logs span several", () => {
    const days = (month: string, gb: number) =>
      Array.from({ length: 20 }, (_, day) => ({
        date: `2026-${month}-${String(day + 1).padStart(2, "0")}`,
        nat: "nat-1",
        bytesOut: 0,
        bytesIn: gb * 2 ** 30,
      }));
    const traffic = seen(
      [{ to: "api.example.com", gb: 200 }],
      [...days("08", 1), ...days("09", 2), ...days("10", 3)],
    );
    const answer = designsOf(twoZones, traffic);
    expect(answer.volume.months).toEqual({ low: 100, typical: 200, high: 300 });
    expect(designOf(answer, "today").months?.high).toBeCloseTo(2 * natMonth + 300 * natGb, 6);
  });
});

describe("endpoints that stand beside the NAT", () => {
  const standing = withRows(twoZones, {
    vpcEndpoints: [interfaceEndpoint("sqs", { networkInterfaces: known([]) })],
  });

  it("may be removed where nothing breaks without them, with the volume from which they pay", () => {
    const answer = designsOf(standing, undefined, { needs });
    const removed = designOf(answer, "endpoints-removed");
    expect(removed).toMatchObject({ works: "yes" });
    expect(removed.changes).toContain("remove vpce-sqs (sqs)");
    expect(removed.savingMonthly).toBeCloseTo(endpointZone, 9);
    const row = answer.endpoints.find(({ standing: id }) => id === "vpce-sqs");
    expect(row?.gbByZones[0]).toBeCloseTo(endpointZone / (natGb - 0.01), 9);
    expect(row?.verdict).toBe("cannot-tell");
  });

  it("have no price beside measured bytes, of which the NAT's logs do not show theirs", () => {
    const answer = designsOf(standing, seen([{ to: "api.example.com", gb: 40 }]), { needs });
    expect(designOf(answer, "endpoints-removed").monthly).toBeNull();
  });

  it("are removed where they were measured to carry too little, and stay where they carry enough", () => {
    const through = (gb: number) => ({
      ...seen([{ to: "api.example.com", gb: 40 }]),
      endpoints: [{ endpoint: "vpce-sqs", bytes: gb * 2 ** 30 }],
    });
    const little = designsOf(standing, through(20), { needs });
    const removed = designOf(little, "endpoints-removed");
    expect(removed).toMatchObject({ works: "yes", savingMonthly: expect.any(Number) as number });
    expect(removed.savingMonthly).toBeCloseTo(endpointZone - 20 * (natGb - 0.01), 6);
    expect(little.endpoints.find(({ standing: id }) => id === "vpce-sqs")).toMatchObject({
      gbMonth: 20,
      verdict: "does-not-pay",
    });
    const much = designsOf(standing, through(900), { needs });
    expect(much.designs.map(({ name }) => name)).not.toContain("endpoints-removed");
    expect(designOf(much, "today").monthly).toBeCloseTo(
      2 * natMonth + 40 * natGb + endpointZone + 900 * 0.01,
      6,
    );
    expect(much.volume.gbMonth).toBe(40);
  });

  it("stay where somebody without a NAT needs them", () => {
    const cut = withRows(standing, {
      routeTables: [table("rtb-private-c", "vpc-1", ["10.0.0.0/16 local"], { subnets: ["subnet-b"] })],
    });
    const names = designsOf(cut, undefined, { needs: ["sqs"] }).designs.map(({ name }) => name);
    expect(names).not.toContain("endpoints-removed");
  });
});
