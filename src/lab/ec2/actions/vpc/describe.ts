/** DescribeVpcs. */
import type { DescribeVpcsRequest, DescribeVpcsResult } from "@aws-sdk/client-ec2";
import type { VpcRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import type { Context } from "../context.ts";

const filters: FilterTable<VpcRow> = {
  cidr: ({ CidrBlock }) => CidrBlock,
  cidrBlock: ({ CidrBlock }) => CidrBlock,
  "cidr-block": ({ CidrBlock }) => CidrBlock,
  "cidr-block-association.cidr-block": (vpc) => vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock),
  "cidr-block-association.association-id": (vpc) =>
    vpc.CidrBlockAssociationSet.map(({ AssociationId }) => AssociationId),
  "cidr-block-association.state": (vpc) =>
    vpc.CidrBlockAssociationSet.map(({ CidrBlockState }) => CidrBlockState?.State),
  "dhcp-options-id": ({ DhcpOptionsId }) => DhcpOptionsId,
  dhcpOptionsId: ({ DhcpOptionsId }) => DhcpOptionsId,
  "ipv6-cidr-block-association.ipv6-cidr-block": (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "ipv6-cidr-block-association.ipv6-pool": (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6Pool }) => Ipv6Pool),
  "ipv6-cidr-block-association.association-id": (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet.map(({ AssociationId }) => AssociationId),
  "ipv6-cidr-block-association.state": (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State),
  "is-default": ({ IsDefault }) => IsDefault,
  isDefault: ({ IsDefault }) => IsDefault,
  "owner-id": ({ OwnerId }) => OwnerId,
  state: ({ State }) => State,
  "vpc-id": ({ VpcId }) => VpcId,
};

export function describeVpcs(input: DescribeVpcsRequest, context: Context): DescribeVpcsResult {
  const { rows, NextToken } = describeRows(context, "vpcs", {
    asked: { ...input, ids: input.VpcIds },
    filters,
  });
  return { Vpcs: [...rows], NextToken };
}
