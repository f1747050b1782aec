/** Sockets that listen in other namespaces than this process is in. */
import { createSocket } from "node:dgram";
import type { Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { openBoundSocket } from "../native/namespace-socket.ts";

/** Where to listen; `0.0.0.0` and `::` are every address of a family. */
export interface Door {
  readonly kind: "tcp" | "udp";
  readonly address: string;
  readonly port: number;
}

export type OpenDoor = Door &
  ({ readonly kind: "tcp"; readonly server: Server } | { readonly kind: "udp"; readonly socket: UdpSocket });

/** Throws when one of them cannot be opened; then none is. */
export async function openDoors(namespace: string, doors: readonly Door[]): Promise<readonly OpenDoor[]> {
  const opening = await Promise.allSettled(doors.map((door) => openDoor(namespace, door)));
  const open = opening.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const failed = opening.find((each) => each.status === "rejected");
  if (failed === undefined) return open;
  for (const door of open) closeDoor(door);
  throw failed.reason;
}

async function openDoor(namespace: string, door: Door): Promise<OpenDoor> {
  const fd = openBoundSocket(namespace, { ...door, transport: door.kind });
  if (door.kind === "tcp") {
    const server = createServer().listen({ fd, backlog: 1024 });
    await once(server, "listening");
    return { ...door, kind: "tcp", server };
  }
  const socket = createSocket(door.address.includes(":") ? "udp6" : "udp4");
  socket.bind({ fd });
  return { ...door, kind: "udp", socket };
}

export function closeDoor(door: OpenDoor): void {
  if (door.kind === "tcp") door.server.close();
  else door.socket.close();
}
