/** A program on a terminal inside an instance, and the end of everything on that terminal. */
import { spawn } from "node:child_process";
import { fstatSync } from "node:fs";
import { openTerminal } from "../../native/terminal.ts";
import type { TerminalSize } from "../../native/terminal.ts";
import type { AgentPlace } from "../place.ts";
import { commandIn, environmentOf } from "./environment.ts";
import { kill, processesAt } from "./process-table.ts";

export interface TerminalProgram {
  readonly write: (bytes: Buffer) => void;
  /** Whether the program has yet to read what was written: `onRoom` of the options tells when it has. */
  readonly isFull: () => boolean;
  readonly resize: (size: TerminalSize) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Hangs up, and ends by force what does not care. */
  readonly end: () => void;
  /** When the program has ended and all that it printed was told. Null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

export interface TerminalOptions {
  readonly size: TerminalSize;
  readonly command: readonly string[];
  readonly onOutput: (bytes: Buffer) => void;
  readonly onRoom: () => void;
}

const mercyMs = 1000;

/** Throws where there is no terminal to be had. */
export function startOnTerminal(place: AgentPlace, options: TerminalOptions): TerminalProgram {
  const { size, command, onOutput, onRoom } = options;
  const terminal = openTerminal(size);
  const { device, stream } = terminal;
  const number = Number(fstatSync(device).rdev);
  // The terminal becomes the controlling one, so that Ctrl-C and a hang-up reach what runs there.
  const { program, args } = commandIn(place, ["setsid", "--ctty", "--wait", ...command]);
  const child = spawn(program, [...args], {
    stdio: [device, device, device],
    env: environmentOf(place, { TERM: "xterm-256color" }),
    cwd: "/",
  });
  terminal.release();
  stream.on("data", onOutput);
  stream.on("drain", onRoom);
  let hasExited = false;
  const exited = new Promise<number | null>((resolve) => {
    child.on("exit", (status) => {
      hasExited = true;
      resolve(status);
    });
    child.on("error", (error) => {
      onOutput(Buffer.from(`${error.message}\n`));
      resolve(null);
    });
  });
  // The last program's end of a terminal shows as an error here, and as nothing else.
  const emptied = new Promise<void>((resolve) => {
    stream.on("error", () => stream.destroy());
    stream.on("close", () => resolve());
  });
  const ended = exited.then(async (status) => {
    // Whatever else holds the terminal must not keep the session.
    const patience = setTimeout(() => stream.destroy(), mercyMs);
    stream.resume();
    await emptied;
    clearTimeout(patience);
    return status;
  });
  return {
    ended,
    resize: terminal.resize,
    write: (bytes) => void stream.write(bytes),
    isFull: () => stream.writableNeedDrain,
    // What is left after its end is little, and nobody would ask for it again.
    pause: () => void (hasExited || stream.pause()),
    resume: () => void stream.resume(),
    end: () => {
      // The number of its terminal may be another's by then.
      if (hasExited) return;
      const there = processesAt(number);
      stream.destroy();
      setTimeout(() => {
        kill(there);
        if (child.exitCode === null) child.kill("SIGKILL");
      }, mercyMs).unref();
    },
  };
}
