/** What crossed each NAT gateway, counted while the traffic is made and not from its records. */
import type { Exchange, Flow } from "./flow.ts";
import type { Kind, Remote } from "./remote.ts";
import type { Client, Scene } from "./scene.ts";

export interface Amounts {
  readonly bytesOut: number;
  readonly bytesIn: number;
}

export interface Truth {
  readonly region: string;
  /** Seconds since 1970: the first start and the last end of all records. */
  readonly period: { readonly start: number; readonly end: number };
  /** By NAT gateway, with its interface and private address. */
  readonly nats: readonly (Amounts & {
    readonly gateway: string;
    readonly interface: string;
    readonly address: string;
  })[];
  readonly byService: readonly (Amounts & { readonly tags: readonly string[]; readonly region: string })[];
  readonly byClient: readonly (Amounts & { readonly ip: string; readonly interface: string })[];
  /** Client by tags and Region. */
  readonly cube: readonly (Amounts & {
    readonly ip: string;
    readonly tags: readonly string[];
    readonly region: string;
  })[];
  /** Of each flow log, by its id: what its files hold. */
  readonly records: Readonly<Record<string, RecordCounts>>;
}

export interface RecordCounts {
  readonly read: number;
  readonly noData: number;
  readonly skipData: number;
}

export interface Ledger {
  readonly enter: (exchange: Exchange) => void;
  readonly write: (flowLog: string, flow: Flow) => void;
  readonly close: () => Truth;
}

interface Cell {
  bytesOut: number;
  bytesIn: number;
}

const sum = (cells: readonly Cell[]): Amounts => ({
  bytesOut: cells.reduce((total, { bytesOut }) => total + bytesOut, 0),
  bytesIn: cells.reduce((total, { bytesIn }) => total + bytesIn, 0),
});

export function createLedger(scene: Scene, remotes: readonly Remote[]): Ledger {
  const kinds = [...new Map(remotes.map(({ kind }) => [kind.number, kind])).values()];
  const cells = new Map<Client, Cell[]>(scene.clients.map((client) => [client, []]));
  const records = new Map<string, { read: number; noData: number; skipData: number }>();
  const period = { start: Infinity, end: 0 };
  return {
    enter: ({ client, remote, bytesOut, bytesIn }) => {
      const row = cells.get(client) ?? [];
      const cell = (row[remote.kind.number] ??= { bytesOut: 0, bytesIn: 0 });
      cell.bytesOut += bytesOut;
      cell.bytesIn += bytesIn;
    },
    write: (flowLog, { status, start, end }) => {
      const counts = records.get(flowLog) ?? { read: 0, noData: 0, skipData: 0 };
      counts.read += 1;
      if (status === "NODATA") counts.noData += 1;
      if (status === "SKIPDATA") counts.skipData += 1;
      records.set(flowLog, counts);
      period.start = Math.min(period.start, start);
      period.end = Math.max(period.end, end);
    },
    close: () => ({
      region: scene.region,
      period,
      nats: scene.nats.map((nat) => ({
        gateway: nat.gateway,
        interface: nat.id,
        address: nat.address,
        ...sum(
          scene.clients.filter((client) => client.nat === nat).flatMap((client) => cells.get(client) ?? []),
        ),
      })),
      byService: largestFirst(
        kinds.map((kind) => ({
          ...placeOf(kind),
          ...sum(scene.clients.flatMap((client) => cells.get(client)?.[kind.number] ?? [])),
        })),
      ),
      byClient: largestFirst(
        scene.clients.map((client) => ({
          ip: client.address,
          interface: client.id,
          ...sum((cells.get(client) ?? []).filter((cell) => cell !== undefined)),
        })),
      ),
      cube: largestFirst(
        scene.clients.flatMap((client) =>
          kinds.flatMap((kind) => {
            const cell = cells.get(client)?.[kind.number];
            return cell === undefined ? [] : [{ ip: client.address, ...placeOf(kind), ...cell }];
          }),
        ),
      ),
      records: Object.fromEntries(records),
    }),
  };
}

const placeOf = ({ tags, region }: Kind) => ({ tags, region });

/** Without what saw no byte. */
function largestFirst<Row extends Amounts>(rows: readonly Row[]): readonly Row[] {
  const total = ({ bytesOut, bytesIn }: Amounts) => bytesOut + bytesIn;
  return rows.filter((row) => total(row) > 0).toSorted((a, b) => total(b) - total(a));
}
