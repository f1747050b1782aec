/** One datagram sent, from wherever this process is; whatever comes back is an answer. */
import { createSocket } from "node:dgram";
import { meanings, patienceMs, tryAddress } from "./connect.ts";
import type { Probe, Seen } from "./probe.ts";

export const tryProbe = (probe: Probe): Promise<Seen> =>
  probe.protocol === "udp" ? tryDatagram(probe) : tryAddress(probe);

function tryDatagram({ address, port, sourcePort }: Probe): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    let isOver = false;
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      socket.close();
      settle();
    };
    const timer = setTimeout(() => end(() => resolve("silence")), patienceMs);
    const fail = (error: NodeJS.ErrnoException): void => {
      const seen = meanings[error.code ?? ""];
      end(() => (seen === undefined ? reject(error) : resolve(seen)));
    };
    socket.once("message", () => end(() => resolve("connected")));
    socket.on("error", fail);
    socket.on("connect", () => {
      if (!isOver) socket.send("?", (error) => error && fail(error));
    });
    // Only a socket with a peer is told that nobody listens.
    socket.bind(sourcePort, () => socket.connect(port, address));
  });
}
