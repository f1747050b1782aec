/**
 * What runs the SQL. The texts are the same for every engine; what engines write differently is asked of `Dialect`.
 *
 * What reads the logs may run elsewhere than what is asked of the sums: ranges, names and routes never leave this machine.
 */
import type { LogGroup } from "../format/group.ts";

export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, SqlValue>>;
export type ColumnType = "varchar" | "bigint";

export interface Dialect {
  /** Rows of all files of a group, with its fields for columns as `columnOf` names them; prepared, where the reader prepares. */
  readonly rowsOf: (group: LogGroup) => string;
  /** The whole number in a column of such rows; null for whatever else stands there. */
  readonly wholeNumber: (column: string, group: LogGroup) => string;
  /** The number of a dotted quad; null for any other text. `text` is the name of a column. */
  readonly addressValue: (text: string) => string;
  /** Of a time in seconds, the half hours since 1970: a small number, which is quickly grouped; null for what is no time. */
  readonly halfHour: (seconds: string) => string;
  /** Aggregate: small numbers as bits. */
  readonly bitsOf: (numbers: string) => string;
  /** Aggregate: all bits of such numbers. */
  readonly allBits: (bits: string) => string;
}

/** By file. */
export interface Rejected {
  readonly path: string;
  readonly records: number;
}

/** A table by its name and the query whose rows it has. */
export type Part = readonly [table: string, query: string];

/**
 * What reads the logs: the engine itself, or a service that stands near them and gives the engine what it summed up. Sums
 * come back as numbers: exact up to 2^53, which is 9 petabytes.
 */
export interface LogReader {
  readonly dialect: Dialect;
  /**
   * Before anything is asked of fields of groups. Gives the lines that do not have the fields of their header, and are
   * passed over; a file that cannot be read to its end has at least one.
   */
  readonly prepare: (groups: readonly LogGroup[], fields: readonly string[]) => Promise<readonly Rejected[]>;
  /** Makes a table of the engine of the rows of a query, in place of any of that name; `part` is read by the query. */
  readonly materialise: (table: string, query: string, part?: Part) => Promise<void>;
  readonly run: (query: string) => Promise<readonly Row[]>;
}

export interface Engine extends LogReader {
  /** Makes a table of rows, in place of any of that name. */
  readonly load: (
    table: string,
    columns: Readonly<Record<string, ColumnType>>,
    rows: readonly (readonly SqlValue[])[],
  ) => Promise<void>;
}

/**
 * The columns of what every method makes of the logs: of each flow log and interface, day by day, who spoke to whom. A day
 * goes by the half hour of its midnight, as `Dialect` counts them.
 */
export const pairColumns = {
  log: "bigint",
  spot: "varchar",
  nat: "varchar",
  leg: "bigint",
  day: "bigint",
  client: "varchar",
  remote: "varchar",
  bytes_out: "bigint",
  bytes_in: "bigint",
  records: "bigint",
  first_s: "bigint",
  last_s: "bigint",
  slots: "bigint",
} as const satisfies Readonly<Record<string, ColumnType>>;

/** The texts of sql/, by name; app reads them, so that the room stays pure. */
export const sqlNames = [
  "scan-nat",
  "scan-nat-v2",
  "scan-regional",
  "scan-instance",
  "discover",
  "answered",
  "confirmed",
  "coverage",
  "remotes",
  "names",
  "rollup",
  "hosts",
  "spokes",
  "endpoints",
] as const;
export type SqlName = (typeof sqlNames)[number];
export type SqlTexts = Readonly<Record<SqlName, string>>;

/** Fills `{{name}}`; a name without a value, or a value without a place, is a defect. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`SQL wants ${name}, which nobody gives`);
    used.add(name);
    return value;
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`SQL has no place for ${unused.join(", ")}`);
  return filled;
}

/** Text from an input as a literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `case` over a column's values; `otherwise` where there are none. */
export function choose(
  column: string,
  cases: readonly (readonly [string, string])[],
  otherwise: string,
): string {
  if (cases.length === 0) return otherwise;
  const whens = cases.map(([value, result]) => `when ${literal(value)} then ${result}`);
  return `case ${column} ${whens.join(" ")} else ${otherwise} end`;
}
