/** Flow logs as AWS writes them in Parquet. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { formats } from "../scene.ts";
import type { RawRecord } from "../scene.ts";

/** Records with the types that flow logs have in Parquet. */
export async function parquetOf(records: readonly RawRecord[]): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), "denat-parquet-"));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const int = ["version", "srcport", "dstport", "protocol", "traffic-path"];
  const bigint = ["packets", "bytes", "start", "end"];
  const fields = formats.v5.split(" ");
  const valueOf = (row: RawRecord, field: string) => {
    const value = field === "version" ? 5 : row[field];
    if (int.includes(field)) return `cast(${value ?? "null"} as integer)`;
    if (bigint.includes(field)) return `cast(${value ?? "null"} as bigint)`;
    return `'${value ?? "-"}'`;
  };
  const rows = records.map(
    (row) =>
      `select ${fields.map((field) => `${valueOf(row, field)} as "${field.replaceAll("-", "_")}"`).join(", ")}`,
  );
  const file = join(directory, "logs.parquet");
  await connection.run(`copy (${rows.join(" union all ")}) to '${file}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  const bytes = readFileSync(file);
  rmSync(directory, { recursive: true });
  return bytes;
}
