/**
 * The methods by which bytes are counted once, best first; each is one scan of all records.
 *
 * A method fits when some group has its fields and, for those that watch a NAT, the NAT is known. What a group lacks the
 * fields for is read and told apart, never guessed at.
 */
import type { AddressSet } from "../../model/interval-set.ts";
import type { TrafficMethod } from "../../model/traffic-answer.ts";
import type { LogGroup } from "../format/group.ts";
import { noInterface } from "../place/nat.ts";
import type { NatPoint } from "../place/nat.ts";
import { isBeyond, isIn } from "../query/address-sql.ts";
import { choose, fill, literal } from "../query/engine.ts";
import type { Dialect, SqlName, SqlTexts } from "../query/engine.ts";

export interface ScanContext {
  readonly sql: SqlTexts;
  readonly dialect: Dialect;
  readonly points: readonly NatPoint[];
  /** Where clients are: what is local everywhere, and the blocks of the VPCs. */
  readonly inside: AddressSet;
  /** Of the VPC of a private NAT, whose remotes are local as well. */
  readonly insideOf: (point: NatPoint) => AddressSet;
  readonly groups: readonly LogGroup[];
  /** SQL of every record with its fate and the fields that are asked for. */
  readonly judged: (asked: readonly string[]) => string;
  /** Condition on `spot`, `log` and `start_s`: another flow log tells of it. */
  readonly taken: string;
}

export interface Method {
  readonly name: TrafficMethod;
  /** Without them it does not fit. */
  readonly fields: readonly string[];
  /** All that its text reads as texts. */
  readonly reads: readonly string[];
  readonly needsNat: boolean;
  readonly text: SqlName;
  /** The scan gives single connections, of which those that were answered are to be found. */
  readonly ofConnections: boolean;
  /** Route tables, where they are known, are to confirm what it finds. */
  readonly isConfirmed: boolean;
  readonly values: (context: ScanContext) => Readonly<Record<string, string>>;
}

const ends = ["srcaddr", "dstaddr"];
const packetEnds = ["pkt-srcaddr", "pkt-dstaddr"];
const connection = [...ends, "srcport", "dstport", "protocol"];
const nextHop = ["interface-type", "next-hop-interface-type", "next-hop-interface-id"];
const natTypes = "('nat_gateway', 'regional_nat_gateway')";

export const methods: readonly Method[] = [
  {
    name: "nat-interface",
    fields: [...ends, ...packetEnds, "bytes", "interface-id"],
    reads: [...ends, ...packetEnds, "interface-id"],
    needsNat: true,
    text: "scan-nat",
    ofConnections: false,
    isConfirmed: false,
    values: ({ points }) => ({ place: placeOf(points), spot: spotAt(points) }),
  },
  {
    name: "regional-nat",
    fields: [...ends, "bytes", "resource-id"],
    reads: [...ends, "resource-id", "interface-id"],
    needsNat: false,
    text: "scan-regional",
    ofConnections: false,
    isConfirmed: false,
    values: (context) => ({ ...endValues(context, "srcaddr", "dstaddr"), ...insides(context) }),
  },
  {
    name: "nat-interface-v2",
    fields: [...connection, "bytes", "interface-id"],
    reads: [...connection, "interface-id"],
    needsNat: true,
    text: "scan-nat-v2",
    ofConnections: true,
    isConfirmed: false,
    values: (context) => ({
      ...endValues(context, "srcaddr", "dstaddr"),
      ...insides(context),
      spot: spotOf(context.points),
      to_nat: isNatAddress(context.points, "dstaddr"),
      from_nat: isNatAddress(context.points, "srcaddr"),
    }),
  },
  {
    name: "instance-next-hop",
    fields: [...connection, "bytes", "interface-id", "flow-direction", "next-hop-interface-type"],
    reads: [...connection, ...packetEnds, ...nextHop, "interface-id", "flow-direction"],
    needsNat: false,
    text: "scan-instance",
    ofConnections: true,
    isConfirmed: false,
    values: (context) => ({
      ...endValues(context, "source", "target"),
      is_nat: `coalesce(interface_type in ${natTypes}, false) or spot in (${spotList(context.points)})`,
      leaves: `next_hop_interface_type in ${natTypes}`,
      // Of what comes in, the next hop is where it comes from; only where the field says nothing the connection has to.
      returns: `next_hop_interface_type in ${natTypes}`,
      may_return: "coalesce(next_hop_interface_type, '-') = '-'",
      nat: "coalesce(next_hop_interface_id, '')",
    }),
  },
  {
    name: "instance-traffic-path",
    fields: [...connection, "bytes", "interface-id", "flow-direction", "traffic-path"],
    reads: [...connection, ...packetEnds, "interface-id", "flow-direction", "traffic-path"],
    needsNat: false,
    text: "scan-instance",
    ofConnections: true,
    isConfirmed: true,
    values: (context) => ({
      ...endValues(context, "source", "target"),
      is_nat: `spot in (${spotList(context.points)})`,
      leaves: `traffic_path = '1' and ${isBeyond("target", "target_value", context.inside)}`,
      returns: "false",
      may_return: isBeyond("source", "source_value", context.inside),
      nat: "''",
    }),
  },
];

export function scanSql(method: Method, context: ScanContext): string {
  const { sql, dialect, judged, taken } = context;
  return fill(sql[method.text], {
    judged: judged(method.reads),
    taken,
    slots: dialect.bitsOf("half_hour - day"),
    ...method.values(context),
  });
}

/** Whether a group has what the method reads. */
export const fitsGroup = ({ fields }: Method, group: LogGroup): boolean =>
  fields.every((field) => group.fields.includes(field));

export function fits(method: Method, groups: readonly LogGroup[], points: readonly NatPoint[]): boolean {
  const watched = points.filter((point) => point.interface !== noInterface);
  if (method.needsNat && watched.length === 0) return false;
  if (method.name === "nat-interface-v2" && !watched.some(({ addresses }) => addresses.length > 0))
    return false;
  return groups.some((group) => fitsGroup(method, group));
}

const watchedBy = (points: readonly NatPoint[]) => points.filter((point) => point.interface !== noInterface);

/** The interface that a record is of, where it is that of a NAT. */
const spotOf = (points: readonly NatPoint[]): string =>
  choose(
    "interface_id",
    watchedBy(points).map((point) => [point.interface, literal(point.interface)]),
    "''",
  );

/** NATs one after the other; each goes by the place where it begins. Engines look up each text of a dictionary once. */
const listOf = (points: readonly NatPoint[]): string =>
  ` ${watchedBy(points)
    .map((point) => point.interface)
    .join(" ")} `;

/** The same as a number, 0 for what is no NAT; and the interface of a number. */
const placeOf = (points: readonly NatPoint[]): string =>
  watchedBy(points).length === 0
    ? "0"
    : `coalesce(strpos(${literal(listOf(points))}, concat(' ', interface_id, ' ')), 0)`;

function spotAt(points: readonly NatPoint[]): string {
  const list = listOf(points);
  const whens = watchedBy(points).map(
    ({ interface: eni }) => `when ${list.indexOf(` ${eni} `) + 1} then ${literal(eni)}`,
  );
  return whens.length === 0 ? "''" : `case place ${whens.join(" ")} else '' end`;
}

const spotList = (points: readonly NatPoint[]): string =>
  ["''", ...watchedBy(points).map((point) => literal(point.interface))].join(", ");

const isNatAddress = (points: readonly NatPoint[], column: string): string =>
  choose(
    "spot",
    watchedBy(points)
      .filter(({ addresses }) => addresses.length > 0)
      .map((point) => [point.interface, `${column} in (${point.addresses.map(literal).join(", ")})`]),
    "false",
  );

const endValues = ({ dialect }: ScanContext, source: string, target: string) => ({
  source_value: dialect.addressValue(source),
  target_value: dialect.addressValue(target),
});

function insides({ points, inside, insideOf }: ScanContext) {
  const insideAt = (value: string) =>
    choose(
      "spot",
      watchedBy(points)
        .filter(({ isPrivate }) => isPrivate)
        .map((point) => [point.interface, isIn(value, insideOf(point))]),
      isIn(value, inside),
    );
  return { source_inside: insideAt("source_value"), target_inside: insideAt("target_value") };
}
