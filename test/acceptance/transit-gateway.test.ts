/** Transit gateways, an egress VPC behind one, and VPN gateways, from vpc/latest/tgw (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { gatewayEndpoint, lines, noNat, resource, spoke } from "./estate.ts";

const toDb = { to: "10.1.0.10", options: "--port 5432" } as const;
const attach = (name: string, vpc: string, subnets: string) =>
  resource(
    name,
    "AWS::EC2::TransitGatewayVpcAttachment",
    `TransitGatewayId: !Ref Tgw, VpcId: !Ref ${vpc}, SubnetIds: [${subnets}]`,
  );
const toTgw = (name: string, table: string, cidr: string) =>
  resource(
    name,
    "AWS::EC2::Route",
    `RouteTableId: !Ref ${table}, DestinationCidrBlock: ${cidr}, TransitGatewayId: !Ref Tgw`,
  );
const defaultTgw = lines(
  spoke(),
  resource("Tgw", "AWS::EC2::TransitGateway", "Description: hub"),
  attach("HubAttachment", "Vpc", "!Ref PrivateA"),
  attach("SpokeAttachment", "Spoke", "!Ref SpokeSubnet"),
  toTgw("There", "PrivateTable", "10.1.0.0/16"),
  toTgw("Back", "SpokeTable", "10.0.0.0/16"),
);
const ownTables = lines(
  defaultTgw,
  resource(
    "Tgw",
    "AWS::EC2::TransitGateway",
    "DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable",
  ),
  resource("TgwTable", "AWS::EC2::TransitGatewayRouteTable", "TransitGatewayId: !Ref Tgw"),
  ...["Hub", "Spoke"].flatMap((name) => [
    resource(
      `${name}TgwAssociation`,
      "AWS::EC2::TransitGatewayRouteTableAssociation",
      `TransitGatewayAttachmentId: !Ref ${name}Attachment, TransitGatewayRouteTableId: !Ref TgwTable`,
    ),
    resource(
      `${name}Propagation`,
      "AWS::EC2::TransitGatewayRouteTablePropagation",
      `TransitGatewayAttachmentId: !Ref ${name}Attachment, TransitGatewayRouteTableId: !Ref TgwTable`,
    ),
  ]),
);
const tgwRoute = (cidr: string, target: string) =>
  resource(
    "TgwRoute",
    "AWS::EC2::TransitGatewayRoute",
    `TransitGatewayRouteTableId: !Ref TgwTable, DestinationCidrBlock: ${cidr}, ${target}`,
  );

describe("a transit gateway", () => {
  traces([
    {
      name: "default association and propagation",
      change: defaultTgw,
      ...toDb,
      verdict: "reachable",
      via: "transit-gateway",
    },
    {
      name: "a table of one's own, associated and propagated",
      change: ownTables,
      ...toDb,
      verdict: "reachable",
      via: "transit-gateway",
    },
    {
      name: "the client's attachment not associated",
      change: lines(ownTables, "HubTgwAssociation: ~"),
      ...toDb,
      verdict: "blocked",
      codes: ["TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"],
      stage: "transit-gateway",
    },
    {
      name: "the far attachment not propagated",
      change: lines(ownTables, "SpokePropagation: ~"),
      ...toDb,
      verdict: "blocked",
      codes: ["TGW_*|NO_ROUTE_TO_DESTINATION"],
      stage: "transit-gateway",
    },
    {
      name: "the near attachment not propagated: no way back",
      change: lines(ownTables, "HubPropagation: ~"),
      ...toDb,
      verdict: "blocked",
      codes: ["TGW_*|NO_ROUTE_TO_DESTINATION"],
      leg: "return",
    },
    {
      name: "a static route instead",
      change: lines(
        ownTables,
        "SpokePropagation: ~",
        tgwRoute("10.1.0.0/16", "TransitGatewayAttachmentId: !Ref SpokeAttachment"),
      ),
      ...toDb,
      verdict: "reachable",
      via: "transit-gateway",
    },
    {
      name: "a blackhole of a longer prefix",
      change: lines(ownTables, tgwRoute("10.1.0.0/24", "Blackhole: true")),
      ...toDb,
      verdict: "blocked",
      codes: ["TGW_RTB_BAD_STATE_ROUTE"],
      stage: "transit-gateway",
    },
    {
      name: "the client's zone has no attachment subnet",
      change: lines(ownTables, attach("HubAttachment", "Vpc", "!Ref PrivateB")),
      ...toDb,
      verdict: "blocked",
      codes: ["TGW_ATTACH_VPC_AZ_RESTRICTION|TGW_ROUTE_AZ_RESTRICTION"],
      stage: "transit-gateway",
    },
    {
      name: "no route back in the far VPC",
      change: lines(ownTables, "Back: ~"),
      ...toDb,
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      leg: "return",
    },
    {
      name: "the gateway endpoint of another VPC is out of reach (G5)",
      change: lines(
        ownTables,
        gatewayEndpoint("s3"),
        toTgw("SpokeDefault", "SpokeTable", "0.0.0.0/0"),
        noNat,
        tgwRoute("0.0.0.0/0", "TransitGatewayAttachmentId: !Ref HubAttachment"),
      ),
      from: "SpokeApp",
      to: "s3",
      verdict: "blocked",
    },
  ]);
});

/** The spoke has no way out of its own; the hub's NAT gateway serves it (N3: over a transit gateway it may). */
const egress = lines(
  ownTables,
  toTgw("SpokeDefault", "SpokeTable", "0.0.0.0/0"),
  tgwRoute("0.0.0.0/0", "TransitGatewayAttachmentId: !Ref HubAttachment"),
  toTgw("PublicBack", "PublicTable", "10.1.0.0/16"),
);

describe("an egress VPC", () => {
  traces([
    {
      name: "the hub's NAT gateway serves the spoke",
      change: egress,
      from: "SpokeApp",
      to: "198.51.100.7",
      verdict: "reachable",
      via: ["transit-gateway", "nat-gateway"],
    },
    {
      name: "and a service by it",
      change: egress,
      from: "SpokeApp",
      to: "ssm",
      verdict: "reachable",
      via: ["transit-gateway", "nat-gateway"],
    },
    {
      name: "taken away",
      change: egress,
      from: "SpokeApp",
      to: "198.51.100.7",
      options: "--without-nat",
      verdict: "blocked",
    },
    {
      name: "the NAT gateway's table does not know the spoke",
      change: lines(egress, "PublicBack: ~"),
      from: "SpokeApp",
      to: "198.51.100.7",
      verdict: "blocked",
      leg: "return",
    },
    {
      name: "the transit gateway has no default route",
      change: lines(egress, "TgwRoute: ~"),
      from: "SpokeApp",
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["TGW_*|NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "the attachment's subnet has no way on",
      change: lines(egress, noNat),
      from: "SpokeApp",
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
  ]);
});

describe("a VPN gateway", () => {
  traces([
    {
      name: "what lies behind it is not in the template",
      change: lines(
        resource("Vgw", "AWS::EC2::VPNGateway", "Type: ipsec.1"),
        resource(
          "VgwAttachment",
          "AWS::EC2::VPCGatewayAttachment",
          "VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw",
        ),
        resource(
          "ToOffice",
          "AWS::EC2::Route",
          "RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 192.168.0.0/16, GatewayId: !Ref Vgw",
        ),
      ),
      to: "192.168.7.7",
      verdict: "unknown",
      via: "vpn-gateway",
    },
  ]);
});
