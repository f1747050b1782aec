/**
 * Logs that Athena reads where they lie. Each question of records is one statement; what it sums up comes back as a table
 * of the engine on this machine, which joins it with ranges, names and routes.
 */
import { join } from "node:path";
import { AppError } from "../../../model/app-error.ts";
import { columnOf, pairColumns } from "../../../traffic/index.ts";
import type { Dialect, Engine, LogGroup, LogReader, Part } from "../../../traffic/index.ts";
import type { DuckDb } from "../duckdb/engine.ts";
import { literal } from "../duckdb/dialect.ts";
import { parseS3Address } from "../s3/address.ts";
import { download } from "../s3/download.ts";
import { openStore } from "../s3/store.ts";
import type { Athena, Finished } from "./client.ts";
import { athenaDialect } from "./dialect.ts";
import { createSql, dropSql } from "./table.ts";
import type { LogTable } from "./table.ts";

/** Tables by the names of their objects. */
export type TablesByPath = ReadonlyMap<string, LogTable>;

const dialectOf = (tables: TablesByPath): Dialect =>
  athenaDialect(({ paths }: LogGroup) => [...new Set(paths.flatMap((path) => tables.get(path) ?? []))]);

/** A query and what it reads as one statement: Athena has no tables that die with a connection. */
const withPart = (query: string, part: Part | undefined): string =>
  (part === undefined ? query : `with ${part[0]} as (\n${part[1].trimEnd()}\n)\n${query}`).trimEnd();

export interface AthenaReader extends LogReader {
  /** Drops the tables that it made, and no other; throws where one stays. */
  readonly close: () => Promise<void>;
  /** Names of those that stand. */
  readonly left: () => readonly string[];
}

export function createReader(
  athena: Athena,
  engine: DuckDb,
  { tables, region }: { readonly tables: TablesByPath; readonly region: string },
): AthenaReader {
  const missing = new Set(tables.values());
  const made = new Set<LogTable>();
  const makeTables = async () => {
    for (const table of missing) {
      // First, for a statement that breaks off may have made it; one that is refused has not.
      made.add(table);
      await athena.run(createSql(table)).catch((error: unknown) => {
        if (isRefusal(error)) made.delete(table);
        throw error;
      });
      missing.delete(table);
    }
  };
  return {
    dialect: dialectOf(tables),
    materialise: async (table, query, part) => {
      await makeTables();
      await loadPairs(table, await athena.run(withPart(query, part)), { athena, engine, region });
    },
    run: async (query) => {
      await makeTables();
      return athena.rows((await athena.run(query)).id);
    },
    prepare: async () => [],
    close: async () => {
      for (const table of made) {
        await athena.run(dropSql(table));
        made.delete(table);
      }
    },
    left: () => [...made].map(({ name }) => name),
  };
}

const isRefusal = (error: unknown): boolean =>
  error instanceof AppError && /^ATHENA_(?!STOPPED)/.test(error.code);

interface Means {
  readonly athena: Athena;
  readonly engine: DuckDb;
  readonly region: string;
}

/** Millions of rows come as one file; page by page only where Athena keeps results itself. */
async function loadPairs(table: string, finished: Finished, means: Means): Promise<void> {
  const { athena, engine, region } = means;
  if (finished.output === undefined) {
    const names = Object.keys(pairColumns);
    const rows = await athena.rows(finished.id);
    await engine.load(
      table,
      pairColumns,
      rows.map((row) => names.map((name) => row[name] ?? null)),
    );
    return;
  }
  const { bucket, prefix: key } = parseS3Address(finished.output);
  const store = await openStore(bucket, region);
  const path = join(engine.directory, `${finished.id}.csv`);
  try {
    await download(store, bucket, await store.find(key), path);
  } finally {
    store.close();
  }
  await engine.materialise(table, csvSql(path));
}

/** Athena puts every value in quotes; what stands in none is null. */
function csvSql(path: string): string {
  const columns = Object.entries(pairColumns).map(([name, type]) => `${literal(columnOf(name))}: '${type}'`);
  return (
    `select * from read_csv(${literal(path)}, columns = {${columns.join(", ")}}, header = true, delim = ',', ` +
    `quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, auto_detect = false)`
  );
}

/** A statement that was not run, and whether it sums up records or looks for NATs. */
export interface Statement {
  readonly sql: string;
  readonly isSum: boolean;
}

/** Notes what would be run and finds nothing, so that what would follow is asked as well. */
export function createDryReader(
  engine: Pick<Engine, "load">,
  tables: TablesByPath,
): LogReader & { readonly statements: readonly Statement[] } {
  const statements: Statement[] = [];
  return {
    statements,
    dialect: dialectOf(tables),
    materialise: async (table, query, part) => {
      statements.push({ sql: withPart(query, part), isSum: true });
      await engine.load(table, pairColumns, []);
    },
    run: async (query) => {
      statements.push({ sql: query.trimEnd(), isSum: false });
      return [];
    },
    prepare: async () => [],
  };
}
