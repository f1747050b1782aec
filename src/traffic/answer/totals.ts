/** Pieces summed up, each list by what its rows have in common, largest first. */
import type {
  Bytes,
  ClientTraffic,
  DayTraffic,
  HostConfidence,
  NatTraffic,
  ServiceTraffic,
  TrafficClient,
  TrafficFlow,
  TrafficMethod,
} from "../../model/traffic-answer.ts";
import { onceEach } from "../../facts/once.ts";
import type { NatPoint } from "../place/nat.ts";
import type { Piece } from "./piece.ts";

export interface Totals {
  readonly nats: readonly NatTraffic[];
  readonly byService: readonly ServiceTraffic[];
  readonly byClient: readonly ClientTraffic[];
  readonly flows: readonly TrafficFlow[];
  readonly perDay: readonly DayTraffic[];
  readonly nat: Bytes & { readonly bytes: number };
}

/**
 * `isJoint`: each piece has both client and remote. Otherwise every byte is in two pieces, one of its client and one of
 * its remote, and what is billed are those of the clients.
 */
export function toTotals(pieces: readonly Piece[], method: TrafficMethod, isJoint: boolean): Totals {
  const ofClients = isJoint ? pieces : pieces.filter(({ client }) => client !== undefined);
  const ofRemotes = isJoint ? pieces : pieces.filter(({ client }) => client === undefined);
  const all = sumOf(ofClients);
  const natOf = onceEach(({ id, zone, vpc }: NatPoint) => ({ id, zone, vpc, method }));
  const recordsOf = (id: string) =>
    pieces.reduce((sum, { nat, records }) => (nat.id === id ? sum + records : sum), 0);
  return {
    nat: { bytes: all.bytesOut + all.bytesIn, ...all },
    nats: sumBy(
      ofClients,
      ({ nat }, numberOf) => numberOf(natOf(nat)),
      ({ nat }) => ({ ...natOf(nat) }),
    ).map((row) => ({ ...row, records: recordsOf(row.id) })),
    byService: sumBy(
      ofRemotes,
      ({ remote }, numberOf) => numberOf(remote),
      ({ remote }) => ({ ...remote }),
    ),
    byClient: sumBy(
      ofClients.filter(hasClient),
      ({ client }, numberOf) => numberOf(client),
      ({ client }) => ({ ...client }),
    ),
    flows: sumBy(
      ofRemotes,
      ({ nat, client, remote, host, certainty }, numberOf) =>
        `${numberOf(natOf(nat))} ${numberOf(client)} ${numberOf(remote)} ${numberOf(host)} ${confidenceOf(host, certainty)}`,
      ({ nat, client, remote, host, certainty }) => ({
        vpc: nat.vpc,
        nat: nat.id,
        natZone: nat.zone,
        client,
        ...remote,
        host,
        hostConfidence: confidenceOf(host, certainty),
      }),
    ),
    perDay: sumBy(
      ofClients.filter(({ day }) => day !== null),
      ({ nat, day }) => `${day} ${nat.id}`,
      ({ nat, day }) => ({ date: dateOf(day ?? 0), nat: nat.id }),
    ).toSorted((a, b) => (a.date + a.nat < b.date + b.nat ? -1 : 1)),
  };
}

const hasClient = (piece: Piece): piece is Piece & { readonly client: TrafficClient } =>
  piece.client !== undefined;

function sumOf(pieces: readonly Piece[]): Bytes {
  const sum = { bytesOut: 0, bytesIn: 0 };
  for (const piece of pieces) add(sum, piece);
  return sum;
}

interface Sum {
  bytesOut: number;
  bytesIn: number;
}

function add(sum: Sum, { bytesOut, bytesIn }: Bytes): void {
  sum.bytesOut += bytesOut;
  sum.bytesIn += bytesIn;
}

/** As names.sql numbers them: 4, its own and near in time; 1, another's and long ago. */
function confidenceOf(host: string | undefined, certainty: number): HostConfidence | undefined {
  if (host === undefined) return undefined;
  return certainty >= 4 ? "high" : certainty >= 2 ? "medium" : "low";
}

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

type NumberOf = (value: unknown) => number;

/**
 * One row for each different label, with the bytes of its pieces, which have equal keys. There are a hundred thousand rows
 * of large logs: a label is made only for the piece that opens a row, and becomes the row.
 */
function sumBy<P extends Bytes, Label extends object>(
  pieces: readonly P[],
  keyOf: (piece: P, numberOf: NumberOf) => string | number,
  labelOf: (piece: P) => Label,
): readonly (Label & Bytes)[] {
  const rows = new Map<string | number, Label & Sum>();
  const numberOf = numbering();
  for (const piece of pieces) {
    const key = keyOf(piece, numberOf);
    const row = rows.get(key);
    if (row !== undefined) add(row, piece);
    else rows.set(key, Object.assign(labelOf(piece), { bytesOut: piece.bytesOut, bytesIn: piece.bytesIn }));
  }
  const textOfRow = onceEach((row: Label & Sum) => textOf(Object.values(row)));
  return [...rows.values()].sort(
    (a, b) => b.bytesOut + b.bytesIn - a.bytesOut - a.bytesIn || (textOfRow(a) < textOfRow(b) ? -1 : 1),
  );
}

/** Equal values have one number. Few are met again and again: each is looked at once. */
function numbering(): NumberOf {
  const numbers = new Map<string, number>();
  return onceEach((value: unknown) => {
    const text = textOf(value);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

const textOf = (value: unknown): string => JSON.stringify(value ?? null);
