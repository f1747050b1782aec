// The ways of a walk through the boxes: where they lead, where they fork, and where packets are lost.
import { describe, expect, it } from "vitest";
import { mustCidr } from "../../../src/model/address.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import { known } from "../../../src/model/known.ts";
import {
  acl,
  base,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  prefixList,
  region,
  scope,
  subnet,
  table,
  vpc,
  withEndpoints,
  withRows,
} from "../../reach/estate.ts";
import { app, clue, role, withApp } from "../builders.ts";
import { pictured, waysOf } from "./picture.ts";

const entity = (id: string) => ({ id: parseId<never>(id), aliases: [], scope, origin: { file: "estate" } });
const s3 = withApp(base, { role: role("r", [], "s3:GetObject") });

describe("ways", () => {
  it("lead over the NAT and the internet gateway, and afterwards by the endpoint", () => {
    const picture = pictured(app);
    expect(waysOf(picture, "i-a", "ssm", "today")).toEqual(["nat-1 > igw-1 > AWS: pass"]);
    expect(waysOf(picture, "i-a", "ssm", "withoutNat")).toEqual([": drop"]);
    expect(waysOf(picture, "i-a", "ssm", "after")).toEqual(["ssm > AWS: pass"]);
  });

  it("end at the internet for a host outside AWS", () => {
    const picture = pictured(withApp(base, { clues: [clue("image", "nginx:1")] }));
    const ways = waysOf(picture, "i-a", "internet", "today");
    expect(ways).toContain("nat-1 > igw-1 > Internet: pass");
  });

  it("lead by a gateway endpoint to AWS", () => {
    expect(waysOf(pictured(s3), "i-a", "s3", "after")).toEqual(["s3 > AWS: pass"]);
  });

  it("lead by both interfaces of an endpoint in one hop, some of which fail", () => {
    const two = withRows(withEndpoints(app, "ssm", "ssmmessages"), {
      subnets: [subnet("subnet-c", "vpc-1", "10.0.3.0/24", "d")],
      vpcEndpoints: [
        interfaceEndpoint("ssm", {
          subnets: known([parseId("subnet-b"), parseId("subnet-c")]),
          networkInterfaces: known([parseId("eni-ssm"), parseId("eni-ssm-2")]),
        }),
      ],
      networkInterfaces: [
        networkInterface(
          "eni-ssm-2",
          { vpc: "vpc-1", subnet: "subnet-c", addresses: "10.0.3.20", groups: ["sg-endpoint"] },
          { client: "endpoint", owner: "vpce-ssm" },
        ),
      ],
    });
    expect(waysOf(pictured(two), "i-a", "ssm", "today")).toEqual(["ssm, ssm > AWS: pass"]);
    const walled = withRows(two, {
      networkAcls: [acl("acl-c", "vpc-1", ["100 out allow all 0.0.0.0/0"], { subnets: ["subnet-c"] })],
    });
    expect(waysOf(pictured(walled), "i-a", "ssm", "today").toSorted()).toEqual([
      "ssm, ssm > AWS: pass",
      "ssm, ssm: drop",
    ]);
  });

  it("end at the endpoint whose group refuses, and do not begin where the client's own does", () => {
    const refusing = withRows(withEndpoints(app, "ssm", "ssmmessages"), {
      securityGroups: [group("sg-endpoint", "vpc-1", { ingress: [] })],
    });
    expect(waysOf(pictured(refusing), "i-a", "ssm", "today")).toEqual(["ssm: drop"]);
    const shut = withRows(withEndpoints(app, "ssm", "ssmmessages"), {
      securityGroups: [group("sg-client", "vpc-1", { egress: [] })],
    });
    expect(waysOf(pictured(shut), "i-a", "ssm", "today")).toEqual([": drop"]);
  });

  it("go on to the NAT where the answer is what gets lost", () => {
    const deaf = withRows(app, {
      networkAcls: [
        acl("acl-a", "vpc-1", ["100 out allow all 0.0.0.0/0", "100 in allow tcp 443 0.0.0.0/0"], {
          subnets: ["subnet-a"],
        }),
      ],
    });
    expect(waysOf(pictured(deaf), "i-a", "ssm", "today")).toEqual(["nat-1 > igw-1 > AWS: drop"]);
  });

  it("fork where the routes split the destinations", () => {
    const list = prefixList("pl-half", "half of the internet", ["0.0.0.0/1"]);
    const split = withRows(withApp(base, { clues: [clue("image", "nginx:1")] }), {
      prefixLists: [list],
      natGateways: [natGateway("nat-2", "vpc-1", "subnet-public", "10.0.0.6")],
      routeTables: [
        table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/1 nat-1", "128.0.0.0/1 nat-2"], {
          subnets: ["subnet-a", "subnet-b"],
        }),
      ],
    });
    const ways = waysOf(pictured(split), "i-a", "internet", "today");
    expect(ways).toEqual(
      expect.arrayContaining(["nat-1 > igw-1 > Internet: pass", "nat-2 > igw-1 > Internet: pass"]),
    );
    expect(ways.filter((way) => /nat-1.*nat-2|nat-2.*nat-1/.test(way))).toEqual([]);
  });

  it("fork between a gateway endpoint and the NAT, neither behind the other", () => {
    // The list holds a part of the addresses that S3 answers from.
    const partial = withRows(s3, {
      prefixLists: [prefixList("pl-s3", `com.amazonaws.${region}.s3`, ["52.219.0.0/16"])],
      vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])],
      routeTables: [
        table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1", "pl-s3 vpce-s3"], {
          subnets: ["subnet-a", "subnet-b"],
        }),
      ],
    });
    for (const way of waysOf(pictured(partial), "i-a", "s3", "today")) {
      expect(way).toMatch(/^(s3 > AWS|nat-1 > igw-1 > AWS): /);
    }
  });

  it("lead through another VPC, which stands outside", () => {
    const attachment = (id: string, of: string, at: string) => ({
      ...entity(id),
      transitGateway: parseId<never>("tgw-1"),
      resource: "vpc" as const,
      resourceId: known(of),
      subnets: known([parseId<never>(at)]),
      state: "available",
      association: known(parseId<never>("tgw-rtb")),
    });
    const staticRoute = (block: string, to: string) => ({
      destination: known({ kind: "cidr" as const, cidr: mustCidr(block) }),
      state: "active" as const,
      via: "static" as const,
      attachment: known(parseId<never>(to)),
      origin: { file: "estate" },
    });
    const central = withRows(
      { ...app, natGateways: new Map() },
      {
        vpcs: [vpc("vpc-hub", ["10.5.0.0/16"])],
        subnets: [
          subnet("subnet-door", "vpc-hub", "10.5.1.0/24", "a"),
          subnet("subnet-nat", "vpc-hub", "10.5.0.0/24", "a"),
        ],
        natGateways: [natGateway("nat-hub", "vpc-hub", "subnet-nat", "10.5.0.5")],
        gateways: [{ ...entity("igw-hub"), kind: "internet-gateway", vpcs: [parseId("vpc-hub")] }],
        networkAcls: [
          { ...[...base.networkAcls.values()][0]!, id: parseId("acl-hub"), vpc: parseId("vpc-hub") },
        ],
        routeTables: [
          table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 tgw-1"], {
            subnets: ["subnet-a", "subnet-b"],
          }),
          table("rtb-door", "vpc-hub", ["10.5.0.0/16 local", "0.0.0.0/0 nat-hub", "10.0.0.0/16 tgw-1"], {
            subnets: ["subnet-door"],
          }),
          table("rtb-nat", "vpc-hub", ["10.5.0.0/16 local", "0.0.0.0/0 igw-hub", "10.0.0.0/16 tgw-1"], {
            subnets: ["subnet-nat"],
          }),
        ],
        transitGateways: [{ ...entity("tgw-1"), securityGroupReferencing: known(false), state: "available" }],
        transitGatewayAttachments: [
          attachment("attach-1", "vpc-1", "subnet-a"),
          attachment("attach-hub", "vpc-hub", "subnet-door"),
        ],
        transitGatewayRouteTables: [
          {
            ...entity("tgw-rtb"),
            transitGateway: parseId("tgw-1"),
            routes: known([staticRoute("0.0.0.0/0", "attach-hub"), staticRoute("10.0.0.0/16", "attach-1")]),
          },
        ],
      },
    );
    expect(waysOf(pictured(central), "i-a", "ssm", "today")).toEqual(["tgw-1 > vpc-hub > AWS: pass"]);
  });
});
