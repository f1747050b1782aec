/**
 * One command without a terminal: sessions of the type NonInteractiveCommands. The command is taken apart into words and started as
 * it is, without a shell (agent/session/plugins/noninteractivecommands and agent/session/shell of the real agent, read 2026-11-29).
 */
import { fieldsAt, isTrueAt } from "../../channel/fields.ts";
import type { PayloadType } from "../../channel/type.ts";
import { startCommand } from "../program/command.ts";
import { failure, success } from "./activity.ts";
import type { Activity, ActivityStart } from "./activity.ts";
import { runAs } from "./run-as.ts";
import { commandsOf } from "./shell.ts";
import { splitWords } from "./words.ts";

const notFound = 1;

export async function startNonInteractive(start: ActivityStart): Promise<Activity> {
  const { context, channel, task, record } = start;
  const words = splitWords(commandsOf(task.properties));
  if (words === undefined)
    return refused(start, "Failed to parse commands input: EOF found when expecting closing quote");
  if (words.length === 0)
    return refused(start, "Commands cannot be empty for session type NonInteractiveCommands");
  const user = await runAs(context.place, task.preferences.runAs);
  if (user.kind === "refused") return refused(start, user.why);
  const isSeparate = isTrueAt(fieldsAt(task.properties, "linux"), "separateOutputStream");
  const print =
    (type: PayloadType) =>
    (bytes: Buffer): void => {
      record(bytes);
      channel.send(type, bytes);
      if (channel.isFull()) command.pause();
    };
  const command = startCommand(context.place, {
    command: [...user.prefix, ...words],
    environment: { TERM: "xterm-256color" },
    onOutput: print("output"),
    onError: print(isSeparate ? "standardError" : "output"),
  });
  channel.onRoom(command.resume);
  // It has no input: whatever comes is taken and forgotten.
  channel.receiveWith((type, payload) => {
    if (type === "output" && payload.includes(interrupt)) command.end();
    return true;
  });
  const done = command.ended.then((ending) => {
    const status = ending.kind === "exit" ? ending.status : notFound;
    if (isSeparate) channel.send("exitCode", `EXIT_CODE: ${status}`);
    if (ending.kind === "exit") return success;
    channel.send("standardError", `Error occurred starting the command: ${ending.why}\n`);
    return failure(`Error occurred starting the command: ${ending.why}\n`);
  });
  return { done, end: command.end };
}

/** Ctrl-C: a command without a terminal would never hear of it. */
const interrupt = 0x03;

function refused({ channel }: ActivityStart, why: string): Activity {
  const text = `Unable to start command: ${why}\n`;
  channel.send("standardError", text);
  return { done: Promise.resolve(failure(text)), end: () => undefined };
}
