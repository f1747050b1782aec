/** A new route table, and the main one of a VPC. */
import type { Tag } from "@aws-sdk/client-ec2";
import type { RouteTableRow, VpcRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { blocksOf } from "../vpc/block.ts";
import { toLocalRoute } from "./local-route.ts";

export function makeRouteTable(
  context: Context,
  vpc: VpcRow,
  { main = false, tags = [] }: { readonly main?: boolean; readonly tags?: Tag[] },
): RouteTableRow {
  const id = context.newId("rtb");
  const table: RouteTableRow = {
    RouteTableId: id,
    VpcId: vpc.VpcId,
    OwnerId: context.account,
    Associations: main
      ? [
          {
            Main: true,
            RouteTableAssociationId: context.newId("rtbassoc"),
            RouteTableId: id,
            AssociationState: { State: "associated" },
          },
        ]
      : [],
    PropagatingVgws: [],
    Routes: blocksOf(vpc).map(toLocalRoute),
    Tags: tags,
  };
  context.tables.routeTables.set(id, table);
  return table;
}

/** The table that subnets without one of their own use. */
export function mainTableOf({ tables }: Context, vpcId: string): RouteTableRow | undefined {
  return tables.routeTables
    .rows()
    .find(({ VpcId, Associations }) => VpcId === vpcId && Associations.some(({ Main }) => Main));
}
