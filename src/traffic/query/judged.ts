/**
 * Every record of every group, each with its fate: what keeps it from being asked whose traffic it is, or how odd its
 * time is. Groups have different fields, so that a field which a group lacks is null there.
 */
import { columnOf, knownFields } from "../format/field.ts";
import type { LogGroup } from "../format/group.ts";
import { literal } from "./engine.ts";
import type { Dialect } from "./engine.ts";

/**
 * Fates and legs as the SQL numbers them. A fate below 0 says why a record is no leg; else it is the oddity of its time, to
 * which the leg is added: 1 out, 2 in, and in pairs, which have both, 1.
 */
export const fates = {
  noData: -1,
  skipData: -2,
  malformed: -3,
  /** A header among the records: whatever follows it may have other fields. */
  heading: -4,
  outsidePeriod: -5,
  elsewhere: -6,
  unanswered: -7,
  /** At an interface that counts, without the fields that would tell its leg. */
  untold: -8,
  taken: -9,
} as const;
export const oddities = { skewed: 10, straddling: 20 } as const;

export interface Period {
  /** Seconds since 1970; a record belongs to the period that it begins in. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** What is later is a clock gone wrong. */
  readonly now: number;
}

/** What every judgement reads, whatever is asked besides. */
const judgedFields = ["srcaddr", "bytes", "start", "end", "action", "log-status"];

/** The fields to be prepared where `asked` are selected. */
export const fieldsToJudge = (asked: readonly string[]): readonly string[] => [
  ...new Set([...judgedFields, ...asked]),
];

/** A record sums up at most ten minutes: a petabyte in it is no measurement. */
const mostBytes = 1e15;
/** Flow logs began in 2015. */
const times = { first: 1_400_000_000, last: 4_100_000_000 } as const;

/** `asked`: fields that are selected as texts beside the numbers; those of a header are judged by `srcaddr`. */
export function judgedSql(
  groups: readonly LogGroup[],
  asked: readonly string[],
  dialect: Dialect,
  period: Period,
): string {
  const texts = [...new Set(["srcaddr", ...asked])];
  const records = groups
    .map((group, log) => groupSql(group, log, { texts, dialect }))
    .join("\n  union all\n  ");
  const { from, to, now } = period;
  const outside = [
    ...(from === undefined ? [] : [`start_s < ${from}`]),
    ...(to === undefined ? [] : [`start_s >= ${to}`]),
  ];
  const inTimes = (column: string) => `${column} between ${times.first} and ${times.last}`;
  // Not true where a number is missing.
  const timely = `(not timed or (${inTimes("start_s")} and ${inTimes("end_s")}))`;
  // Nearly all records are sound: one condition holds them.
  const sound = `log_status = 'OK' and action = 'ACCEPT' and bytes between 0 and ${mostBytes} and ${timely}`;
  // A list of so many would be joined with every record; so they are looked up for what is nothing else.
  const names = ` ${knownFields.join(" ")} `;
  const before = outside.map((condition) => `when ${condition} then ${fates.outsidePeriod}`).join("\n      ");
  const odd = [
    `start_s > end_s or start_s > ${now} then ${oddities.skewed}`,
    ...(to === undefined ? [] : [`end_s > ${to} then ${oddities.straddling}`]),
  ];
  return `select *, half_hour - mod(half_hour, 48) as day,
    case
      ${before}
      when ${sound} then case ${odd.map((when) => `when ${when}`).join(" ")} else 0 end
      when ${timely} and log_status = 'NODATA' then ${fates.noData}
      when ${timely} and log_status = 'SKIPDATA' then ${fates.skipData}
      when ${timely} and log_status = 'OK' and action = 'REJECT' then ${fates.elsewhere}
      when strpos(${literal(names)}, concat(' ', srcaddr, ' ')) > 0 then ${fates.heading}
      else ${fates.malformed}
    end as fate
  from (
  ${records}
  ) as records`;
}

const numeric = ["srcport", "dstport", "protocol", "traffic-path"];

function groupSql(
  group: LogGroup,
  log: number,
  { texts, dialect }: { readonly texts: readonly string[]; readonly dialect: Dialect },
): string {
  const has = (field: string) => group.fields.includes(field);
  const quoted = (field: string) => `"${columnOf(field)}"`;
  const text = (field: string) =>
    group.format === "parquet" && numeric.includes(field)
      ? `cast(${quoted(field)} as varchar)`
      : quoted(field);
  const number = (field: string) =>
    has(field) ? dialect.wholeNumber(quoted(field), group) : "cast(null as bigint)";
  const columns = [
    `${log} as log`,
    ...texts.map((field) => `${has(field) ? text(field) : "cast(null as varchar)"} as ${columnOf(field)}`),
    `${number("bytes")} as bytes`,
    `${number("start")} as start_s`,
    `${dialect.halfHour(number("start"))} as half_hour`,
    `${number("end")} as end_s`,
    `${has("start") && has("end")} as timed`,
    `${has("action") ? quoted("action") : "'ACCEPT'"} as action`,
    `${has("log-status") ? quoted("log-status") : "'OK'"} as log_status`,
  ];
  return `select ${columns.join(", ")} from ${dialect.rowsOf(group)}`;
}
