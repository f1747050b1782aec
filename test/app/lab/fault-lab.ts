/** Labs for faults: a network, an agent whose waits are scaled, and what is seen of a session. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { readFacts } from "../../../src/app/facts.ts";
import { readDeployed } from "../../../src/app/lab/deployed.ts";
import { startLab } from "../../../src/app/lab/lab.ts";
import { listenOnLoopback } from "../../../src/app/lab/loopback.ts";
import { seeSession } from "../../../src/app/lab/session/seen.ts";
import type { SessionSeen } from "../../../src/app/lab/session/seen.ts";
import { workloadsIn } from "../../../src/app/lab/workloads.ts";
import type { Network } from "../../../src/model/network.ts";
import { region } from "../../acceptance/estate.ts";

/** What the agent waits for an hour is over in 36 seconds. */
export const timeScale = 0.01;
const keys = {
  account: "111122223333",
  accessKeyId: "AKIA1234567890ABCDEF",
  secretAccessKey: "a secret of the owner",
};
/** A call that is tried six times, each for two seconds at least, takes twelve of them. */
const patience = { agentMs: 30_000, shellMs: 30_000 } as const;
const facts = await readFacts();

export interface Observed extends SessionSeen {
  /** Since the agent was started. */
  readonly isHeardOf: boolean;
}

export interface Fault {
  readonly files: Readonly<Record<string, string>>;
  readonly workload: string;
  /** Done to the lab and not to its network: the agent trusts these certificates instead. */
  readonly trusts?: string;
}

export interface FaultLab {
  readonly observe: (fault: Fault) => Promise<Observed>;
  readonly end: () => Promise<void>;
}

export async function startFaultLab(): Promise<FaultLab> {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  const agent = { kind: "own", timeScale, isAsked: true } as const;
  const lab = await startLab({ ...keys, directory, agent });
  const socket = await listenOnLoopback(0);
  const api = { ...keys, endpoint: `http://127.0.0.1:${(socket.address() as AddressInfo).port}` };
  await lab.ask({ kind: "listen" }, socket);
  socket.close();
  const ssm = new SSM({ ...api, region, credentials: keys });
  const trusted = readFileSync(lab.caPath);
  return {
    observe: async ({ files, workload, trusts }) => {
      const network = await deployed(files);
      await lab.ask({ kind: "update", network });
      writeFileSync(lab.caPath, trusts ?? trusted);
      const own = workloadsIn(network).find(({ id }) => id === workload);
      if (own === undefined) throw new Error(`${workload} is not in the lab`);
      const order = (name: "tell" | "restart" | "stop") =>
        lab.ask({ kind: "agent", namespace: own.namespace, order: name });
      const startedAtMs = Date.now();
      const seen = await seeSession({
        agent: order,
        api,
        region,
        target: own.id,
        isRestarted: true,
        patience,
      });
      const { InstanceInformationList: nodes = [] } = await ssm.describeInstanceInformation({});
      // Before the next network: its packets would never tell the service that the agent went.
      await order("stop");
      const last = nodes.find(({ InstanceId }) => InstanceId === seen.agent?.instanceId)?.LastPingDateTime;
      return { ...seen, isHeardOf: (last?.getTime() ?? 0) >= startedAtMs };
    },
    end: async () => {
      ssm.destroy();
      lab.stop();
      await lab.ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function deployed(files: Fault["files"]): Promise<Network> {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(directory, name, ".."), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const stdin = (async function* () {})();
    return await readDeployed({ paths: [directory], region, parameters: new Map(), stdin }, facts);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** In a few labs at once: most of the time an agent waits. */
export async function observeAll<Name extends string>(
  faults: ReadonlyMap<Name, Fault>,
): Promise<ReadonlyMap<Name, Observed>> {
  const waiting = [...faults];
  const seen = new Map<Name, Observed>();
  const work = async (): Promise<void> => {
    const lab = await startFaultLab();
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [name, fault] = next;
        seen.set(name, await lab.observe(fault));
      }
    } finally {
      await lab.end();
    }
  };
  await Promise.all(Array.from({ length: labs }, work));
  return seen;
}

const labs = 5;
