/** What the totals leave open, and what would settle it. */
import type { MissingFact } from "../../model/answer.ts";
import type { LogGroup } from "../format/group.ts";
import { noInterface } from "../place/nat.ts";
import type { NatPoint } from "../place/nat.ts";
import { fates } from "../query/judged.ts";
import type { TrafficQuestion } from "../question.ts";
import { wayOf } from "../scan.ts";
import type { Scanned } from "../scan.ts";
import type { Piece } from "./piece.ts";
import type { Totals } from "./totals.ts";
import { countUntold } from "./untold.ts";

/** The fields that make the best of a new flow log. */
const wantedFormat =
  "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} " +
  "${start} ${end} ${action} ${log-status} ${vpc-id} ${subnet-id} ${instance-id} ${pkt-srcaddr} ${pkt-dstaddr} ${region} " +
  "${az-id} ${pkt-src-aws-service} ${pkt-dst-aws-service} ${flow-direction} ${traffic-path} ${resource-id} " +
  "${interface-type} ${next-hop-interface-id} ${next-hop-az-id} ${next-hop-interface-type}";

export interface Found {
  readonly pieces: readonly Piece[];
  readonly totals: Totals;
  readonly seconds: number | undefined;
}

export function findUnknowns(
  question: TrafficQuestion,
  { points, isDiscovered }: { readonly points: readonly NatPoint[]; readonly isDiscovered: boolean },
  scanned: Scanned,
  { pieces, totals, seconds }: Found,
): readonly MissingFact[] {
  const { covered, method, unrouted } = scanned;
  const records = (fate: number) =>
    covered.reduce((sum, { leg, records: count }) => (wayOf(leg) === fate ? sum + count : sum), 0);
  const skipped = records(fates.skipData);
  const untold = countUntold(covered);
  const isOfNats = method?.name === "nat-interface" || method?.name === "nat-interface-v2";
  const seen = new Set(covered.map(({ spot }) => spot));
  const unseen = isOfNats
    ? points.filter((point) => point.interface !== noInterface && !seen.has(point.interface))
    : [];
  const isLoose = method?.name === "instance-traffic-path";
  return [
    ...withoutFormat(question),
    ...unseen.map(({ id, interface: eni }) =>
      missing(`what crossed ${id}: no flow log has records of ${eni}`, `a flow log of ${eni}`),
    ),
    ...(isDiscovered
      ? points.map(({ id }) =>
          missing(
            `that ${id} is a NAT: its records translate addresses, and no topology was given`,
            "--topology INPUT, or --nat ENI=IP",
          ),
        )
      : []),
    ...when(
      skipped > 0,
      `the flows that ${skipped} SKIPDATA records stand for`,
      "the CloudWatch metrics of the NAT",
    ),
    ...when(
      untold > 0,
      `the bytes of ${untold} records of a NAT's interface, whose format does not tell their leg: the totals lack them`,
      `a flow log with the format '${wantedFormat}'`,
    ),
    ...when(
      isLoose && question.network === undefined,
      "that path 1 of the records leads to a NAT, and not to a firewall or proxy",
      "--topology INPUT with the route tables",
    ),
    ...unrouted.map((eni) => missing(`where the routes of ${eni} lead`, "a --topology that holds it")),
    ...when(
      method?.name === "nat-interface-v2",
      "who of the clients spoke to which remote: the default format does not tell",
      `a flow log with the format '${wantedFormat}'`,
    ),
    ...disagreement(totals, pieces, method?.name === "nat-interface-v2"),
    ...when(
      seconds === undefined,
      "how much a month has: the records have no times",
      "a flow log with the fields start and end",
    ),
    ...regionless(pieces, question),
  ];
}

const missing = (fact: string, settledBy: string): MissingFact => ({ fact, settledBy });
const when = (holds: boolean, fact: string, settledBy: string): readonly MissingFact[] =>
  holds ? [missing(fact, settledBy)] : [];

const withoutFormat = ({ withoutFormat: names }: TrafficQuestion): readonly MissingFact[] =>
  when(
    names.length > 0,
    `the fields of ${names[0] ?? ""}${names.length > 1 ? ` and ${names.length - 1} more, which have` : ", which has"} no header`,
    '--log-format "FIELDS" as aws ec2 describe-flow-logs gives it',
  );

/** Both sides of the default format are exact, and so must be the same. */
function disagreement({ nat }: Totals, pieces: readonly Piece[], isV2: boolean): readonly MissingFact[] {
  if (!isV2) return [];
  const remote = pieces.reduce(
    (sum, { client, bytesOut, bytesIn }) => (client === undefined ? sum + bytesOut + bytesIn : sum),
    0,
  );
  return when(
    remote !== nat.bytes,
    `why clients have ${nat.bytes} bytes and remotes ${remote}: records are lost, or a remote is local and taken for a client`,
    "a flow log with pkt-srcaddr and pkt-dstaddr",
  );
}

const regionless = (pieces: readonly Piece[], { region, files }: TrafficQuestion): readonly MissingFact[] =>
  when(
    region === undefined &&
      pieces.some(({ nat }) => nat.region === undefined) &&
      new Set(files.flatMap((file) => file.region ?? [])).size !== 1,
    "the Region of the NAT: which traffic a gateway endpoint could take is not known",
    "--region REGION, or --topology INPUT",
  );

/** Why there is no total at all. */
export function whyUnknown(
  question: TrafficQuestion,
  groups: readonly LogGroup[],
  { covered }: Scanned,
): readonly MissingFact[] {
  const lost = withoutFormat(question);
  if (groups.length === 0) return lost;
  const outside = covered.filter(({ leg }) => wayOf(leg) === fates.outsidePeriod);
  if (covered.length > 0 && outside.length === covered.length) {
    return [...lost, missing("any traffic: no record lies in the period", "another --from and --to")];
  }
  return [
    ...lost,
    missing(
      "what crossed a NAT: no record is known to be of one",
      `--topology INPUT or --nat ENI=IP with the logs of that interface, or a flow log with the format '${wantedFormat}'`,
    ),
  ];
}
