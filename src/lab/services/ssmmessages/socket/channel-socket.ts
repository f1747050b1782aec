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
  /** Once the token has come, or never will. */
  readonly onGreeted: () => void;
  readonly onGone: () => void;
}

export interface LiveSocket extends ChannelSocket {
  /** Asks for a sign of life, and ends what has shown none. */
  readonly look: (nowMs: number) => void;
}

/** In the ping that is a question, to tell its answer from those that are only signs of life. */
const question = "read?";
/** What a peer has to read the reason that it is closed for. */
const graceMs = 1000;

export function createChannelSocket(options: SocketOptions): LiveSocket {
  const { ws, connection, now, timing } = options;
  const spending = createSpending(options.allowance, now);
  const openedMs = now();
  let listener: Listener | undefined;
  let isGone = false;
  let isCorked = false;
  let isPaused = false;
  let askedMs = openedMs;
  /** Times that it was asked since it was heard of. */
  let asked = 0;
  let onAnswer: (() => void) | undefined;

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
  const send = (frame: Buffer, onSent?: () => void): void => {
    // What is sent in one turn leaves in one write.
    if (!isCorked) {
      isCorked = true;
      connection.cork();
      process.nextTick(() => {
        isCorked = false;
        connection.uncork();
      });
    }
    ws.send(frame, { binary: true }, onSent === undefined ? undefined : () => onSent());
  };
  const socket: LiveSocket = {
    send,
    end,
    ask: (then) => {
      if (onAnswer !== undefined) return;
      onAnswer = then;
      ws.ping(question);
    },
    waiting: () => ws.bufferedAmount,
    pause: () => {
      isPaused = true;
      ws.pause();
    },
    resume: () => {
      if (!isPaused || isGone) return;
      isPaused = false;
      asked = 0;
      ws.resume();
    },
    look: (nowMs) => {
      if (listener === undefined && nowMs - openedMs >= timing.greetingMs) return end(endings.noToken);
      if (nowMs - askedMs < timing.pingMs) return;
      // An answer of one that is not read is not heard.
      if (!isPaused && asked >= timing.pings) {
        leave();
        return ws.terminate();
      }
      askedMs = nowMs;
      asked += 1;
      ws.ping();
    },
  };
  const hear = (data: Buffer, isBinary: boolean): Ending | undefined => {
    if (listener !== undefined) {
      if (!isBinary) return endings.notBinary;
      const answer = listener.onFrame(data);
      if (typeof answer === "object") return answer;
      return spending.spend(data.length, answer === "of use") ? undefined : endings.flood;
    }
    if (isBinary) return endings.notText;
    const greeted = options.greet(data.toString("utf8"), socket);
    if ("code" in greeted) return greeted;
    listener = greeted;
    options.onGreeted();
  };
  ws.on("message", (data: RawData, isBinary) => {
    asked = 0;
    if (isGone) return;
    const ending = hear(data as Buffer, isBinary);
    if (ending !== undefined) end(ending);
  });
  ws.on("pong", (data) => {
    asked = 0;
    if (data.toString("latin1") !== question) return;
    onAnswer?.();
    onAnswer = undefined;
  });
  ws.on("ping", () => {
    asked = 0;
    if (!isGone && !spending.spend(0, false)) end(endings.flood);
  });
  ws.on("close", leave);
  // A frame that breaks the rules of WebSockets: it has closed itself with the code that says so.
  ws.on("error", leave);
  return socket;
}
