/** A program of the user's that an instance runs from its start, and runs again when it ends: the real SSM Agent. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { dirname } from "node:path";
import { openTerminal } from "../native/terminal.ts";
import { enterHome } from "./home.ts";
import type { Home } from "./home.ts";

export interface Software {
  /** Resolves when the program has ended. */
  readonly stop: () => Promise<void>;
}

/** As the agent's own unit of systemd has it (packaging/linux/amazon-ssm-agent.service, read 2026-11-29). */
const restartMs = 90_000;
/** Then it is killed. */
const patienceMs = 10_000;

/**
 * The program starts, in a home that is furnished for it, with an empty environment, and finds its directory where the machine has it. What it writes to the serial
 * port is read and lost.
 */
export async function superviseSoftware(home: Home, path: string): Promise<Software> {
  const terminal = openTerminal({ columns: 80, rows: 24 }, () => undefined);
  terminal.stream.on("error", () => undefined).resume();
  const serialPort = readlinkSync(`/proc/self/fd/${terminal.device}`);
  const place = { ...home, serialPort, directory: dirname(path) };
  await furnished(place);
  const [program, ...args] = [...enterHome(place), "env", "-i", ...environment, path];
  let child: ChildProcess | undefined;
  let again: NodeJS.Timeout | undefined;
  const start = (): void => {
    child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], detached: true });
    child.on("exit", () => {
      child = undefined;
      again = setTimeout(start, restartMs);
    });
  };
  start();
  return {
    stop: async () => {
      clearTimeout(again);
      await end(child);
      clearTimeout(again);
      terminal.close();
      terminal.release();
    },
  };
}

/** Rejects where there is no home to be made. */
async function furnished(home: Home): Promise<void> {
  const [program, ...args] = [...enterHome(home), "true"];
  const [status] = (await once(spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] }), "exit")) as [
    unknown,
  ];
  if (status !== 0) throw new Error(`no home for ${home.namespace}`);
}

const environment = [
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "LANG=C.UTF-8",
];

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined) return;
  const group = -child.pid;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(group, "SIGTERM");
  const kill = setTimeout(() => process.kill(group, "SIGKILL"), patienceMs);
  await ended;
  clearTimeout(kill);
}
