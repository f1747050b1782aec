/**
 * Sending what is due: no more at a time than the command allows, and to nodes that can be reached. A job is sent again when
 * its node comes back, until the agent says that it has it: an agent knows jobs that it had before by their id.
 */
import type { Plane } from "../context.ts";
import { isFinal, shareOf, statusOf } from "./command.ts";
import type { Command, Invocation } from "./command.ts";
import { sendJob } from "./job.ts";

export type Commands = Map<string, Command>;

export function dispatch(plane: Plane, commands: Commands, id: string): void {
  const command = commands.get(id);
  if (command === undefined || command.isCancelled) return;
  const nowMs = plane.now();
  const all = [...command.invocations.values()];
  const failures = all.filter((one) => hasFailed(command, one, nowMs)).length;
  const most = shareOf(command.mostErrors, all.length);
  const waiting = all.filter((one) => one.sentAtMs === undefined && !isFinal(statusOf(command, one, nowMs)));
  if (failures > most && all.length > 1) {
    for (const { node } of waiting)
      end(commands, id, node, { status: "Failed", details: "Terminated" }, nowMs);
    return;
  }
  const busy = all.filter(
    (one) => one.sentAtMs !== undefined && !isFinal(statusOf(command, one, nowMs)),
  ).length;
  const room = Math.max(shareOf(command.concurrency, all.length), 1) - busy;
  for (const { node } of waiting.slice(0, Math.max(room, 0))) {
    if (plane.gateway().send(node, sendJob(command, node, nowMs)))
      changeInvocation(commands, id, node, { sentAtMs: nowMs });
  }
}

function hasFailed(command: Command, invocation: Invocation, nowMs: number): boolean {
  const { status } = statusOf(command, invocation, nowMs);
  return status === "Failed" || status === "TimedOut";
}

/** A node came back: what it was sent and never acknowledged is sent again, and what waited for it is sent at last. */
export function deliverTo(plane: Plane, commands: Commands, node: string): void {
  const nowMs = plane.now();
  for (const command of commands.values()) {
    const invocation = command.invocations.get(node);
    if (invocation === undefined || invocation.deliveredAtMs !== undefined) continue;
    if (isFinal(statusOf(command, invocation, nowMs))) continue;
    if (invocation.sentAtMs === undefined) dispatch(plane, commands, command.id);
    else plane.gateway().send(node, sendJob(command, node, nowMs));
  }
}

export function changeInvocation(
  commands: Commands,
  id: string,
  node: string,
  fields: Partial<Invocation>,
): void {
  const command = commands.get(id);
  const before = command?.invocations.get(node);
  if (command === undefined || before === undefined) return;
  const invocations = new Map([...command.invocations, [node, { ...before, ...fields }]]);
  commands.set(id, { ...command, invocations });
}

export function end(
  commands: Commands,
  id: string,
  node: string,
  said: NonNullable<Invocation["said"]>,
  nowMs: number,
): void {
  changeInvocation(commands, id, node, { said, endedAtMs: nowMs });
}
