/** CancelCommand: what was not sent is cancelled at once; what was, the agent is asked to end. */
import type { CancelCommandRequest, CancelCommandResult } from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { isFinal, statusOf } from "./command.ts";
import { changeInvocation, end } from "./deliver.ts";
import { cancelJob } from "./job.ts";

export function cancelCommand(
  plane: Plane,
  { CommandId: id = "", InstanceIds = [] }: CancelCommandRequest,
  asked: Asked,
): CancelCommandResult {
  asked.permit("ssm:CancelCommand", "*");
  const { commands } = stateOf(plane, asked);
  const command = commands.get(id);
  if (command === undefined) throw new ServiceFault("InvalidCommandId", `There is no command ${id}`);
  const strays = InstanceIds.filter((node) => !command.invocations.has(node));
  if (strays.length > 0)
    throw new ServiceFault("InvalidInstanceId", `The command is not for ${strays.join(", ")}`);
  const nodes = InstanceIds.length === 0 ? [...command.invocations.keys()] : InstanceIds;
  commands.set(id, { ...command, isCancelled: nodes.length === command.invocations.size });
  for (const node of nodes) {
    const invocation = command.invocations.get(node);
    if (invocation === undefined || isFinal(statusOf(command, invocation, asked.nowMs))) continue;
    const isAsked =
      invocation.sentAtMs !== undefined && plane.gateway().send(node, cancelJob(command, node, asked.nowMs));
    if (isAsked)
      changeInvocation(commands, id, node, { said: { status: "Cancelling", details: "Cancelling" } });
    else end(commands, id, node, { status: "Cancelled", details: "Cancelled" }, asked.nowMs);
  }
  return {};
}
