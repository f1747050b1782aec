/** All connections of the gateway: none of them outlives it. */
import { limits } from "../timing.ts";
import { endings } from "./ending.ts";
import { createChannelSocket } from "./channel-socket.ts";
import type { LiveSocket, SocketOptions } from "./channel-socket.ts";

export interface LiveSockets {
  readonly add: (options: Omit<SocketOptions, "onGreeted" | "onGone">) => void;
  /** Whether too many are here that have not said who they are. */
  readonly isBusy: () => boolean;
  readonly look: (nowMs: number) => void;
  readonly close: () => void;
}

export function createLiveSockets(): LiveSockets {
  const all = new Set<LiveSocket>();
  let greetings = 0;
  return {
    add: (options) => {
      greetings += 1;
      const socket: LiveSocket = createChannelSocket({
        ...options,
        onGreeted: () => {
          greetings -= 1;
        },
        onGone: () => all.delete(socket),
      });
      all.add(socket);
    },
    isBusy: () => greetings >= limits.greetings,
    look: (nowMs) => {
      for (const socket of all) socket.look(nowMs);
    },
    close: () => {
      for (const socket of all) socket.end(endings.goingAway);
    },
  };
}
