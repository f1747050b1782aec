/** DescribeNetworkInterfaces. */
import type { DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult } from "@aws-sdk/client-ec2";
import type { NetworkInterfaceRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import type { Context } from "../context.ts";
import { withTagSet } from "./create.ts";

const associations = ({ PrivateIpAddresses }: NetworkInterfaceRow) =>
  PrivateIpAddresses.flatMap(({ Association }) => Association ?? []);

const filters: FilterTable<NetworkInterfaceRow> = {
  "association.allocation-id": (row) => associations(row).map(({ AllocationId }) => AllocationId),
  "association.association-id": (row) => associations(row).map(({ AssociationId }) => AssociationId),
  "association.ip-owner-id": (row) => associations(row).map(({ IpOwnerId }) => IpOwnerId),
  "association.public-ip": (row) => associations(row).map(({ PublicIp }) => PublicIp),
  "association.public-dns-name": (row) => associations(row).map(({ PublicDnsName }) => PublicDnsName),
  "addresses.association.owner-id": (row) => associations(row).map(({ IpOwnerId }) => IpOwnerId),
  "addresses.association.public-ip": (row) => associations(row).map(({ PublicIp }) => PublicIp),
  "addresses.primary": (row) => row.PrivateIpAddresses.map(({ Primary }) => Primary),
  "addresses.private-ip-address": (row) => row.PrivateIpAddresses.map((one) => one.PrivateIpAddress),
  "attachment.attach-time": ({ Attachment }) => Attachment?.AttachTime,
  "attachment.attachment-id": ({ Attachment }) => Attachment?.AttachmentId,
  "attachment.delete-on-termination": ({ Attachment }) => Attachment?.DeleteOnTermination,
  "attachment.device-index": ({ Attachment }) => Attachment?.DeviceIndex,
  "attachment.instance-id": ({ Attachment }) => Attachment?.InstanceId,
  "attachment.instance-owner-id": ({ Attachment }) => Attachment?.InstanceOwnerId,
  "attachment.status": ({ Attachment }) => Attachment?.Status,
  "availability-zone": ({ AvailabilityZone }) => AvailabilityZone,
  "availability-zone-id": ({ AvailabilityZoneId }) => AvailabilityZoneId,
  description: ({ Description }) => Description,
  "group-id": ({ Groups }) => Groups.map(({ GroupId }) => GroupId),
  "group-name": ({ Groups }) => Groups.map(({ GroupName }) => GroupName),
  "ipv6-addresses.ipv6-address": (row) => row.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
  "interface-type": ({ InterfaceType }) => InterfaceType,
  "mac-address": ({ MacAddress }) => MacAddress,
  "network-interface-id": ({ NetworkInterfaceId }) => NetworkInterfaceId,
  "operator.managed": ({ Operator }) => Operator?.Managed,
  "owner-id": ({ OwnerId }) => OwnerId,
  "private-dns-name": ({ PrivateDnsName }) => PrivateDnsName,
  "private-ip-address": (row) => row.PrivateIpAddresses.map((one) => one.PrivateIpAddress),
  "requester-id": ({ RequesterId }) => RequesterId,
  "requester-managed": ({ RequesterManaged }) => RequesterManaged,
  "source-dest-check": ({ SourceDestCheck }) => SourceDestCheck,
  status: ({ Status }) => Status,
  "subnet-id": ({ SubnetId }) => SubnetId,
  "vpc-id": ({ VpcId }) => VpcId,
};

export function describeNetworkInterfaces(
  input: DescribeNetworkInterfacesRequest,
  context: Context,
): DescribeNetworkInterfacesResult {
  const { rows, NextToken } = describeRows(context, "networkInterfaces", {
    asked: { ...input, ids: input.NetworkInterfaceIds },
    filters,
  });
  return { NetworkInterfaces: rows.map(withTagSet), NextToken };
}
