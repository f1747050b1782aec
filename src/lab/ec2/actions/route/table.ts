/** CreateRouteTable, DeleteRouteTable, DescribeRouteTables, and the routes of VPN gateways. */
import type {
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DeleteRouteTableRequest,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DisableVgwRoutePropagationRequest,
  EnableVgwRoutePropagationRequest,
  RouteTable,
} from "@aws-sdk/client-ec2";
import { Ec2Error, hasDependencies } from "../../error.ts";
import type { RouteTableRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { makeRouteTable } from "./make-table.ts";
import { routeStateOf } from "./target.ts";

export function createRouteTable(input: CreateRouteTableRequest, context: Context): CreateRouteTableResult {
  const vpc = mustFind(context, "vpcs", input.VpcId ?? "");
  return {
    RouteTable: makeRouteTable(context, vpc, { tags: tagsFor(input.TagSpecifications, "route-table") }),
  };
}

export function deleteRouteTable(
  { RouteTableId = "" }: DeleteRouteTableRequest,
  context: Context,
): undefined {
  const { routeTables, vpcEndpoints } = context.tables;
  if (mustFind(context, "routeTables", RouteTableId).Associations.length > 0)
    throw hasDependencies("routeTable", RouteTableId);
  for (const endpoint of vpcEndpoints.rows()) {
    if (endpoint.RouteTableIds.includes(RouteTableId))
      vpcEndpoints.set(endpoint.VpcEndpointId, {
        ...endpoint,
        RouteTableIds: endpoint.RouteTableIds.filter((id) => id !== RouteTableId),
      });
  }
  routeTables.delete(RouteTableId);
}

const filters: FilterTable<RouteTableRow> = {
  "association.gateway-id": ({ Associations }) => Associations.map(({ GatewayId }) => GatewayId),
  "association.route-table-association-id": ({ Associations }) =>
    Associations.map(({ RouteTableAssociationId }) => RouteTableAssociationId),
  "association.route-table-id": ({ Associations }) => Associations.map(({ RouteTableId }) => RouteTableId),
  "association.subnet-id": ({ Associations }) => Associations.map(({ SubnetId }) => SubnetId),
  "association.main": ({ Associations }) => Associations.some(({ Main }) => Main),
  "owner-id": ({ OwnerId }) => OwnerId,
  "route-table-id": ({ RouteTableId }) => RouteTableId,
  "route.destination-cidr-block": ({ Routes }) => Routes.map((route) => route.DestinationCidrBlock),
  "route.destination-ipv6-cidr-block": ({ Routes }) => Routes.map((route) => route.DestinationIpv6CidrBlock),
  "route.destination-prefix-list-id": ({ Routes }) => Routes.map((route) => route.DestinationPrefixListId),
  "route.egress-only-internet-gateway-id": ({ Routes }) =>
    Routes.map((route) => route.EgressOnlyInternetGatewayId),
  "route.gateway-id": ({ Routes }) => Routes.map(({ GatewayId }) => GatewayId),
  "route.instance-id": ({ Routes }) => Routes.map(({ InstanceId }) => InstanceId),
  "route.nat-gateway-id": ({ Routes }) => Routes.map(({ NatGatewayId }) => NatGatewayId),
  "route.transit-gateway-id": ({ Routes }) => Routes.map(({ TransitGatewayId }) => TransitGatewayId),
  "route.origin": ({ Routes }) => Routes.map(({ Origin }) => Origin),
  "route.state": ({ Routes }) => Routes.map(({ State }) => State),
  "route.vpc-peering-connection-id": ({ Routes }) =>
    Routes.map(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId),
  "vpc-id": ({ VpcId }) => VpcId,
};

export function describeRouteTables(
  input: DescribeRouteTablesRequest,
  context: Context,
): DescribeRouteTablesResult {
  const { rows, NextToken } = describeRows(context, "routeTables", {
    asked: { ...input, ids: input.RouteTableIds },
    filters,
    most: 100,
    toShown: (table) => withStates(table, context),
  });
  return { RouteTables: rows as RouteTable[], NextToken };
}

/** Whether a target is still there is asked when the table is. */
function withStates(table: RouteTableRow, context: Context): RouteTableRow {
  return {
    ...table,
    Routes: table.Routes.map((route) => ({ ...route, State: routeStateOf(route, context, table.VpcId) })),
  };
}

export function enableVgwRoutePropagation(
  { GatewayId = "", RouteTableId = "" }: EnableVgwRoutePropagationRequest,
  context: Context,
): undefined {
  const table = mustFind(context, "routeTables", RouteTableId);
  const gateway = mustFind(context, "vpnGateways", GatewayId);
  if (!gateway.VpcAttachments.some(({ VpcId }) => VpcId === table.VpcId))
    throw new Ec2Error(
      "Gateway.NotAttached",
      `resource ${GatewayId} is not attached to network ${table.VpcId}`,
    );
  const others = (table.PropagatingVgws ?? []).filter((one) => one.GatewayId !== GatewayId);
  context.tables.routeTables.set(RouteTableId, { ...table, PropagatingVgws: [...others, { GatewayId }] });
}

export function disableVgwRoutePropagation(
  { GatewayId = "", RouteTableId = "" }: DisableVgwRoutePropagationRequest,
  context: Context,
): undefined {
  const table = mustFind(context, "routeTables", RouteTableId);
  mustFind(context, "vpnGateways", GatewayId);
  context.tables.routeTables.set(RouteTableId, {
    ...table,
    PropagatingVgws: (table.PropagatingVgws ?? []).filter((one) => one.GatewayId !== GatewayId),
  });
}
