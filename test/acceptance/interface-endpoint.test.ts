/**
 * Interface endpoints, as documented in vpc/latest/privatelink/create-interface-endpoint and
 * privatelink-access-aws-services (read 2026-11-24), and as users met them.
 */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import {
  acl,
  group,
  https,
  inSubnet,
  instance,
  interfaceEndpoint,
  lines,
  noNat,
  resource,
  subnet,
} from "./estate.ts";

const ssm = interfaceEndpoint("ssm");
const isolated = lines(noNat, ssm);
const secondCidr = lines(
  resource("Second16", "AWS::EC2::VPCCidrBlock", "VpcId: !Ref Vpc, CidrBlock: 100.64.0.0/16"),
  subnet("PrivateC", "100.64.0.0/24", "us-east-1b"),
  resource(
    "AssociationC",
    "AWS::EC2::SubnetRouteTableAssociation",
    "SubnetId: !Ref PrivateC, RouteTableId: !Ref PrivateTable",
  ),
);

describe("reaching an interface endpoint", () => {
  traces([
    {
      name: "in the client's own subnet, with private DNS",
      change: isolated,
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "beside a NAT gateway, the private name wins",
      change: ssm,
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "by host name",
      change: isolated,
      to: "ssm.us-east-1.amazonaws.com",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "one zone's endpoint serves the other zones (I2, I9)",
      change: lines(isolated, inSubnet("PrivateB")),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "an endpoint in two zones",
      change: lines(noNat, interfaceEndpoint("ssm", { subnets: "!Ref PrivateA, !Ref PrivateB" })),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "an endpoint subnet in the secondary CIDR is local (R4)",
      change: lines(
        noNat,
        secondCidr,
        group("EndpointGroup", { ingress: https("CidrIp: 10.0.0.0/16") }),
        interfaceEndpoint("ssm", { subnets: "!Ref PrivateC" }),
      ),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "no endpoint of that service: only the NAT gateway leads there (users 1, 5, 22)",
      change: interfaceEndpoint("logs"),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "no endpoint and no NAT gateway (users 1, 5, 22)",
      change: interfaceEndpoint("logs"),
      to: "ssm",
      options: "--without-nat",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      stage: "route",
    },
    {
      name: "an interface endpoint does not answer ping (I6)",
      change: isolated,
      to: "ssm",
      options: "--protocol icmp",
      verdict: "blocked",
    },
    {
      name: "nor any port that the service does not serve",
      change: lines(isolated, group("EndpointGroup", { ingress: "{ IpProtocol: -1, CidrIp: 0.0.0.0/0 }" })),
      to: "ssm",
      options: "--port 22",
      verdict: "blocked",
    },
  ]);
});

describe("the endpoint's security groups", () => {
  traces([
    {
      name: "none given: the default group, which admits its own members alone (I3)",
      change: lines(noNat, interfaceEndpoint("ssm", { groups: "" })),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
      stage: "security-group",
    },
    {
      name: "none given, and the client is in the default group too (I3)",
      change: lines(noNat, interfaceEndpoint("ssm", { groups: "" }), instance("App", "PrivateA", "")),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "the default group named by its attribute admits no stranger",
      change: lines(noNat, interfaceEndpoint("ssm", { groups: "!GetAtt Vpc.DefaultSecurityGroup" })),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "the default group opened by a rule of its own",
      change: lines(
        noNat,
        interfaceEndpoint("ssm", { groups: "!GetAtt Vpc.DefaultSecurityGroup" }),
        resource(
          "Open",
          "AWS::EC2::SecurityGroupIngress",
          "GroupId: !GetAtt Vpc.DefaultSecurityGroup, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "no ingress rule at all: two days lost (user 9)",
      change: lines(isolated, group("EndpointGroup", {})),
      to: "ssm",
      verdict: "blocked",
      codes: ["SG_HAS_NO_RULES|ENI_SG_RULES_MISMATCH"],
      stage: "security-group",
    },
    {
      name: "the wrong port (I4)",
      change: lines(
        isolated,
        group("EndpointGroup", {
          ingress: "{ IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/16 }",
        }),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "only the endpoint's own subnet admitted: private DNS cuts off the others (user 8)",
      change: lines(ssm, group("EndpointGroup", { ingress: https("CidrIp: 10.0.17.0/24") })),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
      stage: "security-group",
    },
    {
      name: "half of the client's subnet admitted: its address is not known yet",
      change: lines(isolated, group("EndpointGroup", { ingress: https("CidrIp: 10.0.16.0/25") })),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "half of the client's subnet admitted, and the address is given",
      change: lines(
        isolated,
        group("EndpointGroup", { ingress: https("CidrIp: 10.0.16.0/25") }),
        instance("App", "PrivateA", "!Ref AppGroup", "PrivateIpAddress: 10.0.16.200"),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "the primary CIDR admitted, the client in the secondary one",
      change: lines(isolated, secondCidr, inSubnet("PrivateC")),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "the client's group admitted by reference",
      change: lines(
        isolated,
        group("EndpointGroup", { ingress: https("SourceSecurityGroupId: !Ref AppGroup") }),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "another group admitted by reference",
      change: lines(
        isolated,
        group("Other", {}),
        group("EndpointGroup", { ingress: https("SourceSecurityGroupId: !Ref Other") }),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "a second group adds what the first lacks (union of groups)",
      change: lines(
        noNat,
        group("Closed", {}),
        interfaceEndpoint("ssm", { groups: "!Ref Closed, !Ref EndpointGroup" }),
      ),
      to: "ssm",
      verdict: "reachable",
    },
  ]);
});

describe("several addresses behind one name", () => {
  traces([
    {
      name: "an ACL shuts one of the endpoint's two subnets (3.7)",
      change: lines(
        noNat,
        interfaceEndpoint("ssm", { subnets: "!Ref PrivateA, !Ref PrivateB" }),
        acl("PrivateB", "in 100 allow tcp 22 10.0.0.0/16", "out 100 allow all all 0.0.0.0/0"),
      ),
      to: "ssm",
      verdict: "partial",
      via: "interface-endpoint",
      codes: ["SUBNET_ACL_RESTRICTION"],
    },
    {
      name: "every blocker at once, not the first alone",
      change: lines(
        isolated,
        group("EndpointGroup", {}),
        inSubnet("PrivateB"),
        acl("PrivateA", "in 100 allow tcp 22 10.0.0.0/16", "out 100 allow all all 0.0.0.0/0"),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["SUBNET_ACL_RESTRICTION", "SG_HAS_NO_RULES|ENI_SG_RULES_MISMATCH"],
    },
  ]);
});
