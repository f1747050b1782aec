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

export function toPieces(rows: readonly Rolled[], context: PieceContext): Pieces {
  const natAt = natFinder(context.points);
  const pieces: Piece[] = [];
  let malformed = 0;
  for (const row of rows) {
    const { client, range, host, way, bytes } = row;
    if (range === noAddress || (client !== "" && parseAddress(client) === undefined)) {
      malformed += row.records;
      continue;
    }
    const nat = natAt(row.nat === "" && !context.logsClients ? row.spot : row.nat);
    pieces.push({
      nat,
      client: client === "" ? undefined : clientOf(row, nat, context),
      remote: context.nameOf(range, host, nat),
      host,
      certainty: row.certainty,
      day: row.day,
      bytesOut: way === 1 ? bytes : 0,
      bytesIn: way === 2 ? bytes : 0,
      records: row.records,
    });
  }
  return { pieces, malformed };
}

function clientOf({ client, spot }: Rolled, nat: NatPoint, context: PieceContext): TrafficClient {
  return context.clients.clientAt(client, {
    near: nat.vpc,
    spoke: context.spokes.get(client),
    interfaceId: context.logsClients ? spot : undefined,
  });
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
