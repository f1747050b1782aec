// Peering and transit gateways: both VPCs' routes, the attachments, and what neither passes on.
import { describe, expect, it } from "vitest";
import { mustCidr } from "../../src/model/address.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import type { Peering } from "../../src/model/entity/gateway.ts";
import type {
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRouteTable,
} from "../../src/model/entity/transit-gateway.ts";
import { known, unknown } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import { ask, inShort } from "./ask.ts";
import type { Asked } from "./ask.ts";
import {
  base,
  gateway,
  group,
  natGateway,
  networkInterface,
  region,
  scope,
  subnet,
  table,
  uncollected,
  vpc,
  withRows,
} from "./estate.ts";

const entity = (id: string) => ({ id: parseId<never>(id), aliases: [], scope, origin: { file: "estate" } });
const side = (id: string, cidrs: readonly string[], of = region) => ({
  vpc: known(parseId<never>(id)),
  cidrs: known(cidrs.map(mustCidr)),
  region: of,
  account: "111122223333",
});
const peering = (status = "active", farRegion = region): Peering => ({
  ...entity("pcx-1"),
  requester: side("vpc-1", ["10.0.0.0/16", "2600:1f14:aa::/56"]),
  accepter: side("vpc-2", ["10.2.0.0/16", "2600:1f14:bb::/56"], farRegion),
  status,
});

/** vpc-2, 10.2.0.0/16, with eni-far in subnet-far; `routes` are those of its table. */
const withFar = (network: Network, ...routes: readonly string[]) =>
  withRows(network, {
    vpcs: [vpc("vpc-2", ["10.2.0.0/16"])],
    subnets: [subnet("subnet-far", "vpc-2", "10.2.1.0/24", "a")],
    routeTables: [table("rtb-far", "vpc-2", ["10.2.0.0/16 local", ...routes], { main: true })],
    networkAcls: [{ ...[...base.networkAcls.values()][0]!, id: parseId("acl-far"), vpc: parseId("vpc-2") }],
    securityGroups: [
      group("sg-far", "vpc-2", { ingress: ["tcp 443 10.0.0.0/8"], egress: ["all 0.0.0.0/0"] }),
    ],
    networkInterfaces: [
      networkInterface("eni-far", {
        vpc: "vpc-2",
        subnet: "subnet-far",
        addresses: "10.2.1.10",
        groups: ["sg-far"],
      }),
    ],
  });
const near = (network: Network, ...routes: readonly string[]) =>
  withRows(network, {
    routeTables: [
      table("rtb-private", "vpc-1", ["10.0.0.0/16 local", ...routes], { subnets: ["subnet-a", "subnet-b"] }),
    ],
  });

const peered = withRows(withFar(near(base, "10.2.0.0/16 pcx-1"), "10.0.0.0/16 pcx-1"), {
  peerings: [peering()],
});

const byGroup = (peered: Network, farRegion: string) =>
  withRows(peered, {
    peerings: [peering("active", farRegion)],
    securityGroups: [group("sg-far", "vpc-2", { ingress: ["tcp 443 sg-client"] })],
  });

/** Both VPCs with IPv6 and an internet gateway, and a peering connection between them. */
const worldwide = (nearRoutes: readonly string[], farRoutes: readonly string[]) =>
  withRows(peered, {
    vpcs: [
      vpc("vpc-1", ["10.0.0.0/16", "2600:1f14:aa::/56"]),
      vpc("vpc-2", ["10.2.0.0/16", "2600:1f14:bb::/56"]),
    ],
    subnets: [
      subnet("subnet-a", "vpc-1", "10.0.1.0/24 2600:1f14:aa:1::/64", "a"),
      subnet("subnet-far", "vpc-2", "10.2.1.0/24 2600:1f14:bb:1::/64", "a"),
    ],
    routeTables: [
      table("rtb-private", "vpc-1", ["2600:1f14:aa::/56 local", ...nearRoutes], { subnets: ["subnet-a"] }),
      table("rtb-far", "vpc-2", ["2600:1f14:bb::/56 local", ...farRoutes], { main: true }),
    ],
    gateways: [
      gateway("internet-gateway", "igw-2", "vpc-2"),
      gateway("egress-only-internet-gateway", "eigw-1", "vpc-1"),
    ],
    securityGroups: [group("sg-far", "vpc-2", { ingress: ["tcp 443 ::/0"] })],
    networkInterfaces: [
      networkInterface("eni-a", {
        vpc: "vpc-1",
        subnet: "subnet-a",
        addresses: "2600:1f14:aa:1::10",
        groups: ["sg-client"],
      }),
      networkInterface("eni-far", {
        vpc: "vpc-2",
        subnet: "subnet-far",
        addresses: "2600:1f14:bb:1::10",
        groups: ["sg-far"],
      }),
    ],
  });

const transit: TransitGateway = {
  ...entity("tgw-1"),
  securityGroupReferencing: known(false),
  state: "available",
};
const attachment = (
  id: string,
  vpcId: string,
  subnets: readonly string[],
  changes: Partial<TransitGatewayAttachment> = {},
): TransitGatewayAttachment => ({
  ...entity(id),
  transitGateway: parseId("tgw-1"),
  resource: "vpc",
  resourceId: known(vpcId),
  subnets: known(subnets.map((each) => parseId(each))),
  state: "available",
  association: known(parseId("tgw-rtb-1")),
  ...changes,
});
/** Routes as `cidr attachment`, or `cidr blackhole`. */
const transitTable = (...routes: readonly string[]): TransitGatewayRouteTable => ({
  ...entity("tgw-rtb-1"),
  transitGateway: parseId("tgw-1"),
  routes: known(
    routes.map((text) => {
      const [cidr = "", to = ""] = text.split(" ");
      return {
        destination: known({ kind: "cidr", cidr: mustCidr(cidr) }),
        state: to === "blackhole" ? ("blackhole" as const) : ("active" as const),
        via: "static" as const,
        attachment: to === "blackhole" ? undefined : known(parseId(to)),
        origin: { file: "estate" },
      };
    }),
  ),
});
const both = ["10.0.0.0/16 att-1", "10.2.0.0/16 att-2"];
const joined = (network: Network, routes = both, first: Partial<TransitGatewayAttachment> = {}) =>
  withRows(withFar(near(network, "10.2.0.0/16 tgw-1", "0.0.0.0/0 tgw-1"), "10.0.0.0/8 tgw-1"), {
    transitGateways: [transit],
    transitGatewayAttachments: [
      attachment("att-1", "vpc-1", ["subnet-a", "subnet-b"], first),
      attachment("att-2", "vpc-2", ["subnet-far"]),
    ],
    transitGatewayRouteTables: [transitTable(...routes)],
  });

/** With a rule at one of the ends that names the group of the other. */
const refersTo = (
  direction: "ingress" | "egress",
  network: Network,
  securityGroupReferencing: TransitGateway["securityGroupReferencing"],
) =>
  withRows(network, {
    transitGateways: [{ ...transit, securityGroupReferencing }],
    securityGroups: [
      direction === "ingress"
        ? group("sg-far", "vpc-2", { ingress: ["tcp 443 sg-client"] })
        : group("sg-client", "vpc-1", { egress: ["tcp 443 sg-far"] }),
    ],
  });

/** The far VPC as an egress VPC: a public subnet with a NAT gateway, and the way back to the spoke. */
const egress = (network: Network, back: readonly string[]) =>
  withRows(network, {
    subnets: [subnet("subnet-egress", "vpc-2", "10.2.0.0/24", "a")],
    routeTables: [
      table("rtb-far", "vpc-2", ["10.2.0.0/16 local", "0.0.0.0/0 nat-2", ...back], { main: true }),
      table("rtb-egress", "vpc-2", ["10.2.0.0/16 local", "0.0.0.0/0 igw-2", ...back], {
        subnets: ["subnet-egress"],
      }),
    ],
    gateways: [gateway("internet-gateway", "igw-2", "vpc-2")],
    natGateways: [natGateway("nat-2", "vpc-2", "subnet-egress", "10.2.0.5")],
  });

type Case = readonly [what: string, network: Network, asked: Asked, answer: string];
const far: Asked = { to: "eni-far" };

const cases: Readonly<Record<string, readonly Case[]>> = {
  peering: [
    ["both ways routed", peered, far, "reachable peering"],
    ["by address", peered, { to: "10.2.1.10" }, "reachable peering"],
    ["pending", withRows(peered, { peerings: [peering("pending-acceptance")] }), far, "blocked BAD_STATE"],
    ["no way back", withFar(peered), far, "blocked NO_ROUTE_TO_DESTINATION"],
    [
      "another group's rules",
      withRows(peered, { securityGroups: [group("sg-far", "vpc-2", { ingress: ["tcp 443 10.9.0.0/16"] })] }),
      far,
      "blocked ENI_SG_RULES_MISMATCH",
    ],
    [
      "a group of the other VPC",
      withRows(peered, { securityGroups: [group("sg-far", "vpc-2", { ingress: ["tcp 443 sg-client"] })] }),
      far,
      "reachable peering",
    ],
    [
      "a group of a VPC in another Region",
      byGroup(peered, "us-east-1"),
      far,
      "blocked ENI_SG_RULES_MISMATCH SG_REFERENCES_NOT_PRESERVED",
    ],
    ["a group of a VPC in who knows which Region", byGroup(peered, "unknown-region"), far, "unknown"],
    [
      "no internet through the other VPC",
      near(peered, "0.0.0.0/0 pcx-1"),
      { to: "github.com" },
      "blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
    ],
    [
      "the other VPC's description is missing",
      withRows(near(base, "10.2.0.0/16 pcx-1"), { peerings: [peering()] }),
      { to: "10.2.1.10" },
      "unknown",
    ],
    [
      "peerings not collected",
      uncollected(peered, "peerings", "aws ec2 describe-vpc-peering-connections"),
      far,
      "unknown",
    ],
  ],
  "global IPv6 addresses": [
    [
      "over the peering connection",
      worldwide(["2600:1f14:bb::/56 pcx-1"], ["2600:1f14:aa::/56 pcx-1"]),
      far,
      "reachable peering",
    ],
    [
      "out by an internet gateway and in by who knows what",
      worldwide(["::/0 igw-1"], ["::/0 igw-2"]),
      far,
      "unknown",
    ],
    [
      "the same by an egress-only one",
      worldwide(["::/0 eigw-1"], ["::/0 igw-2"]),
      { to: "2600:1f14:bb:1::10" },
      "unknown",
    ],
    [
      "to an address of the other VPC that nothing has",
      worldwide(["::/0 igw-1"], []),
      { to: "2600:1f14:bb:1::99" },
      "unknown",
    ],
    [
      "to the internet",
      worldwide(["::/0 igw-1"], []),
      { to: "2001:4860:4860::8888" },
      "reachable internet-gateway",
    ],
    [
      "answers that leave by the far internet gateway",
      worldwide(["2600:1f14:bb::/56 pcx-1"], ["::/0 igw-2"]),
      far,
      "unknown",
    ],
    [
      "answers with no route at all",
      worldwide(["2600:1f14:bb::/56 pcx-1"], []),
      far,
      "blocked NO_ROUTE_TO_DESTINATION",
    ],
  ],
  "transit gateway": [
    ["both ways routed", joined(base), far, "reachable transit-gateway"],
    [
      "a group at the other end, with referencing switched off",
      refersTo("ingress", joined(base), known(false)),
      far,
      "blocked ENI_SG_RULES_MISMATCH SG_REFERENCING_SUPPORT",
    ],
    [
      "a group at the other end, with referencing switched on",
      refersTo("ingress", joined(base), known(true)),
      far,
      "reachable transit-gateway",
    ],
    [
      "a group at the other end, and nobody knows of referencing",
      refersTo("ingress", joined(base), unknown("referencing", "aws ec2 describe-transit-gateways")),
      far,
      "unknown",
    ],
    [
      "a group to go to, whatever is switched on",
      refersTo("egress", joined(base), known(true)),
      far,
      "blocked ENI_SG_RULES_MISMATCH SG_REFERENCES_NOT_PRESERVED",
    ],
    [
      "a group at the other end, for another port",
      withRows(refersTo("ingress", joined(base), known(false)), {
        securityGroups: [group("sg-far", "vpc-2", { ingress: ["tcp 80 sg-client"] })],
      }),
      far,
      "blocked ENI_SG_RULES_MISMATCH",
    ],
    [
      "no route onward",
      joined(base, ["10.0.0.0/16 att-1"]),
      far,
      "blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
    ],
    ["no route back", joined(base, ["10.2.0.0/16 att-2"]), far, "blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"],
    [
      "blackhole",
      joined(base, ["10.0.0.0/16 att-1", "10.2.0.0/16 blackhole"]),
      far,
      "blocked TGW_RTB_BAD_STATE_ROUTE",
    ],
    [
      "no association",
      joined(base, both, { association: known("none") }),
      far,
      "blocked TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
    ],
    [
      "no subnet in the client's zone",
      joined(base, both, { subnets: known([parseId("subnet-b")]) }),
      far,
      "blocked TGW_ATTACH_VPC_AZ_RESTRICTION",
    ],
    [
      "attachment pending",
      joined(base, both, { state: "pendingAcceptance" }),
      far,
      "blocked BAD_STATE_ATTACHMENT",
    ],
    [
      "attachment not collected",
      uncollected(joined(base), "transitGatewayAttachments", "aws ec2 describe-transit-gateway-attachments"),
      far,
      "unknown",
    ],
    ["VPC's table leads back elsewhere", withFar(joined(base)), far, "blocked NO_ROUTE_TO_DESTINATION"],
    [
      "egress VPC",
      egress(joined(base, [...both, "0.0.0.0/0 att-2"]), ["10.0.0.0/8 tgw-1"]),
      { to: "github.com" },
      "reachable transit-gateway",
    ],
    [
      "egress VPC whose NAT subnet does not lead back",
      egress(joined(base, [...both, "0.0.0.0/0 att-2"]), []),
      { to: "github.com" },
      "blocked NO_ROUTE_TO_DESTINATION",
    ],
    [
      "two VPCs that send to each other",
      withFar(joined(base, [...both, "0.0.0.0/0 att-2"]), "0.0.0.0/0 tgw-1"),
      { to: "github.com" },
      "blocked CANNOT_ROUTE",
    ],
  ],
};

describe.each(Object.entries(cases))("%s", (_, rows) => {
  it.each(rows)("%s", (_, network, asked, answer) => {
    const trace = ask(network, asked);
    expect(inShort(trace), JSON.stringify(trace, undefined, 1)).toBe(answer);
  });
});
