/** Rows of the roll-up as people know them: through which NAT, whose client, to what kind of remote. */
import type { RemoteName, TrafficClient } from "../../model/traffic-answer.ts";
import { noAddress } from "../attribute.ts";
import type { Rolled } from "../attribute.ts";
import type { ClientFinder } from "../place/client.ts";
import { parseAddress } from "../../model/address.ts";
import type { NatPoint } from "../place/nat.ts";

export interface Piece {
  readonly nat: NatPoint;
  /** Undefined where records tell only of remotes. */
  readonly client: TrafficClient | undefined;
  readonly remote: RemoteName;
  readonly host: string | undefined;
  readonly certainty: number;
  readonly day: number | null;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly records: number;
}

export interface PieceContext {
  readonly points: readonly NatPoint[];
  readonly clients: ClientFinder;
  /** VPCs of addresses, as transit gateways logged them. */
  readonly spokes: ReadonlyMap<string, string>;
  /** Whether `spot` is the client's own interface. */
  readonly logsClients: boolean;
  readonly nameOf: (range: number, host: string | undefined, nat: NatPoint) => RemoteName;
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  /** Records with something in the place of an address that is none. */
  readonly malformed: number;
}

export function toPieces(rows: Iterable<Rolled>, context: PieceContext): Pieces {
  const natAt = natFinder(context.points);
  const clientOf = clientFinder(context);
  const nameOf = nameFinder(context);
  const pieces: Piece[] = [];
  let malformed = 0;
  for (const row of rows) {
    const { range, host, bytesOut, bytesIn } = row;
    const nat = natAt(row.nat === "" && !context.logsClients ? row.spot : row.nat);
    const client = row.client === "" ? undefined : clientOf(row, nat);
    if (range === noAddress || client === "no address") {
      malformed += row.records;
      continue;
    }
    pieces.push({
      nat,
      client,
      remote: nameOf(range, host, nat),
      host,
      certainty: row.certainty,
      day: row.day,
      bytesOut,
      bytesIn,
      records: row.records,
    });
  }
  return { pieces, malformed };
}

type Found = TrafficClient | "no address";

/** A client has as many rows as services that it speaks to; each is looked up once. */
function clientFinder({ clients, spokes, logsClients }: PieceContext) {
  const found = new Map<string, Found>();
  return ({ client, spot }: Rolled, { vpc }: NatPoint): Found => {
    const interfaceId = logsClients ? spot : undefined;
    const key = `${client} ${vpc} ${interfaceId}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const place = { near: vpc, spoke: spokes.get(client), interfaceId };
    const one = parseAddress(client) === undefined ? "no address" : clients.clientAt(client, place);
    found.set(key, one);
    return one;
  };
}

/** What a remote is hangs on where its NAT stands, and not on which it is. */
function nameFinder({ nameOf }: PieceContext): PieceContext["nameOf"] {
  const found = new Map<string, RemoteName>();
  return (range, host, nat) => {
    const key = `${range} ${nat.region} ${host}`;
    const name = found.get(key) ?? nameOf(range, host, nat);
    found.set(key, name);
    return name;
  };
}

/** By interface or id; one that no topology knows is called by what records call it, or not at all. */
function natFinder(points: readonly NatPoint[]): (name: string) => NatPoint {
  const known = new Map(
    points.flatMap((point) => [[point.interface, point] as const, [point.id, point] as const]),
  );
  const [only] = points;
  return (name) => {
    const found = known.get(name) ?? (name === "" && points.length === 1 ? only : undefined);
    return found ?? { ...unnamed, id: name === "" ? "nat" : name, interface: name };
  };
}

const unnamed = {
  addresses: [],
  isPrivate: false,
  zone: undefined,
  vpc: undefined,
  region: undefined,
} as const;
