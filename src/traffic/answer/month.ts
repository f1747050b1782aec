/** Bytes as gigabytes of a month, the form in which designs are priced. */
import type { TrafficGb } from "../../model/traffic-answer.ts";
import type { Piece } from "./piece.ts";

/** The hours of an average month, as AWS's own calculator takes them. */
const monthSeconds = 730 * 3600;
const gigabyte = 2 ** 30;

/** `isJoint` as in totals; where clients and remotes are apart, nobody knows who crosses zones. */
export function toMonth(pieces: readonly Piece[], seconds: number, isJoint: boolean): TrafficGb {
  const ofClients = isJoint ? pieces : pieces.filter(({ client }) => client !== undefined);
  const ofRemotes = isJoint ? pieces : pieces.filter(({ client }) => client === undefined);
  const gb = (bytes: number) => ((bytes / gigabyte) * monthSeconds) / seconds;
  const sum = (all: readonly Piece[], of: (piece: Piece) => number) =>
    gb(all.reduce((total, piece) => total + of(piece), 0));
  const both = ({ bytesOut, bytesIn }: Piece) => bytesOut + bytesIn;
  const ofClass = (name: Piece["remote"]["class"]) => ofRemotes.filter(({ remote }) => remote.class === name);
  return {
    nat: sum(ofClients, both),
    gateway: sum(ofClass("gateway-endpoint"), both),
    interface: sum(ofClass("interface-endpoint"), both),
    crossAz: sum(ofClients.filter(isAcrossZones), both),
    internetEgress: sum(ofClass("internet"), ({ bytesOut }) => bytesOut),
    scaledFromSeconds: seconds,
  };
}

const isAcrossZones = ({ client, nat }: Piece): boolean =>
  client?.zone !== undefined && nat.zone !== undefined && client.zone !== nat.zone;
