/** When, for how long, and what of that time nobody logged. */
import type { CoverageGap, TrafficPeriod } from "../../model/traffic-answer.ts";
import { groupBy } from "../../model/group-by.ts";
import { fates } from "../query/judged.ts";
import type { Period } from "../query/judged.ts";
import { isSkewed, wayOf } from "../scan.ts";
import type { Covered } from "../scan.ts";

/** Records that tell that their interface was logged then, whatever else they tell. */
const isWitness = ({ leg }: Covered): boolean =>
  !isSkewed(leg) && wayOf(leg) !== fates.malformed && wayOf(leg) !== fates.outsidePeriod;

export interface Logged {
  readonly period: TrafficPeriod;
  /** From the first record to the last, within what was asked for. */
  readonly seconds: number | undefined;
}

export function toLogged(covered: readonly Covered[], { from, to }: Period): Logged {
  const seen = covered.filter((row) => isWitness(row) && row.first !== null && row.last !== null);
  const first =
    seen.length === 0 ? undefined : Math.max(Math.min(...seen.map((row) => row.first ?? 0)), from ?? 0);
  const last =
    seen.length === 0 ? undefined : Math.min(Math.max(...seen.map((row) => row.last ?? 0)), to ?? Infinity);
  const start = from ?? first;
  const end = to ?? last;
  return {
    period: {
      start: start === undefined ? undefined : timeText(start),
      end: end === undefined ? undefined : timeText(end),
      seconds: start === undefined || end === undefined ? undefined : end - start,
    },
    seconds: first === undefined || last === undefined || last <= first ? undefined : last - first,
  };
}

const halfHour = 1800;
const halfHoursOfDay = 48;

/** Half hours without any record between the first and the last of each interface that is watched. */
export function findGaps(
  covered: readonly Covered[],
  nameOf: (spot: string) => string,
): readonly CoverageGap[] {
  const rows = covered.filter((row) => row.spot !== "" && row.day !== null && isWitness(row));
  return [...groupBy(rows, ({ spot }) => spot)].flatMap(([spot, own]) => gapsAt(nameOf(spot), own));
}

function gapsAt(of: string, rows: readonly Covered[]): readonly CoverageGap[] {
  const seen = [...groupBy(rows, ({ day }) => day ?? 0)].flatMap(([day, all]) => {
    const slots = Array.from({ length: halfHoursOfDay }, (_, slot) => slot);
    return slots
      .filter((slot) => all.some(({ halfHours }) => Math.floor(halfHours / 2 ** slot) % 2 === 1))
      .map((slot) => day + slot * halfHour);
  });
  const starts = seen.toSorted((a, b) => a - b);
  return starts.flatMap((start, index) => {
    const next = starts[index + 1];
    return next === undefined || next - start <= halfHour
      ? []
      : [{ of, start: timeText(start + halfHour), end: timeText(next) }];
  });
}

export const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString();
