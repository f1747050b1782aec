// A gateway endpoint is added where traffic of other VPCs passes: its prefix list is a longer prefix than the way to the NAT.
import { describe, expect, it } from "vitest";
import { mustAddress, mustCidr } from "../../../src/model/address.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import { known } from "../../../src/model/known.ts";
import { includes } from "../../../src/model/interval-set.ts";
import {
  acl,
  base,
  gatewayEndpoint,
  group,
  networkInterface,
  prefixList,
  scope,
  subnet,
  table,
  vpc,
  withRows,
} from "../estate.ts";
import { diff } from "./point.ts";

const entity = (id: string) => ({ id: parseId<never>(id), aliases: [], scope, origin: { file: "estate" } });

const attachment = (id: string, of: string, subnetId: string) => ({
  ...entity(id),
  transitGateway: parseId<never>("tgw-1"),
  resource: "vpc",
  resourceId: known(of),
  subnets: known([parseId<never>(subnetId)]),
  state: "available",
  association: known(parseId<never>("tgw-rtb-1")),
});

const transitRoute = (block: string, to: string) => ({
  destination: known({ kind: "cidr", cidr: mustCidr(block) } as const),
  state: "active",
  via: "static",
  attachment: known(parseId<never>(to)),
  origin: { file: "estate" },
});

/** vpc-2 has no way out but the NAT of vpc-1. */
const before = withRows(base, {
  vpcs: [vpc("vpc-2", ["10.2.0.0/16"])],
  subnets: [subnet("subnet-far", "vpc-2", "10.2.1.0/24", "a")],
  prefixLists: [prefixList("pl-s3", "com.amazonaws.ap-northeast-1.s3", ["52.219.0.0/20"])],
  routeTables: [
    table("rtb-far", "vpc-2", ["10.2.0.0/16 local", "0.0.0.0/0 tgw-1"], { main: true }),
    table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1", "10.2.0.0/16 tgw-1"], {
      subnets: ["subnet-a", "subnet-b"],
    }),
    table("rtb-public", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 igw-1", "10.2.0.0/16 tgw-1"], {
      subnets: ["subnet-public"],
    }),
  ],
  networkAcls: [
    acl("acl-far", "vpc-2", ["100 in allow all 0.0.0.0/0", "100 out allow all 0.0.0.0/0"], {
      isDefault: true,
    }),
  ],
  securityGroups: [group("sg-far", "vpc-2", { egress: ["all 0.0.0.0/0"] })],
  networkInterfaces: [
    networkInterface("eni-far", {
      vpc: "vpc-2",
      subnet: "subnet-far",
      addresses: "10.2.1.10",
      groups: ["sg-far"],
    }),
  ],
  transitGateways: [{ ...entity("tgw-1"), securityGroupReferencing: known(true), state: "available" }],
  transitGatewayAttachments: [
    attachment("tgw-attach-1", "vpc-1", "subnet-a"),
    attachment("tgw-attach-2", "vpc-2", "subnet-far"),
  ] as never,
  transitGatewayRouteTables: [
    {
      ...entity("tgw-rtb-1"),
      transitGateway: parseId("tgw-1"),
      routes: known([
        transitRoute("0.0.0.0/0", "tgw-attach-1"),
        transitRoute("10.2.0.0/16", "tgw-attach-2"),
      ] as never),
    },
  ],
});

const withEndpoint = withRows(before, {
  vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])],
  routeTables: [
    table(
      "rtb-private",
      "vpc-1",
      ["10.0.0.0/16 local", "0.0.0.0/0 nat-1", "10.2.0.0/16 tgw-1", "pl-s3 vpce-s3"],
      { subnets: ["subnet-a", "subnet-b"] },
    ),
  ],
});

describe("a gateway endpoint whose prefix list wins over the way to the NAT", () => {
  const { answer, differences } = diff(before, withEndpoint);
  const changesOf = (source: string) =>
    differences
      .filter(({ sources }) => sources.some(({ id }) => id === source))
      .flatMap(({ changes }) => changes);

  it("takes its service from those whose traffic only passes through, and says what mends it", () => {
    expect(answer).toBe("loses");
    const lost = changesOf("eni-far").filter(({ kind, boxes }) => kind === "lost" && boxes.length > 0);
    expect(lost.map(({ cause }) => cause.code)).toContain("VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION");
    expect(lost.map(({ cause }) => cause.fix)).toContain("add an endpoint to the client's own VPC");
    expect(lost.every(({ before: was }) => was.verdict === "reachable" && was.via?.id === "tgw-1")).toBe(
      true,
    );
    const holds = (text: string) =>
      lost.some(({ boxes }) => boxes.some(({ addresses }) => includes(addresses, mustAddress(text))));
    expect(["52.219.0.0", "52.219.15.255", "52.219.16.0", "8.8.8.8"].map(holds)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(changesOf("eni-far").flatMap(({ services }) => services.map(({ service }) => service))).toContain(
      "s3",
    );
  });

  it("leads the clients of its own VPC another way", () => {
    const rerouted = changesOf("eni-a").filter(({ kind, boxes }) => kind === "rerouted" && boxes.length > 0);
    expect(rerouted.map(({ before: was, after: is }) => `${was.via?.id} ${is.via?.id}`)).toContain(
      "nat-1 vpce-s3",
    );
  });
});
