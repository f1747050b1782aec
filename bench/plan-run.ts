/** One plan of one estate in a process of its own, so that no run inherits another's heap or warm code. */
import { spawnSync } from "node:child_process";
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

/** The run with the median time of `times`, each in a child. */
export function measurePlan(interfaces: number, times: number): PlanRun {
  const runs = Array.from({ length: times }, () => spawnPlan(interfaces));
  const middle = median(runs.map(({ seconds }) => seconds));
  const run = runs.find(({ seconds }) => seconds === middle);
  if (run === undefined) throw new Error("no run was measured");
  return run;
}

function spawnPlan(interfaces: number): PlanRun {
  const args = [
    "--expose-gc",
    "--import",
    "tsx",
    new URL("main.ts", import.meta.url).pathname,
    "plan",
    String(interfaces),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`the plan of ${interfaces} interfaces ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as PlanRun;
}
