/**
 * The keys under which AWS delivers flow logs, and which of them a period needs.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html (read 2026-11-29)
 */

/** Seconds since 1970; undefined for open. */
export interface Period {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** What to do with a directory, which is a key that ends in `/`. */
export type Step = "descend" | "list whole" | "pass over";

/** In plain and in Hive form; what follows the Region are the parts of a time. */
const delivered =
  /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?(?:aws-account-id=)?\d{12}\/(?:(?:aws-service=)?([A-Za-z][\w-]*)\/)?(?:(?:aws-region=)?([a-z]{2,}-[a-z0-9-]+)\/)?(?:(?:year=)?(\d{4})\/)?(?:(?:month=)?(\d\d)\/)?(?:(?:day=)?(\d\d)\/)?(?:(?:hour=)?(\d\d)\/)?$/;
const wanted = "vpcflowlogs";

/** Files are named for the minute of delivery: their records ended in the minutes before, or later than they should have. */
const lead = 600;
const delay = 3600;

export function stepInto(directory: string, period: Period): Step {
  const found = delivered.exec(directory);
  if (found === null) return "descend";
  const [, service, , year, ...smaller] = found;
  if (service !== undefined && service !== wanted) return "pass over";
  if (year === undefined) return "descend";
  const [month, day, hour] = smaller;
  if (!touches(spanOf(year, month, day, hour), period)) return "pass over";
  // The hours of a day, where there are any, are told apart by the names of the files.
  return day === undefined ? "descend" : "list whole";
}

type Span = readonly [start: number, end: number];

function spanOf(year: string, month?: string, day?: string, hour?: string): Span {
  const [y, m, d, h] = [year, month, day, hour].map(Number) as [number, number, number, number];
  const at = (...parts: readonly [number, number, number, number]) => Date.UTC(...parts) / 1000;
  const start = at(y, month === undefined ? 0 : m - 1, day === undefined ? 1 : d, hour === undefined ? 0 : h);
  if (month === undefined) return [start, at(y + 1, 0, 1, 0)];
  if (day === undefined) return [start, at(y, m, 1, 0)];
  return [start, start + (hour === undefined ? 86_400 : 3600)];
}

function touches([start, end]: Span, { from, to }: Period): boolean {
  return (from === undefined || end > from - lead) && (to === undefined || start < to + delay);
}

const stamp = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]*$/;
/** What could be a flow log wherever it lies; what lies where AWS delivers them is one. */
const plausible = /\.(?:log|txt|csv|json|parquet)(?:\.(?:gz|snappy))?$|\.gz$|\.parquet$/i;

export function isWanted(key: string, period: Period): boolean {
  if (key.endsWith("/") || !plausible.test(key)) return false;
  const found = stamp.exec(key);
  if (found === null) return true;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute) / 1000;
  return touches([at, at + 1], period);
}
