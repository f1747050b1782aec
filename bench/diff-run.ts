/** Two estates that differ in a few things, compared in a process of its own. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readFacts } from "../src/app/facts.ts";
import { createWorld, diffNetworks } from "../src/reach/index.ts";
import { createEstate } from "./estate.ts";
import { changedEstate } from "./estate/change.ts";
import type { EstateChange } from "./estate/change.ts";
import { peakRssMb } from "./measure.ts";

export interface DiffRun {
  readonly change: EstateChange;
  readonly interfaces: number;
  readonly seconds: number;
  /** Of the processor: other work on the machine does not count. */
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  readonly compared: number;
  /** Sources that differ. */
  readonly differing: number;
  readonly answer: string;
}

/** Runs in the child. */
export async function runDiff(change: EstateChange, interfaces: number): Promise<DiffRun> {
  const facts = await readFacts();
  const before = createEstate(interfaces);
  const after = changedEstate(createEstate(interfaces), change);
  globalThis.gc?.();
  const used = process.cpuUsage();
  const start = performance.now();
  const worlds = { before: createWorld(before, facts), after: createWorld(after, facts) };
  const { answer, compared, differences } = diffNetworks(worlds, { strict: false });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const cpuSeconds = (user + system) / 1e6;
  const differing = differences.reduce((sum, { sources }) => sum + sources.length, 0);
  return { change, interfaces, seconds, cpuSeconds, peakRssMb: peakRssMb(), compared, differing, answer };
}

const patienceSeconds = 120;

/** In a child; undefined when patience ended. */
export function measureDiff(change: EstateChange, interfaces: number): DiffRun | undefined {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--import", "tsx", main, "diff-run", change, String(interfaces)],
    { encoding: "utf8", timeout: patienceSeconds * 1000, killSignal: "SIGKILL" },
  );
  if (signal === "SIGKILL") return undefined;
  if (status !== 0)
    throw new Error(`the difference of ${interfaces} interfaces ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as DiffRun;
}
