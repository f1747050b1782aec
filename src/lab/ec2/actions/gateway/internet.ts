/** Internet gateways, and egress-only ones for IPv6. */
import type {
  AttachInternetGatewayRequest,
  AttachmentStatus,
  CreateEgressOnlyInternetGatewayRequest,
  CreateEgressOnlyInternetGatewayResult,
  CreateInternetGatewayRequest,
  CreateInternetGatewayResult,
  DeleteEgressOnlyInternetGatewayRequest,
  DeleteEgressOnlyInternetGatewayResult,
  DeleteInternetGatewayRequest,
  DescribeEgressOnlyInternetGatewaysRequest,
  DescribeEgressOnlyInternetGatewaysResult,
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult,
  DetachInternetGatewayRequest,
} from "@aws-sdk/client-ec2";
import { Ec2Error, hasDependencies, invalidValue } from "../../error.ts";
import type { EgressOnlyRow, InternetGatewayRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";

/** The word of an internet gateway's attachment, which the SDK's type leaves out. */
export const availableAttachment = "available" as AttachmentStatus;

export function createInternetGateway(
  { TagSpecifications }: CreateInternetGatewayRequest,
  context: Context,
): CreateInternetGatewayResult {
  const row: InternetGatewayRow = {
    InternetGatewayId: context.newId("igw"),
    OwnerId: context.account,
    Attachments: [],
    Tags: tagsFor(TagSpecifications, "internet-gateway"),
  };
  context.tables.internetGateways.set(row.InternetGatewayId, row);
  return { InternetGateway: row };
}

export function attachInternetGateway(
  { InternetGatewayId = "", VpcId = "" }: AttachInternetGatewayRequest,
  context: Context,
): undefined {
  const { internetGateways } = context.tables;
  const row = mustFind(context, "internetGateways", InternetGatewayId);
  mustFind(context, "vpcs", VpcId);
  const [attached] = row.Attachments;
  if (attached !== undefined)
    throw new Ec2Error(
      "Resource.AlreadyAssociated",
      `resource ${InternetGatewayId} is already attached to network ${attached.VpcId}`,
    );
  if (internetGateways.rows().some(({ Attachments }) => Attachments.some((one) => one.VpcId === VpcId)))
    throw invalidValue(`Network ${VpcId} already has an internet gateway attached`);
  internetGateways.set(InternetGatewayId, { ...row, Attachments: [{ VpcId, State: availableAttachment }] });
}

export function detachInternetGateway(
  { InternetGatewayId = "", VpcId = "" }: DetachInternetGatewayRequest,
  context: Context,
): undefined {
  const row = mustFind(context, "internetGateways", InternetGatewayId);
  mustFind(context, "vpcs", VpcId);
  if (!row.Attachments.some((one) => one.VpcId === VpcId))
    throw new Ec2Error(
      "Gateway.NotAttached",
      `resource ${InternetGatewayId} is not attached to network ${VpcId}`,
    );
  const isMapped = context.tables.networkInterfaces
    .rows()
    .some(
      (one) =>
        one.VpcId === VpcId && one.PrivateIpAddresses.some(({ Association }) => Association !== undefined),
    );
  if (isMapped)
    throw new Ec2Error(
      "DependencyViolation",
      `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    );
  context.tables.internetGateways.set(InternetGatewayId, { ...row, Attachments: [] });
}

export function deleteInternetGateway(
  { InternetGatewayId = "" }: DeleteInternetGatewayRequest,
  context: Context,
): undefined {
  const { Attachments } = mustFind(context, "internetGateways", InternetGatewayId);
  if (Attachments.length > 0) throw hasDependencies("internetGateway", InternetGatewayId);
  context.tables.internetGateways.delete(InternetGatewayId);
}

const filters: FilterTable<InternetGatewayRow> = {
  "attachment.state": ({ Attachments }) => Attachments.map(({ State }) => State),
  "attachment.vpc-id": ({ Attachments }) => Attachments.map(({ VpcId }) => VpcId),
  "internet-gateway-id": ({ InternetGatewayId }) => InternetGatewayId,
  "owner-id": ({ OwnerId }) => OwnerId,
};

export function describeInternetGateways(
  input: DescribeInternetGatewaysRequest,
  context: Context,
): DescribeInternetGatewaysResult {
  const { rows, NextToken } = describeRows(context, "internetGateways", {
    asked: { ...input, ids: input.InternetGatewayIds },
    filters,
  });
  return { InternetGateways: [...rows], NextToken };
}

export function createEgressOnlyInternetGateway(
  { VpcId = "", TagSpecifications, ClientToken }: CreateEgressOnlyInternetGatewayRequest,
  context: Context,
): CreateEgressOnlyInternetGatewayResult {
  mustFind(context, "vpcs", VpcId);
  const row: EgressOnlyRow = {
    EgressOnlyInternetGatewayId: context.newId("eigw"),
    Attachments: [{ VpcId, State: "attached" }],
    Tags: tagsFor(TagSpecifications, "egress-only-internet-gateway"),
  };
  context.tables.egressOnlyGateways.set(row.EgressOnlyInternetGatewayId, row);
  return { EgressOnlyInternetGateway: row, ...(ClientToken === undefined ? {} : { ClientToken }) };
}

export function deleteEgressOnlyInternetGateway(
  { EgressOnlyInternetGatewayId = "" }: DeleteEgressOnlyInternetGatewayRequest,
  context: Context,
): DeleteEgressOnlyInternetGatewayResult {
  mustFind(context, "egressOnlyGateways", EgressOnlyInternetGatewayId);
  context.tables.egressOnlyGateways.delete(EgressOnlyInternetGatewayId);
  return { ReturnCode: true };
}

export function describeEgressOnlyInternetGateways(
  input: DescribeEgressOnlyInternetGatewaysRequest,
  context: Context,
): DescribeEgressOnlyInternetGatewaysResult {
  const { rows, NextToken } = describeRows(context, "egressOnlyGateways", {
    asked: { ...input, ids: input.EgressOnlyInternetGatewayIds },
    filters: {},
    most: 255,
  });
  return { EgressOnlyInternetGateways: [...rows], NextToken };
}
