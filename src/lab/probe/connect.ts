/** One connection tried, from wherever this process is. */
import { connect } from "node:net";
import type { Probe, Seen } from "./probe.ts";

/** On one machine every answer comes within a few milliseconds. */
export const patienceMs = 400;

export const meanings: Readonly<Record<string, Seen>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "refused",
  ENETUNREACH: "no-route",
  EHOSTUNREACH: "no-route",
  EADDRNOTAVAIL: "no-route",
};

export const addressSeen: Readonly<Record<Seen, string>> = {
  connected: "connected",
  refused: "connection refused",
  silence: "times out",
  "no-route": "no address of the family",
};

export function tryAddress({ address, port, sourcePort }: Probe): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const family = address.includes(":") ? 6 : 4;
    const own = sourcePort === undefined ? {} : { localPort: sourcePort };
    const socket = connect({ host: address, port, family, ...own });
    const timer = setTimeout(() => end("silence"), patienceMs);
    const end = (seen: Seen): void => {
      clearTimeout(timer);
      // Nothing is left behind that a later one from the same port would run into; a reset waits for the connection.
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
      resolve(seen);
    };
    socket.once("connect", () => end("connected"));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      const seen = meanings[error.code ?? ""];
      if (seen === undefined) reject(error);
      else end(seen);
    });
  });
}
