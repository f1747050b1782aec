/**
 * A job in the forms of the two services that bring it: on a control channel a message and its answers, at ec2messages
 * records. Shapes as in the public sources of amazon-ssm-agent (agent/session/contracts/model.go), read 2026-11-29.
 */
import { createHash } from "node:crypto";
import { createMessage } from "../../channel/message.ts";
import type { Message } from "../../channel/message.ts";
import { messageTypes } from "../../channel/type.ts";
import { parseFields, textAt } from "../../channel/fields.ts";

export interface Job {
  readonly MessageId: string;
  readonly Destination: string;
  readonly CreatedDate: string;
  readonly Topic: string;
  readonly Payload: string;
  readonly PayloadDigest: string;
}

/** Undefined for a message that is no job: ec2messages brings nothing else. */
export function toJob(target: string, { type, payload, createdAtMs }: Message): Job | undefined {
  const fields = type === messageTypes.job ? parseFields(payload) : undefined;
  const id = textAt(fields, "JobId");
  if (id === "") return undefined;
  const content = textAt(fields, "Content");
  return {
    MessageId: id,
    Destination: target,
    CreatedDate: new Date(createdAtMs).toISOString(),
    Topic: textAt(fields, "Topic"),
    Payload: content,
    PayloadDigest: createHash("sha256").update(content).digest("hex"),
  };
}

interface Received {
  readonly jobId: string;
  readonly nowMs: number;
  /** Why the agent does not do it; undefined when it does. */
  readonly failure?: string;
}

/** What agents say on a control channel to a job that they could not handle, and to one that they do. */
const codes = { failed: "51499", received: "200" } as const;

export const toAcknowledge = ({ jobId, nowMs, failure }: Received): Message =>
  createMessage({
    type: "jobAcknowledge",
    nowMs,
    payload: JSON.stringify({
      jobId,
      acknowledgedMessageId: jobId,
      createdDate: new Date(nowMs).toISOString(),
      statusCode: failure === undefined ? codes.received : codes.failed,
      errorMessage: failure ?? "",
    }),
  });

export const toReply = (jobId: string, content: string, nowMs: number): Message =>
  createMessage({
    type: "jobReply",
    nowMs,
    payload: JSON.stringify({ schemaVersion: 1, jobId, content, topic: "aws.ssm.sendCommand" }),
  });
