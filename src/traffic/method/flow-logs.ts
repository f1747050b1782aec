/**
 * Which flow log tells of which interface. Several may: of a VPC, a subnet and an interface in it each writes the same
 * traffic once. One is believed for each stretch of time, so that nothing counts twice and a flow log that was made anew
 * with another format goes on where the old one ended.
 */
import { groupBy } from "../../model/group-by.ts";
import { choose } from "../query/engine.ts";
import type { LogGroup } from "../format/group.ts";

export interface LogSpan {
  /** Index of the group. */
  readonly log: number;
  readonly spot: string;
  readonly first: number;
  readonly last: number;
  readonly records: number;
}

/** What of a log is not believed: all of it, or what begins within other logs' time. */
export interface Taken {
  readonly log: number;
  readonly spot: string;
  readonly within: readonly (readonly [number, number])[] | "always";
}

/** The longest interval of aggregation: flow logs of the same traffic begin and end that far apart. */
export const slackSeconds = 600;

/** `spans`: of records that count. Groups of one flow log never take from each other. */
export function findTaken(spans: readonly LogSpan[], groups: readonly LogGroup[]): readonly Taken[] {
  const bySpot = groupBy(spans, ({ spot }) => spot);
  return [...bySpot].flatMap(([spot, all]) => takenAt(spot, all, groups));
}

function takenAt(spot: string, all: readonly LogSpan[], groups: readonly LogGroup[]): readonly Taken[] {
  const copies = all.filter(({ log }) => groups[log]?.isCopy === true);
  const byLog = groupBy(
    all.filter(({ log }) => groups[log]?.isCopy === false),
    ({ log }) => groups[log]?.flowLog ?? "",
  );
  const rest = [...byLog].map(([flowLog, spans]) => ({ flowLog, spans, ...hullOf(spans) }));
  // The longest first; of equals the one with more records, then by id, so that the answer hangs on no order of files.
  rest.sort(
    (a, b) =>
      b.last - b.first - (a.last - a.first) || b.records - a.records || (a.flowLog < b.flowLog ? -1 : 1),
  );
  const believed: (readonly [number, number])[] = [];
  const taken: Taken[] = copies.map(({ log }) => ({ log, spot, within: "always" }));
  for (const { spans, first, last } of rest) {
    const met = believed.filter(([from, to]) => first < to && from < last);
    const isWhole = met.some((one) => isWithin([first, last], one));
    if (met.length > 0)
      taken.push(...spans.map(({ log }) => ({ log, spot, within: isWhole ? ("always" as const) : met })));
    if (!isWhole) believed.push([first, last]);
  }
  return taken;
}

/** Within, but for what the edges of intervals may differ by; a span that is hardly met is another time's. */
function isWithin([first, last]: readonly [number, number], [from, to]: readonly [number, number]): boolean {
  const met = Math.min(last, to) - Math.max(first, from);
  return from - slackSeconds <= first && last <= to + slackSeconds && met * 2 >= last - first;
}

const hullOf = (spans: readonly LogSpan[]) => ({
  first: Math.min(...spans.map(({ first }) => first)),
  last: Math.max(...spans.map(({ last }) => last)),
  records: spans.reduce((sum, { records }) => sum + records, 0),
});

/** True where all that is taken is taken whole, so that no record needs to be looked at again. */
export const isTakenWhole = (taken: readonly Taken[]): boolean =>
  taken.every(({ within }) => within === "always");

/** As a condition on the columns `log`, `spot` and, where something is taken for a time, `start_s` of a table. */
export function takenSql(taken: readonly Taken[], table = ""): string {
  const of = table === "" ? "" : `${table}.`;
  const bySpot = groupBy(taken, ({ spot }) => spot);
  return choose(
    `${of}spot`,
    [...bySpot].map(([spot, all]) => [spot, `(${all.map((one) => oneTaken(one, of)).join(" or ")})`]),
    "false",
  );
}

function oneTaken({ log, within }: Taken, of: string): string {
  if (within === "always") return `${of}log = ${log}`;
  const times = within.map(([from, to]) => `${of}start_s >= ${from} and ${of}start_s < ${to}`);
  return `(${of}log = ${log} and (${times.join(" or ")}))`;
}
