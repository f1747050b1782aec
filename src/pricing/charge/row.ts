/** One row for each line item and row of the price table: what of a design it counts. */
import type { CostSide } from "../../model/cost-answer.ts";
import type { Design, ZonalEntry } from "../design.ts";

export interface ChargeRow {
  readonly item: string;
  readonly side: CostSide;
  /** Of the price table. */
  readonly row: string;
  readonly unit: string;
  readonly of: (design: Design) => number;
  readonly note?: string | ((design: Design) => string | undefined);
}

export const startedHours = (hours: number) => Math.ceil(hours);

export function sum<T>(entries: readonly T[], of: (entry: T) => number): number {
  return entries.reduce((total, entry) => total + of(entry), 0);
}

export const zonalHours = (entries: readonly ZonalEntry[]) =>
  sum(entries, ({ count, azs, hours }) => count * azs * startedHours(hours));
