import { describe, expect, it } from "vitest";
import { must, namesDns, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

describe("internet gateways", () => {
  it("are attached to one VPC, which takes one", async () => {
    const { ec2, VpcId, newInternetGateway } = await newEstate();
    const InternetGatewayId = await newInternetGateway();
    const other = must((await ec2.createInternetGateway({})).InternetGateway?.InternetGatewayId);
    expect(await refusalOf(ec2.attachInternetGateway({ VpcId, InternetGatewayId }))).toMatch(
      /^Resource.AlreadyAssociated/,
    );
    expect(await refusalOf(ec2.attachInternetGateway({ VpcId, InternetGatewayId: other }))).toBe(
      `InvalidParameterValue: Network ${VpcId} already has an internet gateway attached`,
    );
    expect(await refusalOf(ec2.detachInternetGateway({ VpcId, InternetGatewayId: other }))).toMatch(
      /^Gateway.NotAttached/,
    );
    expect(await refusalOf(ec2.deleteInternetGateway({ InternetGatewayId }))).toMatch(
      /^DependencyViolation: The internetGateway/,
    );
    await ec2.detachInternetGateway({ VpcId, InternetGatewayId });
    await ec2.deleteInternetGateway({ InternetGatewayId });
    expect(await refusalOf(ec2.describeInternetGateways({ InternetGatewayIds: [InternetGatewayId] }))).toBe(
      `InvalidInternetGatewayID.NotFound: The internetGateway ID '${InternetGatewayId}' does not exist`,
    );
  });

  it("stay while the VPC has public addresses", async () => {
    const { ec2, VpcId, SubnetId, newInternetGateway, newAddress } = await newEstate();
    const InternetGatewayId = await newInternetGateway();
    const NetworkInterfaceId = must(
      (await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.NetworkInterfaceId,
    );
    await ec2.associateAddress({ AllocationId: await newAddress(), NetworkInterfaceId });
    expect(await refusalOf(ec2.detachInternetGateway({ VpcId, InternetGatewayId }))).toContain(
      "has some mapped public address(es)",
    );
  });

  it("for IPv6 out alone come and go with their tags", async () => {
    const { ec2, VpcId } = await newEstate();
    const TagSpecifications = [
      { ResourceType: "egress-only-internet-gateway" as const, Tags: [{ Key: "a", Value: "b" }] },
    ];
    const { EgressOnlyInternetGateway: made } = await ec2.createEgressOnlyInternetGateway({
      VpcId,
      TagSpecifications,
    });
    expect(made).toMatchObject({
      Attachments: [{ VpcId, State: "attached" }],
      Tags: [{ Key: "a", Value: "b" }],
    });
    const EgressOnlyInternetGatewayId = must(made?.EgressOnlyInternetGatewayId);
    expect((await ec2.deleteEgressOnlyInternetGateway({ EgressOnlyInternetGatewayId })).ReturnCode).toBe(
      true,
    );
    expect((await ec2.describeEgressOnlyInternetGateways({})).EgressOnlyInternetGateways).toEqual([]);
  });
});

describe("NAT gateways", () => {
  it("have an interface of AWS's in their subnet, and an Elastic IP address on it", async () => {
    const { ec2, VpcId, SubnetId, newInternetGateway, newAddress } = await newEstate();
    await newInternetGateway();
    const AllocationId = await newAddress();
    const { NatGateway } = await ec2.createNatGateway({ SubnetId, AllocationId });
    const NatGatewayId = must(NatGateway?.NatGatewayId);
    expect(NatGateway?.State).toBe("pending");
    const [nat] = must((await ec2.describeNatGateways({ NatGatewayIds: [NatGatewayId] })).NatGateways);
    const [address] = must((await ec2.describeAddresses({ AllocationIds: [AllocationId] })).Addresses);
    const [eni] = must(
      (
        await ec2.describeNetworkInterfaces({
          Filters: [{ Name: "interface-type", Values: ["nat_gateway"] }],
        })
      ).NetworkInterfaces,
    );
    expect(nat).toMatchObject({
      State: "available",
      ConnectivityType: "public",
      VpcId,
      SubnetId,
      NatGatewayAddresses: [
        {
          AllocationId,
          PublicIp: address?.PublicIp,
          PrivateIp: "10.0.1.4",
          NetworkInterfaceId: eni?.NetworkInterfaceId,
          IsPrimary: true,
        },
      ],
    });
    expect(eni).toMatchObject({
      Description: `Interface for NAT Gateway ${NatGatewayId}`,
      RequesterManaged: true,
      SourceDestCheck: false,
      Status: "in-use",
      Groups: [],
      Association: { AllocationId, PublicIp: address?.PublicIp },
    });
    expect(await refusalOf(ec2.deleteSubnet({ SubnetId }))).toMatch(/^DependencyViolation/);
    expect(await refusalOf(ec2.disassociateAddress({ AssociationId: address?.AssociationId }))).toMatch(
      /^AuthFailure/,
    );
    expect(
      await refusalOf(ec2.deleteNetworkInterface({ NetworkInterfaceId: eni?.NetworkInterfaceId })),
    ).toContain("is currently in use");
  });

  it("are deleted with their interface, free their address, and are shown for an hour", async () => {
    const { lab, ec2, SubnetId, inVpc, newInternetGateway, newAddress } = await newEstate();
    await newInternetGateway();
    const AllocationId = await newAddress();
    const NatGatewayId = must(
      (await ec2.createNatGateway({ SubnetId, AllocationId })).NatGateway?.NatGatewayId,
    );
    await ec2.deleteNatGateway({ NatGatewayId });
    const shown = async () => (await ec2.describeNatGateways({})).NatGateways?.map(({ State }) => State);
    expect(await shown()).toEqual(["deleted"]);
    expect((await ec2.describeNetworkInterfaces(inVpc)).NetworkInterfaces).toEqual([]);
    await ec2.releaseAddress({ AllocationId });
    await ec2.deleteSubnet({ SubnetId });
    lab.pass(61 * 60 * 1000);
    expect(await shown()).toEqual([]);
  });

  it("have failed in a VPC without an internet gateway", async () => {
    const { ec2, SubnetId, inVpc, newAddress } = await newEstate();
    await ec2.createNatGateway({ SubnetId, AllocationId: await newAddress() });
    expect((await ec2.describeNatGateways({ Filter: inVpc.Filters })).NatGateways).toMatchObject([
      { State: "failed", FailureCode: "Gateway.NotAttached" },
    ]);
  });

  it("may be private, and have several addresses", async () => {
    const { ec2, SubnetId, newInternetGateway, newAddress } = await newEstate();
    await newInternetGateway();
    const addresses = async (input: object) => {
      const NatGatewayId = must(
        (await ec2.createNatGateway({ SubnetId, ...input })).NatGateway?.NatGatewayId,
      );
      const { NatGateways } = await ec2.describeNatGateways({ NatGatewayIds: [NatGatewayId] });
      return NatGateways?.[0]?.NatGatewayAddresses?.map((one) => [
        one.PrivateIp,
        one.PublicIp !== undefined,
        one.IsPrimary,
      ]);
    };
    expect(
      await addresses({
        ConnectivityType: "private",
        PrivateIpAddress: "10.0.1.9",
        SecondaryPrivateIpAddressCount: 1,
      }),
    ).toEqual([
      ["10.0.1.9", false, true],
      ["10.0.1.4", false, false],
    ]);
    expect(
      await addresses({ AllocationId: await newAddress(), SecondaryAllocationIds: [await newAddress()] }),
    ).toEqual([
      ["10.0.1.5", true, true],
      ["10.0.1.6", true, false],
    ]);
  });

  it("are refused without what they need", async () => {
    const { ec2, SubnetId, newInternetGateway, newAddress } = await newEstate();
    await newInternetGateway();
    const AllocationId = await newAddress();
    expect(await refusalOf(ec2.createNatGateway({ SubnetId }))).toMatch(/^MissingParameter/);
    expect(await refusalOf(ec2.createNatGateway({ AllocationId }))).toMatch(/^MissingParameter/);
    expect(
      await refusalOf(ec2.createNatGateway({ SubnetId, AllocationId, ConnectivityType: "private" })),
    ).toMatch(/^InvalidParameterCombination/);
    expect(
      await refusalOf(ec2.createNatGateway({ SubnetId, AllocationId, AvailabilityMode: "regional" })),
    ).toMatch(/^UnsupportedOperation/);
    await ec2.createNatGateway({ SubnetId, AllocationId });
    expect(await refusalOf(ec2.createNatGateway({ SubnetId, AllocationId }))).toMatch(
      /^Resource.AlreadyAssociated/,
    );
    expect(await refusalOf(ec2.describeNatGateways({ NatGatewayIds: ["nat-0000"] }))).toMatch(
      /^NatGatewayNotFound/,
    );
  });
});

describe("Elastic IP addresses", () => {
  it("move from one interface to another unless that is forbidden", async () => {
    const { ec2, VpcId, SubnetId, newInternetGateway, newAddress } = await newEstate();
    await newInternetGateway();
    await ec2.modifyVpcAttribute({ VpcId, ...namesDns });
    const AllocationId = await newAddress();
    const [one, two] = [
      await ec2.createNetworkInterface({ SubnetId }),
      await ec2.createNetworkInterface({ SubnetId }),
    ].map(({ NetworkInterface }) => NetworkInterface?.NetworkInterfaceId);
    const first = await ec2.associateAddress({ AllocationId, NetworkInterfaceId: one });
    expect((await ec2.associateAddress({ AllocationId, NetworkInterfaceId: one })).AssociationId).toBe(
      first.AssociationId,
    );
    expect(
      await refusalOf(
        ec2.associateAddress({ AllocationId, NetworkInterfaceId: two, AllowReassociation: false }),
      ),
    ).toMatch(/^Resource.AlreadyAssociated/);
    await ec2.associateAddress({ AllocationId, NetworkInterfaceId: two });
    const [address] = must((await ec2.describeAddresses({ AllocationIds: [AllocationId] })).Addresses);
    const found = await ec2.describeNetworkInterfaces({
      Filters: [{ Name: "association.public-ip", Values: [must(address?.PublicIp)] }],
    });
    expect(found.NetworkInterfaces?.map((eni) => eni.NetworkInterfaceId)).toEqual([two]);
    expect(found.NetworkInterfaces?.[0]?.Association).toMatchObject({
      AllocationId,
      IpOwnerId: "123456789012",
      PublicDnsName: `ec2-${address?.PublicIp?.replaceAll(".", "-")}.compute-1.amazonaws.com`,
    });
    expect(await refusalOf(ec2.releaseAddress({ AllocationId }))).toMatch(/^InvalidIPAddress.InUse/);
    await ec2.disassociateAddress({ AssociationId: address?.AssociationId });
    expect(await refusalOf(ec2.disassociateAddress({ AssociationId: address?.AssociationId }))).toMatch(
      /^InvalidAssociationID.NotFound/,
    );
    await ec2.releaseAddress({ AllocationId });
    expect(await refusalOf(ec2.describeAddresses({ AllocationIds: [AllocationId] }))).toMatch(
      /^InvalidAllocationID.NotFound/,
    );
    expect(await refusalOf(ec2.describeAddresses({ PublicIps: ["192.0.2.1"] }))).toMatch(
      /^InvalidAddress.NotFound/,
    );
  });

  it("are free again when their interface goes", async () => {
    const { ec2, SubnetId, newInternetGateway, newAddress } = await newEstate();
    await newInternetGateway();
    const AllocationId = await newAddress();
    const NetworkInterfaceId = must(
      (await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.NetworkInterfaceId,
    );
    await ec2.associateAddress({ AllocationId, NetworkInterfaceId });
    await ec2.deleteNetworkInterface({ NetworkInterfaceId });
    expect((await ec2.describeAddresses({})).Addresses?.[0]?.AssociationId).toBeUndefined();
    await ec2.releaseAddress({ AllocationId });
  });

  it("need a VPC with an internet gateway", async () => {
    const { ec2, SubnetId, newAddress } = await newEstate();
    const NetworkInterfaceId = must(
      (await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.NetworkInterfaceId,
    );
    expect(
      await refusalOf(ec2.associateAddress({ AllocationId: await newAddress(), NetworkInterfaceId })),
    ).toMatch(/^Gateway.NotAttached/);
    expect(await refusalOf(ec2.associateAddress({ AllocationId: await newAddress() }))).toBe(
      "MissingParameter: Invalid request, expect InstanceId/NetworkId parameter.",
    );
  });

  it("are those that AWS publishes for EC2 in the Region", async () => {
    const { ec2 } = await newEstate();
    const { facts } = await import("../../facts/facts.ts");
    const { mustAddress, contains } = await import("../../../src/model/address.ts");
    const address = mustAddress(must((await ec2.allocateAddress({})).PublicIp));
    const holders = facts.addressRanges().ranges.filter(({ cidr }) => contains(cidr(), address));
    expect(holders.some(({ region, tags }) => region === "us-east-1" && tags.includes("EC2"))).toBe(true);
  });
});
