/** The trace of a workload's packets as a process: it tells of each line, and leaves nothing behind. */
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { familyOf, mustAddress } from "../../model/address.ts";
import { enterNetwork } from "../enclosure/enter.ts";
import { findTable, toNoWay } from "./no-way.ts";
import type { NoWay } from "./no-way.ts";
import type { DropCause } from "./drop.ts";
import { findComment, parseTraceLine } from "./trace-line.ts";
import type { TraceLine } from "./trace-line.ts";
import { tracingRuleset, tracingScript } from "./tracing.ts";
import type { Traced } from "./tracing.ts";

export interface Tracer {
  /** Sees that packets are still traced after a change of the network. */
  readonly renew: () => void;
  readonly stop: () => void;
  /** Settled when no packet is traced any more; with what went wrong, if something did. */
  readonly ended: Promise<string | undefined>;
}

export interface TracerOptions extends Traced {
  /** Of the lab's process. */
  readonly pid: number;
  /** The router's namespace. */
  readonly router: string;
  readonly table: string;
  readonly onReady: () => void;
  readonly onLine: (line: TraceLine) => void;
}

export function startTracer(options: TracerOptions): Tracer {
  const { pid, router, table, onReady, onLine } = options;
  const ruleset = tracingRuleset(table, options);
  const command = ["sh", "-c", tracingScript, "denat", table, ruleset];
  const [program = "", ...args] = enterNetwork(pid, router, command);
  // The terminal's Ctrl-C is not for it: it has something to put in order first.
  const child = spawn(program, args, { stdio: "pipe", detached: true });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (text) => {
    if (text === "ready") return onReady();
    const line = parseTraceLine(text);
    if (line !== undefined) onLine(line);
  });
  let isStopped = false;
  const ended = new Promise<string | undefined>((resolve) => {
    child.on("error", ({ message }) => resolve(message));
    child.on("close", () => resolve(isStopped ? undefined : said.trim().split("\n")[0]));
  });
  return {
    renew: () => void child.stdin.write("\n"),
    stop: () => {
      isStopped = true;
      child.stdin.end();
    },
    ended,
  };
}

const run = promisify(execFile);

type Router = Pick<TracerOptions, "pid" | "router">;

async function ask({ pid, router }: Router, command: readonly string[]): Promise<string> {
  const [program = "", ...args] = enterNetwork(pid, router, command);
  return (await run(program, args)).stdout;
}

/** What the router calls the rule of a drop; undefined where the rule has no name, or is gone. */
export async function findRuleName(
  router: Router,
  { rule, table, chain }: Extract<DropCause, { kind: "rule" }>,
): Promise<string | undefined> {
  switch (rule.kind) {
    case "named":
      return rule.comment;
    case "policy":
      return undefined;
    case "numbered": {
      const listed = await ask(router, ["nft", "-a", "list", "chain", "inet", table, chain]);
      const own = listed.split("\n").find((line) => line.endsWith(`# handle ${rule.handle}`));
      return own === undefined ? undefined : findComment(own);
    }
  }
}

/** Why the router had no way for packets of a subnet to `destination`. */
export async function readNoWay(router: Router, mark: number, destination: string): Promise<NoWay> {
  const family = familyOf(mustAddress(destination));
  const ip = (...args: readonly string[]) => ask(router, ["ip", `-${family}`, "-json", ...args]);
  const table = findTable(await ip("rule", "show"), mark);
  if (table === undefined) return { kind: "nobody" };
  return toNoWay(await ip("route", "show", "table", table, "match", destination), family);
}
