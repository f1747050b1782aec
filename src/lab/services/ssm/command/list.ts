/** GetCommandInvocation, ListCommandInvocations, ListCommands. */
import type {
  CommandFilter,
  GetCommandInvocationRequest,
  GetCommandInvocationResult,
  ListCommandInvocationsRequest,
  ListCommandInvocationsResult,
  ListCommandsRequest,
  ListCommandsResult,
} from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { pageOf } from "../../json/page.ts";
import { stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { toCommand, toInvocation, toListedInvocation } from "./answer.ts";
import { statusOf, statusOfCommand } from "./command.ts";
import type { Command } from "./command.ts";

export function getCommandInvocation(
  plane: Plane,
  { CommandId = "", InstanceId = "", PluginName }: GetCommandInvocationRequest,
  asked: Asked,
): GetCommandInvocationResult {
  asked.permit("ssm:GetCommandInvocation", "*");
  const command = stateOf(plane, asked).commands.get(CommandId);
  const invocation = command?.invocations.get(InstanceId);
  if (command === undefined || invocation === undefined)
    throw new ServiceFault(
      "InvocationDoesNotExist",
      `There is no invocation of ${CommandId} on ${InstanceId}`,
    );
  const { steps } = invocation;
  const step =
    PluginName === undefined
      ? steps[0]
      : steps.find(({ id, name }) => name === PluginName || id === PluginName);
  if (PluginName !== undefined && step === undefined && steps.length > 0)
    throw new ServiceFault("InvalidPluginName", `The command has no plugin ${PluginName}`);
  return toInvocation(command, invocation, { step, nowMs: asked.nowMs });
}

/** Of one command, of one node, or all; the latest first. */
export function listCommandInvocations(
  plane: Plane,
  input: ListCommandInvocationsRequest,
  asked: Asked,
): ListCommandInvocationsResult {
  asked.permit("ssm:ListCommandInvocations", "*");
  const { CommandId, InstanceId, Details: hasDetails = false, Filters = [] } = input;
  const { nowMs } = asked;
  const found = latest(plane, asked)
    .filter(({ id }) => CommandId === undefined || id === CommandId)
    .flatMap((command) => [...command.invocations.values()].map((invocation) => ({ command, invocation })))
    .filter(({ invocation }) => InstanceId === undefined || invocation.node === InstanceId)
    .filter(({ command, invocation }) =>
      Filters.every((filter) => passes(command, filter, () => statusOf(command, invocation, nowMs).status)),
    );
  const { items, next } = pageOf(found, { most: input.MaxResults ?? 50, token: input.NextToken });
  return {
    CommandInvocations: items.map(({ command, invocation }) =>
      toListedInvocation(command, invocation, { hasDetails, nowMs }),
    ),
    NextToken: next,
  };
}

export function listCommands(plane: Plane, input: ListCommandsRequest, asked: Asked): ListCommandsResult {
  asked.permit("ssm:ListCommands", "*");
  const { CommandId, InstanceId, Filters = [] } = input;
  const { nowMs } = asked;
  const found = latest(plane, asked)
    .filter(({ id }) => CommandId === undefined || id === CommandId)
    .filter(({ invocations }) => InstanceId === undefined || invocations.has(InstanceId))
    .filter((command) =>
      Filters.every((filter) => passes(command, filter, () => statusOfCommand(command, nowMs).status)),
    );
  const { items, next } = pageOf(found, { most: input.MaxResults ?? 50, token: input.NextToken });
  return { Commands: items.map((command) => toCommand(command, nowMs)), NextToken: next };
}

const latest = (plane: Plane, asked: Asked): readonly Command[] =>
  [...stateOf(plane, asked).commands.values()].toReversed();

/** `ExecutionStage` asks whether it is still at work. */
const working: readonly string[] = ["Pending", "InProgress", "Cancelling", "Delayed"];

function passes(command: Command, { key, value = "" }: CommandFilter, status: () => string): boolean {
  switch (key) {
    case "InvokedAfter":
      return command.requestedAtMs > Date.parse(value);
    case "InvokedBefore":
      return command.requestedAtMs < Date.parse(value);
    case "Status":
      return status() === value;
    case "DocumentName":
      return command.document.name === value;
    case "ExecutionStage":
      return (value === "Executing") === working.includes(status());
    case undefined:
    default:
      throw new ServiceFault("InvalidFilterKey", `The filter key ${key} is not valid`);
  }
}
