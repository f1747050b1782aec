/** VPN gateways: that they are there and attached, for the route tables that take their routes. */
import type {
  AttachVpnGatewayRequest,
  AttachVpnGatewayResult,
  CreateVpnGatewayRequest,
  CreateVpnGatewayResult,
  DeleteVpnGatewayRequest,
  DescribeVpnGatewaysRequest,
  DescribeVpnGatewaysResult,
  DetachVpnGatewayRequest,
} from "@aws-sdk/client-ec2";
import { Ec2Error, hasDependencies, invalidValue } from "../../error.ts";
import type { VpnGatewayRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";

export function createVpnGateway(input: CreateVpnGatewayRequest, context: Context): CreateVpnGatewayResult {
  if (input.Type !== "ipsec.1") throw invalidValue(`Value (${input.Type}) for parameter type is invalid.`);
  const row: VpnGatewayRow = {
    VpnGatewayId: context.newId("vgw"),
    State: "available",
    Type: "ipsec.1",
    AmazonSideAsn: input.AmazonSideAsn ?? 64512,
    ...(input.AvailabilityZone === undefined ? {} : { AvailabilityZone: input.AvailabilityZone }),
    VpcAttachments: [],
    Tags: tagsFor(input.TagSpecifications, "vpn-gateway"),
  };
  context.tables.vpnGateways.set(row.VpnGatewayId, row);
  return { VpnGateway: row };
}

export function attachVpnGateway(
  { VpnGatewayId = "", VpcId = "" }: AttachVpnGatewayRequest,
  context: Context,
): AttachVpnGatewayResult {
  const row = mustFind(context, "vpnGateways", VpnGatewayId);
  mustFind(context, "vpcs", VpcId);
  const [attached] = row.VpcAttachments;
  if (attached !== undefined)
    throw new Ec2Error(
      "InvalidVpnGatewayState",
      `The gateway ${VpnGatewayId} is attached to ${attached.VpcId}`,
    );
  const isTaken = context.tables.vpnGateways
    .rows()
    .some(({ VpcAttachments }) => VpcAttachments.some((one) => one.VpcId === VpcId));
  if (isTaken) throw new Ec2Error("InvalidVpcState", `The VPC ${VpcId} has a VPN gateway attached already`);
  context.tables.vpnGateways.set(VpnGatewayId, { ...row, VpcAttachments: [{ VpcId, State: "attached" }] });
  return { VpcAttachment: { VpcId, State: "attaching" } };
}

export function detachVpnGateway(
  { VpnGatewayId = "", VpcId = "" }: DetachVpnGatewayRequest,
  context: Context,
): undefined {
  const row = mustFind(context, "vpnGateways", VpnGatewayId);
  if (!row.VpcAttachments.some((one) => one.VpcId === VpcId))
    throw new Ec2Error(
      "InvalidVpnGatewayAttachment.NotFound",
      `The gateway ${VpnGatewayId} is not attached to ${VpcId}`,
    );
  context.tables.vpnGateways.set(VpnGatewayId, { ...row, VpcAttachments: [] });
  const { routeTables } = context.tables;
  for (const table of routeTables.rows()) {
    const PropagatingVgws = (table.PropagatingVgws ?? []).filter(
      ({ GatewayId }) => GatewayId !== VpnGatewayId,
    );
    if (PropagatingVgws.length !== (table.PropagatingVgws ?? []).length)
      routeTables.set(table.RouteTableId, { ...table, PropagatingVgws });
  }
}

export function deleteVpnGateway(
  { VpnGatewayId = "" }: DeleteVpnGatewayRequest,
  context: Context,
): undefined {
  const { VpcAttachments } = mustFind(context, "vpnGateways", VpnGatewayId);
  if (VpcAttachments.length > 0) throw hasDependencies("vpnGateway", VpnGatewayId);
  context.tables.vpnGateways.delete(VpnGatewayId);
}

const filters: FilterTable<VpnGatewayRow> = {
  "amazon-side-asn": ({ AmazonSideAsn }) => AmazonSideAsn,
  "availability-zone": ({ AvailabilityZone }) => AvailabilityZone,
  "attachment.state": ({ VpcAttachments }) => VpcAttachments.map(({ State }) => State),
  "attachment.vpc-id": ({ VpcAttachments }) => VpcAttachments.map(({ VpcId }) => VpcId),
  state: ({ State }) => State,
  type: ({ Type }) => Type,
  "vpn-gateway-id": ({ VpnGatewayId }) => VpnGatewayId,
};

export function describeVpnGateways(
  input: DescribeVpnGatewaysRequest,
  context: Context,
): DescribeVpnGatewaysResult {
  const { rows } = describeRows(context, "vpnGateways", {
    asked: { Filters: input.Filters, ids: input.VpnGatewayIds },
    filters,
  });
  return { VpnGateways: [...rows] };
}
