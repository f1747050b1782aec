import { known } from "../../../../src/model/known.ts";
import { describe, expect, it } from "vitest";
import { doubtful, ground, plain, read, row, told } from "./read.ts";
import type { Reading } from "../../../../src/model/network.ts";

const estate = (gateway: string, more = "") =>
  read(
    `${ground}
  Tgw: { Type: AWS::EC2::TransitGateway, Properties: { ${gateway} } }
  Attachment: { Type: AWS::EC2::TransitGatewayAttachment, Properties: { TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet] } }
  Table: { Type: AWS::EC2::TransitGatewayRouteTable, Properties: { TransitGatewayId: !Ref Tgw } }
${more}`,
    { head: doubtful },
  );
const off = "DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable";

function routesIn(reading: Reading, id: string) {
  return told(row(reading, "transitGatewayRouteTables", id).routes, (all) =>
    all.map(({ destination, attachment, state, via }) => {
      const to = told(destination, (one) => (one.kind === "cidr" ? one.cidr.text : one.id));
      return `${to} -> ${plain(attachment)} ${state} ${via}`;
    }),
  );
}

describe("a transit gateway", () => {
  it("associates and propagates by default", () => {
    const reading = estate("");
    const { association, resource, resourceId, subnets } = row(
      reading,
      "transitGatewayAttachments",
      "Attachment",
    );
    expect([plain(association), resource, plain(resourceId), plain(subnets)]).toEqual([
      "Tgw.default-route-table",
      "vpc",
      "Vpc",
      ["Subnet"],
    ]);
    expect(routesIn(reading, "Tgw.default-route-table")).toEqual([
      "10.0.0.0/16 -> Attachment active propagated",
    ]);
    expect(plain(row(reading, "transitGateways", "Tgw").securityGroupReferencing)).toBe(false);
  });

  it("does neither when disabled", () => {
    const reading = estate(`${off}, SecurityGroupReferencingSupport: enable`);
    expect(plain(row(reading, "transitGatewayAttachments", "Attachment").association)).toBe("none");
    expect(reading.network.transitGatewayRouteTables.has("Tgw.default-route-table" as never)).toBe(false);
    expect(plain(row(reading, "transitGateways", "Tgw").securityGroupReferencing)).toBe(true);
  });

  it("routes by what is written and propagated into a table", () => {
    const reading = estate(
      off,
      `
  Assoc: { Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: { TransitGatewayAttachmentId: !Ref Attachment, TransitGatewayRouteTableId: !Ref Table } }
  Spread: { Type: AWS::EC2::TransitGatewayRouteTablePropagation, Properties: { TransitGatewayAttachmentId: !Ref Attachment, TransitGatewayRouteTableId: !Ref Table } }
  Static: { Type: AWS::EC2::TransitGatewayRoute, Properties: { TransitGatewayRouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayAttachmentId: tgw-attach-1 } }
  Hole: { Type: AWS::EC2::TransitGatewayRoute, Properties: { TransitGatewayRouteTableId: !Ref Table, DestinationCidrBlock: 10.9.0.0/16, Blackhole: true } }`,
    );
    expect(plain(row(reading, "transitGatewayAttachments", "Attachment").association)).toBe("Table");
    expect(routesIn(reading, "Table")).toEqual([
      "0.0.0.0/0 -> tgw-attach-1 active static",
      "10.9.0.0/16 -> undefined blackhole static",
      "10.0.0.0/16 -> Attachment active propagated",
    ]);
  });

  it("is in doubt where its parts may not exist", () => {
    const part = (type: string) =>
      `  Part: { Type: AWS::EC2::TransitGatewayRoute${type}, Condition: Maybe, Properties: { TransitGatewayAttachmentId: !Ref Attachment, TransitGatewayRouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0 } }`;
    expect(routesIn(estate(off, part("TablePropagation")), "Table")).toMatch(/condition Maybe/);
    expect(routesIn(estate(off, part("")), "Table")).toEqual([
      expect.stringMatching(/^0\.0\.0\.0\/0 -> \? condition Maybe/),
    ]);
    const { association } = row(
      estate(off, part("TableAssociation")),
      "transitGatewayAttachments",
      "Attachment",
    );
    expect(plain(association)).toMatch(/condition Maybe/);
  });

  it("learns from VPNs what nobody knows", () => {
    const reading = estate(
      "",
      "  Vpn: { Type: AWS::EC2::VPNConnection, Properties: { Type: ipsec.1, TransitGatewayId: !Ref Tgw, CustomerGatewayId: cgw-1 } }",
    );
    expect(row(reading, "transitGatewayAttachments", "Vpn").resource).toBe("vpn");
    expect(routesIn(reading, "Tgw.default-route-table")).toContain(
      "? routes that Vpn propagates -> Vpn active propagated",
    );
  });

  it("outside the input leaves the association unknown", () => {
    const reading = read(
      `${ground}  A: { Type: AWS::EC2::TransitGatewayVpcAttachment, Properties: { TransitGatewayId: tgw-1, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet] } }`,
    );
    expect(row(reading, "transitGatewayAttachments", "A").association.known).toBe(false);
    expect(reading.network.unresolved.get("tgw-1")?.settledBy).toBe(
      "aws ec2 describe-transit-gateways --transit-gateway-ids tgw-1",
    );
  });
});

describe("a peering connection", () => {
  it("has the blocks of the sides that the input holds", () => {
    const reading = read(`${ground}
  Other: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.1.0.0/16 } }
  In: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: !Ref Vpc, PeerVpcId: !Ref Other } }
  Out: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: !Ref Vpc, PeerVpcId: vpc-9, PeerRegion: us-east-1, PeerOwnerId: "123456789012" } }`);
    const blocksOf = (id: string) =>
      told(row(reading, "peerings", id).accepter.cidrs, (all) => all.map(({ text }) => text));
    expect(blocksOf("In")).toEqual(["10.1.0.0/16"]);
    expect(blocksOf("Out")).toBe("? blocks of vpc-9");
    expect(row(reading, "peerings", "Out").accepter).toMatchObject({
      region: "us-east-1",
      account: "123456789012",
    });
    expect(row(reading, "peerings", "In")).toMatchObject({
      status: "active",
      accepter: { region: "eu-west-1" },
    });
  });
});

describe("Block Public Access", () => {
  it("has its mode and what is excluded from it", () => {
    const reading = read(`${ground}
  Block: { Type: AWS::EC2::VPCBlockPublicAccessOptions, Properties: { InternetGatewayBlockMode: block-bidirectional } }
  Not: { Type: AWS::EC2::VPCBlockPublicAccessExclusion, Properties: { VpcId: !Ref Vpc, InternetGatewayExclusionMode: allow-egress } }`);
    const block = row(reading, "blockPublicAccess", "Block");
    expect(plain(block.mode)).toBe("block-bidirectional");
    expect(block.exclusions).toEqual(known([{ resource: "Vpc", mode: "allow-egress" }]));
  });
});
