/** Records as AWS writes them into Parquet: names with underscores, numbers as numbers, null where text has a dash. */
import { DuckDBInstance } from "@duckdb/node-api";
import type { RawRecord } from "./scene.ts";

const types: Readonly<Record<string, string>> = {
  version: "integer",
  srcport: "integer",
  dstport: "integer",
  protocol: "integer",
  packets: "bigint",
  bytes: "bigint",
  start: "bigint",
  end: "bigint",
  "tcp-flags": "integer",
  "traffic-path": "integer",
};

export async function writeParquet(
  path: string,
  records: readonly RawRecord[],
  format: string,
): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const fields = format.split(" ");
  const columns = fields.map((field) => `"${field.replaceAll("-", "_")}" ${types[field] ?? "varchar"}`);
  await connection.run(`create table records (${columns.join(", ")})`);
  const rows = records.map((record) => `(${fields.map((field) => valueOf(record, field)).join(", ")})`);
  await connection.run(`insert into records values ${rows.join(", ")}`);
  await connection.run(`copy records to '${path}' (format parquet, compression gzip)`);
  connection.closeSync();
  instance.closeSync();
}

function valueOf(record: RawRecord, field: string): string {
  const value = field === "version" ? 5 : record[field];
  if (types[field] !== undefined) return value === undefined ? "null" : String(value);
  return `'${String(value ?? "-")}'`;
}
