/** Security groups, from vpc/latest/userguide/security-group-rules and default-security-group (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { instance, interfaceEndpoint, lines, noNat, prefixList, resource } from "./estate.ts";

describe("security groups (vpc/latest/userguide/security-group-rules)", () => {
  const ssm = lines(noNat, interfaceEndpoint("ssm"));
  traces([
    {
      name: "a group that lets nothing out, as CDK writes it",
      change: lines(
        ssm,
        appGroup(
          "SecurityGroupEgress: [{ IpProtocol: icmp, FromPort: 252, ToPort: 86, CidrIp: 255.255.255.255/32 }]",
        ),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
      stage: "security-group",
    },
    {
      name: "HTTPS alone is enough: no group can shut out the resolver",
      change: lines(
        ssm,
        appGroup(
          "SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16 }]",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "IPv6 rules say nothing about IPv4",
      change: lines(ssm, appGroup('SecurityGroupEgress: [{ IpProtocol: -1, CidrIpv6: "::/0" }]')),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "a range of ports that holds 443",
      change: lines(
        ssm,
        appGroup("SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 0, ToPort: 65535, CidrIp: 0.0.0.0/0 }]"),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "UDP alone",
      change: lines(
        ssm,
        appGroup("SecurityGroupEgress: [{ IpProtocol: udp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }]"),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SG_RULES_MISMATCH"],
    },
    {
      name: "a rule of its own, as a resource beside the group",
      change: lines(
        ssm,
        appGroup("SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 }]"),
        resource(
          "Out",
          "AWS::EC2::SecurityGroupEgress",
          "GroupId: !Ref AppGroup, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "such a rule takes the place of the rule that lets all out (aws-cdk issue 987)",
      change: lines(
        interfaceEndpoint("ssm"),
        resource(
          "Out",
          "AWS::EC2::SecurityGroupEgress",
          "GroupId: !Ref AppGroup, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16",
        ),
      ),
      to: "198.51.100.7",
      verdict: "blocked",
    },
    {
      name: "a customer's prefix list as peer",
      change: lines(
        ssm,
        prefixList("Inside", "10.0.0.0/16"),
        appGroup(
          "SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationPrefixListId: !Ref Inside }]",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "a group that is not in the template",
      change: lines(ssm, instance("App", "PrivateA", "sg-0123456789abcdef0")),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "the default group of the instance lets all out",
      change: lines(ssm, instance("App", "PrivateA", "")),
      to: "ssm",
      verdict: "reachable",
    },
  ]);
});

function appGroup(more: string): string {
  return resource("AppGroup", "AWS::EC2::SecurityGroup", `GroupDescription: app, VpcId: !Ref Vpc, ${more}`);
}
