/**
 * How many hops what is sent on a connection may make.
 * https://man7.org/linux/man-pages/man7/ip.7.html and ipv6.7.html (read 2026-11-29)
 */
import type { Socket } from "node:net";
import { libc } from "./libc.ts";

const options = { IPv4: { level: 0, name: 2 }, IPv6: { level: 41, name: 16 } } as const;

/** Undefined makes it the usual one again. Does nothing on a connection that is closed already. */
export function setHopLimit(socket: Socket, hops: number | undefined): void {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: number } | null };
  if (handle?.fd === undefined || handle.fd < 0) return;
  const { level, name } = options[socket.remoteFamily === "IPv6" ? "IPv6" : "IPv4"];
  const { setsockopt, errorName } = libc();
  if (setsockopt(handle.fd, level, name, Int32Array.of(hops ?? -1), 4) !== 0)
    throw new Error(`limit the hops of a connection: ${errorName()}`);
}
