/** Files of a bill and of metrics: what each meters of NAT gateways. A bill may be far larger than memory, and is read by the engine. */
import { readFile } from "node:fs/promises";
import { AppError } from "../../model/app-error.ts";
import { literal } from "./duckdb/dialect.ts";
import { findBillColumns, readMetrics, toMetered } from "../../traffic/index.ts";
import type { BillColumns, BillRow, Engine, Meter, Row } from "../../traffic/index.ts";
import { readHead } from "./file/head.ts";

type Runner = Pick<Engine, "run">;

export interface MeterFiles {
  /** Cost and usage reports. */
  readonly bills: readonly string[];
  /** Of CloudWatch. */
  readonly metrics: readonly string[];
}

/** Parts of one report, and answers of several calls, are one meter each. */
export async function readMeters({ bills, metrics }: MeterFiles, engine: Runner): Promise<readonly Meter[]> {
  const read: Meter[] = [];
  for (const path of bills) read.push(await readBill(path, engine));
  for (const path of metrics) read.push(await readMetricFile(path));
  const sources = [...new Set(read.map(({ source }) => source))];
  return sources.map((source) => joined(read.filter((meter) => meter.source === source)));
}

function joined(meters: readonly Meter[]): Meter {
  const [first] = meters;
  if (first === undefined) throw new Error("a meter of nothing");
  return {
    ...first,
    basis: [...new Set(meters.map(({ basis }) => basis))].join("; "),
    metered: meters.flatMap(({ metered }) => metered),
    unknowns: meters.flatMap(({ unknowns }) => unknowns),
  };
}

export async function readBill(path: string, engine: Runner): Promise<Meter> {
  const source = await sourceOf(path);
  const told = await engine.run(`describe select * from ${source}`).catch((cause: unknown) => {
    throw noBill(path, cause);
  });
  const columns = findBillColumns(told.map(({ column_name: name }) => String(name)));
  if (columns === undefined) throw noBill(path, undefined);
  const rows = (await engine.run(billSql(source, columns))).map((row) => toMetered(toBillRow(row)));
  const unreadable = rows.filter((row) => row === "unreadable").length;
  return {
    source: "cost-and-usage-report",
    basis:
      "usage types NatGateway-Bytes, RegionalNatGateway-Bytes and NatGateway-Prvd-Bytes, in GB of 2^30 bytes",
    metered: rows.flatMap((row) => (row === undefined || row === "unreadable" ? [] : row)),
    unknowns:
      unreadable === 0
        ? []
        : [
            {
              fact: `times or amounts of ${unreadable} rows of ${path}`,
              settledBy: "the report as AWS delivers it",
            },
          ],
  };
}

/** As text every column of either generation is the same. */
async function sourceOf(path: string): Promise<string> {
  const head = await readHead(path).catch((cause: unknown) => {
    throw new AppError("INPUT_UNREADABLE", `cannot read ${path}`, "check the path and its permissions", {
      cause,
    });
  });
  if (head.kind === "parquet") return `read_parquet(${literal(path)})`;
  if (head.kind !== "text") throw noBill(path, undefined);
  const compression = head.isGzip ? "gzip" : "none";
  return `read_csv(${literal(path)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', compression = '${compression}')`;
}

const toBillRow = (row: Row): BillRow =>
  Object.fromEntries(
    Object.entries(row).flatMap(([field, cell]) => (cell === null ? [] : [[field, String(cell)]])),
  );

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

function billSql(source: string, columns: BillColumns): string {
  const named = Object.entries(columns).map(([field, name]) => `${identifier(name)}::varchar as "${field}"`);
  const rough = `${identifier(columns.usageType ?? "")} like '%NatGateway-%'`;
  return `select ${named.join(", ")} from ${source} where ${rough}`;
}

const noBill = (path: string, cause: unknown) =>
  new AppError(
    "INPUT_UNKNOWN",
    `${path} is no cost and usage report`,
    "give one as CSV or Parquet, with usage type, times and amount of each line item",
    { cause },
  );

export async function readMetricFile(path: string): Promise<Meter> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new AppError("INPUT_UNREADABLE", `cannot read ${path}`, "check the path and its permissions", {
      cause,
    });
  });
  const read = readMetrics(parsed(text));
  if (read === undefined) {
    throw new AppError(
      "INPUT_UNKNOWN",
      `${path} holds no metrics`,
      "give the JSON that aws cloudwatch get-metric-data prints",
    );
  }
  return { source: "cloudwatch-metrics", ...read };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
