/** DNS Firewall, from Route53/latest/DeveloperGuide/resolver-dns-firewall-overview (read 2026-11-25). */
import { describe } from "vitest";
import { byEndpoint, byNat, traces } from "./ask.ts";
import { describedFiles, appId, vpcId } from "./described.ts";
import { interfaceEndpoint, lines, noNat, resource } from "./estate.ts";

const groupFor = (vpc: string) =>
  resource(
    "Filter",
    "AWS::Route53Resolver::FirewallRuleGroupAssociation",
    `FirewallRuleGroupId: rslvr-frg-0123456789abcdef, Priority: 101, VpcId: ${vpc}`,
  );
const ruleGroup = /list-firewall-rules --firewall-rule-group-id rslvr-frg-0123456789abcdef/;

describe("DNS Firewall in a template", () => {
  traces([
    {
      name: "a rule group may block the name of an endpoint",
      change: lines(noNat, interfaceEndpoint("ssm"), groupFor("!Ref Vpc")),
      to: "ssm",
      verdict: "unknown",
      stage: "dns",
      settledBy: ruleGroup,
    },
    {
      name: "and a name of the internet",
      change: groupFor("!Ref Vpc"),
      to: "example.com",
      verdict: "unknown",
      settledBy: ruleGroup,
    },
    {
      name: "what is blocked behind the name stays blocked",
      change: lines(noNat, groupFor("!Ref Vpc")),
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "an address is asked of nobody",
      change: groupFor("!Ref Vpc"),
      to: "203.0.113.9",
      ...byNat,
    },
    {
      name: "a rule group of another VPC filters nothing here",
      change: lines(noNat, interfaceEndpoint("ssm"), groupFor("vpc-0123456789abcdef0")),
      to: "ssm",
      ...byEndpoint,
    },
  ]);
});

describe("DNS Firewall in the answers of AWS", () => {
  const call = "list-firewall-rule-group-associations";
  const associated = {
    Id: "rslvr-frgassoc-0123456789abcdef",
    FirewallRuleGroupId: "rslvr-frg-0123456789abcdef",
    VpcId: vpcId,
    Status: "COMPLETE",
  };
  traces([
    {
      name: "nobody asked: assumed to let names pass",
      files: describedFiles(),
      from: appId,
      to: "ssm",
      ...byEndpoint,
      assumes:
        /no DNS Firewall rule group of vpc-0a1b2c3d4e5f60001 blocks ssm\..*list-firewall-rule-group-associations/,
    },
    {
      name: "nobody asked, strictly",
      files: describedFiles(),
      from: appId,
      to: "ssm",
      options: "--strict",
      verdict: "unknown",
      settledBy: /list-firewall-rule-group-associations/,
    },
    {
      name: "a rule group at work",
      files: describedFiles({ [call]: { FirewallRuleGroupAssociations: [associated] } }),
      from: appId,
      to: "ssm",
      verdict: "unknown",
      settledBy: ruleGroup,
    },
  ]);
});
