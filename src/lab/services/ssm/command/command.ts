/**
 * Commands and their invocations, one for each node: what the agents answered, and what is so when they answer nothing.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html (read 2026-11-29)
 */
import type { CommandInvocationStatus, CommandStatus, Target } from "@aws-sdk/client-ssm";
import type { Content } from "../document/content.ts";
import type { Filled } from "../document/fill.ts";

export interface Command {
  readonly id: string;
  readonly document: { readonly name: string; readonly version: string; readonly content: Content };
  readonly parameters: Filled;
  readonly comment: string;
  readonly requestedAtMs: number;
  /** How long it may wait for its delivery. */
  readonly deliveryMs: number;
  /** How long it may run once it was delivered. */
  readonly executionMs: number;
  readonly instanceIds: readonly string[];
  readonly targets: readonly Target[];
  readonly concurrency: string;
  readonly mostErrors: string;
  readonly output: CommandOutput;
  readonly isCancelled: boolean;
  readonly invocations: ReadonlyMap<string, Invocation>;
}

export interface CommandOutput {
  readonly bucket: string | undefined;
  readonly prefix: string | undefined;
  readonly logGroup: string | undefined;
  readonly hasLogs: boolean;
}

export interface Invocation {
  readonly node: string;
  /** Undefined while it waits its turn. */
  readonly sentAtMs: number | undefined;
  /** When the agent said that it has it. */
  readonly deliveredAtMs: number | undefined;
  /** The last word of the agent, or of whoever ended it. */
  readonly said: Said | undefined;
  readonly endedAtMs: number | undefined;
  readonly steps: readonly Step[];
}

interface Said {
  readonly status: CommandInvocationStatus;
  readonly details: string;
}

/** What the agent told of one plugin of the document. */
export interface Step {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly code: number;
  readonly output: string;
  readonly standardOutput: string;
  readonly standardError: string;
  readonly startedAt: string;
  readonly endedAt: string;
}

const final: readonly CommandInvocationStatus[] = ["Success", "Cancelled", "Failed", "TimedOut"];

export const isFinal = ({ status }: Said): boolean => final.includes(status);

/** What is so now: silence ends an invocation too. */
export function statusOf(command: Command, invocation: Invocation, nowMs: number): Said {
  const { said, deliveredAtMs } = invocation;
  if (said !== undefined && isFinal(said)) return said;
  if (deliveredAtMs === undefined && nowMs - command.requestedAtMs > command.deliveryMs)
    return { status: "TimedOut", details: "DeliveryTimedOut" };
  if (deliveredAtMs !== undefined && nowMs - deliveredAtMs > command.executionMs)
    return { status: "TimedOut", details: "ExecutionTimedOut" };
  if (said !== undefined) return said;
  const word = deliveredAtMs === undefined ? "Pending" : "InProgress";
  return { status: word, details: word };
}

/** Of the command as a whole: the worst of its ends, once all have ended. */
export function statusOfCommand(
  command: Command,
  nowMs: number,
): { readonly status: CommandStatus; readonly details: string } {
  const all = [...command.invocations.values()].map((one) => statusOf(command, one, nowMs));
  if (all.length === 0) return { status: "Success", details: "NoInstancesInTag" };
  const open = all.filter((one) => !isFinal(one));
  if (open.length > 0) {
    const word = command.isCancelled
      ? "Cancelling"
      : all.every(({ status }) => status === "Pending")
        ? "Pending"
        : "InProgress";
    return { status: word, details: word };
  }
  const worst = order.flatMap((status) => all.filter((one) => one.status === status))[0];
  return worst === undefined
    ? { status: "Success", details: "Success" }
    : { status: worst.status as CommandStatus, details: worst.details };
}

const order: readonly CommandInvocationStatus[] = ["Failed", "TimedOut", "Cancelled", "Success"];

/** A number, or a part of them in percent. */
export function shareOf(text: string, count: number): number {
  const percent = /^(\d+)%$/.exec(text)?.[1];
  return percent === undefined ? Number(text) : Math.floor((Number(percent) * count) / 100);
}
