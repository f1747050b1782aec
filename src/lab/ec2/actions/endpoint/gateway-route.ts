/** A gateway endpoint is a route in each of its tables: from the service's prefix list to the endpoint. */
import type { Route } from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import type { RouteTableRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { awsLists } from "../prefix-list/find.ts";
import { refused } from "./dns.ts";
import { unknownService } from "./service.ts";

interface GatewayWay {
  readonly endpointId: string;
  readonly vpcId: string;
  readonly serviceName: string;
}

export function addRoutes(context: Context, tableIds: readonly string[], way: GatewayWay): void {
  const list = awsLists(context).find(({ PrefixListName }) => PrefixListName === way.serviceName);
  if (list === undefined) throw unknownService(way.serviceName);
  for (const id of tableIds) {
    const table = mustFind(context, "routeTables", id);
    if (table.VpcId !== way.vpcId)
      throw refused(`Route table ${id} and VPC ${way.vpcId} belong to different networks`);
    if (table.Routes.some(({ DestinationPrefixListId }) => DestinationPrefixListId === list.PrefixListId))
      throw new Ec2Error(
        "RouteAlreadyExists",
        `route table ${id} already has a route with destination-prefix-list-id ${list.PrefixListId}`,
      );
    const route: Route = {
      DestinationPrefixListId: list.PrefixListId,
      GatewayId: way.endpointId,
      Origin: "CreateRoute",
      State: "active",
    };
    context.tables.routeTables.set(id, { ...table, Routes: [...table.Routes, route] });
  }
}

export function removeRoutes({ tables }: Context, tableIds: readonly string[], endpointId: string): void {
  for (const id of tableIds) {
    const table: RouteTableRow | undefined = tables.routeTables.get(id);
    if (table === undefined) continue;
    tables.routeTables.set(id, {
      ...table,
      Routes: table.Routes.filter(({ GatewayId }) => GatewayId !== endpointId),
    });
  }
}
