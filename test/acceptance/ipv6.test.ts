/**
 * IPv6, egress-only internet gateways, DNS64 and NAT64, from vpc/latest/userguide/egress-only-internet-gateway,
 * nat-gateway-nat64-dns64 and vpc/latest/privatelink/privatelink-access-aws-services (read 2026-11-24).
 */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { acl, gatewayEndpoint, interfaceEndpoint, lines, noNat, resource } from "./estate.ts";

/** The ways a template gives its VPC an IPv6 block: what the block will be is known in one of them. */
const blocks = [
  {
    block: "written in the template",
    ipv6Vpc: resource(
      "Ipv6",
      "AWS::EC2::VPCCidrBlock",
      'VpcId: !Ref Vpc, Ipv6CidrBlock: "2600:1f18:aaaa:bb00::/56", Ipv6Pool: ipv6pool-ec2-0123456789abcdef0',
    ),
    cidr6: (index: number) => `"2600:1f18:aaaa:bb0${index}::/64"`,
  },
  {
    block: "that Amazon will choose",
    ipv6Vpc: resource("Ipv6", "AWS::EC2::VPCCidrBlock", "VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true"),
    cidr6: (index: number) => `!Select [${index}, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]]`,
  },
] as const;

const app = resource(
  "App",
  "AWS::EC2::Instance",
  "ImageId: ami-0123456789abcdef0, SubnetId: !Ref PrivateA, SecurityGroupIds: [!Ref AppGroup], Ipv6AddressCount: 1",
);
const eigw = lines(
  resource("Eigw", "AWS::EC2::EgressOnlyInternetGateway", "VpcId: !Ref Vpc"),
  resource(
    "PrivateDefault6",
    "AWS::EC2::Route",
    'RouteTableId: !Ref PrivateTable, DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: !Ref Eigw',
  ),
);
const host6 = "2606:4700:4700::1111";
const nat64 = resource(
  "Nat64",
  "AWS::EC2::Route",
  'RouteTableId: !Ref PrivateTable, DestinationIpv6CidrBlock: "64:ff9b::/96", NatGatewayId: !Ref Nat',
);
const inB = { subnets: "!Ref PrivateB" };

describe.each(blocks)("an IPv6 block $block", ({ ipv6Vpc, cidr6 }) => {
  const dualStack = lines(
    ipv6Vpc,
    resource(
      "PrivateA",
      "AWS::EC2::Subnet",
      `VpcId: !Ref Vpc, CidrBlock: 10.0.16.0/24, AvailabilityZone: us-east-1a, AssignIpv6AddressOnCreation: true, Ipv6CidrBlock: ${cidr6(0)}`,
    ),
    app,
  );
  const ipv6Only = (dns64: boolean) =>
    lines(
      ipv6Vpc,
      resource(
        "PrivateA",
        "AWS::EC2::Subnet",
        `VpcId: !Ref Vpc, AvailabilityZone: us-east-1a, Ipv6Native: true, AssignIpv6AddressOnCreation: true, EnableDns64: ${dns64}, Ipv6CidrBlock: ${cidr6(0)}`,
      ),
      app,
      eigw,
    );
  describe("a dual-stack subnet", () => {
    traces([
      {
        name: "IPv6 goes by the egress-only gateway (N7)",
        change: lines(dualStack, eigw),
        to: host6,
        verdict: "reachable",
        via: "egress-only-internet-gateway",
      },
      {
        name: "which is no NAT and stays",
        change: lines(dualStack, eigw),
        to: host6,
        options: "--without-nat",
        verdict: "reachable",
        via: "egress-only-internet-gateway",
      },
      {
        name: "0.0.0.0/0 covers no IPv6 (R1)",
        change: dualStack,
        to: host6,
        verdict: "blocked",
        codes: ["NO_ROUTE_TO_DESTINATION"],
        stage: "route",
      },
      {
        name: "::/0 covers no IPv4 (R1)",
        change: lines(dualStack, eigw, noNat),
        to: "198.51.100.7",
        verdict: "blocked",
        codes: ["NO_ROUTE_TO_DESTINATION"],
      },
      {
        name: "IPv4 goes by NAT as before",
        change: lines(dualStack, eigw),
        to: "198.51.100.7",
        verdict: "reachable",
        via: "nat-gateway",
      },
      {
        name: "an ACL for IPv4 admits no IPv6",
        change: lines(
          dualStack,
          eigw,
          acl("PrivateA", "in 100 allow all all 0.0.0.0/0", "out 100 allow all all 0.0.0.0/0"),
        ),
        to: host6,
        verdict: "blocked",
        codes: ["SUBNET_ACL_RESTRICTION"],
      },
      {
        name: "an ACL for both",
        change: lines(
          dualStack,
          eigw,
          acl("PrivateA", "in 100 allow all all ::/0", "out 100 allow all all ::/0"),
        ),
        to: host6,
        verdict: "reachable",
      },
      {
        name: "an interface endpoint over IPv4",
        change: lines(dualStack, noNat, interfaceEndpoint("ssm")),
        to: "ssm",
        verdict: "reachable",
        via: "interface-endpoint",
      },
      {
        name: "S3 by its gateway over IPv4",
        change: lines(dualStack, noNat, gatewayEndpoint("s3")),
        to: "s3",
        verdict: "reachable",
        via: "gateway-endpoint",
      },
      {
        name: "S3's plain name has no IPv6 address: the egress-only gateway is no help",
        change: lines(dualStack, eigw, noNat),
        to: "s3",
        verdict: "blocked",
        codes: ["NO_ROUTE_TO_DESTINATION"],
      },
    ]);
  });

  describe("an IPv6-only subnet", () => {
    traces([
      {
        name: "DNS64 and NAT64 reach an IPv4-only service (N8)",
        change: lines(ipv6Only(true), nat64),
        to: "ssm",
        verdict: "reachable",
        via: "nat-gateway",
      },
      {
        name: "without NAT they do not (N8, trap 12)",
        change: lines(ipv6Only(true), nat64),
        to: "ssm",
        options: "--without-nat",
        verdict: "blocked",
      },
      {
        name: "without DNS64 an IPv4-only service has no address",
        change: lines(ipv6Only(false), nat64),
        to: "ssm",
        verdict: "blocked",
      },
      {
        name: "a host of IPv6 needs neither",
        change: lines(ipv6Only(false)),
        to: host6,
        options: "--without-nat",
        verdict: "reachable",
        via: "egress-only-internet-gateway",
      },
      {
        name: "an IPv4 address cannot be asked for",
        change: lines(ipv6Only(false)),
        to: "198.51.100.7",
        verdict: "blocked",
      },
      {
        name: "an IPv4-only interface endpoint without DNS64",
        change: lines(ipv6Only(false), noNat, interfaceEndpoint("ssm", inB)),
        to: "ssm",
        verdict: "blocked",
      },
      {
        name: "an IPv4-only interface endpoint with DNS64 leans on NAT64, and falls with it (N8)",
        change: lines(ipv6Only(true), nat64, interfaceEndpoint("ssm", inB)),
        to: "ssm",
        options: "--without-nat",
        verdict: "blocked",
      },
      {
        name: "S3's gateway endpoint over IPv4 is no help",
        change: lines(ipv6Only(false), noNat, gatewayEndpoint("s3")),
        to: "s3",
        verdict: "blocked",
      },
    ]);
  });

  describe("gateway endpoints of either family, and of both", () => {
    const s3 = (more: string) => gatewayEndpoint("s3", `RouteTableIds: [!Ref PrivateTable], ${more}`);
    const dualName = "mine.s3.dualstack.us-east-1.amazonaws.com";
    const byGateway = { verdict: "reachable", via: "gateway-endpoint" } as const;
    traces([
      {
        name: "dualstack has routes for IPv6 too",
        change: lines(ipv6Only(false), noNat, s3("IpAddressType: dualstack")),
        to: dualName,
        ...byGateway,
      },
      {
        name: "ipv6 has them as well",
        change: lines(ipv6Only(false), noNat, s3("IpAddressType: ipv6")),
        to: dualName,
        ...byGateway,
      },
      {
        name: "ipv4, the default, has none: AAAA records lead nowhere",
        change: lines(ipv6Only(false), noNat, "PrivateDefault6: ~", s3("IpAddressType: ipv4")),
        to: dualName,
        verdict: "blocked",
        codes: ["NO_ROUTE_TO_DESTINATION"],
      },
      {
        name: "or by another way, where there is one",
        change: lines(ipv6Only(false), noNat, gatewayEndpoint("s3")),
        to: dualName,
        verdict: "reachable",
        via: "egress-only-internet-gateway",
      },
      {
        name: "ipv6 has no route for IPv4",
        change: lines(dualStack, noNat, s3("IpAddressType: ipv6")),
        to: "s3",
        verdict: "blocked",
        codes: ["NO_ROUTE_TO_DESTINATION"],
      },
      {
        name: "records of both families give the plain name an IPv6 address",
        change: lines(
          ipv6Only(false),
          noNat,
          s3("IpAddressType: dualstack, DnsOptions: { DnsRecordIpType: dualstack }"),
        ),
        to: "s3",
        ...byGateway,
      },
      {
        name: "records that the service defines do not",
        change: lines(
          ipv6Only(false),
          noNat,
          s3("IpAddressType: dualstack, DnsOptions: { DnsRecordIpType: service-defined }"),
        ),
        to: "s3",
        verdict: "blocked",
        codes: ["DNS_NO_IPV6_ANSWER"],
      },
      {
        name: "IPv4 records take it from the dual-stack name",
        change: lines(
          ipv6Only(false),
          noNat,
          s3("IpAddressType: dualstack, DnsOptions: { DnsRecordIpType: ipv4 }"),
        ),
        to: dualName,
        verdict: "blocked",
        codes: ["DNS_NO_IPV6_ANSWER"],
      },
      {
        name: "IPv6 records leave an IPv4 client without an address",
        change: lines(noNat, s3("IpAddressType: dualstack, DnsOptions: { DnsRecordIpType: ipv6 }")),
        to: "s3",
        verdict: "blocked",
        codes: ["DNS_NO_IPV4_ANSWER"],
      },
      {
        name: "names of other services and Regions are as they were",
        change: lines(
          ipv6Only(false),
          noNat,
          s3("IpAddressType: dualstack, DnsOptions: { DnsRecordIpType: dualstack }"),
        ),
        to: "mine.s3.eu-west-1.amazonaws.com",
        verdict: "blocked",
        codes: ["DNS_NO_IPV6_ANSWER"],
      },
      {
        name: "a list that no facts hold leaves IPv4 as it is",
        change: lines(
          noNat,
          gatewayEndpoint("dynamodb", "RouteTableIds: [!Ref PrivateTable], IpAddressType: dualstack"),
        ),
        to: "dynamodb",
        ...byGateway,
      },
    ]);
  });

  describe("interface endpoints of both families (I11)", () => {
    const subnetB = resource(
      "PrivateB",
      "AWS::EC2::Subnet",
      `VpcId: !Ref Vpc, CidrBlock: 10.0.17.0/24, AvailabilityZone: us-east-1b, Ipv6CidrBlock: ${cidr6(1)}`,
    );
    const open6 = resource(
      "EndpointGroup",
      "AWS::EC2::SecurityGroup",
      'GroupDescription: endpoints, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv6: "::/0" }]',
    );
    const dual = (record: string) =>
      interfaceEndpoint("ec2", {
        ...inB,
        more: `IpAddressType: dualstack, DnsOptions: { DnsRecordIpType: ${record} }`,
      });
    traces([
      {
        name: "dual-stack records serve an IPv6-only client",
        change: lines(ipv6Only(false), noNat, subnetB, open6, dual("dualstack")),
        to: "ec2",
        verdict: "reachable",
        via: "interface-endpoint",
      },
      {
        name: "IPv4 records do not",
        change: lines(ipv6Only(false), noNat, subnetB, open6, dual("ipv4")),
        to: "ec2",
        verdict: "blocked",
      },
      {
        name: "a group that admits IPv4 alone shuts IPv6 out",
        change: lines(ipv6Only(false), noNat, subnetB, dual("dualstack")),
        to: "ec2",
        verdict: "blocked",
      },
    ]);
  });
});
