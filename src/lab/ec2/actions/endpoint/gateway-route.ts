/**
 * A gateway endpoint is a route in each of its tables for each family of its address type: from the service's prefix list to
 * the endpoint.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-ip-address-type (read 2026-11-29)
 */
import type { Route } from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import type { Family } from "../../../../model/address.ts";
import { familiesOfType } from "../../../../model/entity/vpc-endpoint.ts";
import type { EndpointFamilies } from "../../../../model/entity/vpc-endpoint.ts";
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
  readonly ipAddressType: EndpointFamilies;
}

export function addRoutes(context: Context, tableIds: readonly string[], way: GatewayWay): void {
  for (const family of familiesOfType[way.ipAddressType]) addRoutesTo(context, tableIds, way, family);
}

function addRoutesTo(context: Context, tableIds: readonly string[], way: GatewayWay, family: Family): void {
  const name = context.facts.gatewayListName(way.serviceName, family);
  const list = awsLists(context).find(({ PrefixListName }) => PrefixListName === name);
  if (list === undefined && family === 6) throw refused(`${way.serviceName} does not support IPv6`);
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
