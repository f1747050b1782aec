/** The target of a route: which parameter names it, whether it may stand in this table, and whether it still works. */
import type { CreateRouteRequest, Route } from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { RouteTableRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";

export type Target = Pick<
  Route,
  | "GatewayId"
  | "NatGatewayId"
  | "InstanceId"
  | "InstanceOwnerId"
  | "NetworkInterfaceId"
  | "VpcPeeringConnectionId"
  | "EgressOnlyInternetGatewayId"
>;

type TargetName = Extract<
  keyof CreateRouteRequest,
  | "GatewayId"
  | "NatGatewayId"
  | "InstanceId"
  | "NetworkInterfaceId"
  | "VpcPeeringConnectionId"
  | "EgressOnlyInternetGatewayId"
  | "VpcEndpointId"
  | "TransitGatewayId"
  | "LocalGatewayId"
  | "CarrierGatewayId"
  | "CoreNetworkArn"
  | "OdbNetworkArn"
>;

type ToTarget = (id: string, context: Context, table: RouteTableRow) => Target;

const targets: Readonly<Record<TargetName, ToTarget>> = {
  GatewayId: toGateway,
  NatGatewayId: (id, context, table) => {
    const nat = context.tables.natGateways.get(id);
    if (nat === undefined || nat.State === "deleted")
      throw new Ec2Error("InvalidNatGatewayID.NotFound", `The natGateway ID '${id}' does not exist`);
    checkVpc(nat.VpcId, id, table);
    return { NatGatewayId: id };
  },
  InstanceId: (id, context, table) => {
    mustFind(context, "instances", id);
    const own = context.tables.networkInterfaces
      .rows()
      .filter(({ Attachment }) => Attachment?.InstanceId === id);
    const [only, second] = own;
    if (only === undefined || second !== undefined)
      throw new Ec2Error(
        "InvalidInstanceID",
        `There are multiple interfaces attached to instance '${id}'. Please specify an interface ID for the operation instead.`,
      );
    return toInterface(only.NetworkInterfaceId, context, table);
  },
  NetworkInterfaceId: toInterface,
  VpcPeeringConnectionId: (id, context, table) => {
    const { AccepterVpcInfo, RequesterVpcInfo, Status } = mustFind(context, "peerings", id);
    if (AccepterVpcInfo.VpcId !== table.VpcId && RequesterVpcInfo.VpcId !== table.VpcId)
      throw otherNetwork(id, table);
    if (Status.Code !== "active" && Status.Code !== "pending-acceptance")
      throw new Ec2Error(
        "InvalidVpcPeeringConnectionID.NotFound",
        `The vpcPeeringConnection ID '${id}' does not exist`,
      );
    return { VpcPeeringConnectionId: id };
  },
  EgressOnlyInternetGatewayId: (id, context, table) => {
    const [attachment] = mustFind(context, "egressOnlyGateways", id).Attachments;
    checkVpc(attachment?.VpcId, id, table);
    return { EgressOnlyInternetGatewayId: id };
  },
  VpcEndpointId: (id, context) => {
    const { VpcEndpointType } = mustFind(context, "vpcEndpoints", id);
    throw invalidValue(
      `The endpoint ${id} is of type ${VpcEndpointType}; a route can target a GatewayLoadBalancer endpoint`,
    );
  },
  TransitGatewayId: (id) => {
    throw new Ec2Error(
      "InvalidTransitGatewayID.NotFound",
      `Transit Gateway ${id} was deleted or does not exist.`,
    );
  },
  LocalGatewayId: (id) => {
    throw new Ec2Error("InvalidLocalGatewayID.NotFound", `The localGateway ID '${id}' does not exist`);
  },
  CarrierGatewayId: (id) => {
    throw new Ec2Error("InvalidCarrierGatewayID.NotFound", `The carrierGateway ID '${id}' does not exist`);
  },
  CoreNetworkArn: (arn) => {
    throw new Ec2Error("InvalidCoreNetworkArn.NotFound", `The core network '${arn}' does not exist`);
  },
  OdbNetworkArn: (arn) => {
    throw new Ec2Error("InvalidOdbNetworkArn.NotFound", `The ODB network '${arn}' does not exist`);
  },
};

const names = Object.keys(targets) as readonly TargetName[];

/** The one target that a request names. */
export function targetOf(
  input: Pick<CreateRouteRequest, TargetName>,
  context: Context,
  table: RouteTableRow,
): Target {
  const given = names.filter((name) => input[name] !== undefined);
  const [name] = given;
  if (name === undefined) throw missingParameter("gatewayId, or another target");
  if (given.length > 1) throw invalidCombination(`Route cannot have multiple targets: ${given.join(", ")}`);
  return targets[name](input[name] ?? "", context, table);
}

function toGateway(id: string, context: Context, table: RouteTableRow): Target {
  const { internetGateways, vpnGateways } = context.tables;
  const attachments = internetGateways.get(id)?.Attachments ?? vpnGateways.get(id)?.VpcAttachments;
  if (attachments === undefined)
    throw new Ec2Error("InvalidGatewayID.NotFound", `The gateway ID '${id}' does not exist`);
  if (!attachments.some(({ VpcId }) => VpcId === table.VpcId)) throw otherNetwork(id, table);
  return { GatewayId: id };
}

function toInterface(id: string, context: Context, table: RouteTableRow): Target {
  const { VpcId, Attachment } = mustFind(context, "networkInterfaces", id);
  checkVpc(VpcId, id, table);
  const { InstanceId, InstanceOwnerId } = Attachment ?? {};
  return { NetworkInterfaceId: id, ...(InstanceId === undefined ? {} : { InstanceId, InstanceOwnerId }) };
}

function checkVpc(vpcId: string | undefined, id: string, table: RouteTableRow): void {
  if (vpcId !== table.VpcId) throw otherNetwork(id, table);
}

const otherNetwork = (id: string, { RouteTableId }: RouteTableRow) =>
  invalidValue(`route table ${RouteTableId} and network gateway ${id} belong to different networks`);

/** A route stays when its target goes, and drops what it matches. */
export function routeStateOf(route: Route, { tables }: Context, vpcId: string): "active" | "blackhole" {
  return isWorking(route, tables, vpcId) ? "active" : "blackhole";
}

function isWorking(route: Route, tables: Context["tables"], vpcId: string): boolean {
  const isHere = ({ VpcId }: { readonly VpcId?: string | undefined }) => VpcId === vpcId;
  const { GatewayId: gateway, NatGatewayId: nat, NetworkInterfaceId: eni } = route;
  if (gateway !== undefined) {
    if (gateway === "local" || gateway.startsWith("vpce-")) return true;
    const { internetGateways, vpnGateways } = tables;
    const attachments =
      internetGateways.get(gateway)?.Attachments ?? vpnGateways.get(gateway)?.VpcAttachments;
    return attachments?.some(isHere) ?? false;
  }
  if (nat !== undefined) return tables.natGateways.get(nat)?.State === "available";
  if (eni !== undefined) {
    const row = tables.networkInterfaces.get(eni);
    const instance = row?.Attachment?.InstanceId;
    // One that is in use by something else than an instance has somebody behind it.
    if (instance === undefined) return row?.Status === "in-use";
    return tables.instances.get(instance)?.State.Name === "running";
  }
  if (route.VpcPeeringConnectionId !== undefined)
    return tables.peerings.get(route.VpcPeeringConnectionId)?.Status.Code === "active";
  if (route.EgressOnlyInternetGatewayId !== undefined)
    return (
      tables.egressOnlyGateways.get(route.EgressOnlyInternetGatewayId)?.Attachments.some(isHere) ?? false
    );
  // A target of which the lab keeps no rows, as an adopted transit gateway: the route itself says.
  return route.State === "active";
}
