/** One plan of one estate in a process of its own, so that no run inherits another's heap or warm code. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { plan } from "../src/advice/index.ts";
import { readFacts } from "../src/app/facts.ts";
import { createEstate } from "./estate.ts";
import { services } from "./estate/endpoint.ts";
import { median, peakRssMb } from "./measure.ts";

export interface PlanRun {
  readonly interfaces: number;
  readonly seconds: number;
  readonly peakRssMb: number;
  /** Held before the plan begins: Node, the facts and the estate itself. */
  readonly startRssMb: number;
  /** Needs answered, three times each. */
  readonly needs: number;
  readonly answer: string;
}

/** Runs in the child. */
export async function runPlan(interfaces: number): Promise<PlanRun> {
  const facts = await readFacts();
  const network = createEstate(interfaces);
  globalThis.gc?.();
  const startRssMb = process.memoryUsage.rss() / 1e6;
  const options = { needs: services, gbMonth: 100, hoursPerMonth: 730, strict: false };
  const start = performance.now();
  const { answer, vpcs } = plan(network, facts, options);
  const seconds = (performance.now() - start) / 1000;
  const needs = vpcs
    .flatMap(({ workloads }) => workloads)
    .reduce((sum, workload) => sum + workload.needs.length, 0);
  return { interfaces, seconds, peakRssMb: peakRssMb(), startRssMb, needs, answer };
}

/** A plan that takes longer says enough by that, and is not waited for. */
export const patienceSeconds = 120;
const shortSeconds = 20;

/** The run with the median time of `times` (of one, when it is long), each in a child; undefined when patience ended. */
export function measurePlan(interfaces: number, times: number): PlanRun | undefined {
  const first = spawnPlan(interfaces);
  if (first === undefined || first.seconds > shortSeconds) return first;
  const others = Array.from({ length: times - 1 }, () => spawnPlan(interfaces) ?? first);
  const runs = [first, ...others];
  const middle = median(runs.map(({ seconds }) => seconds));
  return runs.find(({ seconds }) => seconds === middle);
}

function spawnPlan(interfaces: number): PlanRun | undefined {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--import", "tsx", main, "plan", String(interfaces)],
    { encoding: "utf8", timeout: patienceSeconds * 1000, killSignal: "SIGKILL" },
  );
  if (signal === "SIGKILL") return undefined;
  if (status !== 0) throw new Error(`the plan of ${interfaces} interfaces ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as PlanRun;
}
