/** Text files as AWS would have delivered them in Parquet: names underscored, numbers typed, an absent number null. */
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { fieldNamed } from "./field.ts";

/** Every text file below `from` becomes one of Parquet below `to`. */
export async function convertToParquet(from: string, to: string, fields: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "512MB", threads: "2" });
  const connection = await instance.connect();
  const columns = fields.map((name) => `'${name}': 'VARCHAR'`).join(", ");
  const typed = fields.map(toColumn).join(", ");
  for (const path of await readdir(from, { recursive: true })) {
    if (!/\.log(?:\.gz)?$/.test(path)) continue;
    const target = join(to, path.replace(/\.gz$/, ".parquet"));
    await mkdir(dirname(target), { recursive: true });
    await connection.run(`
      COPY (SELECT ${typed} FROM read_csv('${join(from, path)}', delim = ' ', header = true, quote = '', escape = '',
        auto_detect = false, columns = {${columns}}))
      TO '${target}' (FORMAT parquet, CODEC 'gzip')`);
  }
  connection.closeSync();
  instance.closeSync();
}

function toColumn(name: string): string {
  const { parquet } = fieldNamed(name);
  const column = `"${name.replaceAll("-", "_")}"`;
  return parquet === undefined ? `"${name}" AS ${column}` : `nullif("${name}", '-')::${parquet} AS ${column}`;
}
