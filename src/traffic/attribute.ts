/**
 * From pairs to what a reader asks for: bytes by client, NAT, remote's range and name, and the remotes most spoken to.
 *
 * Ranges, names and routes go into tables of the engine; it joins what is already summed up, never single records.
 */
import { parseAddress } from "../model/address.ts";
import { familyOf } from "../model/address.ts";
import { toNamedAnswers } from "./dns/answer.ts";
import { fill } from "./query/engine.ts";
import type { Row } from "./query/engine.ts";
import type { TrafficQuestion, TrafficTools } from "./question.ts";
import { findKind } from "./remote/range.ts";
import type { Ranges, toRangeRows } from "./remote/range.ts";
import type { Scanned } from "./scan.ts";
import { takenSql } from "./method/flow-logs.ts";
import type { TrafficClass } from "../model/traffic-answer.ts";

/** One row of rollup.sql. */
export interface Rolled {
  readonly spot: string;
  readonly nat: string;
  readonly day: number | null;
  /** Empty where records tell only of remotes. */
  readonly client: string;
  /** Number of the range's kind; -1 for what is no address. */
  readonly range: number;
  readonly host: string | undefined;
  readonly certainty: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly records: number;
}

export interface RemoteTotal {
  readonly remote: string;
  readonly range: number;
  readonly host: string | undefined;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

export interface Attributed {
  /** To go through once. */
  readonly rows: Iterable<Rolled>;
  /** Largest first. */
  readonly remotes: readonly RemoteTotal[];
}

export const noAddress = -1;
const mostRemotes = 200;
/** How far clocks of the two logs may be apart, and how long a name is believed. */
const times = { skewSeconds: 60, nearSeconds: 600, carrySeconds: 12 * 3600 } as const;

export async function attribute(
  question: TrafficQuestion,
  { engine, sql }: TrafficTools,
  about: {
    readonly scanned: Scanned;
    readonly ranges: Ranges;
    /** The same for SQL. */
    readonly rangeRows: ReturnType<typeof toRangeRows>;
    /** Kinds of range whose remotes are listed one by one. */
    readonly listed: readonly number[];
  },
): Promise<Attributed> {
  const { scanned, ranges, rangeRows, listed } = about;
  const { dialect } = engine;
  const chosen = scanned.taken.length === 0 ? "true" : `not ${takenSql(scanned.taken, "p")}`;
  await engine.load(
    "ranges",
    { bucket: "bigint", first: "bigint", last: "bigint", range: "bigint" },
    rangeRows,
  );
  await engine.materialise("remotes", fill(sql.remotes, { chosen, value: dialect.addressValue("remote") }));
  const odd = await engine.run("select remote from remotes where value is null");
  await engine.load(
    "odd_remotes",
    { remote: "varchar", range: "bigint" },
    odd.map(({ remote }) => [String(remote), kindOfText(String(remote), ranges)]),
  );
  const hosts = await nameRemotes(question, { engine, sql });
  const rows = await engine.run(fill(sql.rollup, { chosen }));
  const remotes = await engine.run(
    fill(sql.hosts, { ranges: listed.join(", ") || String(noAddress), most: String(mostRemotes) }),
  );
  return {
    rows: rolledOf(rows, hosts),
    remotes: remotes.map((row) => toTotal(row, hosts)),
  };
}

/** IPv6 and NAT64 addresses, which SQL does not take for numbers. */
function kindOfText(text: string, ranges: Ranges): number {
  const address = parseAddress(text);
  if (address === undefined) return noAddress;
  return findKind(ranges, embeddedIpv4(address) ?? address);
}

const nat64 = parseAddress("64:ff9b::") ?? 0n;

/** The IPv4 address that NAT64 makes of the last 32 bits. https://www.rfc-editor.org/rfc/rfc6052 */
const embeddedIpv4 = (address: bigint): bigint | undefined =>
  familyOf(address) === 6 && address >= nat64 && address < nat64 + (1n << 32n) ? address - nat64 : undefined;

async function nameRemotes(
  { dnsAnswers }: TrafficQuestion,
  { engine, sql }: Pick<TrafficTools, "engine" | "sql">,
): Promise<readonly string[]> {
  const { hosts, rows } = toNamedAnswers(dnsAnswers);
  if (rows.length === 0) {
    await engine.load(
      "names",
      { client: "varchar", remote: "varchar", name: "bigint", certainty: "bigint" },
      [],
    );
    return hosts;
  }
  const columns = {
    client: "varchar",
    remote: "varchar",
    name: "bigint",
    first_s: "bigint",
    last_s: "bigint",
    answers: "bigint",
  } as const;
  await engine.load("answers", columns, rows);
  const isOwn = "a.client = p.client";
  const isNear = `coalesce(p.first_s <= a.last_s + ${times.nearSeconds}, true)`;
  const certainty = `case when ${isOwn} then 2 else 0 end + case when ${isNear} then 2 else 1 end`;
  const { skewSeconds, carrySeconds } = times;
  await engine.materialise(
    "names",
    fill(sql.names, {
      certainty: `max(${certainty})`,
      skew: String(skewSeconds),
      carry: String(carrySeconds),
    }),
  );
  return hosts;
}

const hostOf = (row: Row, hosts: readonly string[]): string | undefined => hosts[Number(row["name"]) - 1];

/** One by one: of a hundred thousand none is kept. */
function* rolledOf(rows: readonly Row[], hosts: readonly string[]): Iterable<Rolled> {
  for (const row of rows) yield toRolled(row, hosts);
}

const toRolled = (row: Row, hosts: readonly string[]): Rolled => ({
  spot: String(row["spot"]),
  nat: String(row["nat"] ?? ""),
  day: row["day"] === null ? null : Number(row["day"]),
  client: String(row["client"]),
  range: Number(row["range"]),
  host: hostOf(row, hosts),
  certainty: Number(row["certainty"]),
  bytesOut: Number(row["bytes_out"]),
  bytesIn: Number(row["bytes_in"]),
  records: Number(row["records"]),
});

const toTotal = (row: Row, hosts: readonly string[]): RemoteTotal => ({
  remote: String(row["remote"]),
  range: Number(row["range"]),
  host: hostOf(row, hosts),
  bytesOut: Number(row["bytes_out"]),
  bytesIn: Number(row["bytes_in"]),
});

/** Remotes that keep a NAT for what they are. */
export const hostClasses: readonly TrafficClass[] = ["internet", "ec2-hosted", "aws-unnamed"];
