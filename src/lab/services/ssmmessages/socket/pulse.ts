/** Whether anybody is at the other end of a connection, and has read what was sent. */
import type { WebSocket } from "ws";
import type { Timing } from "../timing.ts";

export interface Pulse {
  /** Something came. */
  readonly hear: () => void;
  /** Asks for a sign of life when it is time for that; false for a connection that has shown none. */
  readonly look: (nowMs: number, isRead: boolean) => boolean;
  /** Runs when all that was sent until now has been read. One question at a time: others are passed over. */
  readonly ask: (onAnswer: () => void) => void;
}

/** In the ping that is a question, to tell its answer from those that are only signs of life. */
const question = "read?";

export function createPulse(ws: WebSocket, { pingMs, pings }: Timing, openedMs: number): Pulse {
  let askedMs = openedMs;
  /** Times that it was asked since it was heard of. */
  let asked = 0;
  let onAnswer: (() => void) | undefined;
  const hear = (): void => {
    asked = 0;
  };
  ws.on("pong", (data) => {
    hear();
    if (data.toString("latin1") !== question) return;
    onAnswer?.();
    onAnswer = undefined;
  });
  return {
    hear,
    look: (nowMs, isRead) => {
      if (nowMs - askedMs < pingMs) return true;
      // An answer of one that is not read is not heard.
      if (isRead && asked >= pings) return false;
      askedMs = nowMs;
      asked += 1;
      ws.ping();
      return true;
    },
    ask: (then) => {
      if (onAnswer !== undefined) return;
      onAnswer = then;
      ws.ping(question);
    },
  };
}
