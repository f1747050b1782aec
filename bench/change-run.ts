/** The change that a plan means, written and proved phase by phase, in a process of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conceive } from "../src/advice/index.ts";
import type { Prover } from "../src/advice/prove/prover.ts";
import { writeChange } from "../src/app/change/index.ts";
import { readFacts } from "../src/app/facts.ts";
import { readNetwork } from "../src/readers/index.ts";
import { createReadMemory } from "../src/readers/memory.ts";
import { createEstate } from "./estate.ts";
import { answersOf } from "./estate/answers/index.ts";
import { services } from "./estate/endpoint.ts";
import { peakRssMb } from "./measure.ts";

export interface Time {
  readonly seconds: number;
  /** Of the processor, on all threads: other work on the machine does not count. */
  readonly cpuSeconds: number;
}

export interface PhaseTime {
  readonly number: number;
  readonly text: Time;
  readonly proof: Time;
}

export interface ChangeRun {
  readonly interfaces: number;
  readonly inputMb: number;
  /** The texts that the user has, read for the first time. */
  readonly read: Time;
  readonly plan: Time;
  /** From the plan to the directory. */
  readonly change: Time;
  /** In order: writing and reading back, and the proof of it. */
  readonly phases: readonly PhaseTime[];
  readonly statuses: readonly string[];
  readonly peakRssMb: number;
}

/** Runs in the child. */
export async function runChange(interfaces: number): Promise<ChangeRun> {
  const facts = await readFacts();
  const files = answersOf(createEstate(interfaces));
  globalThis.gc?.();
  const options = {
    region: undefined,
    parameters: new Map<string, string>(),
    findBeside: () => undefined,
    memory: createReadMemory(),
  };
  const directory = mkdtempSync(join(tmpdir(), "denat-bench-"));
  try {
    const watch = createWatch();
    const reading = await readNetwork(files, options, facts);
    const read = watch();
    const asked = { needs: services, gbMonth: 100, hoursPerMonth: 730, strict: false };
    const conceived = conceive(reading.network, facts, asked);
    const plan = watch();
    const { prover, times } = timed(conceived.prover);
    const request = {
      directory: join(directory, "out"),
      target: "terraform",
      sourceDirectory: join(directory, "code"),
      leastPrivilege: false,
      verify: true,
      inputs: ["estate"],
    } as const;
    const report = await writeChange(request, { reading, files, options }, facts, { ...conceived, prover });
    const change = watch();
    const proved = report.phases.filter(({ proof }) => proof.length > 0);
    if (proved.length !== times.length) throw new Error("a phase of the benchmark was not proved");
    const phases = proved.map(({ number }, index): PhaseTime => ({ ...(times[index] as Times), number }));
    const statuses = report.phases.map(({ number, status, why }) => [number, status, ...why].join(" "));
    const inputMb = files.reduce((sum, { text }) => sum + text.length, 0) / 1e6;
    return { interfaces, inputMb, read, plan, change, phases, statuses, peakRssMb: peakRssMb() };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

type Times = Omit<PhaseTime, "number">;

/** Gives the time since it was asked last. */
function createWatch(): () => Time {
  let [start, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    const time = { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
    [start, used] = [performance.now(), process.cpuUsage()];
    return time;
  };
}

/** A prover that notes how long each proof took, and how long it was since the one before. */
function timed(prover: Prover): { readonly prover: Prover; readonly times: readonly Times[] } {
  const times: Times[] = [];
  const watch = createWatch();
  const prove: Prover["prove"] = (...asked) => {
    const text = watch();
    const proof = prover.prove(...asked);
    times.push({ text, proof: watch() });
    return proof;
  };
  return { prover: { ...prover, prove }, times };
}

const patienceSeconds = 240;

/** In a child; undefined when patience ended. */
export function measureChange(interfaces: number): ChangeRun | undefined {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--import", "tsx", main, "change-run", String(interfaces)],
    { encoding: "utf8", timeout: patienceSeconds * 1000, killSignal: "SIGKILL" },
  );
  if (signal === "SIGKILL") return undefined;
  if (status !== 0) throw new Error(`the change of ${interfaces} interfaces ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as ChangeRun;
}
