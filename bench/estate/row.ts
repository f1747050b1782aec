/** What every row of the estate shares: its account, its ids, and how rows become the tables of a network. */
import { parseId } from "../../src/model/entity/entity.ts";
import type { ScopeId } from "../../src/model/entity/entity.ts";
import { emptyNetwork, tableNames } from "../../src/model/network.ts";
import type { Network, RowOf, TableName } from "../../src/model/network.ts";

export const region = "ap-northeast-1";
export const account = "111122223333";
export const zones = ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"] as const;
const zoneIds = ["apne1-az4", "apne1-az1", "apne1-az2"] as const;
export const zoneIdOf = (index: number): string => zoneIds[index] ?? "apne1-az4";

export const scope = parseId<ScopeId>(`${account}/${region}`);

/** An id of AWS's form: `eni-00007000000000012` is number 18 of VPC 7. */
export function awsId<Id extends string>(prefix: string, vpc: number, number = 0): Id {
  const digits = vpc.toString(16).padStart(5, "0") + number.toString(16).padStart(12, "0");
  return parseId(`${prefix}-${digits}`) as string as Id;
}

/** The fields of every entity. */
export function entity<Id extends string>(id: Id, call: string) {
  return { id, aliases: [], scope, origin: { file: "estate", call } } as const;
}

export type Rows = { readonly [Table in TableName]?: readonly RowOf<Table>[] };

/** One account whose every table was collected. */
export function toNetwork(parts: readonly Rows[]): Network {
  const tables = tableNames.map((table) => {
    const rows = parts.flatMap((part): readonly { readonly id: string }[] => part[table] ?? []);
    return [table, new Map(rows.map((row) => [row.id, row]))];
  });
  return {
    ...emptyNetwork,
    ...(Object.fromEntries(tables) as Partial<Network>),
    scopes: new Map([[scope, { id: scope, account, region, kind: "account" }]]),
    gaps: new Map([[scope, new Map()]]),
  };
}
