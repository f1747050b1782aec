/** Network ACLs: their entries, and which subnets they stand before. */
import type {
  CreateNetworkAclRequest,
  CreateNetworkAclResult,
  DeleteNetworkAclRequest,
  DescribeNetworkAclsRequest,
  DescribeNetworkAclsResult,
  ReplaceNetworkAclAssociationRequest,
  ReplaceNetworkAclAssociationResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error, hasDependencies, invalidValue } from "../../error.ts";
import type { NetworkAclRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { associateAcl, makeAcl } from "./make-acl.ts";

export function createNetworkAcl(
  { VpcId = "", TagSpecifications, ClientToken }: CreateNetworkAclRequest,
  context: Context,
): CreateNetworkAclResult {
  const vpc = mustFind(context, "vpcs", VpcId);
  const acl = makeAcl(context, vpc, { tags: tagsFor(TagSpecifications, "network-acl") });
  return { NetworkAcl: acl, ...(ClientToken === undefined ? {} : { ClientToken }) };
}

export function deleteNetworkAcl(
  { NetworkAclId = "" }: DeleteNetworkAclRequest,
  context: Context,
): undefined {
  const { IsDefault, Associations, VpcId } = mustFind(context, "networkAcls", NetworkAclId);
  if (IsDefault) throw invalidValue(`cannot delete default network ACL ${NetworkAclId}`);
  if (Associations.length > 0) throw hasDependencies("networkAcl", NetworkAclId);
  mustFind(context, "vpcs", VpcId);
  context.tables.networkAcls.delete(NetworkAclId);
}

export function replaceNetworkAclAssociation(
  { AssociationId = "", NetworkAclId = "" }: ReplaceNetworkAclAssociationRequest,
  context: Context,
): ReplaceNetworkAclAssociationResult {
  const acl = mustFind(context, "networkAcls", NetworkAclId);
  for (const before of context.tables.networkAcls.rows()) {
    const association = before.Associations.find((one) => one.NetworkAclAssociationId === AssociationId);
    if (association === undefined) continue;
    if (before.VpcId !== acl.VpcId)
      throw invalidValue(
        `Network ACL ${NetworkAclId} and subnet ${association.SubnetId} belong to different networks`,
      );
    return { NewAssociationId: associateAcl(context, NetworkAclId, association.SubnetId) };
  }
  throw new Ec2Error("InvalidAssociationID.NotFound", `The association ID '${AssociationId}' does not exist`);
}

const filters: FilterTable<NetworkAclRow> = {
  "association.association-id": ({ Associations }) =>
    Associations.map(({ NetworkAclAssociationId }) => NetworkAclAssociationId),
  "association.network-acl-id": ({ Associations }) => Associations.map(({ NetworkAclId }) => NetworkAclId),
  "association.subnet-id": ({ Associations }) => Associations.map(({ SubnetId }) => SubnetId),
  default: ({ IsDefault }) => IsDefault,
  "entry.cidr": ({ Entries }) => Entries.map(({ CidrBlock }) => CidrBlock),
  "entry.icmp.code": ({ Entries }) => Entries.map(({ IcmpTypeCode }) => IcmpTypeCode?.Code),
  "entry.icmp.type": ({ Entries }) => Entries.map(({ IcmpTypeCode }) => IcmpTypeCode?.Type),
  "entry.ipv6-cidr": ({ Entries }) => Entries.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  "entry.port-range.from": ({ Entries }) => Entries.map(({ PortRange }) => PortRange?.From),
  "entry.port-range.to": ({ Entries }) => Entries.map(({ PortRange }) => PortRange?.To),
  "entry.protocol": ({ Entries }) => Entries.map(({ Protocol }) => Protocol),
  "entry.rule-action": ({ Entries }) => Entries.map(({ RuleAction }) => RuleAction),
  "entry.egress": ({ Entries }) => Entries.map(({ Egress }) => Egress),
  "entry.rule-number": ({ Entries }) => Entries.map(({ RuleNumber }) => RuleNumber),
  "network-acl-id": ({ NetworkAclId }) => NetworkAclId,
  "owner-id": ({ OwnerId }) => OwnerId,
  "vpc-id": ({ VpcId }) => VpcId,
};

export function describeNetworkAcls(
  input: DescribeNetworkAclsRequest,
  context: Context,
): DescribeNetworkAclsResult {
  const { rows, NextToken } = describeRows(context, "networkAcls", {
    asked: { ...input, ids: input.NetworkAclIds },
    filters,
  });
  return { NetworkAcls: [...rows], NextToken };
}
