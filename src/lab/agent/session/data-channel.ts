/** The agent's end of a data channel: the stream of one session, cut into pieces and encrypted as the session has it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import { createMessage, decodeMessage, encodeMessage } from "../../channel/message.ts";
import type { Message } from "../../channel/message.ts";
import { pieceLength } from "../../channel/outgoing.ts";
import { resending } from "../../channel/round-trip.ts";
import { createStream } from "../../channel/stream.ts";
import { messageTypes, payloadTypeOf } from "../../channel/type.ts";
import type { PayloadType } from "../../channel/type.ts";
import type { AgentContext } from "../agent/context.ts";
import type { Cipher } from "./cipher.ts";
import { keepConnection } from "./connection.ts";

export interface DataChannel {
  readonly send: (payloadType: PayloadType, payload: Buffer | string) => void;
  readonly tell: (state: "Connected" | "Terminating") => void;
  /** Who gets what comes in, from now on. */
  readonly receiveWith: (deliver: Deliver) => void;
  readonly encryptWith: (cipher: Cipher) => void;
  /** Whether whoever has more to send should wait until `resume` is called. */
  readonly isFull: () => boolean;
  readonly onRoom: (resume: () => void) => void;
  /** Offers again what was refused. */
  readonly retry: () => void;
  /** Until all is acknowledged, or the real agent's patience is at its end. */
  readonly drain: () => Promise<void>;
  readonly close: () => void;
}

/** Payloads in order, decrypted. False where the receiver is not ready. */
export type Deliver = (payloadType: PayloadType, payload: Buffer) => boolean;

/** Messages under way: enough for a fast link, and an end to what a slow reader makes this process keep. */
const most = 512;
const drainMs = 2000;
/** What programs print: cut into pieces, and encrypted. Everything else goes as it is. */
const printed: readonly PayloadType[] = ["output", "standardError", "exitCode"];

export interface DataChannelStart {
  readonly first: WebSocket;
  readonly onOver: () => void;
}

export function createDataChannel(
  context: AgentContext,
  sessionId: string,
  { first, onOver }: DataChannelStart,
): DataChannel {
  const { pace, log } = context;
  let isPaused = false;
  let cipher: Cipher | undefined;
  let deliver: Deliver = () => false;
  let resume: () => void = () => {};
  const transmit = (message: Message): void => {
    if (!isPaused) connection.send(encodeMessage(message));
  };
  const stream = createStream({
    end: "agent",
    now: pace.now,
    transmit,
    deliver: ({ payloadType, payload }) => {
      const type = payloadTypeOf(payloadType);
      if (type === undefined) return true;
      return deliver(type, cipher !== undefined && type === "output" ? cipher.decrypt(payload) : payload);
    },
  });
  const isFull = (): boolean => isPaused || stream.unacknowledged() >= most;
  const others: Readonly<Record<string, () => void>> = {
    [messageTypes.pause]: () => (isPaused = true),
    [messageTypes.start]: () => (isPaused = false),
    [messageTypes.channelClosed]: onOver,
  };
  const onBytes = (bytes: Buffer): void => {
    const decoded = decodeMessage(bytes);
    if (decoded.kind === "fault") return log.say("ERROR", `Cannot deserialize raw message: ${decoded.fault}`);
    try {
      // Whoever sends input or acknowledges is there, whatever the service thinks.
      if (stream.receive(decoded.message)) isPaused = false;
      else others[decoded.message.type]?.();
    } catch (error) {
      log.say("ERROR", `Unable to process stream data payload: ${(error as Error).message}`);
    }
    if (!isFull()) resume();
  };
  const events = { onBytes, onOver, onReopened: stream.repeat };
  const connection = keepConnection(context, sessionId, { first, events });
  const check = setInterval(() => {
    if (!isPaused && connection.isOpen()) stream.check();
  }, resending.checkMs);
  const encryptedOrNot = (piece: Buffer): Buffer => cipher?.encrypt(piece) ?? piece;
  return {
    isFull,
    retry: stream.retry,
    receiveWith: (next) => {
      deliver = next;
      stream.retry();
    },
    encryptWith: (next) => (cipher = next),
    onRoom: (next) => (resume = next),
    send: (payloadType, payload) => {
      if (!printed.includes(payloadType)) return stream.send(payloadType, payload);
      for (const piece of pieces(Buffer.from(payload))) stream.send(payloadType, encryptedOrNot(piece));
    },
    tell: (state) => transmit(stateMessage(sessionId, state, pace.now())),
    drain: async () => {
      const endsAtMs = pace.now() + drainMs;
      while (stream.unacknowledged() > 0 && pace.now() < endsAtMs) await sleep(5);
    },
    close: () => {
      clearInterval(check);
      connection.close();
    },
  };
}

function stateMessage(sessionId: string, state: string, nowMs: number): Message {
  const payload = JSON.stringify({ SchemaVersion: 1, SessionState: state, SessionId: sessionId });
  return createMessage({ type: "sessionState", payload, nowMs });
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
}
