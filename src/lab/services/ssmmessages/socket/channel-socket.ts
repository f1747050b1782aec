/**
 * One WebSocket of an agent or a client, from its first frame to its end. What it says is its listener's matter; that it
 * says no more than it may, and is ended when it does or when nothing is heard of it, is decided here.
 */
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";
import type { Allowance, Timing } from "../timing.ts";
import { createSpending } from "./allowance.ts";
import { endings } from "./ending.ts";
import type { Ending } from "./ending.ts";
import { createPulse } from "./pulse.ts";

export interface ChannelSocket {
  /** In order. `onSent` runs when this and all before it has left, or never will. */
  readonly send: (frame: Buffer, onSent?: () => void) => void;
  /** Runs when the peer has answered, and so has read all that was sent before. One question at a time: others are passed over. */
  readonly ask: (onAnswer: () => void) => void;
  /** Bytes on their way. */
  readonly waiting: () => number;
  /** Nothing is read until `resume`: whoever sends has to wait. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly end: (ending: Ending) => void;
}

export interface Listener {
  /** Answers with how the connection is to end, or whether the frame was of use. */
  readonly onFrame: (frame: Buffer) => Ending | "of use" | "of no use";
  /** Once, when nothing more will come. */
  readonly onGone: () => void;
}

export interface SocketOptions {
  readonly ws: WebSocket;
  /** What the WebSocket runs on. */
  readonly connection: Duplex;
  readonly now: () => number;
  readonly timing: Timing;
  readonly allowance: Allowance;
  /** The text of the first frame. */
  readonly greet: (text: string, socket: ChannelSocket) => Listener | Ending;
  /** What went wrong on this side: it costs the connection, and not the gateway. */
  readonly report: (error: unknown) => void;
  /** Once the token has come, or never will. */
  readonly onGreeted: () => void;
  readonly onGone: () => void;
}

export interface LiveSocket extends ChannelSocket {
  /** Asks for a sign of life, and ends what has shown none. */
  readonly look: (nowMs: number) => void;
}

/** What a peer has to read the reason that it is closed for. */
const graceMs = 1000;

export function createChannelSocket(options: SocketOptions): LiveSocket {
  const { ws, connection, now, timing } = options;
  const openedMs = now();
  const spending = createSpending(options.allowance, now);
  const pulse = createPulse(ws, timing, openedMs);
  let listener: Listener | undefined;
  let isGone = false;
  let isPaused = false;
  const leave = (): void => {
    if (isGone) return;
    isGone = true;
    if (listener === undefined) options.onGreeted();
    listener?.onGone();
    options.onGone();
  };
  const end = ({ code, reason }: Ending): void => {
    leave();
    ws.close(code, reason);
    // Nobody listens to one that says too much, not even for its farewell.
    if (reason === endings.flood.reason) ws.pause();
    setTimeout(() => ws.terminate(), graceMs).unref();
  };
  const socket: LiveSocket = {
    send: createSender(ws, connection),
    end,
    ask: pulse.ask,
    waiting: () => ws.bufferedAmount,
    pause: () => {
      isPaused = true;
      ws.pause();
    },
    resume: () => {
      if (!isPaused || isGone) return;
      isPaused = false;
      pulse.hear();
      ws.resume();
    },
    look: (nowMs) => {
      if (listener === undefined && nowMs - openedMs >= timing.greetingMs) return end(endings.noToken);
      if (pulse.look(nowMs, !isPaused)) return;
      leave();
      ws.terminate();
    },
  };
  const hear = (data: Buffer, isBinary: boolean): Ending | undefined => {
    if (listener === undefined) {
      const greeted = isBinary ? endings.notText : options.greet(data.toString("utf8"), socket);
      if ("code" in greeted) return greeted;
      listener = greeted;
      options.onGreeted();
      return undefined;
    }
    if (!isBinary) return endings.notBinary;
    const answer = listener.onFrame(data);
    if (typeof answer === "object") return answer;
    return spending.spend(data.length, answer === "of use") ? undefined : endings.flood;
  };
  listen(ws, {
    onFrame: (data, isBinary) => {
      pulse.hear();
      if (isGone) return;
      try {
        const ending = hear(data, isBinary);
        if (ending !== undefined) end(ending);
      } catch (error) {
        options.report(error);
        end(endings.defect);
      }
    },
    onPing: () => {
      pulse.hear();
      if (!isGone && !spending.spend(0, false)) end(endings.flood);
    },
    onGone: leave,
  });
  return socket;
}

interface Ears {
  readonly onFrame: (data: Buffer, isBinary: boolean) => void;
  readonly onPing: () => void;
  readonly onGone: () => void;
}

function listen(ws: WebSocket, { onFrame, onPing, onGone }: Ears): void {
  ws.on("message", (data: RawData, isBinary) => onFrame(data as Buffer, isBinary));
  ws.on("ping", onPing);
  ws.on("close", onGone);
  // A frame that breaks the rules of WebSockets: it has closed itself with the code that says so.
  ws.on("error", onGone);
}

/** What is sent in one turn leaves in one write. */
function createSender(ws: WebSocket, connection: Duplex): ChannelSocket["send"] {
  let isCorked = false;
  return (frame, onSent) => {
    if (!isCorked) {
      isCorked = true;
      connection.cork();
      process.nextTick(() => {
        isCorked = false;
        connection.uncork();
      });
    }
    ws.send(frame, { binary: true }, onSent && (() => onSent()));
  };
}
