/** SQL as DuckDB writes what engines write differently. */
import type { Dialect, LogGroup } from "../../../traffic/index.ts";

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (texts: readonly string[]) => `[${texts.map(literal).join(", ")}]`;

/** `pathsOf`: Parquet files with the rows of a group. */
export const duckDbDialect = (pathsOf: (group: LogGroup) => readonly string[]): Dialect => ({
  rowsOf: (group) => `read_parquet(${list(pathsOf(group))}, union_by_name = true, hive_partitioning = false)`,
  // Numbers of texts were read as such.
  wholeNumber: (column, { format }) => (format === "text" ? column : `try_cast(${column} as bigint)`),
  // One split and one cast of all parts; a text with other parts than four numbers has no value.
  addressValue: (text) =>
    `list_reduce(try_cast(case when ${text} not like '%:%' then string_split(${text}, '.') end as utinyint[4])::bigint[], ` +
    "lambda sum, part: sum * 256 + part)",
  halfHour: (seconds) => `try_cast(${seconds} as uinteger) // 1800`,
  bitsOf: (numbers) => `bit_or(1::bigint << (${numbers}))`,
  allBits: (bits) => `bit_or(${bits})`,
});
