/**
 * Traffic: what crossed the NATs, for whom and where to, from what flow logs say.
 *
 * Decides which method counts each byte once, which flow log is believed, what a remote is and what its name was; says how
 * much of the logs that rests on, and tells no total where the logs cannot give an exact one. Finding files, running SQL
 * and the clock are app's.
 */
import { once } from "../facts/once.ts";
import type { MissingFact } from "../model/answer.ts";
import type { TrafficAnswer } from "../model/traffic-answer.ts";
import { attribute, hostClasses } from "./attribute.ts";
import type { RemoteTotal } from "./attribute.ts";
import { findGaps, toLogged } from "./answer/period.ts";
import { toMonth } from "./answer/month.ts";
import { toPieces } from "./answer/piece.ts";
import type { Pieces } from "./answer/piece.ts";
import { countRecords } from "./answer/records.ts";
import { toTotals } from "./answer/totals.ts";
import { countUntold } from "./answer/untold.ts";
import { findUnknowns, whyUnknown } from "./answer/unknown.ts";
import { measureEndpoints } from "./endpoint.ts";
import { toClientFinder } from "./place/client.ts";
import { discoverNats } from "./place/discover.ts";
import { isKnownField } from "./format/field.ts";
import { groupFiles } from "./format/group.ts";
import type { LogGroup } from "./format/group.ts";
import { blocksOf, findNatPoints } from "./place/nat.ts";
import type { NatPoint } from "./place/nat.ts";
import type { TrafficQuestion, TrafficTools } from "./question.ts";
import { nameRemote } from "./remote/name.ts";
import { toRangeRows, toRanges } from "./remote/range.ts";
import type { RangeKind, Ranges } from "./remote/range.ts";
import { scanReadable } from "./readable.ts";
import { isSkewed, isStraddling, scanRecords } from "./scan.ts";
import type { Scanned } from "./scan.ts";
import { findSpokes } from "./place/spoke.ts";
import { toAddressSet, union } from "../model/interval-set.ts";

export type { Mended, TrafficQuestion, TrafficTools } from "./question.ts";
export type { LogFile, LogGroup } from "./format/group.ts";
export type {
  ColumnType,
  Dialect,
  Engine,
  LogReader,
  Part,
  Rejected,
  Row,
  SqlTexts,
  SqlValue,
} from "./query/engine.ts";
export { pairColumns, sqlNames } from "./query/engine.ts";
export { headerFields, parseLogFormat, recogniseHead, wordsOf } from "./format/head.ts";
export { columnOf, fieldOf, isKnownField } from "./format/field.ts";
export { parseLogKey } from "./format/key.ts";
export type { GivenNat } from "./place/nat.ts";
export { parseDnsLine } from "./dns/answer.ts";
export type { DnsAnswer } from "./dns/answer.ts";
export { findBillColumns, readMetrics, toMetered, withMeters } from "./reconcile/index.ts";
export type { BillColumns, BillRow, Meter } from "./reconcile/index.ts";

interface Watched {
  readonly groups: readonly LogGroup[];
  readonly points: readonly NatPoint[];
  readonly isDiscovered: boolean;
  readonly unknowns: readonly MissingFact[];
}

export async function answerTraffic(asked: TrafficQuestion, tools: TrafficTools): Promise<TrafficAnswer> {
  const { question, scanned } = await scanReadable(asked, async (one) => {
    const watched = await findWatched(one, tools);
    const remotes = once(() => findRemotes(one, tools, watched));
    return { ...(await scanRecords(one, tools, { ...watched, meanwhile: remotes })), watched, remotes };
  });
  const { watched, method } = scanned;
  if (method === undefined) return untold(question, tools, watched, scanned);
  const remotes = scanned.remotes();
  const attributed = await attribute(question, tools, { scanned, ...remotes });
  const pieces = toPieces(attributed.rows, {
    points: watched.points,
    clients: toClientFinder(question.network),
    spokes: await findSpokes(watched.groups, question, tools),
    logsClients: method.name === "instance-next-hop" || method.name === "instance-traffic-path",
    nameOf: remotes.nameOf,
  });
  const isJoint = method.name !== "nat-interface-v2";
  const totals = toTotals(pieces.pieces, method.name, isJoint);
  const logged = toLogged(scanned.covered, question.period);
  const endpoints = await measureEndpoints(question, tools, watched.groups);
  return {
    ...common(question, tools, watched, scanned, pieces),
    answer: countUntold(scanned.covered) > 0 ? "unknown" : "known",
    method: method.name,
    ...totals,
    ...(question.asksEndpoints ? { endpoints } : {}),
    hosts: attributed.remotes.map((remote) => hostOf(remote, remotes)),
    trafficGb: logged.seconds === undefined ? undefined : toMonth(pieces.pieces, logged.seconds, isJoint),
    unknowns: [
      ...watched.unknowns,
      ...findUnknowns(question, watched, scanned, { pieces: pieces.pieces, totals, seconds: logged.seconds }),
    ],
  };
}

async function findWatched(question: TrafficQuestion, tools: TrafficTools): Promise<Watched> {
  const { files, network, given, natInstances } = question;
  const groups = groupFiles(files);
  const { points, unknowns } = findNatPoints(network, given, natInstances);
  if (points.length > 0 || given.length > 0) return { groups, points, unknowns, isDiscovered: false };
  const found = await discoverNats(groups, question, tools);
  return {
    groups,
    points: found,
    unknowns: found.length > 0 ? [] : unknowns,
    isDiscovered: found.length > 0,
  };
}

interface Remotes {
  readonly ranges: Ranges;
  readonly rangeRows: ReturnType<typeof toRangeRows>;
  readonly listed: readonly number[];
  readonly nameOf: (
    range: number,
    host: string | undefined,
    nat: NatPoint | undefined,
  ) => ReturnType<typeof nameRemote>;
}

function findRemotes(
  { network, region, files }: TrafficQuestion,
  { facts }: TrafficTools,
  { points }: Watched,
): Remotes {
  const lists = network === undefined ? [] : [...network.prefixLists.values()];
  const live = lists.flatMap(({ listName, entries, owner }) =>
    owner === "aws" && entries.known ? [{ listName, entries: entries.value }] : [],
  );
  const local = union(facts.localAddresses(), toAddressSet(blocksOf(network)));
  const ranges = toRanges(facts, local, live);
  const listNames = new Set(live.map(({ listName }) => listName));
  const logRegions = new Set(files.flatMap((file) => file.region ?? []));
  const natRegions = new Set(points.flatMap((point) => point.region ?? []));
  const fallback = region ?? only(natRegions) ?? only(logRegions);
  const nameOf: Remotes["nameOf"] = (range, host, nat) => {
    const kind = ranges.kinds[range] as RangeKind;
    return nameRemote(kind, host, { facts, region: nat?.region ?? fallback, listNames });
  };
  const listed = ranges.kinds.flatMap((_, range) =>
    hostClasses.includes(nameOf(range, undefined, undefined).class) ? [range] : [],
  );
  return { ranges, rangeRows: toRangeRows(ranges), listed, nameOf };
}

const only = <T>(values: ReadonlySet<T>): T | undefined => (values.size === 1 ? [...values][0] : undefined);

function hostOf({ remote, host, range, bytesOut, bytesIn }: RemoteTotal, { nameOf }: Remotes) {
  return { host: host ?? remote, class: nameOf(range, host, undefined).class, bytesOut, bytesIn };
}

function common(
  { files, skipped, malformed, period }: TrafficQuestion,
  { facts }: TrafficTools,
  { groups, points }: Watched,
  scanned: Scanned,
  pieces: Pieces,
) {
  const records = countRecords(scanned, { malformed, noAddress: pieces.malformed });
  const { covered } = scanned;
  const counted = (holds: (leg: number) => boolean) =>
    covered.reduce((sum, { leg, records: count }) => (holds(leg) ? sum + count : sum), 0);
  const nameOf = (spot: string) => points.find((point) => point.interface === spot)?.id ?? spot;
  const { syncToken, date } = facts.addressRanges();
  return {
    period: toLogged(covered, period).period,
    records,
    coverage: {
      share: records.read === 0 ? 0 : (records.read - records.malformed - records.skipData) / records.read,
      skipData: records.skipData,
      gaps: findGaps(covered, nameOf),
      clockSkew: counted(isSkewed),
      straddling: counted(isStraddling),
      files: files.length,
      skipped,
      unknownFields: unknownFields(groups),
    },
    facts: { ranges: { syncToken, date } },
    reconciliation: [],
  };
}

const unknownFields = (groups: readonly LogGroup[]): readonly string[] =>
  [...new Set(groups.flatMap(({ fields }) => fields))]
    .filter((field) => !field.startsWith("@") && !isKnownField(field))
    .sort();

/** The logs do not tell: everything that was counted, and what would settle it. */
function untold(
  question: TrafficQuestion,
  tools: TrafficTools,
  watched: Watched,
  scanned: Scanned,
): TrafficAnswer {
  return {
    ...common(question, tools, watched, scanned, { pieces: [], malformed: 0 }),
    answer: "unknown",
    method: undefined,
    nat: undefined,
    nats: [],
    byService: [],
    byClient: [],
    flows: [],
    hosts: [],
    perDay: [],
    trafficGb: undefined,
    unknowns: [...watched.unknowns, ...whyUnknown(question, watched.groups, scanned)],
  };
}
