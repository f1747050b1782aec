/**
 * Serves DNS on sockets that somebody else made and bound, one pair for each address of a resolver.
 *
 * A UDP query is one datagram; over TCP every message has its length before it, and a client may send several on one
 * connection (RFC 7766).
 */
import type { RemoteInfo, Socket as DatagramSocket } from "node:dgram";
import type { Server, Socket } from "node:net";
import type { Answer, Asked } from "../answer.ts";
import { respond } from "./respond.ts";

export interface DnsService {
  readonly udp: DatagramSocket;
  readonly tcp: Server;
  /** Addresses as the sockets know them, without `::ffff:` before an IPv4 one. */
  readonly answerFor: (remoteAddress: string, localAddress: string, asked: Asked) => Answer;
}

const idleMs = 30_000;
const maxConnections = 100;
const maxUnreadBytes = 1 << 20;

/** Answers until the returned function is called; the sockets stay their owner's, who also hears their errors. */
export function serveDns({ udp, tcp, answerFor }: DnsService): () => void {
  const connections = new Set<Socket>();
  const onMessage = (packet: Buffer, remote: RemoteInfo): void => {
    const local = plainAddress(udp.address().address);
    const answer = respond(packet, (asked) => answerFor(plainAddress(remote.address), local, asked), "udp");
    // A client that is gone does not hear it; the callback keeps the error from becoming the socket's.
    if (answer !== undefined && remote.port > 0)
      udp.send(answer, remote.port, remote.address, () => undefined);
  };
  const onConnection = (socket: Socket): void => {
    if (connections.size >= maxConnections) {
      socket.destroy();
      return;
    }
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    serveConnection(socket, answerFor);
  };
  udp.on("message", onMessage);
  tcp.on("connection", onConnection);
  return () => {
    udp.off("message", onMessage);
    tcp.off("connection", onConnection);
    for (const socket of connections) socket.destroy();
  };
}

function serveConnection(socket: Socket, answerFor: DnsService["answerFor"]): void {
  const remote = plainAddress(socket.remoteAddress ?? "");
  const local = plainAddress(socket.localAddress ?? "");
  let pending: Buffer = Buffer.alloc(0);
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (!socket.destroyed) {
      const length = pending.length < 2 ? undefined : pending.readUInt16BE(0);
      if (length === undefined || pending.length < 2 + length) return;
      const packet = pending.subarray(2, 2 + length);
      pending = pending.subarray(2 + length);
      const answer = respond(packet, (asked) => answerFor(remote, local, asked), "tcp");
      if (answer === undefined) continue;
      socket.write(framed(answer));
      // A client that asks and asks and never reads.
      if (socket.writableLength > maxUnreadBytes) socket.destroy();
    }
  });
}

function framed(answer: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(answer.length, 0);
  return Buffer.concat([length, answer]);
}

const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, "");
