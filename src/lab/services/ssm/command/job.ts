/** A command as agents take it: one job for each node, on its control channel. */
import { createMessage } from "../../../channel/message.ts";
import type { Message } from "../../../channel/message.ts";
import type { Command } from "./command.ts";

/** The agent takes the command's id out of it. */
export const jobIdOf = (command: string, node: string): string => `aws.ssm.${command}.${node}`;

/** Undefined for what is no id of a job. */
export function parseJobId(id: string): { readonly command: string; readonly node: string } | undefined {
  const [, command, node] = /^aws\.ssm\.([0-9a-f-]{36})\.(.{1,256})$/.exec(id) ?? [];
  return command === undefined || node === undefined ? undefined : { command, node };
}

export function sendJob(command: Command, node: string, nowMs: number): Message {
  const { document, parameters, output } = command;
  const content = {
    CommandId: command.id,
    DocumentName: document.name,
    Parameters: parameters,
    DocumentContent: document.content,
    OutputS3BucketName: output.bucket ?? "",
    OutputS3KeyPrefix:
      output.bucket === undefined ? "" : [output.prefix, command.id, node].filter(Boolean).join("/"),
    CloudWatchLogGroupName: output.logGroup ?? "",
    CloudWatchOutputEnabled: String(output.hasLogs),
  };
  return toJob({ command, node, nowMs }, "aws.ssm.sendCommand", content);
}

export function cancelJob(command: Command, node: string, nowMs: number): Message {
  const content = { CancelMessageId: jobIdOf(command.id, node) };
  return toJob({ command, node, nowMs }, "aws.ssm.cancelCommand", content);
}

interface Addressed {
  readonly command: Command;
  readonly node: string;
  readonly nowMs: number;
}

function toJob({ command, node, nowMs }: Addressed, topic: string, content: object): Message {
  const payload = JSON.stringify({
    Content: JSON.stringify(content),
    JobId: jobIdOf(command.id, node),
    Topic: `${topic}.${node}`,
    SchemaVersion: 1,
  });
  return createMessage({ type: "job", payload, nowMs });
}
