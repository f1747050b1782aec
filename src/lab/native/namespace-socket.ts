/**
 * Sockets of another network namespace than this process is in. A socket stays in the namespace that it was made in, so the
 * process enters for the one call and is back before anything else runs.
 * https://man7.org/linux/man-pages/man2/setns.2.html (read 2026-11-29)
 */
import { closeSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { familyOf, familyShapes, mustAddress } from "../../model/address.ts";
import type { Address, Family } from "../../model/address.ts";
import { libc } from "./libc.ts";

type Transport = "tcp" | "udp";

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Of Linux, on every architecture that Node runs on there. */
const newNetwork = 0x4000_0000;
const domains: Readonly<Record<Family, number>> = { 4: 2, 6: 10 };
const types: Readonly<Record<Transport, number>> = { tcp: 1, udp: 2 };
/** Non-blocking, and closed when another program is started. */
const flags = 0o4000 | 0o2_000_000;
const addressReuse = { level: 1, name: 2 };
const onlyIpv6 = { level: 41, name: 26 };

/** A file descriptor that the caller closes. Throws where the namespace is not there. */
export function openSocket(namespace: string, transport: Transport, family: Family): number {
  const { setns, socket, errorName } = libc();
  const own = openSync("/proc/thread-self/ns/net", "r");
  const other = openSync(`/run/netns/${namespace}`, "r");
  try {
    if (setns(other, newNetwork) !== 0) throw new Error(`enter ${namespace}: ${errorName()}`);
    const fd = socket(domains[family], types[transport] | flags, 0);
    const failure = fd < 0 ? errorName() : undefined;
    // The process must never go on in a namespace that is not its own.
    if (setns(own, newNetwork) !== 0) process.abort();
    if (failure !== undefined) throw new Error(`open a socket in ${namespace}: ${failure}`);
    return fd;
  } finally {
    closeSync(own);
    closeSync(other);
  }
}

/** Bound, for `listen` or `bind` of Node to go on with. An IPv6 address takes IPv6 alone. */
export function openBoundSocket(
  namespace: string,
  { transport, address, port }: Place & { readonly transport: Transport },
): number {
  const { setsockopt, bind, errorName } = libc();
  const value = mustAddress(address);
  const family = familyOf(value);
  const fd = openSocket(namespace, transport, family);
  const option = ({ level, name }: typeof addressReuse): number =>
    setsockopt(fd, level, name, Int32Array.of(1), 4);
  const sockaddr = toSockaddr(value, port);
  const isBound =
    (transport === "udp" || option(addressReuse) === 0) &&
    (family === 4 || option(onlyIpv6) === 0) &&
    bind(fd, sockaddr, sockaddr.length) === 0;
  if (isBound) return fd;
  const failure = errorName();
  closeSync(fd);
  throw new Error(`listen at ${address} port ${port} of ${namespace}: ${failure}`);
}

/** `struct sockaddr_in` or `sockaddr_in6`; the family in the byte order of the machine, the rest in that of the network. */
function toSockaddr(address: Address, port: number): Uint8Array {
  const family = familyOf(address);
  const value = address - familyShapes[family].origin;
  const bytes = new Uint8Array(family === 4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  new Uint16Array(bytes.buffer, 0, 1)[0] = domains[family];
  view.setUint16(2, port);
  if (family === 4) view.setUint32(4, Number(value));
  else {
    view.setBigUint64(8, value >> 64n);
    view.setBigUint64(16, value & 0xffff_ffff_ffff_ffffn);
  }
  return bytes;
}

/** A TCP connection from the namespace, on its way when this returns. */
export function connectFrom(namespace: string, { address, port }: Place): Socket {
  const socket = new Socket({ fd: openSocket(namespace, "tcp", familyOf(mustAddress(address))) });
  return socket.connect({ host: address, port });
}
