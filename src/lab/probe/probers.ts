/** The probers of a lab, one for each instance that was ever asked. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { correspondWith } from "../enclosure/letter.ts";
import { moduleCommand } from "../enclosure/module.ts";
import type { Probe, Seen } from "./probe.ts";
import type { Visit, Visited } from "./visit.ts";

export interface Probers {
  /** What each of `probes` comes to, from the instance in `namespace`. */
  readonly probe: (namespace: string, probes: readonly Probe[]) => Promise<readonly Seen[]>;
  readonly visit: (namespace: string, visits: readonly Visit[]) => Promise<readonly Visited[]>;
  readonly stop: () => void;
}

export type ProberQuestion =
  | { readonly kind: "probe"; readonly probes: readonly Probe[] }
  | { readonly kind: "visit"; readonly visits: readonly Visit[] };

export function createProbers(): Probers {
  const running = new Map<string, Prober>();
  const proberIn = (namespace: string): Prober => {
    const number = numberOf(namespace);
    const known = running.get(namespace);
    if (known !== undefined && known.number === number && known.child.exitCode === null) return known;
    known?.child.kill();
    const child = startIn(namespace);
    const made = { child, number, ask: correspondWith(child) };
    running.set(namespace, made);
    return made;
  };
  const ask = (namespace: string, question: ProberQuestion) => proberIn(namespace).ask(question);
  return {
    probe: async (namespace, probes) => (await ask(namespace, { kind: "probe", probes })) as readonly Seen[],
    visit: async (namespace, visits) =>
      (await ask(namespace, { kind: "visit", visits })) as readonly Visited[],
    stop: () => {
      for (const { child } of running.values()) child.kill();
      running.clear();
    },
  };
}

/** Another one of the same name has another number: a prober stays in the one that it was started in. */
const numberOf = (namespace: string): number => statSync(`/run/netns/${namespace}`).ino;

interface Prober {
  readonly child: ChildProcess;
  readonly number: number;
  readonly ask: ReturnType<typeof correspondWith>;
}

function startIn(namespace: string): ChildProcess {
  const command = [`--net=/run/netns/${namespace}`, ...moduleCommand(import.meta.url, "prober")];
  return spawn("nsenter", command, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
}
