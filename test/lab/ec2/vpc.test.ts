import { describe, expect, it } from "vitest";
import { refusalOf, startLab } from "./lab.ts";

const newVpc = async (input = {}) => {
  const lab = await startLab();
  const ec2 = lab.client();
  const { Vpc } = await ec2.createVpc({ CidrBlock: "10.0.0.0/16", ...input });
  const id = Vpc!.VpcId!;
  const inVpc = { Filters: [{ Name: "vpc-id", Values: [id] }] };
  return { lab, ec2, id, inVpc, Vpc: Vpc! };
};

describe("a new account", () => {
  it.each(["us-east-1", "ap-northeast-1"])(
    "has a default VPC in %s with a public subnet in each zone",
    async (region) => {
      const ec2 = (await startLab()).client(region);
      const { Vpcs } = await ec2.describeVpcs({});
      expect(Vpcs).toMatchObject([
        { CidrBlock: "172.31.0.0/16", IsDefault: true, State: "available", InstanceTenancy: "default" },
      ]);
      const zones = (await ec2.describeAvailabilityZones({})).AvailabilityZones!.map(
        ({ ZoneName }) => ZoneName,
      );
      const subnets = (await ec2.describeSubnets({})).Subnets!;
      expect(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(zones);
      expect(subnets.slice(0, 2)).toMatchObject([
        {
          CidrBlock: "172.31.0.0/20",
          MapPublicIpOnLaunch: true,
          DefaultForAz: true,
          AvailableIpAddressCount: 4091,
        },
        { CidrBlock: "172.31.16.0/20" },
      ]);
      const { InternetGateways } = await ec2.describeInternetGateways({});
      expect(InternetGateways).toMatchObject([
        { Attachments: [{ VpcId: Vpcs![0]!.VpcId, State: "available" }] },
      ]);
      const { RouteTables } = await ec2.describeRouteTables({});
      expect(RouteTables![0]!.Routes).toMatchObject([
        { DestinationCidrBlock: "172.31.0.0/16", GatewayId: "local", State: "active" },
        {
          DestinationCidrBlock: "0.0.0.0/0",
          GatewayId: InternetGateways![0]!.InternetGatewayId,
          State: "active",
        },
      ]);
    },
  );

  it("keeps its Regions apart", async () => {
    const lab = await startLab();
    await lab.client("us-east-1").createVpc({ CidrBlock: "10.0.0.0/16" });
    expect((await lab.client("ap-northeast-1").describeVpcs({})).Vpcs).toHaveLength(1);
  });

  it("can get its default VPC back, once", async () => {
    const ec2 = (await startLab()).client();
    expect(await refusalOf(ec2.createDefaultVpc({}))).toMatch(/^DefaultVpcAlreadyExists/);
    const [vpc] = (await ec2.describeVpcs({})).Vpcs!;
    for (const { SubnetId } of (await ec2.describeSubnets({})).Subnets!) await ec2.deleteSubnet({ SubnetId });
    const [gateway] = (await ec2.describeInternetGateways({})).InternetGateways!;
    await ec2.detachInternetGateway({ InternetGatewayId: gateway!.InternetGatewayId, VpcId: vpc!.VpcId });
    await ec2.deleteVpc({ VpcId: vpc!.VpcId });
    expect(await refusalOf(ec2.createDefaultSubnet({ AvailabilityZone: "us-east-1a" }))).toMatch(
      /^DefaultVpcDoesNotExist/,
    );
    await ec2.createDefaultVpc({});
    expect((await ec2.describeSubnets({})).Subnets).toHaveLength(6);
    expect(await refusalOf(ec2.createDefaultSubnet({ AvailabilityZone: "us-east-1a" }))).toMatch(
      /^DefaultSubnetAlreadyExistsInAvailabilityZone/,
    );
  });
});

describe("ModifyVpcTenancy", () => {
  it("leads to default alone", async () => {
    const { ec2, id } = await newVpc({ InstanceTenancy: "dedicated" });
    const dedicated = ec2.modifyVpcTenancy({ VpcId: id, InstanceTenancy: "dedicated" as "default" });
    expect(await refusalOf(dedicated)).toBe(
      "UnsupportedTenancy: The tenancy value dedicated is not supported.",
    );
    await ec2.modifyVpcTenancy({ VpcId: id, InstanceTenancy: "default" });
    expect((await ec2.describeVpcs({ VpcIds: [id] })).Vpcs).toMatchObject([{ InstanceTenancy: "default" }]);
  });
});

describe("CreateVpc", () => {
  it("answers pending, and is available when it is next asked", async () => {
    const { ec2, id, Vpc } = await newVpc();
    expect(Vpc).toMatchObject({ State: "pending", OwnerId: "123456789012", IsDefault: false });
    expect(Vpc.VpcId).toMatch(/^vpc-0[0-9a-f]{16}$/);
    const { Vpcs } = await ec2.describeVpcs({ VpcIds: [id] });
    expect(Vpcs).toMatchObject([
      { State: "available", CidrBlockAssociationSet: [{ CidrBlock: "10.0.0.0/16" }] },
    ]);
  });

  it("brings a main table, a default group that trusts itself, and an ACL that lets all pass", async () => {
    const { ec2, id, inVpc } = await newVpc();
    const { RouteTables } = await ec2.describeRouteTables(inVpc);
    expect(RouteTables).toMatchObject([
      { Associations: [{ Main: true }], Routes: [{ DestinationCidrBlock: "10.0.0.0/16" }] },
    ]);
    const { SecurityGroups } = await ec2.describeSecurityGroups(inVpc);
    expect(SecurityGroups).toMatchObject([
      {
        GroupName: "default",
        Description: "default VPC security group",
        IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: SecurityGroups![0]!.GroupId }] }],
        IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      },
    ]);
    const { NetworkAcls } = await ec2.describeNetworkAcls(inVpc);
    expect(NetworkAcls).toMatchObject([{ IsDefault: true, VpcId: id }]);
    expect(
      NetworkAcls![0]!.Entries!.map((entry) => [entry.Egress, entry.RuleNumber, entry.RuleAction]),
    ).toEqual([
      [true, 100, "allow"],
      [true, 32767, "deny"],
      [false, 100, "allow"],
      [false, 32767, "deny"],
    ]);
  });

  it("with an IPv6 block opens table, group and ACL to IPv6", async () => {
    const { ec2, inVpc, Vpc } = await newVpc({ AmazonProvidedIpv6CidrBlock: true });
    const [{ Ipv6CidrBlock, Ipv6CidrBlockState }] = Vpc.Ipv6CidrBlockAssociationSet! as [
      { Ipv6CidrBlock: string; Ipv6CidrBlockState: object },
    ];
    expect([Ipv6CidrBlock, Ipv6CidrBlockState]).toEqual([
      expect.stringMatching(/^2600:.*00::\/56$/),
      { State: "associating" },
    ]);
    const { RouteTables } = await ec2.describeRouteTables(inVpc);
    expect(RouteTables![0]!.Routes![1]).toMatchObject({
      DestinationIpv6CidrBlock: Ipv6CidrBlock,
      GatewayId: "local",
    });
    const { NetworkAcls } = await ec2.describeNetworkAcls(inVpc);
    expect(NetworkAcls![0]!.Entries!.filter((entry) => entry.Ipv6CidrBlock === "::/0")).toHaveLength(4);
    const { SecurityGroups } = await ec2.describeSecurityGroups(inVpc);
    expect(SecurityGroups![0]!.IpPermissionsEgress![0]!.Ipv6Ranges).toEqual([{ CidrIpv6: "::/0" }]);
  });

  it.each([
    ["10.0.0.0/15", "InvalidVpc.Range: The CIDR '10.0.0.0/15' is invalid."],
    ["10.0.0.0/29", "InvalidVpc.Range: The CIDR '10.0.0.0/29' is invalid."],
    ["127.0.0.0/16", "InvalidVpc.Range: The CIDR '127.0.0.0/16' is invalid."],
    [
      "10.0.0.0",
      "InvalidParameterValue: Value (10.0.0.0) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
    ],
    [
      "10.0.0.300/16",
      "InvalidParameterValue: Value (10.0.0.300/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
    ],
    [undefined, "MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."],
  ])("refuses the block %s", async (CidrBlock, refusal) => {
    const ec2 = (await startLab()).client();
    expect(await refusalOf(ec2.createVpc({ CidrBlock }))).toBe(refusal);
  });

  it("clears the host bits of its block", async () => {
    const { Vpc } = await newVpc({ CidrBlock: "10.0.7.9/16" });
    expect(Vpc.CidrBlock).toBe("10.0.0.0/16");
  });
});

describe("DeleteVpc", () => {
  it("takes what came with the VPC along", async () => {
    const { ec2, id, inVpc } = await newVpc();
    await ec2.deleteVpc({ VpcId: id });
    expect(await refusalOf(ec2.describeVpcs({ VpcIds: [id] }))).toBe(
      `InvalidVpcID.NotFound: The vpc ID '${id}' does not exist`,
    );
    expect((await ec2.describeRouteTables(inVpc)).RouteTables).toEqual([]);
    expect((await ec2.describeSecurityGroups(inVpc)).SecurityGroups).toEqual([]);
    expect((await ec2.describeNetworkAcls(inVpc)).NetworkAcls).toEqual([]);
  });

  type Client = Awaited<ReturnType<typeof newVpc>>["ec2"];
  it.each<[string, (ec2: Client, VpcId: string) => Promise<unknown>]>([
    ["subnet", async (ec2, VpcId) => ec2.createSubnet({ VpcId, CidrBlock: "10.0.0.0/24" })],
    ["route table", async (ec2, VpcId) => ec2.createRouteTable({ VpcId })],
    ["group", async (ec2, VpcId) => ec2.createSecurityGroup({ VpcId, GroupName: "g", Description: "d" })],
    ["ACL", async (ec2, VpcId) => ec2.createNetworkAcl({ VpcId })],
    ["egress-only gateway", async (ec2, VpcId) => ec2.createEgressOnlyInternetGateway({ VpcId })],
    [
      "endpoint",
      async (ec2, VpcId) => ec2.createVpcEndpoint({ VpcId, ServiceName: "com.amazonaws.us-east-1.s3" }),
    ],
    [
      "internet gateway",
      async (ec2, VpcId) => {
        const { InternetGateway } = await ec2.createInternetGateway({});
        await ec2.attachInternetGateway({ VpcId, InternetGatewayId: InternetGateway!.InternetGatewayId });
      },
    ],
  ])("is refused while there is a %s", async (_, make) => {
    const { ec2, id } = await newVpc();
    await make(ec2, id);
    expect(await refusalOf(ec2.deleteVpc({ VpcId: id }))).toBe(
      `DependencyViolation: The vpc '${id}' has dependencies and cannot be deleted.`,
    );
  });
});

describe("blocks of a VPC", () => {
  it("come and go with their local routes", async () => {
    const { ec2, id, inVpc } = await newVpc();
    const { CidrBlockAssociation } = await ec2.associateVpcCidrBlock({ VpcId: id, CidrBlock: "10.1.0.0/16" });
    expect(CidrBlockAssociation).toMatchObject({
      CidrBlock: "10.1.0.0/16",
      CidrBlockState: { State: "associating" },
    });
    const destinations = async () =>
      (await ec2.describeRouteTables(inVpc)).RouteTables![0]!.Routes!.map(
        ({ DestinationCidrBlock }) => DestinationCidrBlock,
      );
    expect(await destinations()).toEqual(["10.0.0.0/16", "10.1.0.0/16"]);
    await ec2.disassociateVpcCidrBlock({ AssociationId: CidrBlockAssociation!.AssociationId });
    expect(await destinations()).toEqual(["10.0.0.0/16"]);
    const { Ipv6CidrBlockAssociation } = await ec2.associateVpcCidrBlock({
      VpcId: id,
      AmazonProvidedIpv6CidrBlock: true,
    });
    await ec2.disassociateVpcCidrBlock({ AssociationId: Ipv6CidrBlockAssociation!.AssociationId });
    expect((await ec2.describeVpcs({ VpcIds: [id] })).Vpcs![0]!.Ipv6CidrBlockAssociationSet).toEqual([]);
  });

  it.each([
    ["10.0.128.0/17", "CidrConflict"],
    ["192.168.0.0/16", "InvalidVpc.Range"],
    ["172.16.0.0/16", "InvalidVpc.Range"],
    ["198.19.0.0/16", "InvalidVpc.Range"],
    ["100.64.0.0/16", "accepted"],
  ])("may not be %s beside 10.0.0.0/16: %s", async (CidrBlock, code) => {
    const { ec2, id } = await newVpc();
    expect(await refusalOf(ec2.associateVpcCidrBlock({ VpcId: id, CidrBlock }))).toMatch(code);
  });

  it("are five at most, the primary one stays, and one in use stays", async () => {
    const { ec2, id, Vpc } = await newVpc();
    for (const n of [1, 2, 3, 4]) await ec2.associateVpcCidrBlock({ VpcId: id, CidrBlock: `10.${n}.0.0/16` });
    expect(await refusalOf(ec2.associateVpcCidrBlock({ VpcId: id, CidrBlock: "10.5.0.0/16" }))).toBe(
      `CidrLimitExceeded: This network ${id} has met its maximum number of allowed CIDRs: 5`,
    );
    const [primary] = Vpc.CidrBlockAssociationSet!;
    expect(await refusalOf(ec2.disassociateVpcCidrBlock({ AssociationId: primary!.AssociationId }))).toMatch(
      /^OperationNotPermitted/,
    );
    await ec2.createSubnet({ VpcId: id, CidrBlock: "10.1.0.0/24" });
    const second = (await ec2.describeVpcs({ VpcIds: [id] })).Vpcs![0]!.CidrBlockAssociationSet![1];
    expect(await refusalOf(ec2.disassociateVpcCidrBlock({ AssociationId: second!.AssociationId }))).toMatch(
      /^InvalidCidrBlock.InUse/,
    );
  });
});

describe("attributes of a VPC", () => {
  it("are asked and set one at a time", async () => {
    const { ec2, id } = await newVpc();
    const hostnames = async () =>
      (await ec2.describeVpcAttribute({ VpcId: id, Attribute: "enableDnsHostnames" })).EnableDnsHostnames;
    expect(await hostnames()).toEqual({ Value: false });
    expect(
      (await ec2.describeVpcAttribute({ VpcId: id, Attribute: "enableDnsSupport" })).EnableDnsSupport,
    ).toEqual({ Value: true });
    await ec2.modifyVpcAttribute({ VpcId: id, EnableDnsHostnames: { Value: true } });
    expect(await hostnames()).toEqual({ Value: true });
    const both = { VpcId: id, EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } };
    expect(await refusalOf(ec2.modifyVpcAttribute(both))).toMatch(/^InvalidParameterCombination/);
    expect(await refusalOf(ec2.modifyVpcAttribute({ VpcId: id }))).toMatch(/^MissingParameter/);
    expect(await refusalOf(ec2.describeVpcAttribute({ VpcId: id, Attribute: "color" as never }))).toMatch(
      /^InvalidParameterValue/,
    );
  });
});

describe("DHCP options", () => {
  it("are AWS's own until others are associated, and cannot go while they are in use", async () => {
    const { ec2, id, Vpc } = await newVpc();
    const [own] = (await ec2.describeDhcpOptions({ DhcpOptionsIds: [Vpc.DhcpOptionsId!] })).DhcpOptions!;
    expect(own!.DhcpConfigurations).toEqual([
      { Key: "domain-name", Values: [{ Value: "ec2.internal" }] },
      { Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] },
    ]);
    const DhcpConfigurations = [{ Key: "domain-name-servers", Values: ["10.2.5.1", "10.2.5.2"] }];
    const { DhcpOptions } = await ec2.createDhcpOptions({ DhcpConfigurations });
    const DhcpOptionsId = DhcpOptions!.DhcpOptionsId!;
    await ec2.associateDhcpOptions({ VpcId: id, DhcpOptionsId });
    expect(
      (await ec2.describeVpcs({ Filters: [{ Name: "dhcp-options-id", Values: [DhcpOptionsId] }] })).Vpcs,
    ).toHaveLength(1);
    expect(await refusalOf(ec2.deleteDhcpOptions({ DhcpOptionsId }))).toMatch(/^DependencyViolation/);
    await ec2.associateDhcpOptions({ VpcId: id, DhcpOptionsId: "default" });
    await ec2.deleteDhcpOptions({ DhcpOptionsId });
    expect(await refusalOf(ec2.describeDhcpOptions({ DhcpOptionsIds: [DhcpOptionsId] }))).toMatch(
      /^InvalidDhcpOptionID.NotFound/,
    );
  });

  it.each([
    ["invented-option", ["x"]],
    ["domain-name-servers", ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"]],
    ["ntp-servers", ["time.example.com"]],
    ["netbios-node-type", ["3"]],
  ])("refuse %s = %s", async (Key, Values) => {
    const ec2 = (await startLab()).client();
    expect(await refusalOf(ec2.createDhcpOptions({ DhcpConfigurations: [{ Key, Values }] }))).toMatch(
      /^InvalidParameterValue/,
    );
  });
});
