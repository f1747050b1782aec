/** What the gateway itself says on a channel. Every one has a payload: agents take an empty one for a fault. */
import { createMessage, flag } from "../../channel/message.ts";
import type { Message } from "../../channel/message.ts";
import { messageTypes } from "../../channel/type.ts";
import type { MessageType } from "../../channel/type.ts";

interface Closing {
  readonly sessionId: string;
  readonly target: string;
  readonly output: string;
  readonly nowMs: number;
}

export function channelClosed({ sessionId, target, output, nowMs }: Closing): Message {
  return say("channelClosed", nowMs, (MessageId) => ({
    MessageId,
    CreatedDate: new Date(nowMs).toISOString(),
    DestinationId: target,
    SessionId: sessionId,
    MessageType: messageTypes.channelClosed,
    SchemaVersion: 1,
    Output: output,
  }));
}

export const publication = (type: "pause" | "start", sessionId: string, nowMs: number): Message =>
  say(type, nowMs, (MessageId) => ({ MessageId, SessionId: sessionId, SchemaVersion: 1 }));

/** In place of an end that acknowledged it before. */
export function acknowledgement(repeated: Message, nowMs: number): Message {
  return say("acknowledge", nowMs, () => ({
    AcknowledgedMessageType: repeated.type,
    AcknowledgedMessageId: repeated.id,
    AcknowledgedMessageSequenceNumber: Number(repeated.sequenceNumber),
    IsSequentialMessage: true,
  }));
}

export const taskAcknowledgement = (complete: Message, taskId: string, nowMs: number): Message =>
  say("taskAcknowledge", nowMs, () => ({
    SchemaVersion: 1,
    MessageId: complete.id,
    TaskId: taskId,
    Topic: messageTypes.taskComplete,
  }));

export const replyAcknowledgement = (reply: Message, jobId: string, nowMs: number): Message =>
  say("jobReplyAcknowledge", nowMs, () => ({ jobId, acknowledgedMessageId: reply.id }));

function say(type: MessageType, nowMs: number, content: (id: string) => object): Message {
  const bare = createMessage({ type, payload: "", nowMs, flags: flag.only });
  return { ...bare, payload: Buffer.from(JSON.stringify(content(bare.id))) };
}
