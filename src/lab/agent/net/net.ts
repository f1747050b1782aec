/** The network as one agent or client sees it: names, connections and the certificates that it trusts. */
import { createSocket } from "node:dgram";
import type { Socket as DatagramSocket } from "node:dgram";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { lookup } from "node:dns/promises";
import { familyOf, mustAddress } from "../../../model/address.ts";
import { connectFrom, openBoundSocket } from "../../native/namespace-socket.ts";
import type { Place } from "../../native/namespace-socket.ts";
import type { AgentPlace } from "../place.ts";
import { resolveName } from "./resolve.ts";

export interface Net {
  /** The addresses of a name, or an Error with the words of the Go resolver that the real agent has. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** A TCP connection on its way. */
  readonly dial: (place: Place) => Socket;
  /** In PEM; undefined for those that this machine trusts. */
  readonly ca: string | undefined;
}

/** That of an instance: each socket is made in its network namespace, each name asked of its own resolvers. */
export function instanceNet(
  place: Pick<AgentPlace, "namespace" | "resolvers" | "ca">,
  timeScale: number,
): Net {
  const { namespace, resolvers, ca } = place;
  const dial = (to: Place): Socket => connectFrom(namespace, to);
  return { dial, ca, lookup: (host) => resolveName(host, { resolvers, timeScale, open: openIn(namespace) }) };
}

const openIn =
  (namespace: string) =>
  async (server: string): Promise<DatagramSocket> => {
    const family = familyOf(mustAddress(server));
    const address = family === 4 ? "0.0.0.0" : "::";
    const fd = openBoundSocket(namespace, { transport: "udp", address, port: 0 });
    const socket = createSocket(family === 4 ? "udp4" : "udp6");
    await new Promise<void>((resolve) => {
      socket.bind({ fd }, resolve);
    });
    return socket;
  };

/** That of this machine, for a client that is nobody's guest. */
export const machineNet = (ca: string | undefined): Net => ({
  ca,
  dial: ({ address, port }) => connect({ host: address, port }),
  lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
});
