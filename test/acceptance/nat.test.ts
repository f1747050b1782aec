/**
 * NAT gateways and NAT instances, as documented in vpc/latest/userguide/nat-gateway-basics, nat-gateways-regional,
 * vpc-nat-gateway and work-with-nat-instances (read 2026-11-24).
 */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import type { TraceCase } from "./ask.ts";
import { acl, gatewayEndpoint, inSubnet, lines, resource, subnet } from "./estate.ts";

const withoutNat: Pick<TraceCase, "options" | "verdict" | "codes" | "stage"> = {
  options: "--without-nat",
  verdict: "blocked",
  codes: ["NO_ROUTE_TO_DESTINATION"],
  stage: "route",
};
const blocked = { verdict: "blocked" } as const;
describe("a zonal NAT gateway", () => {
  traces([
    { name: "to a service", to: "ssm", verdict: "reachable", via: "nat-gateway" },
    { name: "to any host outside AWS", to: "registry-1.docker.io", verdict: "reachable", via: "nat-gateway" },
    { name: "to a public address", to: "198.51.100.7", verdict: "reachable", via: "nat-gateway" },
    {
      name: "from the other zone",
      change: inSubnet("PrivateB"),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "to any host outside AWS, from a VPC that took public addresses for itself",
      change: lines(
        resource("Vpc", "AWS::EC2::VPC", "CidrBlock: 172.168.0.0/16, EnableDnsHostnames: true"),
        subnet("Public", "172.168.0.0/24", "us-east-1a"),
        subnet("PrivateA", "172.168.16.0/24", "us-east-1a"),
        subnet("PrivateB", "172.168.17.0/24", "us-east-1b"),
      ),
      to: "registry-1.docker.io",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "UDP passes",
      to: "198.51.100.7",
      options: "--protocol udp --port 4500",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "ICMP passes",
      to: "198.51.100.7",
      options: "--protocol icmp",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "GRE does not: TCP, UDP and ICMP alone (N1)",
      to: "198.51.100.7",
      options: "--protocol 47",
      ...blocked,
    },
    { name: "taken away: a service", to: "ssm", ...withoutNat },
    {
      name: "taken away: a host outside AWS, which no endpoint serves (users 4, 24)",
      to: "registry-1.docker.io",
      ...withoutNat,
    },
    {
      name: "taken away: ECR Public has no endpoint in the VPC (user 4)",
      to: "public.ecr.aws",
      ...withoutNat,
    },
    { name: "taken away: an address", to: "198.51.100.7", ...withoutNat },
    {
      name: "in a subnet without a way to the internet",
      change: "PublicDefault: ~",
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "in the client's own private subnet (N6)",
      change: resource(
        "Nat",
        "AWS::EC2::NatGateway",
        "SubnetId: !Ref PrivateA, AllocationId: !GetAtt NatAddress.AllocationId",
      ),
      to: "ssm",
      ...blocked,
    },
    {
      name: "private, in the public subnet: its address never leaves the VPC (N5)",
      change: resource("Nat", "AWS::EC2::NatGateway", "SubnetId: !Ref Public, ConnectivityType: private"),
      to: "ssm",
      ...blocked,
    },
    {
      name: "its subnet's ACL shuts out what comes back from the internet (N1)",
      change: acl("Public", "in 100 allow all all 10.0.0.0/16", "out 100 allow all all 0.0.0.0/0"),
      to: "ssm",
      verdict: "blocked",
      codes: ["SUBNET_ACL_RESTRICTION"],
      stage: "network-acl",
    },
    {
      name: "its subnet's ACL admits less than its ports, 1024-65535",
      change: acl(
        "Public",
        "in 100 allow all all 10.0.0.0/16",
        "in 110 allow tcp 32768-65535 0.0.0.0/0",
        "out 100 allow all all 0.0.0.0/0",
      ),
      to: "ssm",
      verdict: "partial",
      codes: ["SUBNET_ACL_RESTRICTION"],
    },
    {
      name: "its subnet's ACL admits its ports",
      change: acl(
        "Public",
        "in 100 allow all all 10.0.0.0/16",
        "in 110 allow tcp 1024-65535 0.0.0.0/0",
        "out 100 allow all all 0.0.0.0/0",
      ),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "no internet gateway attached",
      change: lines(
        "IgwAttachment: ~",
        resource(
          "PublicDefault",
          "AWS::EC2::Route",
          "RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw",
        ),
      ),
      to: "ssm",
      verdict: "blocked",
    },
  ]);
});

describe("a regional NAT gateway (N4)", () => {
  const regional = resource("Nat", "AWS::EC2::NatGateway", "VpcId: !Ref Vpc, AvailabilityMode: regional");
  traces([
    {
      name: "needs no public subnet",
      change: lines(
        regional,
        "NatAddress: ~",
        "Public: ~",
        "PublicAssociation: ~",
        "PublicTable: ~",
        "PublicDefault: ~",
      ),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    { name: "taken away", change: lines(regional, "NatAddress: ~"), to: "ssm", ...withoutNat },
  ]);
});

describe("a public subnet", () => {
  traces([
    {
      name: "an instance without a public address does not pass the internet gateway",
      change: inSubnet("Public"),
      to: "ssm",
      verdict: "blocked",
      codes: ["IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"],
    },
    {
      name: "an instance with one does, without any NAT",
      change: resource(
        "App",
        "AWS::EC2::Instance",
        "ImageId: ami-0123456789abcdef0, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: !Ref Public, GroupSet: [!Ref AppGroup], AssociatePublicIpAddress: true }]",
      ),
      to: "ssm",
      options: "--without-nat",
      verdict: "reachable",
      via: "internet-gateway",
    },
    {
      name: "a Lambda function there has no public address (user 22)",
      change: resource(
        "App",
        "AWS::Lambda::Function",
        "Runtime: nodejs22.x, Handler: index.handler, Role: arn:aws:iam::111122223333:role/app, Code: { ZipFile: x }, VpcConfig: { SubnetIds: [!Ref Public], SecurityGroupIds: [!Ref AppGroup] }",
      ),
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"],
    },
    {
      name: "and reaches S3 there by a gateway endpoint of the public table",
      change: lines(inSubnet("Public"), gatewayEndpoint("s3", "RouteTableIds: [!Ref PublicTable]")),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
  ]);
});
