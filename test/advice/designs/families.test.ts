/** Designs of which each needs a network of its own kind. */
import { describe, expect, it } from "vitest";
import type { ScopeId } from "../../../src/model/entity/entity.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { Network } from "../../../src/model/network.ts";
import {
  acl,
  base,
  gateway,
  group,
  natGateway,
  networkInterface,
  scope,
  subnet,
  table,
  vpc,
  withRows,
} from "../../reach/estate.ts";
import { app, ssmRole, withApp, workload } from "../builders.ts";
import { designOf, designsOf, hours, seen, twoZones } from "./builders.ts";

/** A second VPC like the first, with nothing between them. */
function twoVpcs(block: string, blockOf: (third: number) => string): Network {
  return withRows(app, {
    vpcs: [vpc("vpc-2", [block])],
    subnets: [
      subnet("subnet-2-public", "vpc-2", blockOf(0), "a"),
      subnet("subnet-2", "vpc-2", blockOf(1), "a"),
    ],
    routeTables: [
      table("rtb-2-public", "vpc-2", [`${block} local`, "0.0.0.0/0 igw-2"], { subnets: ["subnet-2-public"] }),
      table("rtb-2", "vpc-2", [`${block} local`, "0.0.0.0/0 nat-2"], { subnets: ["subnet-2"] }),
    ],
    networkAcls: [
      acl("acl-2", "vpc-2", ["100 in allow all 0.0.0.0/0", "100 out allow all 0.0.0.0/0"], {
        isDefault: true,
      }),
    ],
    securityGroups: [group("sg-2", "vpc-2", { egress: ["all 0.0.0.0/0"] })],
    gateways: [gateway("internet-gateway", "igw-2", "vpc-2")],
    natGateways: [natGateway("nat-2", "vpc-2", "subnet-2-public", blockOf(0).replace("0/24", "5"))],
    networkInterfaces: [
      networkInterface("eni-2", {
        vpc: "vpc-2",
        subnet: "subnet-2",
        addresses: blockOf(1).replace("0/24", "10"),
        groups: ["sg-2"],
      }),
    ],
    workloads: [workload("i-2", { roles: [ssmRole.id], interfaces: ["eni-2"] })],
  });
}

/** In us-east-1, where the prices of transit gateways and instances are known. */
function inVirginia(network: Network): Network {
  const [own] = network.scopes.values();
  if (own === undefined) throw new Error("no scope");
  return { ...network, scopes: new Map([[parseId<ScopeId>(scope), { ...own, region: "us-east-1" }]]) };
}

describe("endpoints of one VPC for several", () => {
  it("work over a transit gateway and shared zones, which are priced and walked", () => {
    const answer = designsOf(inVirginia(twoVpcs("10.2.0.0/16", (third) => `10.2.${third}.0/24`)));
    const hub = designOf(answer, "hub-endpoints");
    expect(hub).toMatchObject({ works: "yes", breaks: [] });
    expect(hub.monthly).toBeCloseTo(hours * (2 * 0.05 + 2 * 0.01), 6);
    expect(hub.changes.join("\n")).toMatch(/attach vpc-2 to new transit gateway of us-east-1/);
    expect(designOf(answer, "no-nat").monthly).toBeCloseTo(hours * 4 * 0.01, 6);
    expect(answer.designs.map(({ name }) => name).slice(0, 2)).toEqual(["nat-instances", "no-nat"]);
  });

  it("are no design where blocks overlap", () => {
    const names = designsOf(twoVpcs("10.0.0.0/16", (third) => `10.0.${third}.0/24`)).designs.map(
      ({ name }) => name,
    );
    expect(names).toContain("no-nat");
    expect(names).not.toContain("hub-endpoints");
  });
});

describe("IPv6 by an egress-only internet gateway", () => {
  const dual = withRows(app, {
    vpcs: [vpc("vpc-1", ["10.0.0.0/16", "2001:db8::/56"])],
    subnets: [subnet("subnet-a", "vpc-1", "10.0.1.0/24 2001:db8:0:1::/64", "a")],
    networkInterfaces: [
      networkInterface("eni-a", {
        vpc: "vpc-1",
        subnet: "subnet-a",
        addresses: "10.0.1.10 2001:db8:0:1::10",
        groups: ["sg-client"],
      }),
    ],
  });

  it("cannot be told to work for a host that may have no IPv6 address", () => {
    const answer = designsOf(dual, seen([{ to: "api.example.com", gb: 10 }]));
    expect(designOf(answer, "no-nat").works).toBe("no");
    const over = designOf(answer, "no-nat-ipv6");
    expect(over.works).toBe("cannot-tell");
    expect(over.unknowns).toContainEqual({
      fact: "whether api.example.com has IPv6 addresses",
      settledBy: "dig +short AAAA api.example.com",
    });
    expect(answer.cheapest).not.toBe("no-nat-ipv6");
  });

  it("is no design where no subnet has IPv6", () => {
    expect(designsOf(twoZones).designs.map(({ name }) => name)).not.toContain("no-nat-ipv6");
  });
});

describe("other NATs", () => {
  it("a regional gateway and instances lead out all that the zonal ones did", () => {
    const answer = designsOf(inVirginia(twoZones), seen([{ to: "api.example.com", gb: 100 }]));
    const regional = designOf(answer, "regional-nat");
    expect(regional).toMatchObject({ works: "yes" });
    expect(regional.monthly).toBeCloseTo(hours * 2 * (0.045 + 0.005) + 100 * 0.045, 6);
    const instances = designOf(answer, "nat-instances");
    expect(instances).toMatchObject({ works: "yes" });
    expect(instances.monthly).toBeCloseTo(hours * 2 * (0.0042 + 0.005), 6);
    expect(designOf(answer, "one-nat-instance").monthly).toBeCloseTo(hours * (0.0042 + 0.005), 6);
  });

  it("are broken where the ACL of the subnet they stand in lets nothing through, and are said to be", () => {
    const guarded = withRows(twoZones, {
      networkAcls: [
        acl(
          "acl-c",
          "vpc-1",
          [
            "100 in allow all 10.0.2.0/24",
            "100 out allow all 0.0.0.0/0",
            "110 in allow tcp 1024-65535 0.0.0.0/0",
          ],
          {
            subnets: ["subnet-public-c"],
          },
        ),
        acl(
          "acl-a",
          "vpc-1",
          [
            "100 in allow all 10.0.1.0/24",
            "100 out allow all 0.0.0.0/0",
            "90 in deny all 10.0.2.0/24",
            "110 in allow tcp 1024-65535 0.0.0.0/0",
          ],
          {
            subnets: ["subnet-public"],
          },
        ),
      ],
    });
    const answer = designsOf(guarded, seen([{ to: "api.example.com", gb: 100 }]));
    expect(designOf(answer, "today").works).toBe("yes");
    const one = designOf(answer, "one-nat");
    expect(one.works).toBe("no");
    expect(one.breaks.flatMap(({ codes }) => codes)).toContain("SUBNET_ACL_RESTRICTION");
    expect(answer.cheapest).not.toBe("one-nat");
  });
});

it("an estate with no NAT has one design, that of today", () => {
  const bare = withRows(withApp(base, { role: ssmRole }), {
    natGateways: [],
    routeTables: [
      table("rtb-private", "vpc-1", ["10.0.0.0/16 local"], { subnets: ["subnet-a", "subnet-b"] }),
    ],
  });
  const answer = designsOf({ ...bare, natGateways: new Map() });
  expect(answer.designs.map(({ name, monthly }) => [name, monthly])).toEqual([["today", 0]]);
});
