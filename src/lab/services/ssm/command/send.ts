/**
 * SendCommand.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html (read 2026-11-29)
 */
import { randomUUID } from "node:crypto";
import type { SendCommandRequest, SendCommandResult } from "@aws-sdk/client-ssm";
import { invalidMember, ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { nodeArn, stateOf, tagKeys } from "../context.ts";
import type { Plane } from "../context.ts";
import { fillParameters } from "../document/fill.ts";
import type { Filled } from "../document/fill.ts";
import { documentArn, mustDocument, mustVersion } from "../document/find.ts";
import type { Command, Invocation } from "./command.ts";
import { dispatch } from "./deliver.ts";
import { toCommand } from "./answer.ts";
import { nodesFor } from "./target.ts";

const timeouts = { least: 30, most: 2_592_000, usual: 3600 } as const;
const share = /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/;
const shareOrNone = /^([0-9]+|[0-9]{1,2}%|100%)$/;

export function sendCommand(plane: Plane, input: SendCommandRequest, asked: Asked): SendCommandResult {
  const document = mustDocument(plane, input.DocumentName ?? "", asked);
  asked.permit("ssm:SendCommand", documentArn(asked, document));
  if (document.type !== "Command")
    throw new ServiceFault("InvalidDocument", `Document ${document.name} is not of type Command`);
  const { number, version } = mustVersion(document, input.DocumentVersion);
  const parameters = fillParameters(version.content, input.Parameters);
  const ids = nodesFor(plane, input, asked);
  for (const id of ids)
    asked.permit("ssm:SendCommand", nodeArn(asked, id), { keys: tagKeys(plane, asked, id) });
  const seconds = input.TimeoutSeconds ?? timeouts.usual;
  if (seconds < timeouts.least || seconds > timeouts.most)
    throw invalidMember(
      "TimeoutSeconds",
      seconds,
      `Member must have value from ${timeouts.least} to ${timeouts.most}`,
    );
  const command: Command = {
    id: randomUUID(),
    document: { name: document.name, version: String(number), content: version.content },
    parameters,
    comment: input.Comment ?? "",
    requestedAtMs: asked.nowMs,
    deliveryMs: seconds * 1000,
    executionMs: executionMs(parameters),
    instanceIds: input.InstanceIds ?? [],
    targets: input.Targets ?? [],
    concurrency: mustShare("MaxConcurrency", input.MaxConcurrency ?? "50", share),
    mostErrors: mustShare("MaxErrors", input.MaxErrors ?? "0", shareOrNone),
    output: {
      bucket: input.OutputS3BucketName,
      prefix: input.OutputS3KeyPrefix,
      logGroup: input.CloudWatchOutputConfig?.CloudWatchLogGroupName,
      hasLogs: input.CloudWatchOutputConfig?.CloudWatchOutputEnabled === true,
    },
    isCancelled: false,
    invocations: new Map(ids.map((node) => [node, waiting(node)])),
  };
  const { commands } = stateOf(plane, asked);
  commands.set(command.id, command);
  dispatch(plane, commands, command.id);
  return { Command: toCommand(commands.get(command.id) ?? command, asked.nowMs) };
}

const waiting = (node: string): Invocation => ({
  node,
  sentAtMs: undefined,
  deliveredAtMs: undefined,
  said: undefined,
  endedAtMs: undefined,
  steps: [],
});

/** Of the parameter that the documents of AWS have for it. */
function executionMs({ executionTimeout }: Filled): number {
  const seconds = Number(executionTimeout ?? "");
  return (seconds > 0 ? seconds : timeouts.usual) * 1000;
}

function mustShare(name: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) return value;
  throw invalidMember(name, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
}
