/** Sockets that listen in other namespaces than this process is in. */
import { spawn } from "node:child_process";
import type { Socket as UdpSocket } from "node:dgram";
import type { Server } from "node:net";
import { moduleCommand } from "../enclosure/module.ts";

/** Where to listen; `0.0.0.0` and `::` are every address of a family. */
export interface Door {
  readonly kind: "tcp" | "udp";
  readonly address: string;
  readonly port: number;
}

export type OpenDoor = Door &
  ({ readonly kind: "tcp"; readonly server: Server } | { readonly kind: "udp"; readonly socket: UdpSocket });

/** Throws when one of them cannot be opened; then none is. */
export function openDoors(namespace: string, doors: readonly Door[]): Promise<readonly OpenDoor[]> {
  const command = [`--net=/run/netns/${namespace}`, ...moduleCommand(import.meta.url, "opener")];
  const child = spawn("nsenter", command, { stdio: ["ignore", "inherit", "pipe", "ipc"] });
  const open: OpenDoor[] = [];
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.send([...doors]);
  return new Promise((resolve, reject) => {
    child.on("message", (message, handle) => {
      const door = message as Door;
      if (door.kind === "tcp") open.push({ ...door, kind: "tcp", server: handle as Server });
      else open.push({ ...door, kind: "udp", socket: handle as UdpSocket });
    });
    child.on("error", reject);
    child.on("close", () => {
      if (open.length === doors.length) return resolve(open);
      for (const door of open) closeDoor(door);
      reject(new Error(`${namespace}: ${said.trim() || "the sockets did not arrive"}`));
    });
  });
}

export function closeDoor(door: OpenDoor): void {
  if (door.kind === "tcp") door.server.close();
  else door.socket.close();
}
