/**
 * From records to pairs of client and remote: the first method that fits and finds anything of a NAT.
 *
 * Afterwards the engine has the table `pairs`, and whatever is asked further is asked of that.
 */
import { toAddressSet, union } from "../model/interval-set.ts";
import type { Network } from "../model/network.ts";
import { blocksOf, noInterface } from "./place/nat.ts";
import type { NatPoint } from "./place/nat.ts";
import type { LogGroup } from "./format/group.ts";
import { findTaken, isTakenWhole, takenSql } from "./method/flow-logs.ts";
import type { Taken } from "./method/flow-logs.ts";
import { fits, methods, scanSql } from "./method/scan.ts";
import type { Method, ScanContext } from "./method/scan.ts";
import { fill } from "./query/engine.ts";
import type { Rejected, SqlValue } from "./query/engine.ts";
import { fates, fieldsToJudge, judgedSql, oddities } from "./query/judged.ts";
import type { TrafficQuestion, TrafficTools } from "./question.ts";
import { routesToNat } from "./place/route.ts";
import type { RoutedInterval } from "./place/route.ts";

/** One row of coverage.sql. */
export interface Covered {
  readonly log: number;
  /** The interface, or the regional NAT gateway; empty for interfaces that do not matter. */
  readonly spot: string;
  readonly leg: number;
  /** Seconds of its midnight; null where records have no time. */
  readonly day: number | null;
  readonly records: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly halfHours: number;
}

export interface Scanned {
  /** Undefined where none tells what crossed a NAT. */
  readonly method: Method | undefined;
  readonly covered: readonly Covered[];
  readonly taken: readonly Taken[];
  readonly rejected: readonly Rejected[];
  /** Interfaces of which nobody knows whether their routes lead to a NAT; with method `instance-traffic-path`. */
  readonly unrouted: readonly string[];
}

export const wayOf = (leg: number): number => leg % 10;
export const isSkewed = (leg: number): boolean => Math.floor(Math.abs(leg) / 10) * 10 === oddities.skewed;
export const isStraddling = (leg: number): boolean =>
  Math.floor(Math.abs(leg) / 10) * 10 === oddities.straddling;

interface Order {
  readonly groups: readonly LogGroup[];
  readonly points: readonly NatPoint[];
  /** Called while the reader is at work, which it is elsewhere: at least once, where there is anything to read. */
  readonly meanwhile: () => void;
}

export async function scanRecords(
  question: TrafficQuestion,
  tools: TrafficTools,
  { groups, points, meanwhile }: Order,
): Promise<Scanned> {
  if (groups.length === 0) return nothing;
  const busy = { ...tools, meanwhile };
  const fitting = methods.filter((method) => fits(method, groups, points));
  let last: Scanned | undefined;
  for (const method of fitting) {
    const context = contextOf(question, tools, groups, points);
    last = await scanOnce(method, context, question, busy);
    if (!tellsOfNat(method, last.covered)) continue;
    const taken = findTaken(spansOf(last.covered), groups);
    if (isTakenWhole(taken)) return { ...last, taken };
    // Flow logs that overlap in part of their time: the records themselves have to be asked when they are of.
    const again = await scanOnce(method, { ...context, taken: takenSql(taken) }, question, busy);
    return { ...again, taken: [] };
  }
  // No method tells, and yet each record is to be accounted for.
  const counted = last ?? (await scanOnce(countOnly, contextOf(question, tools, groups, []), question, busy));
  return { ...counted, method: undefined };
}

const nothing: Scanned = { method: undefined, covered: [], taken: [], rejected: [], unrouted: [] };

const [countOnly] = methods as readonly [Method, ...Method[]];

async function scanOnce(
  method: Method,
  context: ScanContext,
  question: TrafficQuestion,
  { meanwhile, ...tools }: TrafficTools & Pick<Order, "meanwhile">,
): Promise<Scanned> {
  const { engine, logs, sql } = tools;
  const rejected = await logs.prepare(context.groups, fieldsToJudge(method.reads));
  const network = method.isConfirmed ? question.network : undefined;
  const pairs = network !== undefined ? "unconfirmed" : "pairs";
  const scan = scanSql(method, context);
  const answered = () => fill(sql.answered, { slots: logs.dialect.allBits("t.slots") });
  const made = method.ofConnections
    ? logs.materialise(pairs, answered(), ["tuples", scan])
    : logs.materialise(pairs, scan);
  meanwhile();
  await made;
  const unrouted = network === undefined ? [] : await confirm(network, context, tools);
  const rows = await engine.run(fill(sql.coverage, { slots: engine.dialect.allBits("slots") }));
  const covered = rows.map((row) => ({
    log: Number(row["log"]),
    spot: String(row["spot"]),
    leg: Number(row["leg"]),
    day: row["day"] === null ? null : Number(row["day"]),
    records: Number(row["records"]),
    first: row["first_s"] === null ? null : Number(row["first_s"]),
    last: row["last_s"] === null ? null : Number(row["last_s"]),
    halfHours: Number(row["slots"] ?? 0),
  }));
  return { method, covered, taken: [], rejected, unrouted };
}

/** Takes from the pairs what the routes do not lead to a NAT; gives the interfaces whose routes are not known. */
async function confirm(
  network: Network,
  { points }: ScanContext,
  { engine, sql }: TrafficTools,
): Promise<readonly string[]> {
  const rows = await engine.run("select distinct spot from unconfirmed where leg > 0");
  const spots = rows.map(({ spot }) => ({
    spot: String(spot),
    routes: routesToNat(network, points, String(spot)),
  }));
  await engine.load(
    "routed",
    { spot: "varchar", first: "bigint", last: "bigint", nat: "varchar" },
    spots.flatMap(({ spot, routes }) => (routes === undefined ? [] : routeRows(spot, routes))),
  );
  await engine.materialise("pairs", fill(sql.confirmed, { value: engine.dialect.addressValue("remote") }));
  return spots.filter(({ routes }) => routes === undefined).map(({ spot }) => spot);
}

/** Where no route leads to a NAT, a row that holds no address says that the routes are known. */
const routeRows = (spot: string, routes: readonly RoutedInterval[]): readonly (readonly SqlValue[])[] =>
  routes.length === 0 ? [[spot, 1, 0, ""]] : routes.map(({ first, last, nat }) => [spot, first, last, nat]);

function contextOf(
  question: TrafficQuestion,
  { facts, sql, logs }: TrafficTools,
  groups: readonly LogGroup[],
  points: readonly NatPoint[],
): ScanContext {
  const { network, period } = question;
  const local = facts.localAddresses();
  return {
    sql,
    dialect: logs.dialect,
    points,
    inside: union(local, toAddressSet(blocksOf(network))),
    insideOf: ({ vpc }) => toAddressSet(blocksOf(network, vpc)),
    groups,
    judged: (asked) => judgedSql(groups, asked, logs.dialect, period),
    taken: "false",
  };
}

/** A NAT that is idle is told as well; a client that is idle tells of none. */
const tellsOfNat = ({ text }: Method, covered: readonly Covered[]): boolean =>
  covered.some(({ leg }) => leg > 0) ||
  (text !== "scan-instance" && covered.some(({ spot, leg }) => isNatSpot(spot) && leg === fates.noData));

const isNatSpot = (spot: string): boolean => spot !== "" && spot !== noInterface;

const spansOf = (covered: readonly Covered[]) => {
  const spans = new Map<
    string,
    { log: number; spot: string; first: number; last: number; records: number }
  >();
  for (const { log, spot, leg, first, last, records } of covered) {
    if (leg <= 0 || isSkewed(leg)) continue;
    const key = `${log} ${spot}`;
    const span = spans.get(key) ?? { log, spot, first: Infinity, last: -Infinity, records: 0 };
    spans.set(key, {
      ...span,
      first: Math.min(span.first, first ?? 0),
      last: Math.max(span.last, last ?? 0),
      records: span.records + records,
    });
  }
  return [...spans.values()];
};
