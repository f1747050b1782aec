/** The client's end of a session: its stream, its handshake, and how it ends. What a user sees of it is the matter of others. */
import { setTimeout as sleep } from "node:timers/promises";
import { parseFields, textAt } from "../../channel/fields.ts";
import { decodeMessage, encodeMessage } from "../../channel/message.ts";
import { pieceLength } from "../../channel/outgoing.ts";
import { resending } from "../../channel/round-trip.ts";
import { createStream } from "../../channel/stream.ts";
import { messageTypes, payloadTypeOf } from "../../channel/type.ts";
import type { PayloadType } from "../../channel/type.ts";
import type { Net } from "../net/net.ts";
import type { Cipher } from "../session/cipher.ts";
import { connectClient } from "./connection.ts";
import type { ClientConnection, StartedSession } from "./connection.ts";
import { answerHandshake } from "./handshake.ts";
import type { SessionKind } from "./handshake.ts";
import type { SessionService } from "./service.ts";

export interface Client {
  readonly send: (payloadType: PayloadType, payload: Buffer | string) => void;
  /** Whether more should wait for `onRoom` of the options. */
  readonly isFull: () => boolean;
  /** Offers again what was refused. */
  readonly retry: () => void;
  /** Until the agent has all that was sent, or some patience is at its end. */
  readonly drain: () => Promise<void>;
  /** What the user is to read at the end; undefined where the client ended the session. */
  readonly ended: Promise<string | undefined>;
  /** Leaves; the session goes on until somebody ends it. */
  readonly leave: () => void;
}

export interface ClientOptions {
  readonly session: StartedSession;
  /** The instance. */
  readonly target: string;
  readonly net: Net;
  /** For coming back to a session, and for encrypted ones. */
  readonly service: SessionService | undefined;
  /** What the session is for, as soon as it is known. */
  readonly onKind: (kind: SessionKind) => void;
  /** False where it cannot be taken yet. */
  readonly onPayload: (payloadType: PayloadType, payload: Buffer) => boolean;
  readonly onRoom: () => void;
  /** A word of the agent to the user. */
  readonly onSay: (text: string) => void;
}

const most = 512;
const drainMs = 5000;
/** About five minutes: then the plugin gives up, and ends the session. */
const mostResends = 3000;
const secret: readonly PayloadType[] = ["output", "standardError", "exitCode"];

/** Rejects where there is no connection. */
export async function openClient(options: ClientOptions): Promise<Client> {
  const { session, target, net, service, onKind, onPayload, onRoom, onSay } = options;
  const { SessionId: sessionId } = session;
  let cipher: Cipher | undefined;
  let kind: SessionKind | undefined;
  let finish: (said: string | undefined) => void = () => {};
  const ended = new Promise<string | undefined>((resolve) => (finish = resolve));
  const learn = (found: SessionKind): void => {
    kind = found;
    onKind(found);
  };
  const shake = async (payload: Buffer): Promise<void> => {
    const answer = await answerHandshake(parseFields(payload) ?? {}, { sessionId, target, service });
    cipher = answer.cipher;
    shaken = answer.kind;
    stream.send("handshakeResponse", JSON.stringify(answer.response));
  };
  let shaken: SessionKind | undefined;
  let connection: ClientConnection | undefined;
  const handshakes: Partial<Record<PayloadType, (payload: Buffer) => void>> = {
    handshakeRequest: (payload) => void shake(payload),
    challengeRequest: (payload) => {
      const challenge = Buffer.from(textAt(parseFields(payload) ?? {}, "Challenge"), "base64");
      const answer = cipher?.encrypt(cipher.decrypt(challenge)).toString("base64");
      stream.send("challengeResponse", JSON.stringify({ Challenge: answer }));
    },
    handshakeComplete: (payload) => {
      const said = textAt(parseFields(payload) ?? {}, "CustomerMessage");
      if (said !== "") onSay(said);
      if (shaken !== undefined) learn(shaken);
    },
  };
  const deliver = (type: PayloadType, payload: Buffer): boolean => {
    const handshake = handshakes[type];
    if (handshake !== undefined) {
      handshake(payload);
      return true;
    }
    // An agent that prints without a handshake has a shell.
    if (kind === undefined) learn({ type: "Standard_Stream", properties: {}, agentVersion: "" });
    return onPayload(type, cipher !== undefined && secret.includes(type) ? cipher.decrypt(payload) : payload);
  };
  const stream = createStream({
    end: "client",
    now: () => Date.now(),
    transmit: (message) => connection?.send(encodeMessage(message)),
    deliver: ({ payloadType, payload }) => {
      const type = payloadTypeOf(payloadType);
      return type === undefined || deliver(type, payload);
    },
  });
  const onBytes = (bytes: Buffer): void => {
    const decoded = decodeMessage(bytes);
    // The plugin passes over what it cannot read, and so it comes again.
    if (decoded.kind === "fault") return;
    const { message } = decoded;
    try {
      if (!stream.receive(message) && message.type === messageTypes.channelClosed) {
        finish(lastWords(sessionId, textAt(parseFields(message.payload) ?? {}, "Output")));
      }
    } catch (error) {
      // What cannot be decrypted, or is no smux, will not get better.
      finish(lastWords(sessionId, (error as Error).message));
    }
    if (stream.unacknowledged() < most) onRoom();
  };
  connection = await connectClient({
    session,
    net,
    service,
    onBytes,
    onReopened: stream.repeat,
    onLost: (why) => finish(`${why}\n`),
  });
  const check = setInterval(() => {
    if (connection?.isOpen()) stream.check();
    if (stream.resends() >= mostResends) {
      void service?.terminate(sessionId).catch(() => undefined);
      finish(`Terminating session ${sessionId} as the stream data was not processed before timeout.\n`);
    }
  }, resending.checkMs);
  void ended.then(() => {
    clearInterval(check);
    connection?.close();
  });
  return {
    ended,
    retry: stream.retry,
    isFull: () => stream.unacknowledged() >= most,
    leave: () => finish(undefined),
    send: (payloadType, payload) => {
      if (payloadType !== "output") return stream.send(payloadType, payload);
      const bytes = Buffer.from(payload);
      for (let at = 0; at < bytes.length; at += pieceLength) {
        const piece = bytes.subarray(at, at + pieceLength);
        stream.send("output", cipher?.encrypt(piece) ?? piece);
      }
    },
    drain: async () => {
      const endsAtMs = Date.now() + drainMs;
      while (stream.unacknowledged() > 0 && Date.now() < endsAtMs) await sleep(5);
    },
  };
}

const lastWords = (sessionId: string, output: string): string =>
  output === ""
    ? `\n\nExiting session with sessionId: ${sessionId}.\n\n`
    : `\n\nSessionId: ${sessionId} : ${output}\n\n`;
