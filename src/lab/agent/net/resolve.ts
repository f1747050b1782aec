/**
 * Names asked of given resolvers, A and AAAA together, as the resolver in Go does that the real agent is built with: five seconds
 * for each server, twice around (https://man7.org/linux/man-pages/man5/resolv.conf.5.html, read 2026-11-29).
 */
import { randomInt } from "node:crypto";
import type { Socket } from "node:dgram";
import { decode, encode } from "dns-packet";
import type { Answer, DecodedPacket } from "dns-packet";
import { limitMs } from "../agent/pace.ts";

export interface ResolveOptions {
  readonly resolvers: readonly string[];
  /** Factor on every time limit. */
  readonly timeScale: number;
  /** A socket of the right family, bound. */
  readonly open: (server: string) => Promise<Socket>;
}

const timeoutMs = 5000;
const attempts = 2;
/** All attempts together must be over before whoever wants the name gives up. */
const shortestMs = 500;
const types = ["A", "AAAA"] as const;
type Type = (typeof types)[number];

/** Not an address for each: `kind` says why there is none. */
type Asked =
  | { readonly kind: "addresses"; readonly addresses: readonly string[] }
  | { readonly kind: "no such host" | "i/o timeout" | "server misbehaving" };

/** Without a resolver the machine itself is asked. */
const nobodyAtHome = { server: "[::1]", why: "read udp [::1]:53: read: connection refused" };

/** IPv4 first. Throws an Error with the Go resolver's words. */
export async function resolveName(host: string, options: ResolveOptions): Promise<readonly string[]> {
  const { resolvers } = options;
  if (resolvers.length === 0) throw failure(host, nobodyAtHome);
  let last: { server: string; why: string } | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    for (const server of resolvers) {
      const asked = await askServer(host, server, options);
      if (asked.kind === "addresses") return asked.addresses;
      last = { server, why: asked.kind };
      if (asked.kind === "no such host") throw failure(host, last);
    }
  }
  throw failure(host, last ?? { server: "", why: "no such host" });
}

const failure = (host: string, { server, why }: { readonly server: string; readonly why: string }): Error =>
  new Error(`lookup ${host} on ${server}:53: ${why}`);

async function askServer(host: string, server: string, options: ResolveOptions): Promise<Asked> {
  const socket = await options.open(server);
  try {
    const asked = await ask(socket, host, server, limitMs(timeoutMs, options.timeScale, shortestMs));
    return asked ?? { kind: "i/o timeout" };
  } finally {
    socket.close();
  }
}

/** Undefined where the server did not answer both questions in time. */
function ask(socket: Socket, host: string, server: string, patienceMs: number): Promise<Asked | undefined> {
  const first = randomInt(0x8000);
  const answers = new Map<Type, DecodedPacket>();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    const end = (asked: Asked | undefined): void => {
      clearTimeout(timer);
      resolve(asked);
    };
    // An ICMP error is no answer: the wait goes on, as it does for a resolver that nobody routes to.
    socket.on("error", () => undefined);
    socket.on("message", (bytes, { address }) => {
      if (address !== server) return;
      const packet = decodeOrNothing(bytes);
      const type = types[(packet?.id ?? -1) - first];
      if (packet === undefined || type === undefined || !answersTo(packet, host, type)) return;
      answers.set(type, packet);
      if (answers.size === types.length) end(summarise([...answers.values()]));
    });
    types.forEach((type, index) => {
      const bytes = encode({
        type: "query",
        id: first + index,
        flags: recursionDesired,
        questions: [{ type, class: "IN", name: host }],
      });
      socket.send(bytes, 53, server, (error) => error && end(undefined));
    });
  });
}

const recursionDesired = 0x100;

function decodeOrNothing(bytes: Buffer): DecodedPacket | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

const answersTo = ({ type, questions }: DecodedPacket, host: string, asked: Type): boolean =>
  type === "response" &&
  questions?.[0]?.type === asked &&
  questions[0].name.toLowerCase() === host.toLowerCase();

function summarise(packets: readonly DecodedPacket[]): Asked {
  const addresses = packets.flatMap(({ answers = [] }) => answers.flatMap(addressOf));
  if (addresses.length > 0) {
    const sorted = addresses.toSorted((a, b) => Number(a.includes(":")) - Number(b.includes(":")));
    return { kind: "addresses", addresses: sorted };
  }
  const codes = packets.map((packet) => (packet as { readonly rcode?: string }).rcode);
  const isHealthy = codes.every((code) => code === "NOERROR" || code === "NXDOMAIN");
  return { kind: isHealthy ? "no such host" : "server misbehaving" };
}

const addressOf = (answer: Answer): readonly string[] =>
  answer.type === "A" || answer.type === "AAAA" ? [answer.data] : [];
