/** The routes within a VPC: one for each of its blocks, in every table of it. */
import type { Route } from "@aws-sdk/client-ec2";
import type { Cidr } from "../../../../model/address.ts";
import type { Context } from "../context.ts";

export function toLocalRoute(block: Cidr): Route {
  return { ...destinationOf(block), GatewayId: "local", Origin: "CreateRouteTable", State: "active" };
}

export function destinationOf(block: Cidr): Pick<Route, "DestinationCidrBlock" | "DestinationIpv6CidrBlock"> {
  return block.family === 4 ? { DestinationCidrBlock: block.text } : { DestinationIpv6CidrBlock: block.text };
}

/** Local routes come first, those of the VPC's blocks in their order. */
export function withLocalRoute(context: Context, vpcId: string, block: Cidr): void {
  const { routeTables } = context.tables;
  for (const table of routeTables.rows().filter(({ VpcId }) => VpcId === vpcId)) {
    const isLocal = ({ GatewayId }: Route) => GatewayId === "local";
    routeTables.set(table.RouteTableId, {
      ...table,
      Routes: [
        ...table.Routes.filter(isLocal),
        toLocalRoute(block),
        ...table.Routes.filter((one) => !isLocal(one)),
      ],
    });
  }
}

export function withoutLocalRoute(context: Context, vpcId: string, block: Cidr): void {
  const { routeTables } = context.tables;
  const isGone = ({ Origin, DestinationCidrBlock, DestinationIpv6CidrBlock }: Route) =>
    Origin === "CreateRouteTable" && (DestinationCidrBlock ?? DestinationIpv6CidrBlock) === block.text;
  for (const table of routeTables.rows().filter(({ VpcId }) => VpcId === vpcId)) {
    routeTables.set(table.RouteTableId, { ...table, Routes: table.Routes.filter((one) => !isGone(one)) });
  }
}
