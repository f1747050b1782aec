/** One way between a client and the sink, measured: each end in a namespace of its own. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { enterNetwork } from "../../src/lab/enclosure/enter.ts";
import type { Carried } from "./client.ts";
import { sinkPort } from "./sink.ts";

export interface Way {
  readonly pid: number;
  /** Namespaces. */
  readonly client: string;
  readonly server: string;
  readonly address: string;
  /** Whether the server's namespace filters: then the sink's port has to be opened there. */
  readonly isGuarded: boolean;
}

const patienceMs = 60_000;
const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const benchVerb = (...args: readonly string[]) => [process.execPath, "--import", "tsx", main, ...args];

export async function measureWay({ pid, client, server, address, isGuarded }: Way): Promise<Carried> {
  if (isGuarded) {
    const rule = `insert rule inet lab input tcp dport ${sinkPort} accept`;
    must(spawnIn(pid, server, ["nft", ...rule.split(" ")]), "opening the sink's port");
  }
  const [program = "", ...args] = enterNetwork(pid, server, benchVerb("lab-sink"));
  const sink = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await once(sink.stdout, "data");
    const ran = spawnIn(pid, client, benchVerb("lab-client", address));
    return JSON.parse(must(ran, `the client of ${address}`)) as Carried;
  } finally {
    sink.kill("SIGKILL");
  }
}

function spawnIn(pid: number, namespace: string, command: readonly string[]) {
  const [program = "", ...args] = enterNetwork(pid, namespace, command);
  return spawnSync(program, args, { encoding: "utf8", timeout: patienceMs });
}

function must({ status, stdout, stderr }: ReturnType<typeof spawnIn>, what: string): string {
  if (status !== 0) throw new Error(`${what} ended with ${status}: ${stderr}`);
  return stdout;
}
