import { describe, expect, it } from "vitest";
import { doubtful, entries, ground, read, row, rules, told } from "./read.ts";

const group = (properties: string, more = "") =>
  row(
    read(
      `${ground}  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g, VpcId: !Ref Vpc, ${properties} } }\n${more}`,
      {
        head: doubtful,
      },
    ),
    "securityGroups",
    "Group",
  );
const rule = (type: string, properties: string, condition = "") =>
  `  Rule: { Type: AWS::EC2::SecurityGroup${type}, ${condition} Properties: { GroupId: !GetAtt Group.GroupId, ${properties} } }`;

describe("a security group", () => {
  it("admits nothing and sends anywhere when nothing is written", () => {
    expect(rules(group("").ingress)).toEqual([]);
    expect(rules(group("").egress)).toEqual(["all traffic 0.0.0.0/0", "all traffic ::/0"]);
    expect(rules(group("SecurityGroupEgress: []").egress)).toEqual([
      "all traffic 0.0.0.0/0",
      "all traffic ::/0",
    ]);
  });

  it.each([
    { written: "IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8", is: "tcp 443 10.0.0.0/8" },
    { written: 'IpProtocol: "-1", CidrIpv6: "::/0"', is: "all traffic ::/0" },
    {
      written: 'IpProtocol: 17, FromPort: "53", ToPort: "53", CidrIp: !GetAtt Vpc.CidrBlock',
      is: "udp 53 10.0.0.0/16",
    },
    {
      written: "IpProtocol: icmp, FromPort: 252, ToPort: 86, CidrIp: 255.255.255.255/32",
      is: "icmp type 252 code 86 255.255.255.255/32",
    },
    {
      written: "IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref Peer",
      is: "tcp 443 security-group Peer",
    },
    {
      written:
        "IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup",
      is: "tcp 443 security-group Vpc.default",
    },
    {
      written: "IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupName: peers",
      is: "tcp 443 security-group Peer",
    },
    {
      written: "IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: sg-1",
      is: "tcp 443 security-group sg-1",
    },
    {
      written: "IpProtocol: tcp, FromPort: 443, ToPort: 443, SourcePrefixListId: pl-1",
      is: "tcp 443 prefix-list pl-1",
    },
    {
      written: "IpProtocol: tcp, FromPort: 1, ToPort: 2, CidrIp: !Ref Stage",
      is: expect.stringMatching(/^tcp 1-2 \? .*Stage/) as string,
    },
    {
      written: "IpProtocol: tcp, FromPort: !Ref Stage, ToPort: 2, CidrIp: 10.0.0.0/8",
      is: expect.stringMatching(/^\? .*Stage.* 10\.0\.0\.0\/8/) as string,
    },
    {
      written: "IpProtocol: nonsense, CidrIp: 10.0.0.0/8",
      is: expect.stringMatching(/^\? IpProtocol of the rule at template.yaml:\d+/) as string,
    },
  ])("reads { $written } in it and beside it", ({ written, is }) => {
    const peer =
      "  Peer: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: p, VpcId: !Ref Vpc, GroupName: peers } }";
    expect(rules(group(`SecurityGroupIngress: [{ ${written} }]`, peer).ingress)).toEqual([is]);
    expect(rules(group("", `${peer}\n${rule("Ingress", written)}`).ingress)).toEqual([is]);
  });

  it.each([
    { written: "DestinationSecurityGroupId: !Ref Group", is: "tcp 443 security-group Group" },
    { written: "DestinationPrefixListId: pl-1", is: "tcp 443 prefix-list pl-1" },
  ])("sends to { $written }, and then nowhere else", ({ written, is }) => {
    const properties = `IpProtocol: tcp, FromPort: 443, ToPort: 443, ${written}`;
    expect(rules(group("", rule("Egress", properties)).egress)).toEqual([is]);
    const inline = group(
      "SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8 }]",
      rule("Egress", properties),
    );
    expect(rules(inline.egress)).toEqual(["tcp 1 10.0.0.0/8", is]);
  });

  it("is in doubt where a rule may not exist", () => {
    const properties = "IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8";
    expect(rules(group("", rule("Ingress", properties, "Condition: Maybe,")).ingress)).toEqual([
      expect.stringMatching(/^\? condition Maybe.* 10\.0\.0\.0\/8$/),
    ]);
    // Whether the default egress rules are there depends on it.
    expect(rules(group("", rule("Egress", properties, "Condition: Maybe,")).egress)).toMatch(
      /condition Maybe/,
    );
  });

  it("that is the default one takes rules too, and none after CDK's restriction", () => {
    const added = `  Rule: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !GetAtt Vpc.DefaultSecurityGroup, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8 } }`;
    const restricted = `  Restrict: { Type: Custom::VpcRestrictDefaultSG, Properties: { DefaultSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup } }`;
    const defaults = (more: string) => row(read(`${ground}${more}`), "securityGroups", "Vpc.default");
    expect(rules(defaults(added).ingress)).toEqual([
      "all traffic security-group Vpc.default",
      "tcp 443 10.0.0.0/8",
    ]);
    expect([rules(defaults(restricted).ingress), rules(defaults(restricted).egress)]).toEqual([[], []]);
  });
});

describe("a network ACL", () => {
  const acl = (entry: string, more = "") =>
    row(
      read(
        `${ground}  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }
  Entry: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, ${entry} } }\n${more}`,
        { head: doubtful },
      ),
      "networkAcls",
      "Acl",
    );

  it.each([
    {
      entry: "RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0",
      is: "100 ingress allow all traffic 0.0.0.0/0",
    },
    {
      entry:
        "RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: { From: 1, To: 2 }",
      is: "100 ingress allow all traffic 0.0.0.0/0",
    },
    {
      entry:
        'RuleNumber: "110", Protocol: 6, RuleAction: deny, Egress: "true", Ipv6CidrBlock: "::/0", PortRange: { From: 443, To: 443 }',
      is: "110 egress deny tcp 443 ::/0",
    },
    {
      entry:
        "RuleNumber: 120, Protocol: 1, RuleAction: allow, CidrBlock: 10.0.0.0/8, Icmp: { Type: 8, Code: -1 }",
      is: "120 ingress allow icmp type 8 10.0.0.0/8",
    },
    {
      entry:
        "RuleNumber: 130, Protocol: 6, RuleAction: allow, CidrBlock: !Ref Stage, PortRange: { From: 443, To: 443 }",
      is: expect.stringMatching(/^130 ingress allow tcp 443 \? .*Stage/) as string,
    },
  ])("reads { $entry }", ({ entry, is }) => {
    expect(entries(acl(entry).entries)).toEqual([is]);
  });

  it("whose order or action is not known is not known at all", () => {
    expect(
      entries(acl("RuleNumber: !Ref Stage, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0").entries),
    ).toMatch(/Stage/);
    expect(
      entries(acl("RuleNumber: 1, Protocol: -1, RuleAction: !Ref Stage, CidrBlock: 0.0.0.0/0").entries),
    ).toMatch(/Stage/);
  });

  it("is in doubt where an entry or an association may not exist", () => {
    const maybe = `  Other: { Type: AWS::EC2::NetworkAclEntry, Condition: Maybe, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 1, Protocol: -1, RuleAction: deny, CidrBlock: 0.0.0.0/0 } }`;
    const all = "RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0";
    expect(entries(acl(all, maybe).entries)).toEqual([
      "100 ingress allow all traffic 0.0.0.0/0",
      expect.stringMatching(/^1 ingress deny \? condition Maybe/),
    ]);
    const association = (condition: string) =>
      `  Assoc: { Type: AWS::EC2::SubnetNetworkAclAssociation, ${condition} Properties: { SubnetId: !Ref Subnet, NetworkAclId: !Ref Acl } }`;
    expect(acl(all, association("")).subnets).toEqual(["Subnet"]);
    expect(acl(all, association("Condition: Maybe,")).subnets).toEqual([]);
    const reading = read(
      `${ground}  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }\n${association("Condition: Maybe,")}`,
      { head: doubtful },
    );
    const undecided = row(reading, "networkAcls", "Assoc");
    expect([undecided.subnets, entries(undecided.entries)]).toEqual([
      ["Subnet"],
      expect.stringContaining("condition Maybe"),
    ]);
  });
});

describe("a prefix list", () => {
  it("has the entries written in it", () => {
    const list = (cidr: string) =>
      row(
        read(
          `${ground}  List: { Type: AWS::EC2::PrefixList, Properties: { PrefixListName: mine, AddressFamily: IPv4, Entries: [{ Cidr: ${cidr} }] } }`,
        ),
        "prefixLists",
        "List",
      );
    expect(list("10.9.0.0/16")).toMatchObject({ listName: "mine", owner: "customer" });
    expect(told(list("10.9.0.0/16").entries, (all) => all.map(({ text }) => text))).toEqual(["10.9.0.0/16"]);
  });
});
