/** Resolver rules against private zones, from Route53/latest/DeveloperGuide/hosted-zone-private-considerations (read 2026-11-24). */
import { describe } from "vitest";
import { byEndpoint, byNat, traces } from "./ask.ts";
import { interfaceEndpoint, lines, noNat, resource } from "./estate.ts";

const ssm = lines(noNat, interfaceEndpoint("ssm"));

describe("resolver rules", () => {
  const rule = (name: string, domain: string, type = "FORWARD") =>
    lines(
      resource(
        name,
        "AWS::Route53Resolver::ResolverRule",
        `RuleType: ${type}, DomainName: ${domain}${type === "FORWARD" ? ", ResolverEndpointId: rslvr-out-0123456789abcdef0, TargetIps: [{ Ip: 10.9.0.53, Port: '53' }]" : ""}`,
      ),
      resource(
        `${name}Association`,
        "AWS::Route53Resolver::ResolverRuleAssociation",
        `ResolverRuleId: !Ref ${name}, VPCId: !Ref Vpc`,
      ),
    );
  traces([
    {
      name: "the service's own name forwarded to a server nobody told about",
      change: lines(
        noNat,
        interfaceEndpoint("ssm", { privateDns: false }),
        rule("Forward", "ssm.us-east-1.amazonaws.com"),
      ),
      to: "ssm",
      verdict: "unknown",
      stage: "dns",
    },
    {
      name: "amazonaws.com forwarded, and only NAT beside it",
      change: rule("Forward", "amazonaws.com"),
      to: "ssm",
      verdict: "unknown",
      stage: "dns",
    },
    {
      name: "amazonaws.com forwarded, while the endpoint's zone is longer",
      change: lines(ssm, rule("Forward", "amazonaws.com")),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "everything forwarded, while the endpoint's zone is longer",
      change: lines(ssm, rule("Forward", ".")),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "everything forwarded except amazonaws.com",
      change: lines(rule("Forward", "."), rule("System", "amazonaws.com", "SYSTEM")),
      to: "ssm",
      ...byNat,
    },
    {
      name: "another domain forwarded",
      change: lines(ssm, rule("Forward", "corp.example.com")),
      to: "ssm",
      ...byEndpoint,
    },
    {
      name: "a rule that is not associated",
      change: lines(ssm, rule("Forward", "amazonaws.com"), "ForwardAssociation: ~"),
      to: "ssm",
      ...byEndpoint,
    },
  ]);
});
