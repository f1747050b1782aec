/** Connections to a name, with the time that they may take and the words in which the real clients say that they failed. */
import type { Socket } from "node:net";
import { connect, createSecureContext } from "node:tls";
import type { SecureContext, TLSSocket } from "node:tls";
import type { Net } from "./net.ts";

export interface Target {
  readonly host: string;
  readonly port: number;
  /** For all addresses of the name together. */
  readonly timeoutMs: number;
}

/** Each address gets its share of what is left, in turn, as Go's dialler deals it out. */
export async function openConnection(net: Net, { host, port, timeoutMs }: Target): Promise<Socket> {
  const endsAtMs = performance.now() + timeoutMs;
  const addresses = isAddress(host) ? [host] : await net.lookup(host);
  let first: Error | undefined;
  for (const [index, address] of addresses.entries()) {
    const leftMs = Math.max(endsAtMs - performance.now(), 0);
    try {
      return await dial(net, { address, port, timeoutMs: leftMs / (addresses.length - index) });
    } catch (error) {
      first ??= error as Error;
    }
  }
  throw first ?? new Error(`lookup ${host}: no such host`);
}

const isAddress = (host: string): boolean => host.includes(":") || /^[\d.]+$/.test(host);

interface Dial {
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
}

function dial(net: Net, { address, port, timeoutMs }: Dial): Promise<Socket> {
  const name = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  return new Promise((resolve, reject) => {
    const socket = net.dial({ address, port });
    const fail = (why: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Error(`dial tcp ${name}: ${why}`));
    };
    const timer = setTimeout(() => fail("i/o timeout"), timeoutMs);
    const refuse = ({ code = "" }: NodeJS.ErrnoException): void =>
      fail(`connect: ${words[code] ?? code.toLowerCase()}`);
    socket.once("error", refuse);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", refuse);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENETUNREACH: "network is unreachable",
  EHOSTUNREACH: "no route to host",
  ECONNRESET: "connection reset by peer",
  EADDRNOTAVAIL: "cannot assign requested address",
  ETIMEDOUT: "connection timed out",
};

export async function openTls(net: Net, target: Target): Promise<TLSSocket> {
  const startedAtMs = performance.now();
  const socket = await openConnection(net, target);
  const leftMs = Math.max(target.timeoutMs - (performance.now() - startedAtMs), 0);
  const { host: servername } = target;
  return new Promise((resolve, reject) => {
    const secure = connect({ socket, servername, ...trust(net.ca), minVersion: "TLSv1.2" });
    const fail = (why: string): void => {
      clearTimeout(timer);
      secure.destroy();
      socket.destroy();
      reject(new Error(why));
    };
    const timer = setTimeout(() => fail("net/http: TLS handshake timeout"), leftMs);
    const refuse = ({ code = "", message }: NodeJS.ErrnoException): void =>
      fail(`tls: ${certificateWords[code] ?? message}`);
    secure.once("error", refuse);
    secure.once("secureConnect", () => {
      clearTimeout(timer);
      secure.off("error", refuse);
      resolve(secure);
    });
  });
}

const unknownAuthority = "failed to verify certificate: x509: certificate signed by unknown authority";

const certificateWords: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
};

/** Shared by all who trust the same: a context holds every certificate of it. */
const contexts = new Map<string, SecureContext>();

function trust(ca: string | undefined): { readonly secureContext?: SecureContext } {
  if (ca === undefined) return {};
  const known = contexts.get(ca) ?? createSecureContext({ ca, minVersion: "TLSv1.2" });
  contexts.set(ca, known);
  return { secureContext: known };
}
