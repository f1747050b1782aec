/** One `denat traffic` in a process of its own, from the files to the answer. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findTraffic } from "../src/app/traffic/index.ts";
import { peakRssMb } from "./measure.ts";

export interface TrafficOrder {
  readonly directory: string;
  readonly nats: readonly { readonly interface: string; readonly addresses: readonly string[] }[];
  /** As DuckDB writes it; undefined for denat's own. */
  readonly memoryLimit: string | undefined;
}

export interface TrafficRun {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  readonly bytes: number;
  /** Rows of client by service and Region. */
  readonly flows: number;
}

/** Runs in the child, which has loaded the program by now. */
export async function runTraffic({ directory, nats, memoryLimit }: TrafficOrder): Promise<TrafficRun> {
  const used = process.cpuUsage();
  const start = performance.now();
  const { nat, flows } = await findTraffic({
    logs: [directory],
    topology: undefined,
    nats,
    logFormat: undefined,
    from: undefined,
    to: undefined,
    dnsLogs: [],
    bills: [],
    metrics: [],
    region: "ap-northeast-1",
    memoryLimit,
    progress: undefined,
  });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const cpuSeconds = (user + system) / 1e6;
  return { seconds, cpuSeconds, peakRssMb: peakRssMb(), bytes: nat?.bytes ?? 0, flows: flows.length };
}

export function measureTraffic(order: TrafficOrder): TrafficRun {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", main, "traffic-run", JSON.stringify(order)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the traffic of ${order.directory} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as TrafficRun;
}
