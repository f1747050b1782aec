/** Egress for several VPCs: the NATs stand in one, and another reaches them over a transit gateway. */
import { describe, expect, it } from "vitest";
import { mustCidr } from "../../../src/model/address.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { TransitGatewayAttachment } from "../../../src/model/entity/transit-gateway.ts";
import { known } from "../../../src/model/known.ts";
import { acl, group, networkInterface, scope, subnet, table, vpc, withRows } from "../../reach/estate.ts";
import { ssmRole, workload } from "../builders.ts";
import { designOf, designsOf, hours, seen, twoZones } from "./builders.ts";

const entity = (id: string) => ({ id: parseId<never>(id), aliases: [], scope, origin: { file: "estate" } });
const attachment = (id: string, of: string, home: string): TransitGatewayAttachment => ({
  ...entity(id),
  transitGateway: parseId("tgw-1"),
  resource: "vpc",
  resourceId: known(of),
  subnets: known([parseId(home)]),
  state: "available",
  association: known(parseId("tgw-rtb-1")),
});
const transitRoute = (block: string, to: string) => ({
  destination: known({ kind: "cidr" as const, cidr: mustCidr(block) }),
  state: "active" as const,
  via: "static" as const,
  attachment: known(parseId<never>(to)),
  origin: { file: "estate" },
});

/** i-2 of vpc-2 leaves by the NAT gateway of zone a in vpc-1. */
const central = withRows(twoZones, {
  vpcs: [vpc("vpc-2", ["10.2.0.0/16"])],
  subnets: [
    subnet("subnet-2", "vpc-2", "10.2.1.0/24", "a"),
    subnet("subnet-transit", "vpc-1", "10.0.8.0/28", "a"),
  ],
  routeTables: [
    table("rtb-2", "vpc-2", ["10.2.0.0/16 local", "0.0.0.0/0 tgw-1"], { subnets: ["subnet-2"] }),
    table("rtb-transit", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1"], { subnets: ["subnet-transit"] }),
    table("rtb-public", "vpc-1", ["10.0.0.0/16 local", "10.2.0.0/16 tgw-1", "0.0.0.0/0 igw-1"], {
      subnets: ["subnet-public", "subnet-public-c"],
    }),
  ],
  networkAcls: [
    acl("acl-2", "vpc-2", ["100 in allow all 0.0.0.0/0", "100 out allow all 0.0.0.0/0"], { isDefault: true }),
  ],
  securityGroups: [group("sg-2", "vpc-2", { egress: ["all 0.0.0.0/0"] })],
  networkInterfaces: [
    networkInterface("eni-2", { vpc: "vpc-2", subnet: "subnet-2", addresses: "10.2.1.10", groups: ["sg-2"] }),
  ],
  workloads: [workload("i-2", { roles: [ssmRole.id], interfaces: ["eni-2"] })],
  transitGateways: [{ ...entity("tgw-1"), securityGroupReferencing: known(false), state: "available" }],
  transitGatewayAttachments: [
    attachment("tgw-attach-1", "vpc-1", "subnet-transit"),
    attachment("tgw-attach-2", "vpc-2", "subnet-2"),
  ],
  transitGatewayRouteTables: [
    {
      ...entity("tgw-rtb-1"),
      transitGateway: parseId("tgw-1"),
      routes: known([transitRoute("0.0.0.0/0", "tgw-attach-1"), transitRoute("10.2.0.0/16", "tgw-attach-2")]),
    },
  ],
});

const natMonth = hours * (0.062 + 0.005);

describe("NATs of one VPC for several", () => {
  it("go or stay for all of them together, and every VPC gets its endpoints", () => {
    const answer = designsOf(central, undefined, { needs: ["ssm", "ssmmessages"] });
    expect(answer.nats).toMatchObject([{ vpcs: ["vpc-1", "vpc-2"], nats: 2 }]);
    expect(designOf(answer, "today").monthly).toBeCloseTo(2 * natMonth, 9);
    const without = designOf(answer, "no-nat");
    expect(without.works).toBe("yes");
    expect(without.changes.filter((one) => one.includes("ssm to vpc-2"))).toHaveLength(1);
  });

  it("are missed by the VPC behind the transit gateway when it calls the internet", () => {
    const traffic = seen([{ to: "api.example.com", gb: 30 }]);
    const flows = traffic.flows.map((flow) => ({
      ...flow,
      client: { ip: "10.2.1.10", interface: undefined, workload: "i-2", zone: undefined, vpc: "vpc-2" },
    }));
    const answer = designsOf(central, { ...traffic, flows });
    const without = designOf(answer, "no-nat");
    expect(without.works).toBe("no");
    expect(without.breaks).toMatchObject([{ vpc: "vpc-2", workloads: ["i-2"], gbMonth: 30 }]);
    // The bytes go on through the NAT that the transit subnet leads to.
    expect(designOf(answer, "today").monthly).toBeCloseTo(2 * natMonth + 30 * 0.062, 6);
    expect(designOf(answer, "one-nat")).toMatchObject({ works: "yes", breaks: [] });
  });
});
