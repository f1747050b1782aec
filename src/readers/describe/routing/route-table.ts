import type { RouteTableId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { RouteTable } from "../../../model/entity/route-table.ts";
import {
  knownOr,
  findFields,
  findRows,
  findText,
  findWord,
  mustIdAt,
  mustRows,
  nameTagOf,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { toRoute } from "./route.ts";

export const routeTables: TableReader<"routeTables"> = {
  table: "routeTables",
  needs: [need("ec2 describe-route-tables", "RouteTables")],
  read: (collected) => parseRows(collected, "RouteTables", (row) => toRouteTable(row, collected)),
};

function toRouteTable({ fields, origin }: Row, collected: Collected): RouteTable {
  const id = mustIdAt<RouteTableId>(fields, "RouteTableId");
  const name = nameTagOf(fields);
  const associations = mustRows(fields, "Associations").filter(isInForce);
  const gateways = associations.flatMap((association) => findText(association, "GatewayId") ?? []);
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    vpc: mustIdAt<VpcId>(fields, "VpcId"),
    main: associations.some((association) => association["Main"] === true || association["main"] === true),
    subnets: associations.flatMap((association) =>
      findText(association, "SubnetId") === undefined ? [] : mustIdAt<SubnetId>(association, "SubnetId"),
    ),
    gateways: [...gateways, ...(regionalNatsByTable(collected).get(id) ?? [])],
    routes: knownOr(
      findRows(fields, "Routes")?.map((route) => toRoute(route, { id, origin })),
      `routes of ${id}`,
      `aws ec2 describe-route-tables --route-table-ids ${id}`,
    ),
  };
}

/** Answers recorded before 2019 have no state; an association was there or it was not. */
function isInForce(association: Fields): boolean {
  const state = findWord(findFields(association, "AssociationState") ?? {}, "State");
  return state === undefined || state === "associated" || state === "associating";
}

/** A regional NAT gateway has a table of its own and names it in its own row. */
const regionalNatsByTable = oncePerScope((collected): ReadonlyMap<string, readonly string[]> => {
  const pairs = parseRows(collected, "NatGateways", ({ fields }) => ({
    table: findText(fields, "RouteTableId"),
    nat: findText(fields, "NatGatewayId"),
  }));
  const byTable = new Map<string, string[]>();
  for (const { table, nat } of pairs) {
    if (table !== undefined && nat !== undefined) byTable.set(table, [...(byTable.get(table) ?? []), nat]);
  }
  return byTable;
});
