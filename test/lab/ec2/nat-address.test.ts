import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

async function newGateway(input: object = {}) {
  const estate = await newEstate();
  const { ec2, SubnetId, newInternetGateway } = estate;
  await newInternetGateway();
  const NatGatewayId = must((await ec2.createNatGateway({ SubnetId, ...input })).NatGateway?.NatGatewayId);
  const addresses = async () =>
    must(
      (await ec2.describeNatGateways({ NatGatewayIds: [NatGatewayId] })).NatGateways?.[0]
        ?.NatGatewayAddresses,
    );
  const onInterface = async () => {
    const [first] = await addresses();
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
      NetworkInterfaceIds: [must(first?.NetworkInterfaceId)],
    });
    return must(NetworkInterfaces?.[0]?.PrivateIpAddresses).map((one) => [
      one.PrivateIpAddress,
      one.Association?.AllocationId,
    ]);
  };
  return { ...estate, NatGatewayId, addresses, onInterface };
}

async function newPublicGateway() {
  const { newAddress, ec2, ...rest } = await newGateway({ ConnectivityType: "private" });
  const primary = await newAddress();
  const { NatGateway } = await ec2.createNatGateway({ SubnetId: rest.SubnetId, AllocationId: primary });
  return { ...rest, ec2, newAddress, primary, open: must(NatGateway?.NatGatewayId) };
}

describe("Secondary addresses of a public NAT gateway", () => {
  it("are Elastic IP addresses with a private address each, and can be taken back", async () => {
    const { ec2, newAddress, open: NatGatewayId, primary } = await newPublicGateway();
    const [one, two] = [await newAddress(), await newAddress()];
    const { NatGatewayAddresses } = await ec2.associateNatGatewayAddress({
      NatGatewayId,
      AllocationIds: [one, two],
      PrivateIpAddresses: ["10.0.1.50", "10.0.1.51"],
    });
    expect(NatGatewayAddresses).toMatchObject([
      { AllocationId: one, PrivateIp: "10.0.1.50", IsPrimary: false, Status: "associating" },
      { AllocationId: two, PrivateIp: "10.0.1.51", IsPrimary: false, Status: "associating" },
    ]);
    const told = async () =>
      (
        await ec2.describeNatGateways({ NatGatewayIds: [NatGatewayId] })
      ).NatGateways?.[0]?.NatGatewayAddresses?.map((address) => [address.AllocationId, address.Status]);
    expect(await told()).toEqual([
      [primary, "succeeded"],
      [one, "succeeded"],
      [two, "succeeded"],
    ]);
    expect((await ec2.describeAddresses({ AllocationIds: [two] })).Addresses).toMatchObject([
      { PrivateIpAddress: "10.0.1.51" },
    ]);
    const gone = await ec2.disassociateNatGatewayAddress({
      NatGatewayId,
      AssociationIds: [must(NatGatewayAddresses?.[0]?.AssociationId)],
    });
    expect(gone.NatGatewayAddresses).toMatchObject([{ AllocationId: one, Status: "disassociating" }]);
    expect((await told())?.map(([id]) => id)).toEqual([primary, two]);
    await ec2.releaseAddress({ AllocationId: one });
    await ec2.createNetworkInterface({
      SubnetId: must((await ec2.describeNatGateways({})).NatGateways?.[0]?.SubnetId),
      PrivateIpAddress: "10.0.1.50",
    });
    expect(await refusalOf(ec2.releaseAddress({ AllocationId: two }))).toMatch(/^InvalidIPAddress\.InUse/);
  });

  it("are refused where they are taken, or where there is none to take away", async () => {
    const { ec2, newAddress, open: NatGatewayId, primary, NatGatewayId: closed } = await newPublicGateway();
    const associate = (input: object) =>
      refusalOf(ec2.associateNatGatewayAddress({ NatGatewayId, AllocationIds: [primary], ...input }));
    expect(await associate({})).toMatch(/^Resource\.AlreadyAssociated/);
    const free = await newAddress();
    expect(await associate({ NatGatewayId: closed, AllocationIds: [free] })).toMatch(
      /^InvalidParameterValue/,
    );
    expect(await associate({ AllocationIds: [free, free] })).toMatch(/^InvalidParameterCombination/);
    expect(await associate({ AllocationIds: [free], PrivateIpAddresses: [] })).toBe("accepted");
    const { NatGateways } = await ec2.describeNatGateways({ NatGatewayIds: [NatGatewayId] });
    const first = must(NatGateways?.[0]?.NatGatewayAddresses?.[0]?.AssociationId);
    const disassociate = (id: string) =>
      refusalOf(ec2.disassociateNatGatewayAddress({ NatGatewayId, AssociationIds: [id] }));
    expect(await disassociate(first)).toBe(
      `InvalidParameterValue: The primary address of the NAT gateway ${NatGatewayId} cannot be taken away`,
    );
    expect(await disassociate("eipassoc-0000")).toMatch(/^InvalidParameterValue.*eipassoc-0000/);
    await ec2.deleteNatGateway({ NatGatewayId });
    expect(await associate({ AllocationIds: [await newAddress()] })).toMatch(/^IncorrectState/);
  });
});

describe("Secondary addresses of a private NAT gateway", () => {
  it("are named or counted, and can be taken back", async () => {
    const { ec2, NatGatewayId, addresses, onInterface } = await newGateway({ ConnectivityType: "private" });
    const named = await ec2.assignPrivateNatGatewayAddress({
      NatGatewayId,
      PrivateIpAddresses: ["10.0.1.40"],
    });
    expect(named.NatGatewayAddresses).toMatchObject([{ PrivateIp: "10.0.1.40", Status: "assigning" }]);
    await ec2.assignPrivateNatGatewayAddress({ NatGatewayId, PrivateIpAddressCount: 2 });
    expect((await addresses()).map((one) => [one.PrivateIp, one.IsPrimary])).toEqual([
      ["10.0.1.4", true],
      ["10.0.1.40", false],
      ["10.0.1.5", false],
      ["10.0.1.6", false],
    ]);
    await ec2.unassignPrivateNatGatewayAddress({
      NatGatewayId,
      PrivateIpAddresses: ["10.0.1.40", "10.0.1.5"],
    });
    expect((await onInterface()).map(([address]) => address)).toEqual(["10.0.1.4", "10.0.1.6"]);
    expect((await addresses()).map((one) => one.PrivateIp)).toEqual(["10.0.1.4", "10.0.1.6"]);
  });

  it.each([
    [{ PrivateIpAddresses: ["10.0.1.4"] }, /^InvalidIPAddress\.InUse/],
    [{ PrivateIpAddresses: ["10.0.1.9", "10.0.1.9"] }, /^InvalidParameterCombination/],
    [{ PrivateIpAddresses: ["10.0.9.9"] }, /^InvalidParameterValue/],
    [{ PrivateIpAddresses: ["10.0.1.9"], PrivateIpAddressCount: 1 }, /^InvalidParameterCombination/],
    [{ PrivateIpAddressCount: 8 }, /^InvalidParameterValue: A NAT gateway has from 1 to 8 IPv4 addresses/],
    [{}, /^MissingParameter/],
  ])("are refused for %j", async (input, refusal) => {
    const { ec2, NatGatewayId } = await newGateway({ ConnectivityType: "private" });
    expect(await refusalOf(ec2.assignPrivateNatGatewayAddress({ NatGatewayId, ...input }))).toMatch(refusal);
    expect(
      await refusalOf(
        ec2.unassignPrivateNatGatewayAddress({ NatGatewayId, PrivateIpAddresses: ["10.0.1.4"] }),
      ),
    ).toMatch(/^InvalidParameterValue: The primary address/);
  });
});
