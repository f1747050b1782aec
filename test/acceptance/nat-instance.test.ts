/** NAT instances, from vpc/latest/userguide/work-with-nat-instances (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { group, https, instance, lines, noNat, resource } from "./estate.ts";

const withoutNat = {
  options: "--without-nat",
  verdict: "blocked",
  codes: ["NO_ROUTE_TO_DESTINATION"],
  stage: "route",
} as const;
const byNatInstance = lines(
  noNat,
  group("NatGroup", { ingress: "{ IpProtocol: -1, CidrIp: 10.0.0.0/16 }" }),
  resource(
    "PrivateDefault",
    "AWS::EC2::Route",
    "RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, InstanceId: !Ref NatInstance",
  ),
);

describe("a NAT instance", () => {
  const natInstance = (more: string) => instance("NatInstance", "Public", "!Ref NatGroup", more);
  const publicSubnet = resource(
    "Public",
    "AWS::EC2::Subnet",
    "VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a, MapPublicIpOnLaunch: true",
  );
  const works = lines(byNatInstance, publicSubnet, natInstance("SourceDestCheck: false"));
  traces([
    {
      name: "with the check off and a public address",
      change: works,
      to: "ssm",
      verdict: "reachable",
      via: "nat-instance",
    },
    {
      name: "with an Elastic IP instead",
      change: lines(
        byNatInstance,
        natInstance("SourceDestCheck: false"),
        resource("NatInstanceAddress", "AWS::EC2::EIP", "Domain: vpc, InstanceId: !Ref NatInstance"),
      ),
      to: "ssm",
      verdict: "reachable",
      via: "nat-instance",
    },
    { name: "taken away", change: works, to: "ssm", ...withoutNat },
    {
      name: "with the check on, its default",
      change: lines(byNatInstance, publicSubnet, natInstance("EbsOptimized: true")),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SOURCE_DEST_CHECK_RESTRICTION"],
    },
    {
      name: "without a public address",
      change: lines(byNatInstance, natInstance("SourceDestCheck: false")),
      to: "ssm",
      verdict: "blocked",
      codes: ["IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"],
    },
    {
      name: "whose group does not admit the client",
      change: lines(works, group("NatGroup", { ingress: https("CidrIp: 10.0.99.0/24") })),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "whose group lets nothing out",
      change: lines(
        works,
        group("NatGroup", {
          ingress: "{ IpProtocol: -1, CidrIp: 10.0.0.0/16 }",
          egress: "{ IpProtocol: -1, CidrIp: 127.0.0.1/32 }",
        }),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "reached by its network interface",
      change: lines(
        byNatInstance,
        publicSubnet,
        resource(
          "NatInterface",
          "AWS::EC2::NetworkInterface",
          "SubnetId: !Ref Public, GroupSet: [!Ref NatGroup], SourceDestCheck: false",
        ),
        resource("NatInterfaceAddress", "AWS::EC2::EIP", "Domain: vpc"),
        resource(
          "NatInterfaceAddressAssociation",
          "AWS::EC2::EIPAssociation",
          "AllocationId: !GetAtt NatInterfaceAddress.AllocationId, NetworkInterfaceId: !Ref NatInterface",
        ),
        resource(
          "NatInstance",
          "AWS::EC2::Instance",
          "ImageId: ami-0123456789abcdef0, NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: !Ref NatInterface }]",
        ),
        resource(
          "PrivateDefault",
          "AWS::EC2::Route",
          "RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, NetworkInterfaceId: !Ref NatInterface",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
      via: "nat-instance",
    },
  ]);
});
