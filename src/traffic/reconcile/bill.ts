/**
 * Cost and usage reports: which columns are read, and what their rows say of NAT gateways.
 *
 * Both names of each column: of the report that is called legacy, and of Data Exports (CUR 2.0) and whatever was made for Athena.
 * https://docs.aws.amazon.com/cur/latest/userguide/Lineitem-columns.html (read 2026-11-29)
 */
import { findNatId, parseInstant } from "./metered.ts";
import type { Metered } from "./metered.ts";
import { parseNatUsage } from "./usage-type.ts";

const columns = {
  usageType: ["line_item_usage_type", "lineItem/UsageType"],
  start: ["line_item_usage_start_date", "lineItem/UsageStartDate"],
  end: ["line_item_usage_end_date", "lineItem/UsageEndDate"],
  amount: ["line_item_usage_amount", "lineItem/UsageAmount"],
  resource: ["line_item_resource_id", "lineItem/ResourceId"],
  lineType: ["line_item_line_item_type", "lineItem/LineItemType"],
} as const;

export type BillField = keyof typeof columns;
/** What one cannot do without; without the others every row counts, and no NAT gateway is named. */
const needed: readonly BillField[] = ["usageType", "start", "end", "amount"];

/** Names of columns as the file writes them. */
export type BillColumns = Readonly<Partial<Record<BillField, string>>>;

/** Undefined where the file is no such report. */
export function findBillColumns(names: readonly string[]): BillColumns | undefined {
  const folded = new Map(names.map((name) => [name.trim().toLowerCase(), name]));
  const found = Object.entries(columns).flatMap(([field, spellings]) => {
    const name = spellings
      .map((spelling) => folded.get(spelling.toLowerCase()))
      .find((one) => one !== undefined);
    return name === undefined ? [] : [[field, name] as const];
  });
  const byField = Object.fromEntries(found) as BillColumns;
  return needed.every((field) => byField[field] !== undefined) ? byField : undefined;
}

export type BillRow = Readonly<Partial<Record<BillField, string>>>;

/**
 * Amounts are in GB, taken as 2^30 bytes: AWS does not say which, and the ratio to what flow logs count shows it.
 * Credits, refunds and taxes repeat the amount of a usage and are none themselves.
 */
const bytesPerGb = 2 ** 30;
const usageLines: ReadonlySet<string> = new Set(["Usage", "DiscountedUsage", "SavingsPlanCoveredUsage"]);

/** The bytes that a row bills to a NAT gateway; undefined for every other row. */
export function toMetered(row: BillRow): Metered | "unreadable" | undefined {
  if (parseNatUsage(row.usageType ?? "")?.meter !== "bytes") return undefined;
  if (row.lineType !== undefined && !usageLines.has(row.lineType)) return undefined;
  const [start, end] = [parseInstant(row.start ?? ""), parseInstant(row.end ?? "")];
  const amount = Number(row.amount ?? "");
  if (start === undefined || end === undefined || row.amount === "" || !Number.isFinite(amount))
    return "unreadable";
  return { nat: findNatId(row.resource ?? ""), start, end, bytes: amount * bytesPerGb };
}
