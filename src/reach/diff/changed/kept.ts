/**
 * A network read once more: whatever says the same as before is the very object of before, so that whoever compares the two sees at a
 * glance what has changed.
 */
import type { Network, TableName } from "../../../model/network.ts";
import { tableNames } from "../../../model/network.ts";
import { isEqual } from "./alike.ts";

export function kept(before: Network, after: Network): Network {
  const tables = tableNames.map((table) => [table, keptTable(before, after, table)] as const);
  const isAsIs = tables.every(([table, rows]) => Object.is(rows, after[table]));
  return isAsIs ? after : { ...after, ...Object.fromEntries(tables) };
}

type Row = Readonly<Record<string, unknown>>;
type Rows = ReadonlyMap<string, Row>;

function keptTable(before: Network, after: Network, table: TableName): Rows {
  const [was, is] = [before[table], after[table]] as unknown as [Rows, Rows];
  if (was === is) return was;
  const rows = new Map([...is].map(([id, row]) => [id, keptRow(was.get(id), row)]));
  // In the same order too.
  const ids = was.size === rows.size ? [...was.keys()] : [];
  const isSame =
    was.size === rows.size && [...rows].every(([id, row], index) => ids[index] === id && was.get(id) === row);
  return isSame ? was : rows;
}

function keptRow(was: Row | undefined, is: Row): Row {
  if (was === undefined || was === is) return is;
  let isSame = Object.keys(was).length === Object.keys(is).length;
  const fields = Object.entries(is).map(([name, value]) => {
    const old = was[name];
    if (isEqual(old, value)) return [name, old] as const;
    isSame = false;
    return [name, value] as const;
  });
  return isSame ? was : (Object.fromEntries(fields) as Row);
}
