/** Control channels: the one connection on which each agent hears what it is to do. */
import { decodeMessage, encodeMessage } from "../../../channel/message.ts";
import type { Message } from "../../../channel/message.ts";
import { messageTypes } from "../../../channel/type.ts";
import { parseFields, textAt } from "../../../channel/fields.ts";
import type { GatewayEvents } from "../gateway.ts";
import { channelClosed, replyAcknowledgement, taskAcknowledgement } from "../notice.ts";
import { endings, malformed } from "../socket/ending.ts";
import type { ChannelSocket, Listener } from "../socket/channel-socket.ts";
import { createUntold } from "./untold.ts";

export interface ControlChannels {
  readonly isOpen: (target: string) => boolean;
  readonly send: (target: string, message: Message) => boolean;
  /** In place of an earlier one of the same agent. */
  readonly join: (target: string, socket: ChannelSocket) => Listener;
  /** Tells an agent that a session is over, now or when its channel opens. */
  readonly close: (target: string, sessionId: string) => void;
}

export interface ControlOptions {
  readonly now: () => number;
  readonly events: GatewayEvents;
  /** The agent of a target has ended a session, or says so. */
  readonly onComplete: (target: string, sessionId: string, output: string) => void;
}

type Reaction = (target: string, message: Message, socket: ChannelSocket) => void;

export function createControlChannels({ now, events, onComplete }: ControlOptions): ControlChannels {
  const open = new Map<string, ChannelSocket>();
  const untold = createUntold();
  const close: ControlChannels["close"] = (target, sessionId) => {
    const message = channelClosed({ sessionId, target, output: "", nowMs: now() });
    if (!send(target, message)) untold.add(target, sessionId);
  };
  const send = (target: string, message: Message): boolean => {
    const socket = open.get(target);
    socket?.send(encodeMessage(message));
    return socket !== undefined;
  };
  const reactions: Readonly<Record<string, Reaction>> = {
    [messageTypes.taskComplete]: (target, message, socket) => {
      const fields = parseFields(message.payload);
      const taskId = textAt(fields, "TaskId");
      socket.send(encodeMessage(taskAcknowledgement(message, taskId, now())));
      events.onMessage(target, message);
      onComplete(target, taskId, textAt(fields, "Output"));
    },
    [messageTypes.jobReply]: (target, message, socket) => {
      events.onMessage(target, message);
      const jobId = textAt(parseFields(message.payload), "jobId");
      socket.send(encodeMessage(replyAcknowledgement(message, jobId, now())));
    },
    [messageTypes.jobAcknowledge]: events.onMessage,
  };
  return {
    close,
    send,
    isOpen: (target) => open.has(target),
    join: (target, socket) => {
      const former = open.get(target);
      open.set(target, socket);
      former?.end(endings.replaced);
      for (const sessionId of untold.take(target)) close(target, sessionId);
      if (former === undefined) events.onChannel(target, true);
      return {
        onFrame: (frame) => {
          const decoded = decodeMessage(frame);
          if (decoded.kind === "fault") return malformed(decoded.fault);
          const { message } = decoded;
          const reaction = Object.hasOwn(reactions, message.type) ? reactions[message.type] : undefined;
          // Telemetry and the like, of which there is more with each version of the agent.
          if (reaction === undefined) return "of no use";
          if (parseFields(message.payload) === undefined) return malformed("wrong content");
          reaction(target, message, socket);
          return "of use";
        },
        onGone: () => {
          if (open.get(target) !== socket) return;
          open.delete(target);
          events.onChannel(target, false);
        },
      };
    },
  };
}
