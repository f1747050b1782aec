/** The hands-on as a lab: its states, and commands inside the instance. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentIn, homeOf } from "../../../src/app/lab/home.ts";
import { startLab } from "../../../src/app/lab/lab.ts";
import type { LabWorkload } from "../../../src/app/lab/directory.ts";
import type { Lab } from "../../../src/app/lab/lab.ts";
import { findWorkload, workloadsIn } from "../../../src/app/lab/workloads.ts";
import { readFacts } from "../../../src/app/facts.ts";
import { readReading } from "../../../src/app/reading.ts";
import { deployNetwork } from "../../../src/lab/deploy/index.ts";
import { enterLab } from "../../../src/lab/enclosure/enter.ts";
import { enterHome } from "../../../src/lab/instance/home.ts";
import type { Network } from "../../../src/model/network.ts";
import { whyNoEnclosure } from "../../no-enclosure.ts";

/** In CI nothing of the lab is passed over: there, what keeps it from running is a failure. */
export function obstacleToLab(): string | undefined {
  if (process.env["CI"] !== undefined) return undefined;
  const why = whyNoEnclosure();
  if (why !== undefined) return why;
  const missing = ["curl", "aws"].filter((program) => spawnSync(program, ["--version"]).error !== undefined);
  return missing.length === 0 ? undefined : `install ${missing.join(" and ")}`;
}

const facts = await readFacts();
const states = ["0Nat", "1Isolated", "2Interface", "3Gateway"] as const;

export async function readState(state: 0 | 1 | 2 | 3): Promise<Network> {
  const path = `examples/session-manager/cdk.out/SessionManager${states[state]}.template.json`;
  const stdin = (async function* () {})();
  const { network } = await readReading(
    { paths: [path], region: "ap-northeast-1", parameters: new Map(), stdin },
    facts,
  );
  return deployNetwork(network, facts);
}

export interface HandsOn {
  readonly lab: Lab;
  readonly become: (network: Network) => Promise<void>;
  /** Status, and all that it printed; 124 when it was still waiting after `seconds`. */
  readonly inside: (command: string, seconds?: number) => { readonly status: number; readonly said: string };
  readonly end: () => Promise<void>;
}

const keys = {
  account: "123456789012",
  accessKeyId: "AKIA1234567890ABCDEF",
  secretAccessKey: "a secret of the owner of the account",
};

export async function startHandsOn(first: Network): Promise<HandsOn> {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  const lab = await startLab({ ...keys, directory, agent: { kind: "none" } });
  let network = first;
  const become = async (next: Network) => {
    network = next;
    await lab.ask({ kind: "update", network });
  };
  await become(first);
  return {
    lab,
    become,
    inside: (command, seconds) => {
      const card = { ...keys, name: "test", keeper: process.pid, pid: lab.pid(), caPath: lab.caPath };
      const own = findWorkload({ ...card, workloads: workloadsIn(network) }, "Instance");
      return insideOf(lab, own, command, seconds);
    },
    end: async () => {
      lab.stop();
      await lab.ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Runs a command of the shell in an instance. */
export function insideOf(
  lab: Pick<Lab, "pid" | "caPath">,
  workload: LabWorkload,
  command: string,
  seconds = 4,
): ReturnType<HandsOn["inside"]> {
  const limited = ["timeout", String(seconds), "sh", "-c", command];
  const home = homeOf(workload, lab.caPath);
  const [program = "", ...args] = [...enterLab(lab.pid()), ...enterHome(home), ...limited];
  const env = { PATH: process.env["PATH"], ...environmentIn(workload.region) };
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env });
  return { status: status ?? -1, said: stdout + stderr };
}
