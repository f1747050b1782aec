/** A new network interface: of the customer's own, of an instance, or of a NAT gateway or endpoint. */
import type { NetworkInterfaceAttachment, NetworkInterfaceType, Tag } from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination } from "../../error.ts";
import type { NetworkInterfaceRow, SubnetRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { defaultGroupOf } from "../firewall/make-group.ts";
import { checkAddress, checkIpv6Address, freeAddresses, freeIpv6Addresses } from "../subnet/addresses.ts";
import { privateName } from "./dns-name.ts";

/** As AWS answers; the SDK's type has another spelling of it. */
export const natInterface = "nat_gateway" as NetworkInterfaceType;

interface NewInterface {
  readonly subnet: SubnetRow;
  readonly groups: NetworkInterfaceRow["Groups"];
  readonly description?: string | undefined;
  readonly type?: NetworkInterfaceType;
  /** Addresses by name, the primary one first; the rest of `count` is chosen. None in a subnet of IPv6 alone. */
  readonly addresses?: readonly string[];
  readonly count?: number;
  readonly ipv6Addresses?: readonly string[];
  readonly ipv6Count?: number;
  /** The service of AWS that keeps it. */
  readonly requesterId?: string | undefined;
  /** Who made it by a request of its own. */
  readonly createdBy?: string;
  readonly attachment?: NetworkInterfaceAttachment | undefined;
  readonly sourceDestCheck?: boolean;
  readonly tags?: Tag[];
}

export function makeInterface(context: Context, wanted: NewInterface): NetworkInterfaceRow {
  const { subnet, groups, attachment, requesterId, type = "interface" } = wanted;
  const RequesterId = requesterId ?? wanted.createdBy;
  const ipv4 = chosenIpv4(context, wanted);
  const ipv6 = chosenIpv6(context, wanted);
  const [primary] = ipv4;
  const hasNames = mustFind(context, "vpcs", subnet.VpcId).attributes.enableDnsHostnames;
  const nameOf = (address: string) =>
    hasNames ? { PrivateDnsName: privateName(context.region, address) } : {};
  const row: NetworkInterfaceRow = {
    NetworkInterfaceId: context.newId("eni"),
    VpcId: subnet.VpcId,
    SubnetId: subnet.SubnetId,
    AvailabilityZone: subnet.AvailabilityZone,
    AvailabilityZoneId: subnet.AvailabilityZoneId,
    Description: wanted.description ?? "",
    OwnerId: context.account,
    InterfaceType: type,
    RequesterManaged: requesterId !== undefined,
    ...(RequesterId === undefined ? {} : { RequesterId }),
    Operator: { Managed: false },
    Status: attachment === undefined ? "available" : "in-use",
    ...(attachment === undefined ? {} : { Attachment: attachment }),
    MacAddress: `02:${(context.randomHex(10).match(/../g) ?? []).join(":")}`,
    ...(primary === undefined ? {} : { PrivateIpAddress: primary, ...nameOf(primary) }),
    PrivateIpAddresses: ipv4.map((address, index) => ({
      PrivateIpAddress: address,
      Primary: index === 0,
      ...nameOf(address),
    })),
    ...(ipv6[0] === undefined ? {} : { Ipv6Address: ipv6[0] }),
    Ipv6Addresses: ipv6.map((address) => ({ Ipv6Address: address, IsPrimaryIpv6: false })),
    Groups: groups,
    SourceDestCheck: wanted.sourceDestCheck ?? true,
    Tags: wanted.tags ?? [],
  };
  context.tables.networkInterfaces.set(row.NetworkInterfaceId, row);
  return row;
}

function chosenIpv4(context: Context, { subnet, addresses = [], count }: NewInterface): readonly string[] {
  if (subnet.CidrBlock === undefined && addresses.length === 0) return [];
  if (new Set(addresses).size < addresses.length)
    throw invalidCombination("An address is specified more than once");
  for (const address of addresses) checkAddress(context, subnet, address);
  const more = Math.max((count ?? 1) - addresses.length, 0);
  const free = freeAddresses(context, subnet, more + (more > 0 ? addresses.length : 0));
  return [...addresses, ...free.filter((one) => !addresses.includes(one)).slice(0, more)];
}

function chosenIpv6(
  context: Context,
  { subnet, ipv6Addresses = [], ipv6Count = 0 }: NewInterface,
): readonly string[] {
  const named = ipv6Addresses.map((address) => checkIpv6Address(context, subnet, address));
  return [...named, ...freeIpv6Addresses(context, subnet, ipv6Count)];
}

/** AWS's quota, unless it is raised. */
const mostGroups = 5;

/** Groups by id, all of the VPC; its default group where none are named. */
export function groupsIn(
  context: Context,
  vpcId: string,
  ids: readonly string[] | undefined,
): NetworkInterfaceRow["Groups"] {
  if (ids === undefined || ids.length === 0) {
    const group = defaultGroupOf(context, vpcId);
    return group === undefined ? [] : [{ GroupId: group.GroupId, GroupName: group.GroupName }];
  }
  if (ids.length > mostGroups)
    throw new Ec2Error(
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  return [...new Set(ids)].map((id) => {
    const { GroupId, GroupName, VpcId } = mustFind(context, "securityGroups", id);
    if (VpcId !== vpcId)
      throw new Ec2Error(
        "InvalidGroup.NotFound",
        `The security group '${id}' does not exist in VPC '${vpcId}'`,
      );
    return { GroupId, GroupName };
  });
}

/** The attachment of an interface that a service of AWS keeps. */
export function serviceAttachment(context: Context): NetworkInterfaceAttachment {
  return {
    AttachmentId: context.newId("ela-attach"),
    DeleteOnTermination: false,
    DeviceIndex: 1,
    InstanceOwnerId: "amazon-aws",
    Status: "attached",
  };
}
