/**
 * Runs for a moment inside a namespace: opens the sockets it is asked for and hands them to its parent, where they go on
 * listening in this namespace. So one process can serve them all.
 */
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import type { Door } from "./door.ts";

async function open(door: Door): Promise<void> {
  const handle = door.kind === "tcp" ? await openTcp(door) : await openUdp(door);
  await new Promise<void>((resolve, reject) => {
    process.send?.(door, handle, {}, (error) => (error === null ? resolve() : reject(error)));
  });
}

function openTcp({ address, port }: Door): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const own = { host: address, port, backlog: 1024, ipv6Only: address.includes(":") };
    server.listen(own, () => resolve(server));
  });
}

function openUdp({ address, port }: Door): Promise<ReturnType<typeof createSocket>> {
  const socket = address.includes(":")
    ? createSocket({ type: "udp6", ipv6Only: true })
    : createSocket({ type: "udp4" });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, address, () => resolve(socket));
  });
}

process.once("message", (doors: readonly Door[]) => {
  doors
    .reduce((before, door) => before.then(() => open(door)), Promise.resolve())
    .then(
      () => process.exit(0),
      (error: Error) => {
        process.stderr.write(`${error.message}\n`);
        process.exit(1);
      },
    );
});
