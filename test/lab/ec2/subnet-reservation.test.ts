import { describe, expect, it } from "vitest";
import { contains, mustAddress, mustCidr, toCidr } from "../../../src/model/address.ts";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

async function newReservations() {
  const estate = await newEstate({ AmazonProvidedIpv6CidrBlock: true });
  const { ec2, SubnetId } = estate;
  const reserve = async (Cidr: string, input: object = {}) =>
    must(
      (await ec2.createSubnetCidrReservation({ SubnetId, Cidr, ReservationType: "explicit", ...input }))
        .SubnetCidrReservation,
    );
  const addresses = async (input: object = {}) =>
    must((await ec2.createNetworkInterface({ SubnetId, ...input })).NetworkInterface?.PrivateIpAddresses).map(
      (one) => one.PrivateIpAddress,
    );
  return { ...estate, reserve, addresses };
}

describe("A subnet CIDR reservation", () => {
  it("keeps its addresses for those who name them, until it is deleted", async () => {
    const { ec2, reserve, addresses } = await newReservations();
    const [before] = await addresses();
    const { SubnetCidrReservationId } = await reserve("10.0.1.0/28");
    expect(before).toBe("10.0.1.4");
    await reserve("10.0.1.18/31", { ReservationType: "prefix" });
    expect(await addresses({ SecondaryPrivateIpAddressCount: 2 })).toEqual([
      "10.0.1.16",
      "10.0.1.17",
      "10.0.1.20",
    ]);
    expect(await addresses({ PrivateIpAddress: "10.0.1.9" })).toEqual(["10.0.1.9"]);
    await ec2.deleteSubnetCidrReservation({ SubnetCidrReservationId });
    expect(await addresses()).toEqual(["10.0.1.5"]);
  });

  it("may take all that is left of a subnet", async () => {
    const { reserve, addresses } = await newReservations();
    await reserve("10.0.1.0/24");
    expect(await refusalOf(addresses())).toMatch(/^InsufficientFreeAddressesInSubnet/);
  });

  it("keeps IPv6 addresses too, which are dealt at random otherwise", async () => {
    const { ec2, VpcId, SubnetId, reserve } = await newReservations();
    const { Vpcs } = await ec2.describeVpcs({ VpcIds: [VpcId] });
    const whole = mustCidr(must(Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock));
    const block = toCidr(whole.first, 64);
    await ec2.associateSubnetCidrBlock({ SubnetId, Ipv6CidrBlock: block.text });
    const [lower, upper] = [toCidr(block.first, 65), toCidr(block.last, 65)];
    await reserve(upper.text);
    const newAddresses = async () =>
      must((await ec2.createNetworkInterface({ SubnetId, Ipv6AddressCount: 8 })).NetworkInterface)
        .Ipv6Addresses;
    const dealt = must(await newAddresses()).map((one) => mustAddress(must(one.Ipv6Address)));
    expect(dealt.map((address) => contains(lower, address))).toEqual(dealt.map(() => true));
    expect(new Set(dealt).size).toBe(8);
    await reserve(lower.text);
    expect(await refusalOf(newAddresses())).toMatch(/^InsufficientFreeAddressesInSubnet/);
  });

  it("is told of by its family, its type and its tags", async () => {
    const { ec2, SubnetId, reserve } = await newReservations();
    const made = await reserve("10.0.1.64/28", {
      Description: "appliances",
      TagSpecifications: [{ ResourceType: "subnet-cidr-reservation", Tags: [{ Key: "team", Value: "net" }] }],
    });
    expect(made).toMatchObject({
      SubnetId,
      Cidr: "10.0.1.64/28",
      ReservationType: "explicit",
      OwnerId: "123456789012",
      Description: "appliances",
    });
    expect(made.SubnetCidrReservationId).toMatch(/^scr-/);
    await reserve("10.0.1.80/28", { ReservationType: "prefix" });
    const told = async (Name: string, Value: string) =>
      (
        await ec2.getSubnetCidrReservations({ SubnetId, Filters: [{ Name, Values: [Value] }] })
      ).SubnetIpv4CidrReservations?.map(({ Cidr }) => Cidr);
    expect(await told("reservationType", "prefix")).toEqual(["10.0.1.80/28"]);
    expect(await told("tag:team", "net")).toEqual(["10.0.1.64/28"]);
    expect((await ec2.getSubnetCidrReservations({ SubnetId })).SubnetIpv6CidrReservations).toEqual([]);
    await ec2.deleteSubnet({ SubnetId });
    expect(
      await refusalOf(ec2.deleteSubnetCidrReservation(made as { SubnetCidrReservationId: string })),
    ).toBe(
      `InvalidSubnetCidrReservationID.NotFound: The subnet-cidr-reservation ID '${made.SubnetCidrReservationId}' does not exist`,
    );
  });

  it.each([
    ["10.0.2.0/28", {}, "Reservation CIDR should be within subnet CIDR block (10.0.1.0/24)"],
    ["10.0.1.40/29", {}, "Reservation CIDR 10.0.1.40/29 has overlap with existing reserved CIDR block"],
    ["10.0.1.300/29", {}, "Value (10.0.1.300/29) for parameter cidr is invalid."],
    ["10.0.1.64/28", { ReservationType: "none" }, "Value (none) for parameter reservationType is invalid."],
  ])("of %s with %j is refused", async (cidr, input, why) => {
    const { reserve } = await newReservations();
    await reserve("10.0.1.32/28");
    expect(await refusalOf(reserve(cidr, input))).toContain(`InvalidParameterValue: ${why}`);
  });
});
