/** VPC Block Public Access, from vpc/latest/userguide/security-vpc-bpa and its basics (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { gatewayEndpoint, interfaceEndpoint, lines, natInstance, resource } from "./estate.ts";

const mode = (name: string) =>
  resource("Bpa", "AWS::EC2::VPCBlockPublicAccessOptions", `InternetGatewayBlockMode: ${name}`);
const exclude = (name: string, target: string) =>
  resource(
    "Exclusion",
    "AWS::EC2::VPCBlockPublicAccessExclusion",
    `InternetGatewayExclusionMode: ${name}, ${target}`,
  );
const bidirectional = mode("block-bidirectional");
const ingress = mode("block-ingress");
const shut = { verdict: "blocked", codes: ["VPC_BLOCK_PUBLIC_ACCESS_ENABLED"] } as const;

const publicApp = resource(
  "App",
  "AWS::EC2::Instance",
  "ImageId: ami-0123456789abcdef0, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: !Ref Public, GroupSet: [!Ref AppGroup], AssociatePublicIpAddress: true }]",
);
const ipv6Out = lines(
  resource("Ipv6", "AWS::EC2::VPCCidrBlock", "VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true"),
  resource(
    "PrivateA",
    "AWS::EC2::Subnet",
    "VpcId: !Ref Vpc, CidrBlock: 10.0.16.0/24, AvailabilityZone: us-east-1a, AssignIpv6AddressOnCreation: true, Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]]",
  ),
  resource("Eigw", "AWS::EC2::EgressOnlyInternetGateway", "VpcId: !Ref Vpc"),
  resource(
    "PrivateDefault6",
    "AWS::EC2::Route",
    'RouteTableId: !Ref PrivateTable, DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: !Ref Eigw',
  ),
);
const host6 = "2606:4700:4700::1111";

describe("block-bidirectional", () => {
  traces([
    { name: "the NAT gateway is useless already", change: bidirectional, to: "ssm", ...shut },
    {
      name: "an interface endpoint is not affected",
      change: lines(bidirectional, interfaceEndpoint("ssm")),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "a gateway endpoint is not affected",
      change: lines(bidirectional, gatewayEndpoint("s3")),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "the VPC excluded, both ways",
      change: lines(bidirectional, exclude("allow-bidirectional", "VpcId: !Ref Vpc")),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "the VPC excluded, outward",
      change: lines(bidirectional, exclude("allow-egress", "VpcId: !Ref Vpc")),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "an unrelated subnet excluded",
      change: lines(bidirectional, exclude("allow-egress", "SubnetId: !Ref PrivateB")),
      to: "ssm",
      ...shut,
    },
    {
      name: "an egress-only internet gateway is shut too",
      change: lines(bidirectional, ipv6Out),
      to: host6,
      ...shut,
    },
    {
      name: "an instance with a public address is shut too",
      change: lines(bidirectional, publicApp),
      to: "ssm",
      ...shut,
    },
  ]);
});

describe("block-ingress", () => {
  traces([
    { name: "a NAT gateway works", change: ingress, to: "ssm", verdict: "reachable", via: "nat-gateway" },
    {
      name: "an egress-only internet gateway works",
      change: lines(ingress, ipv6Out),
      to: host6,
      verdict: "reachable",
      via: "egress-only-internet-gateway",
    },
    {
      name: "an instance with a public address does not: only NAT and egress-only gateways are let through",
      change: lines(ingress, publicApp),
      to: "ssm",
      ...shut,
    },
    { name: "nor does a NAT instance", change: lines(ingress, natInstance), to: "ssm", ...shut },
    {
      name: "unless the VPC is excluded",
      change: lines(ingress, publicApp, exclude("allow-bidirectional", "VpcId: !Ref Vpc")),
      to: "ssm",
      verdict: "reachable",
      via: "internet-gateway",
    },
  ]);
});

describe("not in the template", () => {
  traces([
    {
      name: "off is assumed, and said",
      to: "ssm",
      verdict: "reachable",
      assumes: /block public access.*describe-vpc-block-public-access-options/is,
    },
    {
      name: "under --strict it is unknown",
      to: "ssm",
      options: "--strict",
      verdict: "unknown",
      settledBy: /describe-vpc-block-public-access-options/,
    },
  ]);
});

describe("VPC Encryption Controls (vpc/latest/userguide/vpc-encryption-controls)", () => {
  const enforce = (exclusion: string) =>
    resource(
      "Vpc",
      "AWS::EC2::VPC",
      `CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true, VpcEncryptionControl: { Mode: enforce${exclusion} }`,
    );
  traces([
    {
      name: "enforced: a NAT gateway needs an exclusion",
      change: enforce(""),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "enforced: plain HTTP to an interface endpoint is dropped",
      change: lines(
        enforce(""),
        "EndpointGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: open, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: -1, CidrIp: 10.0.0.0/16 }] } }",
        interfaceEndpoint("s3", {
          more: "DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }",
        }),
      ),
      to: "s3",
      options: "--port 80",
      verdict: "blocked",
    },
  ]);
});
