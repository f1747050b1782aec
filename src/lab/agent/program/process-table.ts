/** Processes by what keeps them together: a terminal, or the process that started them. */
import { readdirSync, readFileSync } from "node:fs";

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly terminal: number;
  /** In clock ticks since the machine started: together with the pid, never another's. */
  readonly startedAt: string;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (read 2026-11-29); the name may hold anything, so what follows it counts. */
function readRow(pid: number): Row | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return {
      pid,
      parent: Number(fields[1]),
      terminal: Number(fields[4]),
      startedAt: fields[19] ?? "",
    };
  } catch {
    // It ended while the table was read.
    return undefined;
  }
}

const readTable = (): readonly Row[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readRow(Number(name)) ?? []);

export type Processes = readonly Row[];

/** All that have the terminal of this device number for their own. */
export const processesAt = (terminal: number): Processes =>
  readTable().filter((row) => row.terminal === terminal);

/** The process and all that descend from it. */
export function processesUnder(pid: number): Processes {
  const table = readTable();
  const found = new Set([pid]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const row of table) if (found.has(row.parent)) found.add(row.pid);
  }
  return table.filter((row) => found.has(row.pid));
}

/** Those that are still there, and no others that got their numbers. */
export function kill(processes: Processes): void {
  for (const { pid, startedAt } of processes) {
    if (readRow(pid)?.startedAt !== startedAt) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone in the meantime, or another user's: nothing that is ours to end.
    }
  }
}
