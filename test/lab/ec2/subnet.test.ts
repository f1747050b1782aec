import { describe, expect, it } from "vitest";
import { refusalOf, startLab } from "./lab.ts";

const newVpc = async (input = {}) => {
  const ec2 = (await startLab()).client();
  const { Vpc } = await ec2.createVpc({ CidrBlock: "10.0.0.0/16", ...input });
  return { ec2, VpcId: Vpc!.VpcId!, ipv6: Vpc!.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock ?? "" };
};

describe("CreateSubnet", () => {
  it("is in the zone asked for, under the default ACL, with all but five addresses free", async () => {
    const { ec2, VpcId } = await newVpc();
    const { Subnet } = await ec2.createSubnet({
      VpcId,
      CidrBlock: "10.0.1.0/24",
      AvailabilityZone: "us-east-1c",
    });
    expect(Subnet).toMatchObject({
      AvailabilityZone: "us-east-1c",
      AvailabilityZoneId: "use1-az3",
      AvailableIpAddressCount: 251,
      State: "available",
      MapPublicIpOnLaunch: false,
    });
    const { NetworkAcls } = await ec2.describeNetworkAcls({
      Filters: [{ Name: "association.subnet-id", Values: [Subnet!.SubnetId!] }],
    });
    expect(NetworkAcls).toMatchObject([{ IsDefault: true, VpcId }]);
    const byId = await ec2.createSubnet({ VpcId, CidrBlock: "10.0.2.0/24", AvailabilityZoneId: "use1-az2" });
    expect(byId.Subnet!.AvailabilityZone).toBe("us-east-1b");
  });

  it.each([
    [{ CidrBlock: "10.1.0.0/24" }, "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid."],
    [{ CidrBlock: "10.0.0.0/29" }, "InvalidSubnet.Range: The CIDR '10.0.0.0/29' is invalid."],
    [
      { CidrBlock: "10.0.1.128/25" },
      "InvalidSubnet.Conflict: The CIDR '10.0.1.128/25' conflicts with another subnet",
    ],
    [{}, "MissingParameter: The request must contain the parameter cidrBlock"],
    [
      { CidrBlock: "10.0.9.0/24", AvailabilityZone: "us-east-1z" },
      expect.stringMatching(
        /^InvalidParameterValue: Value \(us-east-1z\) for parameter availabilityZone is invalid\. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b/,
      ),
    ],
  ])("refuses %j", async (input, refusal) => {
    const { ec2, VpcId } = await newVpc();
    await ec2.createSubnet({ VpcId, CidrBlock: "10.0.1.0/24" });
    expect(await refusalOf(ec2.createSubnet({ VpcId, ...input }))).toEqual(refusal);
  });

  it("takes a /64 of the VPC's IPv6 block, at once or later, and may have nothing else", async () => {
    const { ec2, VpcId, ipv6 } = await newVpc({ AmazonProvidedIpv6CidrBlock: true });
    const block = (n: number) => ipv6.replace("00::/56", `0${n}::/64`);
    const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: "10.0.1.0/24", Ipv6CidrBlock: block(1) });
    expect(Subnet!.Ipv6CidrBlockAssociationSet).toMatchObject([{ Ipv6CidrBlock: block(1) }]);
    const later = await ec2.createSubnet({ VpcId, CidrBlock: "10.0.2.0/24" });
    const SubnetId = later.Subnet!.SubnetId!;
    expect(
      await refusalOf(ec2.modifySubnetAttribute({ SubnetId, AssignIpv6AddressOnCreation: { Value: true } })),
    ).toMatch(/^InvalidParameterValue/);
    const associated = await ec2.associateSubnetCidrBlock({ SubnetId, Ipv6CidrBlock: block(2) });
    await ec2.modifySubnetAttribute({ SubnetId, AssignIpv6AddressOnCreation: { Value: true } });
    await ec2.disassociateSubnetCidrBlock({
      AssociationId: associated.Ipv6CidrBlockAssociation!.AssociationId,
    });
    const native = await ec2.createSubnet({ VpcId, Ipv6Native: true, Ipv6CidrBlock: block(3) });
    expect(native.Subnet).toMatchObject({ Ipv6Native: true, AssignIpv6AddressOnCreation: true });
    expect(native.Subnet!.CidrBlock).toBeUndefined();
    const both = { VpcId, Ipv6Native: true, CidrBlock: "10.0.3.0/24" };
    expect(await refusalOf(ec2.createSubnet(both))).toBe(
      "MissingParameter: Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.",
    );
    expect(await refusalOf(ec2.createSubnet({ ...both, Ipv6CidrBlock: block(5) }))).toMatch(
      /^InvalidParameterCombination: When specifying ipv4 parameters/,
    );
    expect(
      await refusalOf(ec2.createSubnet({ VpcId, CidrBlock: "10.0.4.0/24", Ipv6CidrBlock: block(3) })),
    ).toMatch(/^InvalidSubnet.Conflict/);
    expect(
      await refusalOf(ec2.createSubnet({ VpcId, CidrBlock: "10.0.4.0/24", Ipv6CidrBlock: "2600:1::/64" })),
    ).toMatch(/^InvalidSubnet.Range/);
  });
});

describe("addresses of a subnet", () => {
  it("are given out from the fifth on, counted, and run out", async () => {
    const { ec2, VpcId } = await newVpc();
    const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: "10.0.1.0/28" });
    const SubnetId = Subnet!.SubnetId!;
    const first = await ec2.createNetworkInterface({ SubnetId });
    expect(first.NetworkInterface!.PrivateIpAddress).toBe("10.0.1.4");
    await ec2.createNetworkInterface({ SubnetId, PrivateIpAddress: "10.0.1.5" });
    const third = await ec2.createNetworkInterface({ SubnetId, SecondaryPrivateIpAddressCount: 7 });
    expect(third.NetworkInterface!.PrivateIpAddresses!.map((one) => one.PrivateIpAddress)).toEqual(
      [6, 7, 8, 9, 10, 11, 12, 13].map((n) => `10.0.1.${n}`),
    );
    const count = async () =>
      (await ec2.describeSubnets({ SubnetIds: [SubnetId] })).Subnets![0]!.AvailableIpAddressCount;
    expect(await count()).toBe(1);
    await ec2.createNetworkInterface({ SubnetId });
    expect(await refusalOf(ec2.createNetworkInterface({ SubnetId }))).toMatch(
      /^InsufficientFreeAddressesInSubnet/,
    );
    await ec2.deleteNetworkInterface({ NetworkInterfaceId: first.NetworkInterface!.NetworkInterfaceId });
    expect(await count()).toBe(1);
  });

  it.each([
    ["10.0.1.3", "InvalidParameterValue"],
    ["10.0.1.255", "InvalidParameterValue"],
    ["10.0.2.9", "InvalidParameterValue"],
    ["10.0.1.9", "InvalidIPAddress.InUse"],
    ["ten", "InvalidParameterValue"],
  ])("cannot be %s: %s", async (PrivateIpAddress, code) => {
    const { ec2, VpcId } = await newVpc();
    const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: "10.0.1.0/24" });
    const SubnetId = Subnet!.SubnetId!;
    await ec2.createNetworkInterface({ SubnetId, PrivateIpAddress: "10.0.1.9" });
    expect(await refusalOf(ec2.createNetworkInterface({ SubnetId, PrivateIpAddress }))).toMatch(code);
  });
});

describe("ModifySubnetAttribute", () => {
  it("changes one attribute at a time", async () => {
    const { ec2, VpcId } = await newVpc();
    const SubnetId = (await ec2.createSubnet({ VpcId, CidrBlock: "10.0.1.0/24" })).Subnet!.SubnetId!;
    await ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: true } });
    await ec2.modifySubnetAttribute({ SubnetId, PrivateDnsHostnameTypeOnLaunch: "resource-name" });
    await ec2.modifySubnetAttribute({ SubnetId, EnableResourceNameDnsARecordOnLaunch: { Value: true } });
    expect((await ec2.describeSubnets({ SubnetIds: [SubnetId] })).Subnets).toMatchObject([
      {
        MapPublicIpOnLaunch: true,
        PrivateDnsNameOptionsOnLaunch: {
          HostnameType: "resource-name",
          EnableResourceNameDnsARecord: true,
          EnableResourceNameDnsAAAARecord: false,
        },
      },
    ]);
    const two = { SubnetId, MapPublicIpOnLaunch: { Value: true }, EnableDns64: { Value: true } };
    expect(await refusalOf(ec2.modifySubnetAttribute(two))).toMatch(/^InvalidParameterCombination/);
    expect(await refusalOf(ec2.modifySubnetAttribute({ SubnetId, EnableDns64: { Value: true } }))).toMatch(
      /^InvalidParameterValue/,
    );
    expect(await refusalOf(ec2.modifySubnetAttribute({ SubnetId, CustomerOwnedIpv4Pool: "x" }))).toMatch(
      /^UnsupportedOperation/,
    );
  });
});

describe("DeleteSubnet", () => {
  it("is refused while an interface is in it, and leaves tables and ACLs without it", async () => {
    const { ec2, VpcId } = await newVpc();
    const SubnetId = (await ec2.createSubnet({ VpcId, CidrBlock: "10.0.1.0/24" })).Subnet!.SubnetId!;
    const RouteTableId = (await ec2.createRouteTable({ VpcId })).RouteTable!.RouteTableId!;
    await ec2.associateRouteTable({ RouteTableId, SubnetId });
    const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId });
    expect(await refusalOf(ec2.deleteSubnet({ SubnetId }))).toBe(
      `DependencyViolation: The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
    );
    await ec2.deleteNetworkInterface({ NetworkInterfaceId: NetworkInterface!.NetworkInterfaceId });
    await ec2.deleteSubnet({ SubnetId });
    expect(
      (await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] })).RouteTables![0]!.Associations,
    ).toEqual([]);
    expect(
      (await ec2.describeNetworkAcls({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] })).NetworkAcls![0]!
        .Associations,
    ).toEqual([]);
  });
});
