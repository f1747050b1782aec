/** The probers of a lab, one for each instance that was ever asked. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { correspondWith } from "../enclosure/letter.ts";
import type { Probe, Seen } from "./probe.ts";

/** Each module runs as what it is here: source, or compiled. */
const entry = fileURLToPath(new URL(`./prober${extname(fileURLToPath(import.meta.url))}`, import.meta.url));

export interface Probers {
  /** What each of `probes` comes to, from the instance in `namespace`. */
  readonly ask: (namespace: string, probes: readonly Probe[]) => Promise<readonly Seen[]>;
  readonly stop: () => void;
}

export function createProbers(): Probers {
  const running = new Map<string, Prober>();
  const proberIn = (namespace: string): Prober => {
    const known = running.get(namespace);
    if (known !== undefined && known.child.exitCode === null) return known;
    const child = startIn(namespace);
    const made = { child, ask: correspondWith(child) };
    running.set(namespace, made);
    return made;
  };
  return {
    ask: async (namespace, probes) => (await proberIn(namespace).ask(probes)) as readonly Seen[],
    stop: () => {
      for (const { child } of running.values()) child.kill();
      running.clear();
    },
  };
}

interface Prober {
  readonly child: ChildProcess;
  readonly ask: ReturnType<typeof correspondWith>;
}

function startIn(namespace: string): ChildProcess {
  const command = [`--net=/run/netns/${namespace}`, process.execPath, ...process.execArgv, entry];
  return spawn("nsenter", command, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
}
