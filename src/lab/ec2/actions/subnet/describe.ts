/** DescribeSubnets. */
import type { DescribeSubnetsRequest, DescribeSubnetsResult, Subnet } from "@aws-sdk/client-ec2";
import type { SubnetRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { availableCount, usedCounts } from "./addresses.ts";

type Counted = SubnetRow & Pick<Subnet, "AvailableIpAddressCount">;

const onLaunch = ({ PrivateDnsNameOptionsOnLaunch }: SubnetRow) => PrivateDnsNameOptionsOnLaunch;

const filters: FilterTable<Counted> = {
  "availability-zone": ({ AvailabilityZone }) => AvailabilityZone,
  availabilityZone: ({ AvailabilityZone }) => AvailabilityZone,
  "availability-zone-id": ({ AvailabilityZoneId }) => AvailabilityZoneId,
  availabilityZoneId: ({ AvailabilityZoneId }) => AvailabilityZoneId,
  "available-ip-address-count": ({ AvailableIpAddressCount }) => AvailableIpAddressCount,
  "cidr-block": ({ CidrBlock }) => CidrBlock,
  cidr: ({ CidrBlock }) => CidrBlock,
  cidrBlock: ({ CidrBlock }) => CidrBlock,
  "default-for-az": ({ DefaultForAz }) => DefaultForAz,
  defaultForAz: ({ DefaultForAz }) => DefaultForAz,
  "enable-dns64": ({ EnableDns64 }) => EnableDns64,
  "ipv6-cidr-block-association.ipv6-cidr-block": (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "ipv6-cidr-block-association.association-id": (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet.map(({ AssociationId }) => AssociationId),
  "ipv6-cidr-block-association.state": (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
  "ipv6-native": ({ Ipv6Native }) => Ipv6Native,
  "map-public-ip-on-launch": ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch,
  "owner-id": ({ OwnerId }) => OwnerId,
  "private-dns-name-options-on-launch.hostname-type": (subnet) => onLaunch(subnet).HostnameType,
  "private-dns-name-options-on-launch.enable-resource-name-dns-a-record": (subnet) =>
    onLaunch(subnet).EnableResourceNameDnsARecord,
  "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": (subnet) =>
    onLaunch(subnet).EnableResourceNameDnsAAAARecord,
  state: ({ State }) => State,
  "subnet-arn": ({ SubnetArn }) => SubnetArn,
  "subnet-id": ({ SubnetId }) => SubnetId,
  "vpc-id": ({ VpcId }) => VpcId,
};

export function describeSubnets(input: DescribeSubnetsRequest, context: Context): DescribeSubnetsResult {
  const ids = input.SubnetIds ?? [];
  const asked =
    ids.length > 0 ? ids.map((id) => mustFind(context, "subnets", id)) : context.tables.subnets.rows();
  const { rows, NextToken } = pageOf(
    filterRows(withAvailable(asked, context), input.Filters, filters),
    input,
    {
      idOf: ({ SubnetId }) => SubnetId,
      named: ids.length > 0,
    },
  );
  return { Subnets: [...rows], NextToken };
}

/** How many addresses are left is counted when it is asked. */
export function withAvailable(subnets: readonly SubnetRow[], context: Context): readonly Counted[] {
  const used = usedCounts(context);
  return subnets.map((subnet) => ({ ...subnet, AvailableIpAddressCount: availableCount(subnet, used) }));
}
