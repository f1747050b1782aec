/** What `--dry-run` prints: every statement as Athena would be given it, and how much there is to read. */
import { megabytes } from "./client.ts";
import type { Statement } from "./reader.ts";
import { createSql, dropSql } from "./table.ts";
import type { LogTable } from "./table.ts";

export interface DryRun {
  readonly bytes: ReadonlyMap<LogTable, number>;
  readonly files: readonly unknown[];
  readonly statements: readonly Statement[];
}

export function dryRunText({ bytes, files, statements }: DryRun): string {
  const tables = [...bytes.keys()];
  const sizes = statements.map(({ sql }) => bytesOf(sql, bytes));
  const sums = statements.filter(({ isSum }) => isSum);
  const all = sizes.reduce((sum, one) => sum + one, 0);
  return [
    "-- Nothing was run.",
    ...tables.map((table) => statementText(createSql(table))),
    ...statements.map((statement, index) =>
      [
        `-- ${whenRun(statement, sums)}`,
        `-- Reads about ${amount(sizes[index] ?? 0)}.`,
        statementText(statement.sql),
      ].join("\n"),
    ),
    ...tables.map((table) => statementText(dropSql(table))),
    [
      `-- ${files.length} objects of flow logs. Athena gives no estimate before a run: these are the sizes that S3 lists for the`,
      "-- period, once for each time that a statement reads them. Of Parquet it reads only the columns that it needs, and it bills",
      `-- at least 10 MB for each statement. All statements together: ${amount(all)}.`,
    ].join("\n"),
    "",
  ].join("\n\n");
}

function whenRun(statement: Statement, sums: readonly Statement[]): string {
  if (!statement.isSum)
    return "Finds NATs by their records. What is summed up then is of those: --nat or --topology would show it here.";
  return statement === sums[0]
    ? "Sums up records."
    : "Sums up records in another way, where the way before tells of no NAT.";
}

const bytesOf = (statement: string, bytes: ReadonlyMap<LogTable, number>): number =>
  [...bytes].reduce((sum, [{ name }, own]) => sum + own * (statement.split(`from "${name}" `).length - 1), 0);

const amount = (bytes: number) => `${bytes.toLocaleString("en-US")} bytes (${megabytes(bytes)} MB)`;
const statementText = (sql: string) => `${sql};`;
