/** Groups and ACLs before a gateway endpoint see public addresses (users 3, 19; vpc/latest/privatelink/gateway-endpoints, read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { acl, gatewayEndpoint, group, https, interfaceEndpoint, lines, noNat } from "./estate.ts";

const isolated = lines(noNat, gatewayEndpoint("s3"));

describe("security groups see public addresses (G6)", () => {
  const vpcOnly = group("AppGroup", { egress: https("CidrIp: 10.0.0.0/16") });
  traces([
    {
      name: "egress to the VPC's CIDR alone (trap 3)",
      change: lines(isolated, vpcOnly),
      to: "s3",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
      stage: "security-group",
    },
    {
      name: "which suffices for an interface endpoint",
      change: lines(noNat, interfaceEndpoint("ssm"), vpcOnly),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "egress to the endpoint's group alone",
      change: lines(
        isolated,
        interfaceEndpoint("ssm"),
        group("AppGroup", { egress: https("DestinationSecurityGroupId: !Ref EndpointGroup") }),
      ),
      to: "s3",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "which suffices for an interface endpoint of that group",
      change: lines(
        noNat,
        interfaceEndpoint("ssm"),
        group("AppGroup", { egress: https("DestinationSecurityGroupId: !Ref EndpointGroup") }),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "egress to S3's prefix list, by its id in us-east-1 (user 3)",
      change: lines(isolated, group("AppGroup", { egress: https("DestinationPrefixListId: pl-63a5400a") })),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "egress to every address",
      change: lines(isolated, group("AppGroup", { egress: https("CidrIp: 0.0.0.0/0") })),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "egress to some of S3's addresses",
      change: lines(isolated, group("AppGroup", { egress: https("CidrIp: 52.216.0.0/15") })),
      to: "s3",
      verdict: "partial",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
  ]);
});

describe("network ACLs see public addresses (G7)", () => {
  traces([
    {
      name: "only the VPC admitted, both ways (user 19)",
      change: lines(
        isolated,
        acl("PrivateA", "in 100 allow all all 10.0.0.0/16", "out 100 allow all all 10.0.0.0/16"),
      ),
      to: "s3",
      verdict: "blocked",
      codes: ["SUBNET_ACL_RESTRICTION"],
      stage: "network-acl",
    },
    {
      name: "out to everywhere, back from the VPC alone (user 19)",
      change: lines(
        isolated,
        acl("PrivateA", "in 100 allow all all 10.0.0.0/16", "out 100 allow tcp 443 0.0.0.0/0"),
      ),
      to: "s3",
      verdict: "blocked",
      codes: ["SUBNET_ACL_RESTRICTION"],
      leg: "return",
    },
    {
      name: "out on 443, back on the ephemeral ports",
      change: lines(
        isolated,
        acl("PrivateA", "in 100 allow tcp 1024-65535 0.0.0.0/0", "out 100 allow tcp 443 0.0.0.0/0"),
      ),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "one range of S3 copied by hand goes stale",
      change: lines(
        isolated,
        acl("PrivateA", "in 100 allow tcp 1024-65535 0.0.0.0/0", "out 100 allow tcp 443 52.216.0.0/15"),
      ),
      to: "s3",
      verdict: "partial",
      codes: ["SUBNET_ACL_RESTRICTION"],
    },
  ]);
});
