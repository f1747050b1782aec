/** A program on a terminal inside an instance, and the end of everything on that terminal. */
import { spawn } from "node:child_process";
import { fstatSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
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
/** Without a word from the terminal for so long after the program's end, everything was read. */
const quietMs = 20;
/** Keys that a program has not read: enough for a page of text that is pasted. */
const mostUnread = 16_384;

/** Throws where there is no terminal to be had. */
export function startOnTerminal(place: AgentPlace, options: TerminalOptions): TerminalProgram {
  const { size, command, onOutput, onRoom } = options;
  const terminal = openTerminal(size, onRoom);
  const { device, stream } = terminal;
  const number = fstatSync(device).rdev;
  // The terminal becomes the controlling one, so that Ctrl-C and a hang-up reach what runs there.
  const { program, args } = commandIn(place, ["setsid", "--ctty", "--wait", ...command]);
  const child = spawn(program, [...args], {
    stdio: [device, device, device],
    env: environmentOf(place, { TERM: "xterm-256color" }),
    cwd: "/",
  });
  let heardAtMs = performance.now();
  stream.on("data", (bytes: Buffer) => {
    heardAtMs = performance.now();
    onOutput(bytes);
  });
  // The last program's end of a terminal shows as an error here, and as nothing else.
  stream.on("error", terminal.close);
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
  const emptied = async (): Promise<void> => {
    stream.resume();
    do await sleep(quietMs);
    while (performance.now() - heardAtMs < quietMs && !stream.destroyed);
    terminal.release();
    // Whatever else holds the terminal must not keep the session.
    terminal.close();
  };
  return {
    ended: exited.then(async (status) => {
      await emptied();
      return status;
    }),
    resize: terminal.resize,
    write: terminal.write,
    isFull: () => terminal.unread() >= mostUnread,
    // What is left after its end is little, and nobody would ask for it again.
    pause: () => void (hasExited || stream.pause()),
    resume: () => void stream.resume(),
    end: () => {
      // The number of its terminal may be another's by then.
      if (hasExited) return;
      const there = processesAt(number);
      terminal.close();
      terminal.release();
      setTimeout(() => {
        kill(there);
        if (child.exitCode === null) child.kill("SIGKILL");
      }, mercyMs).unref();
    },
  };
}
