/** Route tables: their routes, and whom they are for. */
import type { Actions } from "../context.ts";
import { associateRouteTable, disassociateRouteTable, replaceRouteTableAssociation } from "./association.ts";
import { createRoute, deleteRoute, replaceRoute } from "./route.ts";
import {
  createRouteTable,
  deleteRouteTable,
  describeRouteTables,
  disableVgwRoutePropagation,
  enableVgwRoutePropagation,
} from "./table.ts";

export const routeActions: Actions = {
  CreateRouteTable: createRouteTable,
  DeleteRouteTable: deleteRouteTable,
  DescribeRouteTables: describeRouteTables,
  CreateRoute: createRoute,
  ReplaceRoute: replaceRoute,
  DeleteRoute: deleteRoute,
  AssociateRouteTable: associateRouteTable,
  DisassociateRouteTable: disassociateRouteTable,
  ReplaceRouteTableAssociation: replaceRouteTableAssociation,
  EnableVgwRoutePropagation: enableVgwRoutePropagation,
  DisableVgwRoutePropagation: disableVgwRoutePropagation,
};
