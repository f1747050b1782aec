/** What a mapper makes of one resource: rows of any table. */
import type { RowOf, TableName } from "../../model/network.ts";
import type { Resource } from "./property/value.ts";
import type { Estate } from "./estate.ts";

export type Rows = { readonly [Table in TableName]?: readonly RowOf<Table>[] };

export type Mapper = (estate: Estate, resource: Resource) => Rows;
