import { describe, expect, it } from "vitest";
import { doubtful, ground, plain, read, row } from "./read.ts";

const zone = (resources: string, name = "Example.COM.") =>
  row(
    read(
      `${ground}  Zone: { Type: AWS::Route53::HostedZone, Properties: { Name: ${name}, VPCs: [{ VPCId: !Ref Vpc, VPCRegion: eu-west-1 }] } }\n${resources}`,
      {
        head: doubtful,
      },
    ),
    "hostedZones",
    "Zone",
  );

describe("a hosted zone", () => {
  it("is private in the VPCs it names, public without any", () => {
    expect(zone("")).toMatchObject({
      zoneName: "example.com",
      visibility: "private",
      vpcs: { known: true, value: ["Vpc"] },
    });
    const open = read("  Open: { Type: AWS::Route53::HostedZone, Properties: { Name: example.com } }");
    expect(row(open, "hostedZones", "Open").visibility).toBe("public");
  });

  it("has the records that name it by id or by name, alone or in groups", () => {
    const records = `
  A: { Type: AWS::Route53::RecordSet, Properties: { HostedZoneId: !Ref Zone, Name: A.example.com., Type: A, ResourceRecords: [10.0.0.9] } }
  B: { Type: AWS::Route53::RecordSet, Properties: { HostedZoneName: example.com., Name: "*.b.example.com", Type: CNAME, ResourceRecords: [c.test] } }
  C: { Type: AWS::Route53::RecordSetGroup, Properties: { HostedZoneId: !Ref Zone, RecordSets: [{ Name: d.example.com, Type: A, AliasTarget: { DNSName: Alias.Test., HostedZoneId: Z } }] } }`;
    expect(plain(zone(records).records)).toEqual([
      { name: "a.example.com", type: "A", values: ["10.0.0.9"] },
      { name: "*.b.example.com", type: "CNAME", values: ["c.test"] },
      { name: "d.example.com", type: "A", values: ["alias.test"] },
    ]);
  });

  it.each([
    {
      what: "a value that nobody knows",
      record:
        "Properties: { HostedZoneId: !Ref Zone, Name: a.example.com, Type: A, ResourceRecords: [!Ref Stage] }",
    },
    {
      what: "doubt",
      record:
        "Condition: Maybe, Properties: { HostedZoneId: !Ref Zone, Name: a.example.com, Type: A, ResourceRecords: [10.0.0.9] }",
    },
  ])("has unknown records for one of $what", ({ record }) => {
    expect(zone(`  A: { Type: AWS::Route53::RecordSet, ${record} }`).records.known).toBe(false);
  });

  it("of a name that nobody knows may hold any name", () => {
    expect(zone("", "!Ref Stage")).toMatchObject({ zoneName: "", vpcs: { known: false } });
  });
});

describe("a Cloud Map namespace", () => {
  it("is a private zone of names that nobody knows yet", () => {
    const reading = read(
      `${ground}  Names: { Type: AWS::ServiceDiscovery::PrivateDnsNamespace, Properties: { Name: svc.local, Vpc: !Ref Vpc } }`,
    );
    expect(row(reading, "hostedZones", "Names")).toMatchObject({
      zoneName: "svc.local",
      visibility: "private",
      vpcs: { value: ["Vpc"] },
      records: { known: false },
    });
  });
});

describe("a resolver rule", () => {
  const rule = (properties: string, condition = "") =>
    row(
      read(
        `${ground}  Rule: { Type: AWS::Route53Resolver::ResolverRule, Properties: { ${properties} } }
  Assoc: { Type: AWS::Route53Resolver::ResolverRuleAssociation, ${condition} Properties: { ResolverRuleId: !GetAtt Rule.ResolverRuleId, VPCId: !Ref Vpc } }`,
        { head: doubtful },
      ),
      "resolverRules",
      "Rule",
    );

  it("takes a domain to its targets in the VPCs associated with it", () => {
    const one = rule("DomainName: Corp.Test., RuleType: FORWARD, TargetIps: [{ Ip: 10.9.9.9, Port: 53 }]");
    expect(one).toMatchObject({
      domainName: "corp.test",
      kind: "forward",
      targets: ["10.9.9.9"],
      vpcs: { value: ["Vpc"] },
    });
    expect(rule("DomainName: ., RuleType: SYSTEM")).toMatchObject({ domainName: "", kind: "system" });
  });

  it("is in doubt with its association or its domain", () => {
    expect(rule("DomainName: x.test, RuleType: FORWARD", "Condition: Maybe,").vpcs.known).toBe(false);
    expect(rule("DomainName: !Ref Stage, RuleType: FORWARD").vpcs.known).toBe(false);
  });
});

describe("a rule group of DNS Firewall", () => {
  const group = (properties: string, condition = "") =>
    row(
      read(
        `${ground}  Filter: { Type: AWS::Route53Resolver::FirewallRuleGroupAssociation, ${condition} Properties: { FirewallRuleGroupId: rslvr-frg-1, Priority: 101, ${properties} } }`,
        { head: doubtful },
      ),
      "dnsFirewalls",
      "Filter",
    );

  it("is at work in the VPC that it is associated with", () => {
    expect(group("VpcId: !Ref Vpc")).toMatchObject({
      ruleGroup: { value: "rslvr-frg-1" },
      vpc: { value: "Vpc" },
    });
  });

  it("may be at work anywhere while its association or VPC is in doubt", () => {
    expect(group("VpcId: !Ref Vpc", "Condition: Maybe,").vpc.known).toBe(false);
    expect(group("").vpc.known).toBe(false);
  });
});
