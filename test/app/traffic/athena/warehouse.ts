/** Tables as their DDL describes them, over the objects of a bucket, and Trino's functions for DuckDB. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";
import { onTestFinished } from "vitest";
import type { FakeBucket } from "../s3/fake-s3.ts";

export interface Warehouse {
  readonly run: (sql: string) => Promise<{
    readonly columns: readonly { readonly Name: string; readonly Type: string }[];
    readonly rows: readonly (readonly (string | null)[])[];
  }>;
}

/** What Trino has and DuckDB calls by another name. */
const macros = [
  "create macro bitwise_or_agg(x) as bit_or(x)",
  "create macro bitwise_left_shift(x, places) as x << cast(places as int)",
  "create macro regexp_like(x, pattern) as regexp_matches(x, pattern)",
];

export async function createWarehouse(bucket: FakeBucket): Promise<Warehouse> {
  const directory = mkdtempSync(join(tmpdir(), "denat-athena-"));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  onTestFinished(() => {
    connection.closeSync();
    instance.closeSync();
    rmSync(directory, { recursive: true });
  });
  for (const macro of macros) await connection.run(macro);
  return {
    run: async (sql) => {
      if (sql.startsWith("CREATE EXTERNAL TABLE")) {
        await createTable(parseDdl(sql), bucket, connection, directory);
        return { columns: [], rows: [] };
      }
      const reader = await connection.runAndReadAll(sql.replaceAll("`", '"'));
      const types = reader.columnTypes();
      return {
        columns: reader.columnNames().map((Name, index) => ({
          Name,
          Type: /INT/.test(String(types[index])) ? "bigint" : "varchar",
        })),
        rows: reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value)))),
      };
    },
  };
}

interface Ddl {
  readonly name: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly partitions: readonly (readonly [name: string, type: string])[];
  readonly pattern: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
}

const unquote = (text: string) => text.replaceAll(/\\(.)/g, "$1");

function parseDdl(sql: string): Ddl {
  const found =
    /^CREATE EXTERNAL TABLE `(\w+)` \((.*?)\)\s*PARTITIONED BY \((.*?)\)(.*?)LOCATION.*?TBLPROPERTIES \((.*)\)$/s.exec(
      sql,
    );
  if (found === null) throw new Error("not the DDL of an external table");
  const [, name = "", columns = "", partitions = "", format = "", properties = ""] = found;
  const named = (text: string) =>
    [...text.matchAll(/`([^`]+)` (\w+)/g)].map(([, one = "", type = ""]) => [one, type] as const);
  return {
    name,
    columns: named(columns),
    partitions: named(partitions),
    pattern: /'input.regex' = '(.*)'\)/.exec(format)?.[1],
    properties: new Map(
      [...properties.matchAll(/'([^']+)' = '([^']*)'/g)].map(([, key = "", value = ""]) => [
        key,
        unquote(value),
      ]),
    ),
  };
}

/** Every value that a partition's column is said to have. */
function projected(column: string, properties: Ddl["properties"]): readonly string[] {
  const of = (name: string) => properties.get(`projection.${column}.${name}`) ?? "";
  const [first = "", last = ""] = of("range").split(",");
  if (of("type") === "integer") {
    const values = Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at);
    return values.map((value) => String(value).padStart(Number(of("digits")), "0"));
  }
  if (of("type") !== "date" || of("format") !== "yyyy/MM/dd") throw new Error(`no projection of ${column}`);
  const days: string[] = [];
  const time = (day: string) => Date.parse(`${day.replaceAll("/", "-")}T00:00:00Z`);
  for (let at = time(first); at <= time(last); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10).replaceAll("-", "/"));
  return days;
}

function placesOf({
  partitions,
  properties,
}: Ddl): readonly (readonly [prefix: string, values: readonly string[]])[] {
  let rows: readonly (readonly string[])[] = [[]];
  for (const [name] of partitions)
    rows = rows.flatMap((row) => projected(name, properties).map((value) => [...row, value]));
  const template = properties.get("storage.location.template") ?? "";
  return rows.map((values) => [
    partitions.reduce((text, [name], index) => text.replace(`\${${name}}`, values[index] ?? ""), template),
    values,
  ]);
}

async function createTable(
  ddl: Ddl,
  bucket: FakeBucket,
  connection: DuckDBConnection,
  directory: string,
): Promise<void> {
  const { name, columns, partitions, pattern } = ddl;
  const types: Readonly<Record<string, string>> = { string: "varchar", int: "integer", bigint: "bigint" };
  const all = [...columns, ...partitions, ["$path", "string"] as const];
  const declared = all.map(([column, type]) => `"${column}" ${types[type] ?? "broken"}`);
  await connection.run(`create table "${name}" (${declared.join(", ")})`);
  for (const [prefix, values] of placesOf(ddl)) {
    for (const [key, bytes] of bucket.objects) {
      const path = `s3://logs/${key}`;
      if (!path.startsWith(prefix) || path.slice(prefix.length).includes("/")) continue;
      const places = [...values, path].map((value) => `'${value}'`).join(", ");
      const rows = pattern === undefined ? parquetRows(bytes, columns, directory) : lineRows(bytes, ddl);
      if (rows !== undefined) await connection.run(`insert into "${name}" select *, ${places} from ${rows}`);
    }
  }
}

function parquetRows(bytes: Buffer, columns: Ddl["columns"], directory: string): string {
  const file = join(directory, "part.parquet");
  writeFileSync(file, bytes);
  return `(select ${columns.map(([name]) => `"${name}"`).join(", ")} from read_parquet('${file}')) as rows`;
}

/** Lines that the pattern does not fit are null in every column. */
function lineRows(bytes: Buffer, { columns, pattern = "", properties }: Ddl): string | undefined {
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
  const lines = text.split("\n").slice(Number(properties.get("skip.header.line.count") ?? 0));
  if (lines.at(-1) === "") lines.pop();
  const form = new RegExp(`^(?:${unquote(pattern)})$`);
  const rows = lines.map((line) => {
    const values = form.exec(line)?.slice(1) ?? columns.map(() => null);
    return `(${values.map((value) => (value === null ? "null" : `'${value}'`)).join(", ")})`;
  });
  return rows.length === 0 ? undefined : `(values ${rows.join(", ")}) as rows`;
}
