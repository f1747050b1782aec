/** What is said in a session, seen from the client: its stream, the handshake in it, and what is left for the user. */
import { parseFields, textAt } from "../../channel/fields.ts";
import type { Message } from "../../channel/message.ts";
import { pieceLength } from "../../channel/outgoing.ts";
import { createStream } from "../../channel/stream.ts";
import type { Stream } from "../../channel/stream.ts";
import { payloadTypeOf } from "../../channel/type.ts";
import type { PayloadType } from "../../channel/type.ts";
import type { Cipher } from "../session/cipher.ts";
import { answerHandshake } from "./handshake.ts";
import type { HandshakeAsk, SessionKind } from "./handshake.ts";

export interface Conversation extends Omit<Stream, "send"> {
  /** Cut into pieces, and encrypted once there is a key. */
  readonly send: (payloadType: PayloadType, payload: Buffer | string) => void;
}

export interface ConversationOptions extends HandshakeAsk {
  readonly transmit: (message: Message) => void;
  /** What the session is for, as soon as it is known. */
  readonly onKind: (kind: SessionKind) => void;
  /** False where it cannot be taken yet. */
  readonly onPayload: (payloadType: PayloadType, payload: Buffer) => boolean;
  /** A word of the agent to the user. */
  readonly onSay: (text: string) => void;
}

const secret: readonly PayloadType[] = ["output", "standardError", "exitCode"];

export function startConversation(options: ConversationOptions): Conversation {
  const { transmit, onKind, onPayload, onSay } = options;
  let cipher: Cipher | undefined;
  let offered: SessionKind | undefined;
  let isKnown = false;
  const learn = (kind: SessionKind): void => {
    isKnown = true;
    onKind(kind);
  };
  const shake = async (payload: Buffer): Promise<void> => {
    const answer = await answerHandshake(parseFields(payload) ?? {}, options);
    cipher = answer.cipher;
    offered = answer.kind;
    stream.send("handshakeResponse", JSON.stringify(answer.response));
  };
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
      if (offered !== undefined) learn(offered);
    },
  };
  const deliver = (type: PayloadType, payload: Buffer): boolean => {
    const handshake = handshakes[type];
    if (handshake !== undefined) {
      handshake(payload);
      return true;
    }
    // An agent that prints without a handshake has a shell.
    if (!isKnown) learn({ type: "Standard_Stream", properties: {}, agentVersion: "" });
    return onPayload(type, cipher !== undefined && secret.includes(type) ? cipher.decrypt(payload) : payload);
  };
  const stream = createStream({
    end: "client",
    now: () => Date.now(),
    transmit,
    deliver: ({ payloadType, payload }) => {
      const type = payloadTypeOf(payloadType);
      return type === undefined || deliver(type, payload);
    },
  });
  return {
    ...stream,
    send: (payloadType, payload) => {
      if (payloadType !== "output") return stream.send(payloadType, payload);
      const bytes = Buffer.from(payload);
      for (let at = 0; at < bytes.length; at += pieceLength) {
        const piece = bytes.subarray(at, at + pieceLength);
        stream.send("output", cipher?.encrypt(piece) ?? piece);
      }
    },
  };
}
