/**
 * A shell on a terminal, or one command on one: sessions of the types Standard_Stream and InteractiveCommands
 * (agent/session/plugins/standardstream and interactivecommands of the real agent, read 2026-11-29).
 */
import { fieldsAt, parseFields, textAt } from "../../channel/fields.ts";
import type { TerminalSize } from "../../native/terminal.ts";
import { startOnTerminal } from "../program/on-terminal.ts";
import type { TerminalProgram } from "../program/on-terminal.ts";
import { failure, success } from "./activity.ts";
import type { Activity, ActivityStart } from "./activity.ts";
import type { Deliver } from "./data-channel.ts";
import { runAs } from "./run-as.ts";

const firstSize: TerminalSize = { columns: 80, rows: 24 };
const longestEdge = 0xffff;

export async function startShell({ context, channel, task, record }: ActivityStart): Promise<Activity> {
  const { place } = context;
  const user = await runAs(place, task.preferences.runAs);
  if (user.kind === "refused") return over(`Unable to start command: ${user.why}\n`);
  const commands = commandsOf(task.properties);
  if (task.type === "InteractiveCommands" && commands === "")
    return over("Commands cannot be empty for session type InteractiveCommands");
  const shell = commands === "" ? ["sh"] : ["sh", "-c", commands];
  const program = startOnTerminal(place, {
    size: firstSize,
    command: [...user.prefix, ...shell],
    onRoom: channel.retry,
    onOutput: (bytes) => {
      record(bytes);
      channel.send("output", bytes);
      if (channel.isFull()) program.pause();
    },
  });
  channel.onRoom(program.resume);
  channel.receiveWith(inputTo(program));
  if (task.type === "Standard_Stream" && task.preferences.shellProfile.trim() !== "") {
    program.write(Buffer.from(`${task.preferences.shellProfile}\n`));
  }
  return { done: program.ended.then(() => success), end: program.end };
}

const over = (why: string): Activity => ({ done: Promise.resolve(failure(why)), end: () => undefined });

/** `properties.linux.commands`; a session without is a shell. */
export const commandsOf = (properties: ActivityStart["task"]["properties"]): string =>
  textAt(fieldsAt(properties, "linux"), "commands").trim();

/** What the program has not read yet makes the next input wait with its sender. */
const inputTo =
  (program: TerminalProgram): Deliver =>
  (type, payload) => {
    if (type === "size") resizeTo(program, payload);
    if (type !== "output") return true;
    if (program.isFull()) return false;
    program.write(payload);
    return true;
  };

function resizeTo(program: TerminalProgram, payload: Buffer): void {
  const { cols, rows } = parseFields(payload) ?? {};
  if (isEdge(cols) && isEdge(rows)) program.resize({ columns: cols, rows });
}

const isEdge = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= longestEdge;
