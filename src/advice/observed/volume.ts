/** Bytes of a period as gigabytes of a month, and months of little, usual and much traffic. */
import type { Bytes, DayTraffic, TrafficAnswer } from "../../model/traffic-answer.ts";
import { groupBy } from "../../model/group-by.ts";

/** Tiers of the price list end at powers of two, so that a gigabyte is 2^30 bytes. */
const bytesPerGb = 2 ** 30;

/** 0 where the length of the period is not known: such bytes are of no month. */
export function gbPerMonth({ bytesOut, bytesIn }: Bytes, seconds: number, hours: number): number {
  return seconds > 0 ? ((bytesOut + bytesIn) / bytesPerGb) * ((hours * 3600) / seconds) : 0;
}

export interface HostVolume {
  readonly host: string;
  readonly gbMonth: number;
}

/** Remotes that keep the NAT, largest first. */
export function hostsOf({ hosts, period }: TrafficAnswer, hours: number): readonly HostVolume[] {
  return hosts.map((one) => ({ host: one.host, gbMonth: gbPerMonth(one, period.seconds ?? 0, hours) }));
}

/** How much of the usual volume crossed in months of little, usual and much traffic. */
export interface MonthFactors {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

/** Fewer days of a month than this tell nothing of it. */
const leastDays = 7;

/**
 * By whole days of each calendar month, against the mean of all. `typical` is the median month. Undefined where fewer than
 * two months can be told apart.
 */
export function monthFactors(perDay: readonly DayTraffic[]): MonthFactors | undefined {
  const days = groupBy(perDay, ({ date }) => date);
  const bytesOf = new Map(
    [...days].map(([date, rows]) => [
      date,
      rows.reduce((sum, { bytesOut, bytesIn }) => sum + bytesOut + bytesIn, 0),
    ]),
  );
  const months = [...groupBy(bytesOf.keys(), (date) => date.slice(0, 7)).values()]
    .filter((dates) => dates.length >= leastDays)
    .map((dates) => mean(dates.map((date) => bytesOf.get(date) ?? 0)))
    .toSorted((a, b) => a - b);
  const all = mean([...bytesOf.values()]);
  const [low] = months;
  const high = months.at(-1);
  if (months.length < 2 || low === undefined || high === undefined || all === 0) return undefined;
  const middle = months.length / 2;
  const typical = mean(months.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
  return { low: low / all, typical: typical / all, high: high / all };
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
