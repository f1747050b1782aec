/**
 * Reads a table of data/. The tables are part of the program: a row that is not as its table demands is a defect of
 * denat, and throws with the name of the table and the line.
 */
import type { Dated } from "./dated.ts";

export interface Row<Column extends string> {
  readonly table: string;
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

/** A row of any table, for checks that do not care which. */
export type AnyRow = Pick<Row<string>, "table" | "line">;

/**
 * The rows below the header, which must name exactly `columns`. Fields may be quoted (RFC 4180, one line a record);
 * empty lines and lines that start with `#` are comments.
 */
export function parseTable<const Column extends string>(
  table: string,
  text: string,
  columns: readonly Column[],
): readonly Row<Column>[] {
  const [header, ...records] = recordsIn(table, text);
  if (header?.fields.join(",") !== columns.join(",")) {
    failAt({ table, line: header?.line ?? 1 }, `the columns are not ${columns.join(",")}`);
  }
  return records.map(({ line, fields }) => {
    if (fields.length !== columns.length) {
      failAt({ table, line }, `${fields.length} fields in place of ${columns.length}`);
    }
    const cells = Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ""]));
    return { table, line, cells: cells as Record<Column, string> };
  });
}

export function failAt({ table, line }: AnyRow, what: string): never {
  throw new Error(`data/${table}.csv:${line}: ${what}`);
}

export function mustHold(row: AnyRow, holds: boolean, what: string): void {
  if (!holds) failAt(row, what);
}

export function datedOf(row: Row<"source" | "date">): Dated {
  const { source, date } = row.cells;
  mustHold(row, source !== "", "no source");
  mustHold(row, /^(\d{4}(-\d\d(-\d\d)?)?|undated)$/.test(date), `not an ISO date: ${date}`);
  return { source, date };
}

/** The cell as one of `allowed`. */
export function oneOf<Column extends string, const Word extends string>(
  row: Row<Column>,
  column: Column,
  allowed: readonly Word[],
): Word {
  const cell = row.cells[column];
  return (
    allowed.find((word) => word === cell) ??
    failAt(row, `${column} is none of ${allowed.join(", ")}: ${cell}`)
  );
}

export function numberIn<Column extends string>(row: Row<Column>, column: Column): number {
  const cell = row.cells[column];
  mustHold(row, /^\d+(\.\d+)?$/.test(cell), `${column} is not a number: ${cell}`);
  return Number(cell);
}

/** Words of a cell; a separator at either end, or twice, makes no word. */
export function wordsIn(cell: string, separator: " " | "|" = " "): readonly string[] {
  return cell.split(separator).filter((word) => word !== "");
}

/** Rows by key; a key that comes twice throws. */
export function indexRows<R extends AnyRow>(
  rows: readonly R[],
  keyOf: (row: R) => string,
): ReadonlyMap<string, R> {
  const index = new Map<string, R>();
  for (const row of rows) {
    const key = keyOf(row);
    mustHold(row, key !== "" && !index.has(key), `the key ${key} is empty or comes twice`);
    index.set(key, row);
  }
  return index;
}

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

function recordsIn(table: string, text: string): readonly CsvRecord[] {
  return text.split("\n").flatMap((raw, index) => {
    const line = index + 1;
    const record = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (record === "" || record.startsWith("#")) return [];
    const fields = record.includes('"') ? cellsOf(record) : record.split(",");
    return [{ line, fields: fields ?? failAt({ table, line }, "a quote is out of place") }];
  });
}

/** The cells of one record, quoted or not; undefined where a quote is out of place. */
export function cellsOf(record: string): readonly string[] | undefined {
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  const fields: string[] = [];
  for (;;) {
    const match = field.exec(record);
    if (match === null) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "") return fields;
  }
}
