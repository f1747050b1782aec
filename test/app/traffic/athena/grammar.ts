/** Athena's two languages: tables are Hive's DDL, queries are Trino's SQL. */
import { HiveSQL, TrinoSQL } from "dt-sql-parser";

/** What a grammar has against a statement; nothing is good. */
export function grammarErrors(sql: string): readonly string[] {
  const parser = /^\s*(CREATE EXTERNAL|DROP)\b/i.test(sql) ? new HiveSQL() : new TrinoSQL();
  return parser.validate(`${sql};`).map(({ startLine, message }) => `${startLine}: ${message}`);
}
