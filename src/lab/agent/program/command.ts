/** A program without a terminal inside an instance: what it prints goes to two streams. */
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { AgentPlace } from "../place.ts";
import { commandIn, environmentOf } from "./environment.ts";
import { kill, processesUnder } from "./process-table.ts";

export interface Command {
  /** With it everything that it started. */
  readonly end: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly ended: Promise<Ending>;
}

export type Ending =
  | { readonly kind: "exit"; readonly status: number }
  | { readonly kind: "not started"; readonly why: string };

export interface CommandOptions {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What it reads; nothing where it is left out. */
  readonly input?: string;
  readonly onOutput: (bytes: Buffer) => void;
  readonly onError: (bytes: Buffer) => void;
}

const bySignal = 128;
const killed = 9;
/** For a program that has ended while another still holds its streams. */
const patienceMs = 1000;

export function startCommand(place: AgentPlace, options: CommandOptions): Command {
  const { command, environment, input = "", onOutput, onError } = options;
  const { program, args } = commandIn(place, command);
  const child = spawn(program, [...args], { env: environmentOf(place, environment), cwd: "/" });
  // A program that does not read its input to the end has its reasons.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const streams: readonly Readable[] = [child.stdout, child.stderr];
  child.stdout.on("data", onOutput);
  child.stderr.on("data", onError);
  const ended = new Promise<Ending>((resolve) => {
    child.on("error", ({ message }) => resolve({ kind: "not started", why: message }));
    child.on("exit", () => {
      for (const stream of streams) stream.resume();
      setTimeout(() => streams.forEach((stream) => stream.destroy()), patienceMs).unref();
    });
    child.on("close", (status, signal) =>
      resolve({ kind: "exit", status: status ?? bySignal + (signal === null ? 0 : killed) }),
    );
  });
  return {
    ended,
    pause: () => streams.forEach((stream) => stream.pause()),
    resume: () => streams.forEach((stream) => stream.resume()),
    end: () => {
      if (child.pid !== undefined && child.exitCode === null) kill(processesUnder(child.pid));
    },
  };
}
