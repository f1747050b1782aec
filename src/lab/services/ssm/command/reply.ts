/** What agents answer to their jobs: that they have them, how they fare, how they ended. */
import type { CommandInvocationStatus } from "@aws-sdk/client-ssm";
import { fieldsAt, isFields, parseFields, textAt } from "../../../channel/fields.ts";
import type { Fields } from "../../../channel/fields.ts";
import type { Message } from "../../../channel/message.ts";
import type { Plane } from "../context.ts";
import { isFinal, statusOf } from "./command.ts";
import type { Invocation, Step } from "./command.ts";
import { changeInvocation, dispatch } from "./deliver.ts";
import { parseJobId } from "./job.ts";

/** `agent_job_ack`: a code other than 200 is a job that the agent does not take. */
export function noteAcknowledged(plane: Plane, node: string, { payload }: Message): void {
  const told = parseFields(payload) ?? {};
  const found = findInvocation(plane, node, textAt(told, "jobId"));
  if (found === undefined) return;
  const { commands, id } = found;
  const nowMs = plane.now();
  const isTaken = textAt(told, "statusCode") === "200";
  changeInvocation(commands, id, node, {
    deliveredAtMs: found.invocation.deliveredAtMs ?? nowMs,
    ...(isTaken
      ? {}
      : { said: { status: "Failed", details: "Failed" }, endedAtMs: nowMs, steps: [refused(told)] }),
  });
  if (!isTaken) dispatch(plane, commands, id);
}

const refused = (told: Fields): Step => ({
  id: "",
  name: "",
  status: "Failed",
  code: -1,
  output: textAt(told, "errorMessage"),
  standardOutput: "",
  standardError: textAt(told, "errorMessage"),
  startedAt: "",
  endedAt: "",
});

type Said = NonNullable<Invocation["said"]>;

/** As the agent words the state of a document, and as Run Command tells it. */
const words: Readonly<Record<string, CommandInvocationStatus>> = {
  InProgress: "InProgress",
  NotStarted: "InProgress",
  Success: "Success",
  SuccessAndReboot: "InProgress",
  PassedAndReboot: "InProgress",
  Failed: "Failed",
  Cancelled: "Cancelled",
  TimedOut: "TimedOut",
  Skipped: "Success",
};

/** `agent_job_reply`: the first word that is final stays. */
export function noteReply(plane: Plane, node: string, { payload }: Message): void {
  const told = parseFields(payload) ?? {};
  const found = findInvocation(plane, node, textAt(told, "jobId"));
  if (found === undefined) return;
  const { commands, id, invocation } = found;
  const content = parseFields(textAt(told, "content")) ?? {};
  const status = words[textAt(content, "documentStatus")];
  if (status === undefined) return;
  const nowMs = plane.now();
  const details = status === "TimedOut" ? "ExecutionTimedOut" : status;
  const said: Said = { status, details };
  const steps = stepsIn(content);
  changeInvocation(commands, id, node, {
    deliveredAtMs: invocation.deliveredAtMs ?? nowMs,
    said,
    ...(isFinal(said) ? { endedAtMs: nowMs } : {}),
    ...(steps.length === 0 ? {} : { steps }),
  });
  if (isFinal(said)) dispatch(plane, commands, id);
}

/** Undefined for a job of another node, or one that has ended. */
function findInvocation(plane: Plane, node: string, jobId: string) {
  const job = parseJobId(jobId);
  if (job === undefined || job.node !== node) return undefined;
  const nowMs = plane.now();
  for (const { commands } of plane.state.all()) {
    const command = commands.get(job.command);
    const invocation = command?.invocations.get(node);
    if (command === undefined || invocation === undefined) continue;
    const isOver = isFinal(statusOf(command, invocation, nowMs));
    return isOver ? undefined : { commands, id: command.id, invocation };
  }
  return undefined;
}

const mostKept = 1024 * 1024;

function stepsIn(content: Fields): readonly Step[] {
  return Object.entries(fieldsAt(content, "runtimeStatus")).map(([id, value]) => {
    const step = isFields(value) ? value : {};
    const code = Number(step["code"] ?? 0);
    return {
      id,
      name: textAt(step, "name"),
      status: textAt(step, "status"),
      code: Number.isInteger(code) ? code : -1,
      output: textAt(step, "output").slice(0, mostKept),
      standardOutput: textAt(step, "standardOutput").slice(0, mostKept),
      standardError: textAt(step, "standardError").slice(0, mostKept),
      startedAt: textAt(step, "startDateTime"),
      endedAt: textAt(step, "endDateTime"),
    };
  });
}
