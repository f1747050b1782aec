/** Commands and invocations as the API tells them. */
import type {
  Command as CommandAnswer,
  CommandInvocation,
  CommandPlugin,
  CommandPluginStatus,
  GetCommandInvocationResult,
} from "@aws-sdk/client-ssm";
import { isFinal, statusOf, statusOfCommand } from "./command.ts";
import type { Command, Invocation, Step } from "./command.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html (read 2026-11-29) */
const most = { standardOutput: 24_000, standardError: 8000, listed: 2500 } as const;

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}\n--output truncated--`;

const listed = (parameters: Command["parameters"]): Record<string, string[]> =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value].flat()]));

export function toCommand(command: Command, nowMs: number): CommandAnswer {
  const all = [...command.invocations.values()].map((one) => statusOf(command, one, nowMs));
  const { status, details } = statusOfCommand(command, nowMs);
  const { bucket, prefix, logGroup, hasLogs } = command.output;
  return {
    CommandId: command.id,
    DocumentName: command.document.name,
    DocumentVersion: command.document.version,
    Comment: command.comment,
    ExpiresAfter: new Date(command.requestedAtMs + command.deliveryMs + command.executionMs),
    Parameters: listed(command.parameters),
    InstanceIds: [...command.instanceIds],
    Targets: [...command.targets],
    RequestedDateTime: new Date(command.requestedAtMs),
    Status: status,
    StatusDetails: details,
    OutputS3BucketName: bucket ?? "",
    OutputS3KeyPrefix: prefix ?? "",
    MaxConcurrency: command.concurrency,
    MaxErrors: command.mostErrors,
    TargetCount: all.length,
    CompletedCount: all.filter(isFinal).length,
    ErrorCount: all.filter((one) => one.status === "Failed" || one.status === "TimedOut").length,
    DeliveryTimedOutCount: all.filter((one) => one.details === "DeliveryTimedOut").length,
    CloudWatchOutputConfig: { CloudWatchLogGroupName: logGroup ?? "", CloudWatchOutputEnabled: hasLogs },
    TimeoutSeconds: command.deliveryMs / 1000,
  };
}

/** `step` is undefined for a command of which the agent has told nothing yet. */
export function toInvocation(
  command: Command,
  invocation: Invocation,
  { step, nowMs }: { readonly step: Step | undefined; readonly nowMs: number },
): GetCommandInvocationResult {
  const { status, details } = statusOf(command, invocation, nowMs);
  const isOver = isFinal({ status, details });
  const { logGroup, hasLogs } = command.output;
  return {
    CommandId: command.id,
    InstanceId: invocation.node,
    Comment: command.comment,
    DocumentName: command.document.name,
    DocumentVersion: command.document.version,
    PluginName: step?.name ?? "",
    ResponseCode: isOver && step !== undefined ? step.code : -1,
    ExecutionStartDateTime: step?.startedAt ?? "",
    ExecutionElapsedTime: elapsed(step),
    ExecutionEndDateTime: step?.endedAt ?? "",
    Status: status,
    StatusDetails: details,
    StandardOutputContent: cut(step?.standardOutput ?? "", most.standardOutput),
    StandardOutputUrl: urlOf(command, invocation.node, step, "stdout"),
    StandardErrorContent: cut(step?.standardError ?? "", most.standardError),
    StandardErrorUrl: urlOf(command, invocation.node, step, "stderr"),
    CloudWatchOutputConfig: { CloudWatchLogGroupName: logGroup ?? "", CloudWatchOutputEnabled: hasLogs },
  };
}

/** `PT1.5S`. */
function elapsed(step: Step | undefined): string {
  const ms = Date.parse(step?.endedAt ?? "") - Date.parse(step?.startedAt ?? "");
  return Number.isNaN(ms) ? "" : `PT${ms / 1000}S`;
}

function urlOf({ id, output }: Command, node: string, step: Step | undefined, file: string): string {
  if (output.bucket === undefined || step === undefined) return "";
  const path = [output.prefix, id, node, step.id.replaceAll(":", ""), file].filter(Boolean).join("/");
  return `https://s3.amazonaws.com/${output.bucket}/${path}`;
}

export function toListedInvocation(
  command: Command,
  invocation: Invocation,
  { hasDetails, nowMs }: { readonly hasDetails: boolean; readonly nowMs: number },
): CommandInvocation {
  const { status, details } = statusOf(command, invocation, nowMs);
  return {
    CommandId: command.id,
    InstanceId: invocation.node,
    InstanceName: "",
    Comment: command.comment,
    DocumentName: command.document.name,
    DocumentVersion: command.document.version,
    RequestedDateTime: new Date(command.requestedAtMs),
    Status: status,
    StatusDetails: details,
    StandardOutputUrl: "",
    StandardErrorUrl: "",
    CommandPlugins: hasDetails
      ? invocation.steps.map((step) => toPlugin(command, invocation.node, step))
      : [],
  };
}

function toPlugin(command: Command, node: string, step: Step): CommandPlugin {
  const times = { ResponseStartDateTime: step.startedAt, ResponseFinishDateTime: step.endedAt };
  return {
    Name: step.name,
    Status: step.status as CommandPluginStatus,
    StatusDetails: step.status,
    ResponseCode: step.code,
    ...Object.fromEntries(
      Object.entries(times).flatMap(([name, text]) =>
        Number.isNaN(Date.parse(text)) ? [] : [[name, new Date(text)]],
      ),
    ),
    Output: cut(step.output || step.standardOutput, most.listed),
    StandardOutputUrl: urlOf(command, node, step, "stdout"),
    StandardErrorUrl: urlOf(command, node, step, "stderr"),
    OutputS3BucketName: command.output.bucket ?? "",
    OutputS3KeyPrefix: command.output.prefix ?? "",
  };
}
