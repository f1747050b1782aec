/** The client's end of a session: a conversation over a connection, and how it ends. What a user sees of it is the matter of others. */
import { setTimeout as sleep } from "node:timers/promises";
import { parseFields, textAt } from "../../channel/fields.ts";
import { decodeMessage, encodeMessage } from "../../channel/message.ts";
import { resending } from "../../channel/round-trip.ts";
import { messageTypes } from "../../channel/type.ts";
import type { Net } from "../net/net.ts";
import { connectClient } from "./connection.ts";
import type { ClientConnection, StartedSession } from "./connection.ts";
import { startConversation } from "./conversation.ts";
import type { Conversation, ConversationOptions } from "./conversation.ts";

export interface Client extends Pick<Conversation, "send"> {
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

export interface ClientOptions extends Omit<ConversationOptions, "transmit" | "sessionId"> {
  readonly session: StartedSession;
  readonly net: Net;
  readonly onRoom: () => void;
}

const most = 512;
const drainMs = 5000;
/** About five minutes: then the plugin gives up, and ends the session. */
const mostResends = 3000;

/** Rejects where there is no connection. */
export async function openClient(options: ClientOptions): Promise<Client> {
  const { session, net, service, onRoom } = options;
  const { SessionId: sessionId } = session;
  let connection: ClientConnection | undefined;
  let finish: (said: string | undefined) => void = () => {};
  const ended = new Promise<string | undefined>((resolve) => (finish = resolve));
  const talk = startConversation({
    ...options,
    sessionId,
    transmit: (message) => connection?.send(encodeMessage(message)),
  });
  const isFull = (): boolean => talk.unacknowledged() >= most;
  const onBytes = (bytes: Buffer): void => {
    const decoded = decodeMessage(bytes);
    // The plugin passes over what it cannot read, and so it comes again.
    if (decoded.kind === "fault") return;
    const { message } = decoded;
    try {
      if (!talk.receive(message) && message.type === messageTypes.channelClosed) {
        finish(lastWords(sessionId, textAt(parseFields(message.payload) ?? {}, "Output")));
      }
    } catch (error) {
      // What cannot be decrypted, or is no smux, will not get better.
      finish(lastWords(sessionId, (error as Error).message));
    }
    if (!isFull()) onRoom();
  };
  const onLost = (why: string): void => finish(`${why}\n`);
  connection = await connectClient({ session, net, service, onBytes, onReopened: talk.repeat, onLost });
  const check = setInterval(() => {
    if (connection?.isOpen()) talk.check();
    if (talk.resends() < mostResends) return;
    void service?.terminate(sessionId).catch(() => undefined);
    onLost(`Terminating session ${sessionId} as the stream data was not processed before timeout.`);
  }, resending.checkMs);
  void ended.then(() => {
    clearInterval(check);
    connection?.close();
  });
  return {
    ended,
    isFull,
    send: talk.send,
    retry: talk.retry,
    leave: () => finish(undefined),
    drain: async () => {
      const endsAtMs = Date.now() + drainMs;
      while (talk.unacknowledged() > 0 && Date.now() < endsAtMs) await sleep(5);
    },
  };
}

const lastWords = (sessionId: string, output: string): string =>
  output === ""
    ? `\n\nExiting session with sessionId: ${sessionId}.\n\n`
    : `\n\nSessionId: ${sessionId} : ${output}\n\n`;
