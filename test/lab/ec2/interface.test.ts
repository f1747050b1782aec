import { describe, expect, it } from "vitest";
import { must, namesDns, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

async function newInterface(input: object = {}) {
  const estate = await newEstate();
  const { ec2, SubnetId } = estate;
  const NetworkInterfaceId = must(
    (await ec2.createNetworkInterface({ SubnetId, ...input })).NetworkInterface?.NetworkInterfaceId,
  );
  const one = async () =>
    must(
      (await ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [NetworkInterfaceId] }))
        .NetworkInterfaces?.[0],
    );
  return { ...estate, NetworkInterfaceId, one };
}

describe("a network interface", () => {
  it("is available, in the default group, and checks what passes", async () => {
    const { one, SubnetId, VpcId } = await newInterface({
      Description: "mine",
      TagSpecifications: [{ ResourceType: "network-interface", Tags: [{ Key: "a", Value: "b" }] }],
    });
    expect(await one()).toMatchObject({
      Status: "available",
      InterfaceType: "interface",
      Description: "mine",
      SubnetId,
      VpcId,
      AvailabilityZone: "us-east-1a",
      Groups: [{ GroupName: "default" }],
      MacAddress: expect.stringMatching(/^02(:[0-9a-f]{2}){5}$/),
      SourceDestCheck: true,
      RequesterManaged: false,
      RequesterId: "123456789012",
      Operator: { Managed: false },
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "10.0.1.4" }],
      TagSet: [{ Key: "a", Value: "b" }],
    });
  });

  it("has a private name where the VPC gives names", async () => {
    const { ec2, VpcId, SubnetId } = await newEstate();
    expect((await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.PrivateDnsName).toBeUndefined();
    await ec2.modifyVpcAttribute({ VpcId, ...namesDns });
    expect((await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.PrivateDnsName).toBe(
      "ip-10-0-1-5.ec2.internal",
    );
  });

  it("changes an attribute at a time", async () => {
    const { ec2, NetworkInterfaceId, one, newGroup } = await newInterface();
    const group = await newGroup();
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, SourceDestCheck: { Value: false } });
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [group] });
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Description: { Value: "new" } });
    expect(await one()).toMatchObject({
      SourceDestCheck: false,
      Groups: [{ GroupId: group }],
      Description: "new",
    });
    const asked = await ec2.describeNetworkInterfaceAttribute({
      NetworkInterfaceId,
      Attribute: "sourceDestCheck",
    });
    expect(asked.SourceDestCheck).toEqual({ Value: false });
    const unknown = { NetworkInterfaceId, Attribute: "speed" as "attachment" };
    expect(await refusalOf(ec2.describeNetworkInterfaceAttribute(unknown))).toBe(
      "InvalidParameterValue: Value (speed) for parameter attribute is invalid. Unknown attribute.",
    );
    await ec2.resetNetworkInterfaceAttribute({ NetworkInterfaceId, SourceDestCheck: "x" });
    expect((await one()).SourceDestCheck).toBe(true);
    const two = { NetworkInterfaceId, Description: { Value: "x" }, SourceDestCheck: { Value: true } };
    expect(await refusalOf(ec2.modifyNetworkInterfaceAttribute(two))).toMatch(/^InvalidParameterCombination/);
  });

  it("takes groups of its VPC alone", async () => {
    const { ec2, NetworkInterfaceId } = await newInterface();
    const other = must((await ec2.createSecurityGroup({ GroupName: "g", Description: "d" })).GroupId);
    expect(
      await refusalOf(ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [other] })),
    ).toMatch(/^InvalidGroup.NotFound: The security group 'sg-\S+' does not exist in VPC/);
  });

  it("is on one instance, at a free index, in its zone", async () => {
    const { ec2, NetworkInterfaceId, one, run, newSubnet } = await newInterface();
    const { InstanceId } = await run();
    const { AttachmentId } = await ec2.attachNetworkInterface({
      NetworkInterfaceId,
      InstanceId,
      DeviceIndex: 1,
    });
    expect(await one()).toMatchObject({
      Status: "in-use",
      Attachment: { AttachmentId, InstanceId, DeviceIndex: 1, DeleteOnTermination: false },
    });
    expect(
      await refusalOf(ec2.attachNetworkInterface({ NetworkInterfaceId, InstanceId, DeviceIndex: 2 })),
    ).toMatch(/^InvalidNetworkInterface.InUse/);
    expect(await refusalOf(ec2.deleteNetworkInterface({ NetworkInterfaceId }))).toBe(
      `InvalidParameterValue: Network interface '${NetworkInterfaceId}' is currently in use.`,
    );
    await ec2.modifyNetworkInterfaceAttribute({
      NetworkInterfaceId,
      Attachment: { AttachmentId, DeleteOnTermination: true },
    });
    expect((await one()).Attachment?.DeleteOnTermination).toBe(true);
    await ec2.detachNetworkInterface({ AttachmentId });
    expect(await one()).toMatchObject({ Status: "available" });
    expect(
      await refusalOf(ec2.attachNetworkInterface({ NetworkInterfaceId, InstanceId, DeviceIndex: 0 })),
    ).toContain("already has an interface attached at device index '0'");
    const far = (await ec2.createNetworkInterface({ SubnetId: await newSubnet("10.0.9.0/24", "us-east-1b") }))
      .NetworkInterface?.NetworkInterfaceId;
    expect(
      await refusalOf(ec2.attachNetworkInterface({ NetworkInterfaceId: far, InstanceId, DeviceIndex: 3 })),
    ).toContain("not in the same availability zone");
    const primary = (
      await ec2.describeNetworkInterfaces({
        Filters: [{ Name: "attachment.instance-id", Values: [must(InstanceId)] }],
      })
    ).NetworkInterfaces?.[0];
    expect(
      await refusalOf(ec2.detachNetworkInterface({ AttachmentId: primary?.Attachment?.AttachmentId })),
    ).toBe(
      "OperationNotPermitted: The network interface at device index 0 and networkCard index 0 cannot be detached.",
    );
  });

  it("takes more addresses, and gives them back but for the first", async () => {
    const { ec2, NetworkInterfaceId, one } = await newInterface();
    const addresses = async () =>
      (await one()).PrivateIpAddresses?.map(({ PrivateIpAddress }) => PrivateIpAddress);
    await ec2.assignPrivateIpAddresses({ NetworkInterfaceId, SecondaryPrivateIpAddressCount: 2 });
    await ec2.assignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses: ["10.0.1.50"] });
    expect(await addresses()).toEqual(["10.0.1.4", "10.0.1.5", "10.0.1.6", "10.0.1.50"]);
    await ec2.unassignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses: ["10.0.1.5"] });
    expect(await addresses()).toEqual(["10.0.1.4", "10.0.1.6", "10.0.1.50"]);
    for (const address of ["10.0.1.4", "10.0.1.99"])
      expect(
        await refusalOf(
          ec2.unassignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses: [address] }),
        ),
      ).toMatch(/^InvalidParameterValue/);
  });

  it("takes IPv6 addresses of its subnet", async () => {
    const { ec2, VpcId } = await newEstate({ AmazonProvidedIpv6CidrBlock: true });
    const block = must(
      (await ec2.describeVpcs({ VpcIds: [VpcId] })).Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]
        ?.Ipv6CidrBlock,
    ).replace("/56", "/64");
    const SubnetId = must(
      (await ec2.createSubnet({ VpcId, CidrBlock: "10.0.5.0/24", Ipv6CidrBlock: block })).Subnet?.SubnetId,
    );
    const named = block.replace("::/64", "::a");
    const { NetworkInterface } = await ec2.createNetworkInterface({
      SubnetId,
      Ipv6Addresses: [{ Ipv6Address: named }],
    });
    const NetworkInterfaceId = must(NetworkInterface?.NetworkInterfaceId);
    const { AssignedIpv6Addresses } = await ec2.assignIpv6Addresses({
      NetworkInterfaceId,
      Ipv6AddressCount: 2,
    });
    expect(AssignedIpv6Addresses).toHaveLength(2);
    await ec2.unassignIpv6Addresses({ NetworkInterfaceId, Ipv6Addresses: [named] });
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
      NetworkInterfaceIds: [NetworkInterfaceId],
    });
    expect(NetworkInterfaces?.[0]?.Ipv6Addresses?.map(({ Ipv6Address }) => Ipv6Address)).toEqual(
      AssignedIpv6Addresses,
    );
    expect(
      await refusalOf(ec2.assignIpv6Addresses({ NetworkInterfaceId, Ipv6Addresses: ["2001:db8::5"] })),
    ).toMatch(/^InvalidParameterValue/);
  });
});
