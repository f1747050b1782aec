/**
 * What is not the same in two networks, table by table, told by ids: a row that goes by another id counts as gone, and the
 * other as new. All that is not named here says the same in both.
 */
import type { Network, RowOf, TableName } from "../../../model/network.ts";
import { both } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { isAlike } from "./alike.ts";

export type ChangedRow<Row> = Sides<Row | undefined>;

/** Rows of a table that differ, or that only one network has. */
export function changedRows<T extends TableName>(
  networks: Sides<Network>,
  table: T,
): readonly ChangedRow<RowOf<T>>[] {
  const { before, after } = both(networks, (network) => network[table] as ReadonlyMap<string, RowOf<T>>);
  if (before === after) return [];
  const changed: ChangedRow<RowOf<T>>[] = [];
  for (const [id, row] of before) {
    const other = after.get(id);
    if (!isAlike(row, other)) changed.push({ before: row, after: other });
  }
  for (const [id, row] of after) if (!before.has(id)) changed.push({ before: undefined, after: row });
  return changed;
}

/** The items of either list that the other has not got; order apart. */
export function changedItems<Item>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  if (isAlike(before, after)) return [];
  const left = [...after];
  const gone = before.filter((item) => {
    const index = left.findIndex((other) => isAlike(item, other));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [...gone, ...left];
}
