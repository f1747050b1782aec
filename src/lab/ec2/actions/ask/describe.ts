/** What nearly all describe calls do: rows by id or all of them, filtered, one page. */
import type { Filter } from "@aws-sdk/client-ec2";
import { rowKeys } from "../../store/rows.ts";
import type { Rows } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { filterRows } from "./filter.ts";
import type { FilterTable } from "./filter.ts";
import { pageOf } from "./page.ts";
import type { Page, PageInput, PageRules } from "./page.ts";
import { mustFind } from "./resource.ts";
import type { ResourceTable } from "./resource.ts";

interface Asked extends PageInput {
  readonly ids?: readonly string[] | undefined;
  readonly Filters?: readonly Filter[] | undefined;
}

interface Question<R> {
  readonly asked: Asked;
  readonly filters: FilterTable<R>;
  /** What a row is shown as where that depends on others. */
  readonly toShown?: (row: R) => R;
  /** False for rows that AWS has stopped to show. */
  readonly isShown?: (row: R) => boolean;
}

export function describeRows<T extends ResourceTable>(
  context: Context,
  table: T,
  { asked, filters, toShown, isShown, ...rules }: PageRules & Question<Rows[T]>,
): Page<Rows[T]> {
  const key = rowKeys[table] as keyof Rows[T];
  const named = asked.ids !== undefined && asked.ids.length > 0;
  const rows = named
    ? [...new Set(asked.ids)].map((id) => mustFind(context, table, id))
    : context.tables[table].rows().filter((row) => isShown?.(row) ?? true);
  const shown = toShown === undefined ? rows : rows.map(toShown);
  return pageOf(filterRows(shown, asked.Filters, filters), asked, {
    ...rules,
    named,
    idOf: (row) => String(row[key]),
  });
}
