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
      ({ nat }) => ({ id: nat.id, zone: nat.zone, vpc: nat.vpc, method }),
      ({ nat }) => nat,
    ).map((row) => ({
      ...row,
      records: pieces.reduce((sum, piece) => (piece.nat.id === row.id ? sum + piece.records : sum), 0),
    })),
    byService: sumBy(
      ofRemotes,
      ({ remote }) => remote,
      ({ remote }) => remote,
    ),
    byClient: sumBy(
      ofClients.filter(hasClient),
      ({ client }) => client,
      ({ client }) => client,
    ),
    flows: sumBy(
      ofRemotes,
      ({ nat, client, remote, host, certainty }) => ({
        vpc: nat.vpc,
        nat: nat.id,
        natZone: nat.zone,
        client,
        ...remote,
        host,
        hostConfidence: host === undefined ? undefined : confidenceOf(certainty),
      }),
      (piece) => piece,
    ),
    perDay: sumBy(
      ofClients.filter(({ day }) => day !== null),
      ({ nat, day }) => ({ date: dateOf(day ?? 0), nat: nat.id }),
      ({ nat, day }) => `${day} ${nat.id}`,
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
const confidenceOf = (certainty: number): HostConfidence =>
  certainty >= 4 ? "high" : certainty >= 2 ? "medium" : "low";

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/**
 * One row for each different value of `labelOf`, with the bytes of its pieces. Pieces that have the same `sourceOf` have the
 * same label: to compare labels takes longer than all the rest.
 */
function sumBy<P extends Bytes, Label extends object>(
  pieces: readonly P[],
  labelOf: (piece: P) => Label,
  sourceOf: (piece: P) => unknown,
): readonly (Label & Bytes)[] {
  interface Row {
    readonly label: Label;
    bytesOut: number;
    bytesIn: number;
  }
  const rows = new Map<string, Row>();
  const rowOf = (label: Label): Row => {
    const key = JSON.stringify(
      Object.values(label).map((value) => (value === undefined ? null : value) as unknown),
    );
    const row = rows.get(key) ?? { label, bytesOut: 0, bytesIn: 0 };
    rows.set(key, row);
    return row;
  };
  const bySource = new Map<unknown, Row>();
  for (const piece of pieces) {
    const source = sourceOf(piece);
    const row = bySource.get(source) ?? rowOf(labelOf(piece));
    bySource.set(source, row);
    row.bytesOut += piece.bytesOut;
    row.bytesIn += piece.bytesIn;
  }
  const sized = [...rows].map(([key, { label, bytesOut, bytesIn }]) => ({
    key,
    row: { ...label, bytesOut, bytesIn },
  }));
  sized.sort(
    (a, b) => b.row.bytesOut + b.row.bytesIn - a.row.bytesOut - a.row.bytesIn || (a.key < b.key ? -1 : 1),
  );
  return sized.map(({ row }) => row);
}
