/** SQL as DuckDB writes what engines write differently. */
import { columnOf } from "../../../traffic/index.ts";
import type { Dialect, LogGroup } from "../../../traffic/index.ts";

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (texts: readonly string[]) => `[${texts.map(literal).join(", ")}]`;

export const duckDbDialect: Dialect = {
  rowsOf: (group) => (group.format === "parquet" ? parquetRows(group) : textRows(group)),
  // One split and one cast of all parts; a text with other parts than four numbers has no value.
  addressValue: (text) =>
    `list_reduce(try_cast(case when ${text} not like '%:%' then string_split(${text}, '.') end as utinyint[4])::bigint[], ` +
    "lambda sum, part: sum * 256 + part)",
  halfHours: (seconds) => `bit_or(1::bigint << ((${seconds}) // 1800)::int)`,
  allBits: (bits) => `bit_or(${bits})`,
};

/** Fields stay text until they are needed; nothing is sniffed, and a line with other fields than these is set aside. */
function textRows({ fields, hasHeader, isGzip, paths }: LogGroup): string {
  const columns = fields.map((field) => `${literal(columnOf(field))}: 'VARCHAR'`);
  return (
    `read_csv(${list(paths)}, columns = {${columns.join(", ")}}, delim = ' ', header = ${hasHeader}, ` +
    // By what they are: a name may say otherwise.
    `compression = '${isGzip ? "gzip" : "none"}', ` +
    "auto_detect = false, quote = '', escape = '', ignore_errors = true, store_rejects = true, rejects_limit = 0)"
  );
}

const parquetRows = ({ paths }: LogGroup): string =>
  `read_parquet(${list(paths)}, union_by_name = true, hive_partitioning = false)`;
