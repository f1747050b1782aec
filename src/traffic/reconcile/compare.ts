/**
 * Metered against counted bytes, for each NAT gateway and day of which both tell the same stretch of time.
 *
 * A bill's rows are hours or days, and logs begin and end anywhere: a day on which a row reaches beyond the logs does not compare.
 */
import type { MissingFact } from "../../model/answer.ts";
import type { MeterSource, ReconciledDay, Reconciliation } from "../../model/reconciliation.ts";
import type { DayTraffic } from "../../model/traffic-answer.ts";
import type { Metered } from "./metered.ts";

export interface Meter {
  readonly source: MeterSource;
  readonly basis: string;
  readonly metered: readonly Metered[];
  readonly unknowns: readonly MissingFact[];
}

export interface Counted {
  readonly perDay: readonly DayTraffic[];
  /** Seconds since 1970. */
  readonly start: number;
  readonly end: number;
}

const [least, most] = [0.95, 1.05];
/** Logs begin and end with a record, not with the hour: so much may be missing at either end. */
const mostTolerance = 600;

export interface Compared {
  readonly reconciliation: Omit<Reconciliation, "scales">;
  readonly unknowns: readonly MissingFact[];
}

export function compareMeter(meter: Meter, counted: Counted): Compared {
  const nats = matchNats(meter.metered, counted.perDay);
  const days =
    nats.kind === "matched"
      ? counted.perDay.map((day) => compareDay(day, nats.nameOf(day.nat), meter, counted))
      : [];
  const compared = days.flatMap((day) => ("ratio" in day ? day : []));
  const missing = days.flatMap((day) => ("ratio" in day ? [] : day));
  const [all, ours] = [
    compared.map(({ meteredBytes }) => meteredBytes),
    compared.map(({ countedBytes }) => countedBytes),
  ];
  const ratio = sum(ours) === 0 ? undefined : sum(all) / sum(ours);
  return {
    reconciliation: {
      source: meter.source,
      ratio,
      isClose: compared.length > 0 && compared.every(({ isClose }) => isClose),
      days: compared,
      basis: meter.basis,
    },
    unknowns: [...meter.unknowns, ...missing, ...(nats.kind === "matched" ? [] : [nats.missing])],
  };
}

type Matched =
  | { readonly kind: "matched"; readonly nameOf: (nat: string) => string | undefined }
  | { readonly kind: "unmatched"; readonly missing: MissingFact };

/** By id; one gateway on either side is the same one, for logs may know an interface alone. */
function matchNats(metered: readonly Metered[], perDay: readonly DayTraffic[]): Matched {
  const theirs = [...new Set(metered.flatMap(({ nat }) => nat ?? []))];
  const ours = [...new Set(perDay.map(({ nat }) => nat))];
  if (ours.some((nat) => theirs.includes(nat))) return { kind: "matched", nameOf: (nat) => nat };
  const [own] = ours;
  const isNamed = metered.every(({ nat }) => nat !== undefined);
  if (ours.length === 1 && theirs.length === 1 && isNamed && own?.startsWith("eni-") === true)
    return { kind: "matched", nameOf: () => theirs[0] };
  return {
    kind: "unmatched",
    missing: isNamed
      ? {
          fact: `which of ${theirs.join(", ")} is ${ours.join(", ")}`,
          settledBy: "--topology, or logs of the same NAT gateways",
        }
      : {
          fact: "the NAT gateway of each metered byte",
          settledBy: "a report with resource IDs, or MetricDataQueries kept in the file",
        },
  };
}

function compareDay(
  day: DayTraffic,
  name: string | undefined,
  { metered }: Meter,
  { start, end }: Counted,
): ReconciledDay | MissingFact {
  const first = Date.parse(day.date) / 1000;
  const tolerance = Math.min(mostTolerance, (end - start) / 4);
  const touches = (row: Metered) =>
    row.start < Math.min(first + 86_400, end - tolerance) && row.end > Math.max(first, start + tolerance);
  const touched = metered.filter((row) => row.nat === name && row.bytes > 0 && touches(row));
  if (touched.length === 0)
    return {
      fact: `what was metered of ${day.nat} on ${day.date}`,
      settledBy: "a report or metrics of that day",
    };
  const isWhole = (row: Metered) =>
    row.start >= Math.max(first, start - tolerance) && row.end <= Math.min(first + 86_400, end + tolerance);
  if (!touched.every(isWhole))
    return {
      fact: `${day.nat} on ${day.date}: what is metered reaches beyond the logs`,
      settledBy: "logs of the whole day, or hourly rows",
    };
  const meteredBytes = sum(touched.map(({ bytes }) => bytes));
  const countedBytes = day.bytesOut + day.bytesIn;
  const ratio = countedBytes === 0 ? undefined : meteredBytes / countedBytes;
  const isClose = ratio !== undefined && least <= ratio && ratio <= most;
  return { nat: day.nat, date: day.date, meteredBytes, countedBytes, ratio, isClose };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
