/**
 * A flow log's objects as an external table, made for one run and dropped after it. Its partitions are projected: Athena
 * works out from these properties which prefixes there are, and nobody has to add them.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html (read 2026-11-29)
 */
import { columnOf } from "../../../traffic/index.ts";
import { literal } from "../duckdb/dialect.ts";

export type HiveType = "string" | "int" | "bigint";

export interface LogTable {
  readonly name: string;
  readonly bucket: string;
  /** Key up to the Region. */
  readonly base: string;
  readonly isHive: boolean;
  readonly isHourly: boolean;
  readonly flowLog: string;
  readonly format: "text" | "parquet";
  readonly hasHeader: boolean;
  /** In the order of the columns. */
  readonly fields: readonly { readonly name: string; readonly type: HiveType }[];
  /** Keys of the first and the last object that count. */
  readonly first: string;
  readonly last: string;
  /** `2026/11/01`. */
  readonly days: readonly [first: string, last: string];
}

interface Partition {
  readonly name: string;
  readonly type: "string" | "int";
  readonly properties: Readonly<Record<string, string>>;
  /** What stands in the key. */
  readonly place: string;
}

const number = (name: string, range: string, digits: number, place: string): Partition => ({
  name,
  type: "int",
  properties: { type: "integer", range, digits: String(digits) },
  place,
});

function partitionsOf({ isHive, isHourly, days: [first, last] }: LogTable): readonly Partition[] {
  const hour = isHourly ? [number("hour", "0,23", 2, isHive ? "hour=${hour}" : "${hour}")] : [];
  if (isHive) {
    return [
      number("year", `${first.slice(0, 4)},${last.slice(0, 4)}`, 4, "year=${year}"),
      number("month", "1,12", 2, "month=${month}"),
      number("day", "1,31", 2, "day=${day}"),
      ...hour,
    ];
  }
  const properties = {
    type: "date",
    format: "yyyy/MM/dd",
    range: `${first},${last}`,
    interval: "1",
    "interval.unit": "DAYS",
  };
  return [{ name: "day", type: "string", properties, place: "${day}" }, ...hour];
}

export function createSql(table: LogTable): string {
  const partitions = partitionsOf(table);
  const columns = table.fields.map(({ name, type }) => `  \`${columnOf(name)}\` ${type}`);
  const parts = partitions.map(({ name, type }) => `\`${name}\` ${type}`);
  const root = `s3://${table.bucket}/${table.base}`;
  const properties = Object.entries({
    ...(table.hasHeader ? { "skip.header.line.count": "1" } : {}),
    "projection.enabled": "true",
    ...Object.fromEntries(
      partitions.flatMap(({ name, properties: own }) =>
        Object.entries(own).map(([key, value]) => [`projection.${name}.${key}`, value]),
      ),
    ),
    "storage.location.template": `${root}${partitions.map(({ place }) => place).join("/")}/`,
  }).map(([key, value]) => `  ${hiveText(key)} = ${hiveText(value)}`);
  return [
    `CREATE EXTERNAL TABLE \`${table.name}\` (`,
    columns.join(",\n"),
    `)\nPARTITIONED BY (${parts.join(", ")})`,
    ...(table.format === "parquet" ? ["STORED AS PARQUET"] : rowFormat(table)),
    `LOCATION ${hiveText(root)}`,
    `TBLPROPERTIES (\n${properties.join(",\n")}\n)`,
  ].join("\n");
}

/**
 * A record is words with spaces between. Delimited fields would take a second space for an empty field and shift all that
 * follows; what does not fit a pattern is null in every column, and is counted as malformed.
 * https://docs.aws.amazon.com/athena/latest/ug/regex-serde.html (read 2026-11-29)
 */
function rowFormat({ fields }: LogTable): readonly string[] {
  const pattern = `\\s*${fields.map(() => "(\\S+)").join("\\s+")}\\s*`;
  return [
    "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'",
    `WITH SERDEPROPERTIES ('input.regex' = ${hiveText(pattern)})`,
    "STORED AS TEXTFILE",
  ];
}

/** Hive reads backslashes in a literal. */
const hiveText = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

export const dropSql = ({ name }: LogTable): string => `DROP TABLE IF EXISTS \`${name}\``;

/**
 * The records of a table: of its own flow log alone, for others may write beside it, and of the objects between the first
 * and the last that count, so that Athena can leave out the rest of their days.
 */
export function rowsSql(table: LogTable): string {
  const root = `s3://${table.bucket}/`;
  const columns = table.fields.map(({ name }) => `"${columnOf(name)}"`);
  const conditions = [
    `strpos("$path", ${literal(`_${table.flowLog}_`)}) > 0`,
    `"$path" between ${literal(root + table.first)} and ${literal(root + table.last)}`,
    ...(table.isHive ? [monthsSql(table.days)] : []),
    ...(table.format === "text" && table.hasHeader ? [notHeader(table)] : []),
  ];
  return `select ${columns.join(", ")} from "${table.name}" where ${conditions.join(" and ")}`;
}

/** A header that was not skipped names its own first column. */
function notHeader({ fields: [first] }: LogTable): string {
  const name = first?.name ?? "";
  return `coalesce(replace(lower("${columnOf(name)}"), '_', '-'), '') <> ${literal(name)}`;
}

/** Days that are projected and lie outside would be asked of S3, and not be there. */
function monthsSql([first, last]: LogTable["days"]): string {
  const [from, to] = [first, last].map((day) => day.split("/").map(Number)) as [number[], number[]];
  const months: string[] = [];
  const [year = 0, month = 0, day = 0] = from;
  const [lastYear = 0, lastMonth = 0, lastDay = 0] = to;
  for (let at = year * 12 + month - 1; at <= lastYear * 12 + lastMonth - 1; at += 1) {
    const isFirst = at === year * 12 + month - 1;
    const isLast = at === lastYear * 12 + lastMonth - 1;
    const days = `"day" between ${isFirst ? day : 1} and ${isLast ? lastDay : 31}`;
    months.push(`("year" = ${Math.floor(at / 12)} and "month" = ${(at % 12) + 1} and ${days})`);
  }
  return `(${months.join(" or ")})`;
}
