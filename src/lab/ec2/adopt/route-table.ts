/** Route tables. A route whose destination or target is not known is left out: the API would have to make one up. */
import type { Route as RouteRow } from "@aws-sdk/client-ec2";
import type { Route, RouteTable, RouteTarget, RouteTargetKind } from "../../../model/entity/route-table.ts";
import { valueOr } from "../../../model/known.ts";
import type { RouteTableRow } from "../store/rows.ts";
import { destinationOf } from "../actions/route/local-route.ts";
import { rowsIn, seeded, tagsOf } from "./adopting.ts";
import type { Adopting } from "./adopting.ts";

export function adoptRouteTables(adopting: Adopting): void {
  const { tables } = adopting.context;
  for (const table of rowsIn(adopting, "routeTables")) {
    if (tables.vpcs.has(table.vpc)) tables.routeTables.set(table.id, toTableRow(adopting, table));
  }
}

function toTableRow(adopting: Adopting, table: RouteTable): RouteTableRow {
  const context = seeded(adopting.context, table.id);
  const routes = valueOr(table.routes, []);
  const association = (who: { readonly SubnetId?: string; readonly GatewayId?: string }, Main = false) => ({
    Main,
    RouteTableAssociationId: context.newId("rtbassoc"),
    RouteTableId: table.id,
    AssociationState: { State: "associated" as const },
    ...who,
  });
  return {
    RouteTableId: table.id,
    VpcId: table.vpc,
    OwnerId: context.account,
    Associations: [
      ...(table.main ? [association({}, true)] : []),
      ...table.subnets
        .filter((id) => context.tables.subnets.has(id))
        .map((SubnetId) => association({ SubnetId })),
      ...table.gateways.filter((id) => /^(igw|vgw)-/.test(id)).map((GatewayId) => association({ GatewayId })),
    ],
    PropagatingVgws: [...new Set(routes.flatMap(propagatorOf))].map((GatewayId) => ({ GatewayId })),
    Routes: routes.flatMap(toRouteRow),
    Tags: tagsOf(adopting, table),
  };
}

const propagatorOf = ({ via, target }: Route): readonly string[] =>
  via === "propagated" && target.known && target.value.kind === "vpn-gateway" ? [target.value.id] : [];

const origins = {
  local: "CreateRouteTable",
  static: "CreateRoute",
  propagated: "EnableVgwRoutePropagation",
} as const satisfies Readonly<Record<Route["via"], string>>;

/** One, or none. */
function toRouteRow({ destination, target, state, via }: Route): RouteRow[] {
  const field = target.known ? targetFields[target.value.kind] : undefined;
  if (!destination.known || !target.known || field === undefined || !isTold(field, target.value)) return [];
  const to = destination.value;
  return [
    {
      ...(to.kind === "cidr" ? destinationOf(to.cidr) : { DestinationPrefixListId: to.id }),
      [field]: target.value.id,
      Origin: origins[via],
      State: state,
    },
  ];
}

const targetFields: Readonly<Record<RouteTargetKind, keyof RouteRow>> = {
  local: "GatewayId",
  "internet-gateway": "GatewayId",
  "vpn-gateway": "GatewayId",
  "vpc-endpoint": "GatewayId",
  "egress-only-internet-gateway": "EgressOnlyInternetGatewayId",
  "nat-gateway": "NatGatewayId",
  instance: "InstanceId",
  "network-interface": "NetworkInterfaceId",
  peering: "VpcPeeringConnectionId",
  "transit-gateway": "TransitGatewayId",
  "carrier-gateway": "CarrierGatewayId",
  "local-gateway": "LocalGatewayId",
  "core-network": "CoreNetworkArn",
};

/** What stands in `GatewayId` tells its kind by its id alone. */
const isTold = (field: keyof RouteRow, { kind, id }: RouteTarget): boolean =>
  field !== "GatewayId" || (kind === "local" ? id === "local" : /^(igw|vgw|vpce)-/.test(id));
