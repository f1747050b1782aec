import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

const ssh = { IpProtocol: "tcp", FromPort: 22, ToPort: 22 };
const everywhere = [{ CidrIp: "0.0.0.0/0" }];

describe("security groups", () => {
  it.each([
    [{ GroupName: "web", Description: "d" }, "InvalidGroup.Duplicate"],
    [{ GroupName: "WEB", Description: "d" }, "InvalidGroup.Duplicate"],
    [{ GroupName: "sg-web", Description: "d" }, "InvalidParameterValue"],
    [
      { GroupName: "default", Description: "d" },
      "InvalidParameterValue: Cannot use reserved security group name: default",
    ],
    [{ GroupName: "x", Description: "" }, "MissingParameter"],
    [{ GroupName: "ネット", Description: "d" }, "Character sets beyond ASCII are not supported"],
  ])("are refused: %j %s", async (input, refusal) => {
    const { ec2, VpcId, newGroup } = await newEstate();
    await newGroup("web");
    expect(await refusalOf(ec2.createSecurityGroup({ VpcId, ...input }))).toContain(refusal);
  });

  it("without a VPC are of the default one, and found there by name", async () => {
    const { ec2 } = await newEstate();
    const { GroupId } = await ec2.createSecurityGroup({ GroupName: "g", Description: "d" });
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupNames: ["g"] });
    expect(SecurityGroups?.map((group) => group.GroupId)).toEqual([GroupId]);
    expect(await refusalOf(ec2.describeSecurityGroups({ GroupNames: ["h"] }))).toMatch(
      /^InvalidGroup.NotFound: The security group 'h' does not exist in default VPC/,
    );
    expect(await refusalOf(ec2.describeSecurityGroups({ GroupIds: ["sg-0000"] }))).toBe(
      "InvalidGroup.NotFound: The security group 'sg-0000' does not exist",
    );
    expect(await refusalOf(ec2.describeSecurityGroups({ GroupIds: ["web"] }))).toBe(
      `InvalidGroupId.Malformed: Invalid id: "web" (expecting "sg-...")`,
    );
  });

  it("cannot go while an interface or another group has them, nor ever the default one", async () => {
    const { ec2, SubnetId, inVpc, newGroup } = await newEstate();
    const [web, db] = [await newGroup("web"), await newGroup("db")];
    const UserIdGroupPairs = [{ GroupId: web }];
    await ec2.authorizeSecurityGroupIngress({ GroupId: db, IpPermissions: [{ ...ssh, UserIdGroupPairs }] });
    const inUse = `DependencyViolation: resource ${web} has a dependent object`;
    expect(await refusalOf(ec2.deleteSecurityGroup({ GroupId: web }))).toBe(inUse);
    await ec2.revokeSecurityGroupIngress({ GroupId: db, IpPermissions: [{ ...ssh, UserIdGroupPairs }] });
    const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId, Groups: [web] });
    expect(await refusalOf(ec2.deleteSecurityGroup({ GroupId: web }))).toBe(inUse);
    await ec2.deleteNetworkInterface({ NetworkInterfaceId: NetworkInterface?.NetworkInterfaceId });
    await ec2.deleteSecurityGroup({ GroupId: web });
    const own = (await ec2.describeSecurityGroups(inVpc)).SecurityGroups?.find(
      ({ GroupName }) => GroupName === "default",
    );
    expect(await refusalOf(ec2.deleteSecurityGroup({ GroupId: own?.GroupId }))).toMatch(/^CannotDelete/);
  });
});

describe("the groups for a VPC", () => {
  it("are its own", async () => {
    const { ec2, VpcId, newGroup } = await newEstate();
    const GroupId = await newGroup("web");
    const all = await ec2.getSecurityGroupsForVpc({ VpcId });
    expect(all.SecurityGroupForVpcs?.map(({ GroupName }) => GroupName)).toEqual(["default", "web"]);
    const Filters = [{ Name: "group-name", Values: ["w*"] }];
    const some = await ec2.getSecurityGroupsForVpc({ VpcId, Filters });
    expect(some.SecurityGroupForVpcs).toMatchObject([
      { GroupId, Description: "web", OwnerId: "123456789012", PrimaryVpcId: VpcId },
    ]);
    expect(await refusalOf(ec2.getSecurityGroupsForVpc({ VpcId: "vpc-0" }))).toMatch(
      /^InvalidVpcID.NotFound/,
    );
  });
});

describe("rules of groups", () => {
  it("have ids of their own, and stand together by protocol and ports", async () => {
    const { ec2, newGroup } = await newEstate();
    const GroupId = await newGroup();
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [
        {
          ...ssh,
          IpRanges: [{ CidrIp: "10.0.0.1/8", Description: "inside" }, { CidrIp: "192.0.2.0/24" }],
          Ipv6Ranges: [{ CidrIpv6: "::/0" }],
        },
        { IpProtocol: "6", FromPort: 22, ToPort: 22, UserIdGroupPairs: [{ GroupId }] },
      ],
    });
    expect(
      SecurityGroupRules?.map(
        ({ CidrIpv4, CidrIpv6, ReferencedGroupInfo }) => CidrIpv4 ?? CidrIpv6 ?? ReferencedGroupInfo?.GroupId,
      ),
    ).toEqual(["10.0.0.0/8", "192.0.2.0/24", "::/0", GroupId]);
    const [group] = must((await ec2.describeSecurityGroups({ GroupIds: [GroupId] })).SecurityGroups);
    expect(group?.IpPermissions).toEqual([
      {
        ...ssh,
        IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "inside" }, { CidrIp: "192.0.2.0/24" }],
        Ipv6Ranges: [{ CidrIpv6: "::/0" }],
        PrefixListIds: [],
        UserIdGroupPairs: [{ GroupId, UserId: "123456789012" }],
      },
    ]);
  });

  it("are not there twice, and not taken when they are not there", async () => {
    const { ec2, newGroup } = await newEstate();
    const GroupId = await newGroup();
    const IpPermissions = [{ ...ssh, IpRanges: everywhere }];
    const twice = { GroupId, IpPermissions: [...IpPermissions, ...IpPermissions] };
    expect(await refusalOf(ec2.authorizeSecurityGroupIngress(twice))).toBe(
      "InvalidParameterValue: The same permission must not appear multiple times",
    );
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
    expect(await refusalOf(ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions }))).toBe(
      `InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW" already exists`,
    );
    await ec2.authorizeSecurityGroupEgress({ GroupId, IpPermissions });
    await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions });
    expect(await refusalOf(ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions }))).toBe(
      "InvalidPermission.NotFound: The specified rule does not exist in this security group.",
    );
    const rules = must(
      (await ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [GroupId] }] }))
        .SecurityGroupRules,
    );
    expect(rules.map((rule) => [rule.IsEgress, rule.IpProtocol])).toEqual([
      [true, "-1"],
      [true, "tcp"],
    ]);
    await ec2.revokeSecurityGroupEgress({
      GroupId,
      SecurityGroupRuleIds: rules.map((rule) => must(rule.SecurityGroupRuleId)),
    });
    expect(
      (await ec2.describeSecurityGroups({ GroupIds: [GroupId] })).SecurityGroups?.[0]?.IpPermissionsEgress,
    ).toEqual([]);
    expect(
      await refusalOf(ec2.revokeSecurityGroupEgress({ GroupId, SecurityGroupRuleIds: ["sgr-0000"] })),
    ).toMatch(/^InvalidSecurityGroupRuleId.NotFound/);
  });

  it("are what groups are found by, in each direction", async () => {
    const { ec2, newGroup } = await newEstate();
    const [web, db] = [await newGroup("web"), await newGroup("db")];
    await ec2.authorizeSecurityGroupIngress({
      GroupId: db,
      IpPermissions: [{ ...ssh, UserIdGroupPairs: [{ GroupId: web }] }],
    });
    const found = async (Name: string, Value: string) =>
      (await ec2.describeSecurityGroups({ Filters: [{ Name, Values: [Value] }] })).SecurityGroups?.map(
        ({ GroupId }) => GroupId,
      );
    expect(await found("ip-permission.group-name", "web")).toEqual([db]);
    expect(await found("ip-permission.from-port", "22")).toEqual([db]);
    expect(await found("egress.ip-permission.group-name", "web")).toEqual([]);
  });

  it("may be written flat, as older clients do", async () => {
    const { ec2, newGroup } = await newEstate();
    const GroupId = await newGroup();
    await ec2.authorizeSecurityGroupIngress({ GroupId, ...ssh, CidrIp: "10.0.0.0/8" });
    await ec2.revokeSecurityGroupIngress({ GroupId, ...ssh, CidrIp: "10.0.0.0/8" });
    expect(
      (await ec2.describeSecurityGroups({ GroupIds: [GroupId] })).SecurityGroups?.[0]?.IpPermissions,
    ).toEqual([]);
  });

  it.each([
    [
      { ...ssh, FromPort: 80, IpRanges: everywhere },
      "InvalidParameterValue: Invalid TCP port range. 80 is greater than 22",
    ],
    [{ ...ssh, ToPort: 70000, IpRanges: everywhere }, "InvalidParameterValue"],
    [
      { IpProtocol: "tcp", IpRanges: everywhere },
      "InvalidParameterValue: Invalid value 'Must specify both from and to ports with TCP/UDP.'",
    ],
    [
      { IpProtocol: "tpc", FromPort: 1, ToPort: 1, IpRanges: everywhere },
      "InvalidParameterValue: Invalid value 'tpc' for IP protocol",
    ],
    [
      { IpProtocol: "icmp", FromPort: 300, ToPort: -1, IpRanges: everywhere },
      "InvalidParameterValue: ICMP code",
    ],
    [
      { ...ssh, IpRanges: [{ CidrIp: "0.0.0.0" }] },
      "InvalidParameterValue: Value (0.0.0.0) for parameter cidrIp",
    ],
    [{ ...ssh, IpRanges: [{ CidrIp: "::/0" }] }, "InvalidParameterValue"],
    [
      { ...ssh, IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "<b>" }] },
      "InvalidParameterValue: Invalid rule description",
    ],
    [{ ...ssh, UserIdGroupPairs: [{ GroupId: "sg-0000" }] }, "InvalidGroup.NotFound"],
    [{ ...ssh, PrefixListIds: [{ PrefixListId: "pl-0000" }] }, "InvalidPrefixListID.NotFound"],
    [ssh, "MissingParameter: Either source group, CIDR or prefix list must be specified"],
  ])("are refused: %j %s", async (permission, refusal) => {
    const { ec2, newGroup } = await newEstate();
    expect(
      await refusalOf(
        ec2.authorizeSecurityGroupIngress({ GroupId: await newGroup(), IpPermissions: [permission] }),
      ),
    ).toContain(refusal);
  });

  it.each([
    [{ IpProtocol: "-1", FromPort: 1, ToPort: 2 }, {}],
    [{ IpProtocol: "47" }, {}],
    [
      { IpProtocol: "tcp", FromPort: -1, ToPort: -1 },
      { FromPort: 0, ToPort: 65535 },
    ],
    [
      { IpProtocol: "1", FromPort: 8, ToPort: -1 },
      { IpProtocol: "icmp", FromPort: 8, ToPort: -1 },
    ],
  ])("are told as AWS keeps them: %j", async (asked, told) => {
    const { ec2, newGroup } = await newEstate();
    const GroupId = await newGroup();
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [{ ...asked, IpRanges: everywhere }] });
    const [permission] = must(
      (await ec2.describeSecurityGroups({ GroupIds: [GroupId] })).SecurityGroups?.[0]?.IpPermissions,
    );
    expect({
      IpProtocol: permission?.IpProtocol,
      FromPort: permission?.FromPort,
      ToPort: permission?.ToPort,
    }).toEqual({
      IpProtocol: asked.IpProtocol,
      FromPort: undefined,
      ToPort: undefined,
      ...told,
    });
  });

  it("are changed in place, and described anew", async () => {
    const { ec2, newGroup } = await newEstate();
    const GroupId = await newGroup();
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ ...ssh, IpRanges: everywhere }],
    });
    const SecurityGroupRuleId = must(SecurityGroupRules?.[0]?.SecurityGroupRuleId);
    await ec2.modifySecurityGroupRules({
      GroupId,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId,
          SecurityGroupRule: { IpProtocol: "udp", FromPort: 53, ToPort: 53, CidrIpv6: "2001:db8::/32" },
        },
      ],
    });
    await ec2.updateSecurityGroupRuleDescriptionsIngress({
      GroupId,
      SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, Description: "dns" }],
    });
    const [rule] = must(
      (await ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [SecurityGroupRuleId] }))
        .SecurityGroupRules,
    );
    expect(rule).toMatchObject({
      IpProtocol: "udp",
      FromPort: 53,
      CidrIpv6: "2001:db8::/32",
      Description: "dns",
      IsEgress: false,
    });
    expect(rule?.CidrIpv4).toBeUndefined();
  });

  it.each([
    [{ FromPort: 53, ToPort: 53, CidrIpv4: "10.0.0.0/8" }, /^InvalidParameterValue: .*'null' for protocol/],
    [{ IpProtocol: "udp", ToPort: 53, CidrIpv4: "10.0.0.0/8" }, /^InvalidParameterValue: .*for portRange/],
    [{ IpProtocol: "-1" }, /^MissingParameter: .*exactly one of/],
    [
      { IpProtocol: "-1", CidrIpv4: "10.0.0.0/8", CidrIpv6: "2001:db8::/32" },
      /^InvalidParameterCombination: Only one of/,
    ],
  ])("are not changed to %j", async (SecurityGroupRule, refusal) => {
    const { ec2, newGroup } = await newEstate();
    const GroupId = await newGroup();
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ ...ssh, IpRanges: everywhere }],
    });
    const { SecurityGroupRuleId } = must(SecurityGroupRules?.[0]);
    const changes = [{ SecurityGroupRuleId, SecurityGroupRule }];
    expect(await refusalOf(ec2.modifySecurityGroupRules({ GroupId, SecurityGroupRules: changes }))).toMatch(
      refusal,
    );
  });

  it("are found by their group, whose id must be one", async () => {
    const { ec2, newGroup } = await newEstate();
    const of = (id: string) =>
      ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [id] }] });
    expect((await of(await newGroup())).SecurityGroupRules).toMatchObject([{ IsEgress: true }]);
    expect((await of("sg-0123456789abcdef0")).SecurityGroupRules).toEqual([]);
    expect(await refusalOf(of("web"))).toBe(
      "InvalidGroupId.Malformed: The security group ID 'web' is malformed",
    );
  });

  it("carry tags", async () => {
    const { ec2, newGroup } = await newEstate();
    const GroupId = await newGroup();
    const TagSpecifications = [
      { ResourceType: "security-group-rule" as const, Tags: [{ Key: "a", Value: "1" }] },
    ];
    const { SecurityGroupRules } = await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [{ ...ssh, IpRanges: everywhere }],
      TagSpecifications,
    });
    const id = must(SecurityGroupRules?.[0]?.SecurityGroupRuleId);
    await ec2.createTags({ Resources: [id], Tags: [{ Key: "b", Value: "2" }] });
    const found = await ec2.describeSecurityGroupRules({ Filters: [{ Name: "tag:b", Values: ["2"] }] });
    expect(found.SecurityGroupRules?.map(({ Tags }) => Tags)).toEqual([
      [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    ]);
  });
});

describe("network ACLs", () => {
  it("take entries in the order of their numbers, each number once a direction", async () => {
    const { ec2, VpcId } = await newEstate();
    const NetworkAclId = must((await ec2.createNetworkAcl({ VpcId })).NetworkAcl?.NetworkAclId);
    const entry = {
      NetworkAclId,
      RuleNumber: 200,
      Protocol: "tcp",
      RuleAction: "allow" as const,
      Egress: false,
      CidrBlock: "10.0.0.0/8",
      PortRange: { From: 443, To: 443 },
    };
    await ec2.createNetworkAclEntry(entry);
    await ec2.createNetworkAclEntry({ ...entry, RuleNumber: 100, RuleAction: "deny", Protocol: "-1" });
    expect(await refusalOf(ec2.createNetworkAclEntry(entry))).toMatch(/^NetworkAclEntryAlreadyExists/);
    await ec2.createNetworkAclEntry({ ...entry, Egress: true });
    await ec2.replaceNetworkAclEntry({ ...entry, PortRange: { From: 80, To: 80 } });
    const [acl] = must((await ec2.describeNetworkAcls({ NetworkAclIds: [NetworkAclId] })).NetworkAcls);
    expect(acl?.Entries?.filter(({ Egress }) => Egress === false)).toEqual([
      { Egress: false, RuleNumber: 100, RuleAction: "deny", Protocol: "-1", CidrBlock: "10.0.0.0/8" },
      {
        Egress: false,
        RuleNumber: 200,
        RuleAction: "allow",
        Protocol: "6",
        CidrBlock: "10.0.0.0/8",
        PortRange: { From: 80, To: 80 },
      },
      { Egress: false, RuleNumber: 32767, RuleAction: "deny", Protocol: "-1", CidrBlock: "0.0.0.0/0" },
    ]);
    await ec2.deleteNetworkAclEntry({ NetworkAclId, RuleNumber: 200, Egress: false });
    expect(
      await refusalOf(ec2.deleteNetworkAclEntry({ NetworkAclId, RuleNumber: 200, Egress: false })),
    ).toMatch(/^InvalidNetworkAclEntry.NotFound/);
  });

  it.each([
    [{ RuleNumber: 32767 }, "InvalidParameterValue"],
    [{ RuleNumber: 0 }, "InvalidParameterValue"],
    [{ CidrBlock: undefined }, "MissingParameter"],
    [{ PortRange: undefined }, "MissingParameter"],
    [{ Protocol: "tpc" }, "InvalidParameterValue"],
    [{ Protocol: "icmp" }, "MissingParameter"],
    [{ CidrBlock: "10.0.0.0/33" }, "InvalidParameterValue"],
  ])("refuse an entry with %j: %s", async (more, code) => {
    const { ec2, VpcId } = await newEstate();
    const NetworkAclId = must((await ec2.createNetworkAcl({ VpcId })).NetworkAcl?.NetworkAclId);
    const entry = {
      NetworkAclId,
      RuleNumber: 1,
      Protocol: "tcp",
      RuleAction: "allow" as const,
      Egress: false,
      CidrBlock: "10.0.0.0/8",
      PortRange: { From: 1, To: 1 },
    };
    expect(await refusalOf(ec2.createNetworkAclEntry({ ...entry, ...more }))).toMatch(code);
  });

  it("are exchanged before a subnet", async () => {
    const { ec2, VpcId, SubnetId } = await newEstate();
    const NetworkAclId = must((await ec2.createNetworkAcl({ VpcId })).NetworkAcl?.NetworkAclId);
    const ofSubnet = async () =>
      must(
        (await ec2.describeNetworkAcls({ Filters: [{ Name: "association.subnet-id", Values: [SubnetId] }] }))
          .NetworkAcls?.[0],
      );
    const before = await ofSubnet();
    const AssociationId = must(before.Associations?.[0]?.NetworkAclAssociationId);
    const { NewAssociationId } = await ec2.replaceNetworkAclAssociation({ AssociationId, NetworkAclId });
    expect(await ofSubnet()).toMatchObject({
      NetworkAclId,
      Associations: [{ NetworkAclAssociationId: NewAssociationId, SubnetId }],
    });
    expect(await refusalOf(ec2.deleteNetworkAcl({ NetworkAclId }))).toMatch(/^DependencyViolation/);
    expect(await refusalOf(ec2.deleteNetworkAcl({ NetworkAclId: before.NetworkAclId }))).toContain(
      "cannot delete default network ACL",
    );
    expect(await refusalOf(ec2.replaceNetworkAclAssociation({ AssociationId, NetworkAclId }))).toMatch(
      /^InvalidAssociationID.NotFound/,
    );
  });
});
