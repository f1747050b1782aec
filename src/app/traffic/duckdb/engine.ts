/** A DuckDB of its own in this process: nothing is kept, and what memory cannot hold goes to a directory that dies with it. */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { BIGINT, DuckDBDataChunk, DuckDBInstance, VARCHAR } from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { ColumnType, Dialect, Engine, Rejected, Row, SqlValue } from "../../../traffic/index.ts";
import { TextColumns } from "../columns/index.ts";
import { duckDbDialect, literal } from "./dialect.ts";

export interface DuckDbOptions {
  /** As DuckDB writes it: `256MB`. */
  readonly memoryLimit: string;
}

/** Enough for millions of pairs on two cores; what does not fit goes to the disk. Each thread of the engine holds a part of its own. */
export const defaultMemoryLimit = `${Math.max(256, 64 * availableParallelism())}MB`;

export class DuckDb implements Engine {
  readonly dialect: Dialect;
  readonly #texts: TextColumns;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #directory: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, directory: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#directory = directory;
    this.#texts = new TextColumns(directory);
    this.dialect = duckDbDialect((group) =>
      group.format === "text" ? this.#texts.pathsOf(group) : group.paths,
    );
  }

  static async open({ memoryLimit }: DuckDbOptions): Promise<DuckDb> {
    const directory = await mkdtemp(join(tmpdir(), "denat-traffic-"));
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: memoryLimit,
      temp_directory: directory,
      preserve_insertion_order: "false",
    });
    return new DuckDb(instance, await instance.connect(), directory);
  }

  /** Where files may be put that live as long as this. */
  get directory(): string {
    return this.#directory;
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#directory, { recursive: true, force: true });
  }

  readonly materialise: Engine["materialise"] = async (table, query, part) => {
    if (part !== undefined) await this.materialise(...part);
    await this.#connection.run(`create or replace table ${table} as ${query}`);
  };

  readonly run = async (query: string): Promise<readonly Row[]> => {
    const reader = await this.#connection.runAndReadAll(query);
    const names = reader.columnNames();
    const columns = reader.getColumns();
    return Array.from({ length: reader.currentRowCount }, (_, at) => {
      const row: Record<string, SqlValue> = {};
      for (const [index, name] of names.entries()) row[name] = plain(columns[index]?.[at] ?? null);
      return row;
    });
  };

  readonly load: Engine["load"] = async (table, columns, rows) => {
    const declared = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
    await this.#connection.run(`create or replace table ${table} (${declared.join(", ")})`);
    const appender = await this.#connection.createAppender(table);
    const types = Object.values(columns);
    for (let start = 0; start < rows.length; start += chunkRows) {
      const part = rows.slice(start, start + chunkRows);
      const chunk = DuckDBDataChunk.create(types.map((type) => duckDbTypes[type]));
      chunk.setColumns(types.map((type, at) => part.map((row) => toColumn[type](row[at] ?? null))));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  };

  readonly prepare: Engine["prepare"] = async (groups, fields) => {
    const rejected: Rejected[] = [];
    for (const group of groups)
      if (group.format === "text") rejected.push(...(await this.#texts.prepare(group, fields)));
    return rejected;
  };

  /** The columns of Parquet files, by path; throws where one of them is none. */
  async parquetColumns(paths: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.run(
      `select file_name, name from parquet_schema([${paths.map(literal).join(", ")}]) where num_children is null or num_children = 0`,
    );
    const columns = new Map<string, string[]>();
    for (const { file_name: file, name } of rows) {
      const own = columns.get(String(file));
      if (own === undefined) columns.set(String(file), [String(name)]);
      else own.push(String(name));
    }
    return columns;
  }
}

/** The most that a chunk of DuckDB holds; value by value takes five times as long. */
const chunkRows = 2048;
const duckDbTypes = { varchar: VARCHAR, bigint: BIGINT } as const satisfies Record<ColumnType, DuckDBType>;
const toColumn: Readonly<Record<ColumnType, (value: SqlValue) => DuckDBValue>> = {
  varchar: (value) => value,
  bigint: (value) => (value === null ? null : BigInt(value)),
};

/** Sums come as whole numbers of any size. */
function plain(value: unknown): SqlValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  throw new Error(`SQL gives a value of type ${typeof value}`);
}
