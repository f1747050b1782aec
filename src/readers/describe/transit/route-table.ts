/**
 * Route tables of transit gateways. Their routes come from `search-transit-gateway-routes`, one answer per table, or as
 * Batfish records them: static routes by table, and which attachments propagate into it.
 */
import type { TransitGatewayId, TransitGatewayRouteTableId } from "../../../model/entity/entity.ts";
import type { TransitGatewayRoute, TransitGatewayRouteTable } from "../../../model/entity/transit-gateway.ts";
import { known, unknown } from "../../../model/known.ts";
import { isBroken, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findFlag, findText, findWord, mustIdAt, mustRows, nameTagOf, Rejected } from "../answer/fields.ts";
import { mustSubject } from "../subject.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { propagatedRoutesOf } from "./propagation.ts";
import { toTransitGatewayRoute } from "./route.ts";
import { hasNoTransitGateway } from "./transit-gateway.ts";

export const transitGatewayRouteTables: TableReader<"transitGatewayRouteTables"> = {
  table: "transitGatewayRouteTables",
  needs: [need("ec2 describe-transit-gateway-route-tables", "TransitGatewayRouteTables")],
  read: (collected) => {
    searchedRoutesOf(collected);
    return parseRows(collected, "TransitGatewayRouteTables", (row) => toRouteTable(row, collected));
  },
  isToldElsewhere: hasNoTransitGateway,
};

function toRouteTable({ fields, origin }: Row, collected: Collected): TransitGatewayRouteTable {
  const state = findWord(fields, "State") ?? "";
  if (state === "deleted" || state === "deleting") throw new Rejected(`the route table is ${state}`, false);
  const id = mustIdAt<TransitGatewayRouteTableId>(fields, "TransitGatewayRouteTableId");
  const name = nameTagOf(fields);
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    transitGateway: mustIdAt<TransitGatewayId>(fields, "TransitGatewayId"),
    routes: routesOf(id, collected),
  };
}

function routesOf(id: string, collected: Collected): TransitGatewayRouteTable["routes"] {
  const missing = unknown(
    `routes of ${id}`,
    `aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id ${id} --filters Name=state,Values=active,blackhole`,
  );
  const searched = searchedRoutesOf(collected).get(id);
  if (searched !== undefined && !isBroken(collected, "TransitGatewayRoutes")) {
    return searched === "cut short" ? missing : known(searched);
  }
  const fixed = staticRoutesOf(collected).get(id);
  const propagated = propagatedRoutesOf(id, collected);
  if (fixed === undefined || fixed === "cut short" || propagated === undefined) return missing;
  return isBroken(collected, "TransitGatewayStaticRoutes") ? missing : known([...fixed, ...propagated]);
}

type SearchedRoutes = readonly TransitGatewayRoute[] | "cut short";

const searchedRoutesOf = oncePerScope(
  (collected): ReadonlyMap<string, SearchedRoutes> =>
    new Map(
      parseRows(collected, "TransitGatewayRoutes", (row) => {
        const named = findText(row.fields, "TransitGatewayRouteTableId");
        const table = named ?? mustSubject(row.path, /\btgw-rtb-[0-9a-f]+/g, "transit gateway route table");
        return [table, toSearchedRoutes(row)] as const;
      }),
    ),
);

const staticRoutesOf = oncePerScope(
  (collected): ReadonlyMap<string, SearchedRoutes> =>
    new Map(
      parseRows(collected, "TransitGatewayStaticRoutes", (row) => [
        mustIdAt<TransitGatewayRouteTableId>(row.fields, "TransitGatewayRouteTableId"),
        toSearchedRoutes(row),
      ]),
    ),
);

/** The call answers with at most a thousand routes, and says when there are more. */
function toSearchedRoutes({ fields, origin }: Row): SearchedRoutes {
  const routes = mustRows(fields, "Routes").map((route) => toTransitGatewayRoute(route, origin));
  return findFlag(fields, "AdditionalRoutesAvailable") === true ? "cut short" : routes;
}
