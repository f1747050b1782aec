/** A DuckDB of its own in this process: nothing is kept, and what memory cannot hold goes to a directory that dies with it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Dialect, Engine, Row, SqlValue } from "../../traffic/index.ts";
import { duckDbDialect, literal } from "./duckdb-dialect.ts";
import { copyTidy, hasCarriageReturns } from "./tidy.ts";

export interface DuckDbOptions {
  /** As DuckDB writes it: `256MB`. */
  readonly memoryLimit: string;
}

/** Large enough for two million pairs, small enough for the smallest machine that runs CI. */
export const defaultMemoryLimit = "400MB";

export class DuckDb implements Engine {
  readonly dialect: Dialect = {
    ...duckDbDialect,
    rowsOf: (group) => {
      if (group.format === "text") for (const path of group.paths) this.#texts.add(path);
      return duckDbDialect.rowsOf({
        ...group,
        paths: group.paths.map((path) => this.#tidy.get(path) ?? path),
      });
    },
  };
  readonly #texts = new Set<string>();
  /** Copies in place of texts that cannot be read as they are. */
  readonly #tidy = new Map<string, string>();
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #directory: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, directory: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#directory = directory;
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

  readonly materialise = (table: string, query: string): Promise<void> =>
    this.#withTidyTexts(query, async (sql) => {
      await this.#connection.run(`create or replace table ${table} as ${sql}`);
    });

  readonly run = (query: string): Promise<readonly Row[]> =>
    this.#withTidyTexts(query, (sql) => this.#rows(sql));

  /** Once more with copies, where the engine met a text that it cannot read as it is. */
  async #withTidyTexts<T>(query: string, work: (sql: string) => Promise<T>): Promise<T> {
    try {
      const result = await work(this.#withCopies(query));
      if (!(await this.#copyAll(await this.#unevenTexts()))) return result;
      await this.takeRejected();
    } catch (error) {
      if (!isOfLineEnds(error) || !(await this.#copyAll(await this.#mixedTexts()))) throw error;
    }
    return work(this.#withCopies(query));
  }

  #withCopies(query: string): string {
    return [...this.#tidy].reduce(
      (text, [path, copy]) => text.replaceAll(literal(path), literal(copy)),
      query,
    );
  }

  /** Whether there was anything to copy. */
  async #copyAll(paths: readonly string[]): Promise<boolean> {
    for (const path of paths) this.#tidy.set(path, await copyTidy(path, this.#directory));
    return paths.length > 0;
  }

  /** Those with lines that were set aside for their spaces. */
  async #unevenTexts(): Promise<readonly string[]> {
    if (!(await this.#hasRejected())) return [];
    const rows = await this.#rows(
      "select distinct file_path as path from reject_errors join reject_scans using (scan_id, file_id) " +
        "where regexp_matches(csv_line, '[ \\t]{2}|^[ \\t]|[ \\t]\\r?$|\\t')",
    );
    return rows
      .map(({ path }) => String(path))
      .filter((path) => this.#texts.has(path) && !this.#tidy.has(path));
  }

  async #mixedTexts(): Promise<readonly string[]> {
    const mixed: string[] = [];
    for (const path of this.#texts)
      if (!this.#tidy.has(path) && (await hasCarriageReturns(path))) mixed.push(path);
    return mixed;
  }

  async #hasRejected(): Promise<boolean> {
    const tables = await this.#rows(
      "select table_name from duckdb_tables() where table_name = 'reject_errors'",
    );
    return tables.length > 0;
  }

  readonly load: Engine["load"] = async (table, columns, rows) => {
    const declared = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
    await this.#connection.run(`create or replace table ${table} (${declared.join(", ")})`);
    const appender = await this.#connection.createAppender(table);
    for (const row of rows) {
      for (const value of row) append(appender, value);
      appender.endRow();
    }
    appender.closeSync();
  };

  async #rows(query: string): Promise<readonly Row[]> {
    const reader = await this.#connection.runAndReadAll(query);
    return reader
      .getRowObjects()
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
  }

  readonly takeRejected: Engine["takeRejected"] = async () => {
    if (!(await this.#hasRejected())) return [];
    const rows = await this.#rows(
      "select file_path as path, count(distinct line) as records " +
        "from reject_errors join reject_scans using (scan_id, file_id) group by 1",
    );
    await this.#connection.run("drop table reject_errors");
    await this.#connection.run("drop table reject_scans");
    return rows.map(({ path, records }) => ({ path: String(path), records: Number(records) }));
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

/** Of a text whose lines end in CRLF here and in LF there. */
const isOfLineEnds = (error: unknown): boolean =>
  error instanceof Error && /CSV Parser state machine/.test(error.message);

type Appender = Awaited<ReturnType<DuckDBConnection["createAppender"]>>;

function append(appender: Appender, value: SqlValue): void {
  if (value === null) appender.appendNull();
  else if (typeof value === "string") appender.appendVarchar(value);
  else appender.appendBigInt(BigInt(value));
}

/** Sums come as whole numbers of any size. */
function plain(value: unknown): SqlValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  throw new Error(`SQL gives a value of type ${typeof value}`);
}
