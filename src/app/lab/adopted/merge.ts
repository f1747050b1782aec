/**
 * An adopted network after changes by the API: as it was adopted, but for what differs between the API's account of it at
 * first and now. What the API never told rightly (a fact that nobody knows, a kind that it has no rows of) is not lost with
 * a change of something else.
 */
import { tableNames } from "../../../model/network.ts";
import type { Network, TableName, Tables } from "../../../model/network.ts";
import { isUnknown, plain } from "./plain.ts";
import { shown } from "./shown.ts";

type Row = Readonly<Record<string, unknown>> & { readonly id: string };
type Rows = ReadonlyMap<string, Row>;

export interface Account {
  /** What the API answers at first and now, read as any other answers. */
  readonly before: Network;
  readonly now: Network;
}

export function mergeChanges(adopted: Network, { before, now }: Account): Network {
  const tables = tableNames.map((table) => {
    const rows = rowsOf(adopted, table);
    return [table, mergedTable(table, rows, { before: rowsOf(before, table), now: rowsOf(now, table) })];
  });
  return withoutGone(adopted, {
    ...adopted,
    ...(Object.fromEntries(tables) as unknown as Tables),
    scopes: new Map([...now.scopes, ...adopted.scopes]),
  });
}

const rowsOf = (network: Network, table: TableName): Rows => network[table] as unknown as Rows;

function mergedTable(
  table: TableName,
  adopted: Rows,
  { before, now }: { readonly before: Rows; readonly now: Rows },
): Rows {
  const own = shown[table];
  if (own === undefined) return adopted;
  const fields = ["aliases", ...own.fields, ...(own.byIam ?? [])];
  const kept = [...adopted.values()].flatMap((row): readonly Row[] => {
    const first = before.get(row.id);
    const last = now.get(row.id);
    if (first === undefined) return [row];
    return last === undefined ? [] : [mergedRow(row, fields, { first, last })];
  });
  const added = [...now.values()].filter(({ id }) => !adopted.has(id) && !before.has(id));
  return new Map([...kept, ...added].map((row) => [row.id, row]));
}

function mergedRow(
  row: Row,
  fields: readonly string[],
  { first, last }: { readonly first: Row; readonly last: Row },
): Row {
  const changed = fields
    .filter((field) => plain(first[field]) !== plain(last[field]))
    .map((field) => {
      // An instance has one profile: its roles are those of the new one, and not of both.
      const value = field === "roles" ? last[field] : mergedValue(row[field], first[field], last[field]);
      return [field, value];
    });
  return changed.length === 0 ? row : { ...row, ...Object.fromEntries(changed) };
}

/** Lists element by element; of a list that is not known, what is added to it makes nothing known. */
function mergedValue(adopted: unknown, first: unknown, last: unknown): unknown {
  const [lists, own] = [[first, last].map(listIn), listIn(adopted)];
  const [before, now] = lists;
  if (before === undefined || now === undefined) return last;
  if (own === undefined) return isUnknown(adopted) ? adopted : last;
  const merged = mergedList(own, before, now);
  return Array.isArray(last) ? merged : { known: true, value: merged };
}

function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const isKnown = typeof value === "object" && value !== null && "known" in value && "value" in value;
  return isKnown && Array.isArray(value.value) ? value.value : undefined;
}

function mergedList(
  own: readonly unknown[],
  before: readonly unknown[],
  now: readonly unknown[],
): readonly unknown[] {
  const [old, last] = [before, now].map((list) => new Map(list.map((one) => [placeOf(one), one])));
  const isSame = (place: string) => plain(old?.get(place)) === plain(last?.get(place));
  const kept = own.flatMap((one) => {
    const place = placeOf(one);
    if (old?.has(place) !== true || isSame(place)) return [one];
    return last?.has(place) === true ? [last.get(place)] : [];
  });
  const there = new Set(own.map(placeOf));
  const added = now.filter((one) => {
    const place = placeOf(one);
    return !there.has(place) && old?.has(place) !== true;
  });
  return [...kept, ...added];
}

/** By what an element is one of its list: a route by its destination, an entry of an ACL by its number. */
function placeOf(element: unknown): string {
  if (typeof element !== "object" || element === null) return String(element);
  const { destination, via, ruleNumber, direction } = element as Readonly<Record<string, unknown>>;
  if (ruleNumber !== undefined) return plain([direction, ruleNumber]);
  return plain(destination !== undefined && !isUnknown(destination) ? [destination, via] : element);
}

/** Interfaces that the API has taken away are gone from those, too, that stood behind them. */
function withoutGone(adopted: Network, merged: Network): Network {
  const isGone = (id: string) =>
    adopted.networkInterfaces.has(id as never) && !merged.networkInterfaces.has(id as never);
  const workloads = [...merged.workloads.values()].flatMap((workload) => {
    const own = workload.networkInterfaces.filter((id) => !isGone(id));
    if (own.length === workload.networkInterfaces.length) return [workload];
    return own.length === 0 && workload.kind === "interface" ? [] : [{ ...workload, networkInterfaces: own }];
  });
  return { ...merged, workloads: new Map(workloads.map((workload) => [workload.id, workload])) };
}
