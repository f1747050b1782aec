/** How long, how much memory, on what machine. */
import { spawnSync } from "node:child_process";
import { cpus, totalmem } from "node:os";

export interface Limit {
  readonly most: number;
  readonly unit: string;
}

export interface Floor {
  readonly least: number;
  readonly unit: string;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** Milliseconds that `work` takes. */
export function timeMs(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The most memory this process has held so far, in MB of a million bytes. */
export function peakRssMb(): number {
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

/** Median milliseconds of a whole process from start to exit, after one start that warms the disk's cache. */
export function startMs(args: readonly string[], times: number): number {
  const once = () =>
    timeMs(() => {
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr}`);
    });
  once();
  return median(Array.from({ length: times }, once));
}

export function against(value: number, { most, unit }: Limit): string {
  return value <= most ? `PASS (limit ${most} ${unit})` : `over the limit of ${most} ${unit}`;
}

export function atLeast(value: number, { least, unit }: Floor): string {
  return value >= least ? `PASS (limit ${least} ${unit})` : `under the limit of ${least} ${unit}`;
}

export function describeMachine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 1e9);
  return `${cpus().length} × ${first?.model.trim() ?? "unknown processor"}, ${memory} GB, Node ${process.versions.node}`;
}

export const number = (value: number, digits = 0): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Columns side by side, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const pad = (cell: string, width: number) =>
  /^[\d,.]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
