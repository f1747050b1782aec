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
  const all = ofClients.reduce(add, nothing);
  return {
    nat: { bytes: all.bytesOut + all.bytesIn, ...all },
    nats: sumBy(
      ofClients,
      ({ nat }) => [nat.id, nat.zone, nat.vpc],
      ({ nat }) => ({ id: nat.id, zone: nat.zone, vpc: nat.vpc, method }),
    ).map((row) => ({
      ...row,
      records: pieces.reduce((sum, piece) => (piece.nat.id === row.id ? sum + piece.records : sum), 0),
    })),
    byService: sumBy(
      ofRemotes,
      ({ remote }) => [remote],
      ({ remote }) => remote,
    ),
    byClient: sumBy(
      ofClients.filter(hasClient),
      ({ client }) => [client],
      ({ client }) => client,
    ),
    flows: sumBy(
      ofRemotes,
      ({ nat, client, remote, host, certainty }) => [
        nat.vpc,
        nat.id,
        nat.zone,
        client,
        remote,
        host,
        confidenceOf(host, certainty),
      ],
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
      ({ nat, day }) => [day, nat.id],
      ({ nat, day }) => ({ date: dateOf(day ?? 0), nat: nat.id }),
    ).toSorted((a, b) => (a.date + a.nat < b.date + b.nat ? -1 : 1)),
  };
}

const hasClient = (piece: Piece): piece is Piece & { readonly client: TrafficClient } =>
  piece.client !== undefined;

const nothing: Bytes = { bytesOut: 0, bytesIn: 0 };
const add = (sum: Bytes, { bytesOut, bytesIn }: Bytes): Bytes => ({
  bytesOut: sum.bytesOut + bytesOut,
  bytesIn: sum.bytesIn + bytesIn,
});

/** As names.sql numbers them: 4, its own and near in time; 1, another's and long ago. */
function confidenceOf(host: string | undefined, certainty: number): HostConfidence | undefined {
  if (host === undefined) return undefined;
  return certainty >= 4 ? "high" : certainty >= 2 ? "medium" : "low";
}

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/**
 * One row for each different label, with the bytes of its pieces. Pieces have the same label where they have equal
 * `partsOf`: of so many, a label is made only for those that open a row.
 */
function sumBy<P extends Bytes, Label extends object>(
  pieces: readonly P[],
  partsOf: (piece: P) => readonly unknown[],
  labelOf: (piece: P) => Label,
): readonly (Label & Bytes)[] {
  const rows = new Map<string, Row<Label>>();
  const numberOf = numbering();
  for (const piece of pieces) {
    let key = "";
    for (const part of partsOf(piece)) key += ` ${numberOf(part)}`;
    const row = rows.get(key) ?? { label: labelOf(piece), bytesOut: 0, bytesIn: 0 };
    rows.set(key, row);
    row.bytesOut += piece.bytesOut;
    row.bytesIn += piece.bytesIn;
  }
  const textOfRow = onceEach(({ label }: Row<Label>) => textOf(Object.values(label)));
  return [...rows.values()]
    .sort((a, b) => b.bytesOut + b.bytesIn - a.bytesOut - a.bytesIn || (textOfRow(a) < textOfRow(b) ? -1 : 1))
    .map(({ label, bytesOut, bytesIn }) => Object.assign({}, label, { bytesOut, bytesIn }));
}

interface Row<Label> {
  readonly label: Label;
  bytesOut: number;
  bytesIn: number;
}

/** Equal values have one number. Few are met again and again: each is looked at once. */
function numbering(): (value: unknown) => number {
  const numbers = new Map<string, number>();
  return onceEach((value: unknown) => {
    const text = textOf(value);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

const textOf = (value: unknown): string => JSON.stringify(value ?? null);
