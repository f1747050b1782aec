/** Which subnets and gateways a route table is for. */
import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  DisassociateRouteTableRequest,
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult,
  RouteTableAssociationState,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue, missingParameter } from "../../error.ts";
import type { RouteTableRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";

type Association = RouteTableRow["Associations"][number];

const inForce: RouteTableAssociationState = { State: "associated" };

export function associateRouteTable(
  { RouteTableId = "", SubnetId, GatewayId, PublicIpv4Pool }: AssociateRouteTableRequest,
  context: Context,
): AssociateRouteTableResult {
  const { routeTables } = context.tables;
  const table = mustFind(context, "routeTables", RouteTableId);
  if (PublicIpv4Pool !== undefined) throw invalidValue("The lab has no address pools");
  const one = SubnetId ?? GatewayId;
  if (one === undefined) throw missingParameter("subnetId");
  checkNetwork(table, { SubnetId, GatewayId }, context);
  for (const other of routeTables.rows()) {
    const before = other.Associations.find((each) => (each.SubnetId ?? each.GatewayId) === one);
    if (before === undefined) continue;
    if (other.RouteTableId === RouteTableId)
      return { AssociationId: before.RouteTableAssociationId, AssociationState: inForce };
    throw new Ec2Error(
      "Resource.AlreadyAssociated",
      `the specified association for route table ${RouteTableId} conflicts with an existing association`,
    );
  }
  const id = context.newId("rtbassoc");
  const association: Association = {
    Main: false,
    RouteTableAssociationId: id,
    RouteTableId,
    ...(SubnetId === undefined ? { GatewayId } : { SubnetId }),
    AssociationState: inForce,
  };
  routeTables.set(RouteTableId, { ...table, Associations: [...table.Associations, association] });
  return { AssociationId: id, AssociationState: inForce };
}

function checkNetwork(
  table: RouteTableRow,
  { SubnetId, GatewayId }: Pick<AssociateRouteTableRequest, "SubnetId" | "GatewayId">,
  context: Context,
): void {
  if (SubnetId !== undefined) {
    if (mustFind(context, "subnets", SubnetId).VpcId !== table.VpcId)
      throw invalidValue(
        `Route table ${table.RouteTableId} and subnet ${SubnetId} belong to different networks`,
      );
    return;
  }
  const { Attachments } = mustFind(context, "internetGateways", GatewayId ?? "");
  if (!Attachments.some(({ VpcId }) => VpcId === table.VpcId))
    throw new Ec2Error(
      "Gateway.NotAttached",
      `resource ${GatewayId} is not attached to network ${table.VpcId}`,
    );
}

interface Found {
  readonly table: RouteTableRow;
  readonly association: Association;
}

function mustAssociation({ tables }: Context, id: string): Found {
  for (const table of tables.routeTables.rows()) {
    const association = table.Associations.find((one) => one.RouteTableAssociationId === id);
    if (association !== undefined) return { table, association };
  }
  throw new Ec2Error("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
}

export function disassociateRouteTable(
  { AssociationId = "" }: DisassociateRouteTableRequest,
  context: Context,
): undefined {
  const { table, association } = mustAssociation(context, AssociationId);
  if (association.Main)
    throw invalidValue(`cannot disassociate the main route table association ${AssociationId}`);
  take(context, { table, association });
}

function take({ tables }: Context, { table, association }: Found): void {
  tables.routeTables.set(table.RouteTableId, {
    ...table,
    Associations: table.Associations.filter((one) => one !== association),
  });
}

/** The association moves and gets a new id; the one of the main table makes the new table the main one. */
export function replaceRouteTableAssociation(
  { AssociationId = "", RouteTableId = "" }: ReplaceRouteTableAssociationRequest,
  context: Context,
): ReplaceRouteTableAssociationResult {
  const found = mustAssociation(context, AssociationId);
  const table = mustFind(context, "routeTables", RouteTableId);
  if (found.table.VpcId !== table.VpcId)
    throw invalidValue(
      `Route tables ${found.table.RouteTableId} and ${RouteTableId} belong to different networks`,
    );
  if (found.table.RouteTableId === RouteTableId)
    return { NewAssociationId: AssociationId, AssociationState: inForce };
  take(context, found);
  const id = context.newId("rtbassoc");
  context.tables.routeTables.set(RouteTableId, {
    ...table,
    Associations: [
      ...table.Associations,
      { ...found.association, RouteTableId, RouteTableAssociationId: id },
    ],
  });
  return { NewAssociationId: id, AssociationState: inForce };
}
