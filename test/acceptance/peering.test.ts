/** Peering, and endpoints in a hub, from vpc/latest/peering and vpc/latest/privatelink (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { gatewayEndpoint, group, lines, noNat, resource, spoke } from "./estate.ts";

const peering = resource(
  "Peering",
  "AWS::EC2::VPCPeeringConnection",
  "VpcId: !Ref Vpc, PeerVpcId: !Ref Spoke",
);
const toPeer = (name: string, table: string, cidr: string) =>
  resource(
    name,
    "AWS::EC2::Route",
    `RouteTableId: !Ref ${table}, DestinationCidrBlock: ${cidr}, VpcPeeringConnectionId: !Ref Peering`,
  );
const there = toPeer("There", "PrivateTable", "10.1.0.0/16");
const back = toPeer("Back", "SpokeTable", "10.0.0.0/16");
const peered = lines(spoke(), peering, there, back);
const toDb = { to: "10.1.0.10", options: "--port 5432" } as const;

describe("peering", () => {
  traces([
    { name: "a route each way", change: peered, ...toDb, verdict: "reachable", via: "peering" },
    {
      name: "NAT has no part in it",
      change: peered,
      to: "10.1.0.10",
      options: "--port 5432 --without-nat",
      verdict: "reachable",
      via: "peering",
    },
    {
      name: "no route back",
      change: lines(peered, "Back: ~"),
      ...toDb,
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      leg: "return",
    },
    {
      name: "no route there: the NAT gateway's internet gateway has no use for a private address",
      change: lines(peered, "There: ~"),
      ...toDb,
      verdict: "blocked",
    },
    {
      name: "no peering route and no NAT",
      change: lines(peered, "There: ~", noNat),
      ...toDb,
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "the peer's group admits another range",
      change: lines(
        peered,
        resource(
          "SpokeGroup",
          "AWS::EC2::SecurityGroup",
          "GroupDescription: spoke, VpcId: !Ref Spoke, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.2.0.0/16 }]",
        ),
      ),
      ...toDb,
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "the peer's group admits the client's group by reference",
      change: lines(
        peered,
        resource(
          "SpokeGroup",
          "AWS::EC2::SecurityGroup",
          "GroupDescription: spoke, VpcId: !Ref Spoke, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref AppGroup }]",
        ),
      ),
      ...toDb,
      verdict: "reachable",
      via: "peering",
    },
    {
      name: "VPCs whose ranges overlap cannot peer",
      change: lines(spoke("10.0.0.0/16", "10.0.77.0/24", "10.0.77.10"), peering),
      to: "10.0.77.10",
      options: "--port 5432",
      verdict: "blocked",
    },
    {
      name: "the peer's NAT gateway cannot be used (N3)",
      change: lines(peered, noNat, toPeer("PrivateDefault", "PrivateTable", "0.0.0.0/0")),
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["PCX_REQUIRES_ADDRESS_IN_VPC_CIDR|CANNOT_ROUTE|NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "nor, from the peer, this VPC's NAT gateway (N3)",
      change: lines(peered, toPeer("SpokeDefault", "SpokeTable", "0.0.0.0/0")),
      from: "SpokeApp",
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["PCX_REQUIRES_ADDRESS_IN_VPC_CIDR|CANNOT_ROUTE|NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "nor its gateway endpoint (G5)",
      change: lines(peered, gatewayEndpoint("s3"), toPeer("SpokeDefault", "SpokeTable", "0.0.0.0/0")),
      from: "SpokeApp",
      to: "s3",
      verdict: "blocked",
      codes: ["PCX_REQUIRES_ADDRESS_IN_VPC_CIDR|CANNOT_ROUTE|NO_ROUTE_TO_DESTINATION"],
    },
  ]);
});

const hub = (route: string) =>
  lines(
    peered,
    noNat,
    // The spoke's clients must be admitted, and the hub's endpoint keeps its private name to itself.
    group("EndpointGroup", {
      ingress: "{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8 }",
    }),
    resource(
      "Ssm",
      "AWS::EC2::VPCEndpoint",
      "VpcEndpointType: Interface, VpcId: !Ref Vpc, ServiceName: com.amazonaws.us-east-1.ssm, SubnetIds: [!Ref PrivateA], SecurityGroupIds: [!Ref EndpointGroup], PrivateDnsEnabled: false",
    ),
    route,
  );
const zone = (vpcs: string) =>
  lines(
    resource("Zone", "AWS::Route53::HostedZone", `Name: ssm.us-east-1.amazonaws.com, VPCs: [${vpcs}]`),
    resource(
      "Alias",
      "AWS::Route53::RecordSet",
      'HostedZoneId: !Ref Zone, Name: ssm.us-east-1.amazonaws.com, Type: A, AliasTarget: { DNSName: !Select [1, !Split [":", !Select [0, !GetAtt Ssm.DnsEntries]]], HostedZoneId: !Select [0, !Split [":", !Select [0, !GetAtt Ssm.DnsEntries]]] }',
    ),
  );
const inHub = "{ VPCId: !Ref Vpc, VPCRegion: us-east-1 }";
const inSpoke = "{ VPCId: !Ref Spoke, VPCRegion: us-east-1 }";

describe("endpoints in a hub (user 25, I13)", () => {
  traces([
    {
      name: "a hosted zone shared with the spoke, over peering",
      change: hub(zone(`${inHub}, ${inSpoke}`)),
      from: "SpokeApp",
      to: "ssm",
      verdict: "reachable",
      via: ["peering", "interface-endpoint"],
    },
    {
      name: "the zone not associated with the spoke: a public address, and no route",
      change: hub(zone(inHub)),
      from: "SpokeApp",
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "private DNS of the hub does not reach the spoke",
      change: lines(
        hub(""),
        resource(
          "Ssm",
          "AWS::EC2::VPCEndpoint",
          "VpcEndpointType: Interface, VpcId: !Ref Vpc, ServiceName: com.amazonaws.us-east-1.ssm, SubnetIds: [!Ref PrivateA], SecurityGroupIds: [!Ref EndpointGroup], PrivateDnsEnabled: true",
        ),
      ),
      from: "SpokeApp",
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "no route back from the endpoint's subnet",
      change: lines(hub(zone(`${inHub}, ${inSpoke}`)), "There: ~"),
      from: "SpokeApp",
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      leg: "return",
    },
    {
      name: "the endpoint's group admits the hub alone",
      change: lines(
        hub(zone(`${inHub}, ${inSpoke}`)),
        group("EndpointGroup", {
          ingress: "{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16 }",
        }),
      ),
      from: "SpokeApp",
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
  ]);
});
