/** The other side of the tests with packets: builds each network that it is sent, and answers what packets found out. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { answerParent } from "../../src/lab/enclosure/letter.ts";
import { nothing } from "../../src/lab/fabric/change.ts";
import type { FabricPlan } from "../../src/lab/fabric/plan.ts";
import { internet, portNamespace } from "../../src/lab/fabric/wire.ts";
import { createProbers } from "../../src/lab/probe/probers.ts";
import type { Probe, Seen } from "../../src/lab/probe/probe.ts";
import type { Network } from "../../src/model/network.ts";
import { answerDatagrams, ping } from "./inner/echo.ts";
import { change, compile } from "./inner/fabric.ts";
import { hammer } from "./inner/hammer.ts";
import { idleFor } from "./inner/idle.ts";
import { reuse } from "./inner/reused.ts";
import type { Reused } from "./inner/reused.ts";
import { stateOf } from "./inner/state.ts";
import { clientIds, clients, publicTargets, udpPort } from "./networks/cell.ts";

export interface Ask {
  readonly from: string;
  readonly probes: readonly Probe[];
  /** Addresses to send echo requests to. */
  readonly echoes: readonly string[];
}

export interface Answered {
  readonly seen: readonly Seen[];
  readonly echoed: readonly boolean[];
}

export type Trial =
  | { readonly kind: "ask"; readonly network: Network; readonly asks: readonly Ask[] }
  /** One network after the other, and then the last one from nothing. */
  | { readonly kind: "live"; readonly networks: readonly Network[] }
  /** From each network to the next and around again, while a client never ceases to send. */
  | {
      readonly kind: "race";
      readonly networks: readonly Network[];
      readonly from: string;
      readonly to: string;
    }
  /** A connection of a client's through a NAT, which is silent for longer than the NAT remembers it. */
  | { readonly kind: "idle"; readonly network: Network; readonly from: string }
  /** Probes from two namespaces that have one name, one after the other. */
  | { readonly kind: "reuse" };

export interface Findings {
  readonly ask: { readonly answers: readonly Answered[]; readonly notBuilt: FabricPlan["notBuilt"] };
  readonly live: { readonly changed: unknown; readonly fresh: unknown };
  readonly race: Awaited<ReturnType<typeof hammer>>;
  readonly idle: string;
  readonly reuse: Reused;
}

const probers = createProbers();
let built = nothing;

async function build(network: Network): Promise<FabricPlan> {
  const plan = compile(network);
  await change(built, plan);
  built = plan;
  return plan;
}

async function ask({ network, asks }: Extract<Trial, { kind: "ask" }>): Promise<Findings["ask"]> {
  const { namespaces, notBuilt } = await build(network);
  const listeners = clientIds.map(
    (id) => [portNamespace({ kind: "interface", id }), clients[id].addresses] as const,
  );
  await Promise.all(
    [...listeners, [internet, publicTargets] as const]
      .filter(([namespace]) => namespaces.has(namespace))
      .map(([namespace, addresses]) => answerDatagrams(namespace, udpPort, addresses)),
  );
  const answers = await Promise.all(
    asks.map(async ({ from, probes, echoes }) => {
      const namespace = portNamespace({ kind: "interface", id: from });
      const [seen, echoed] = await Promise.all([probers.probe(namespace, probes), ping(namespace, echoes)]);
      return { seen, echoed };
    }),
  );
  return { answers, notBuilt };
}

async function live({ networks }: Extract<Trial, { kind: "live" }>): Promise<Findings["live"]> {
  for (const network of networks) await build(network);
  const changed = await stateOf(built);
  const last = built;
  await change(built, nothing);
  await change(nothing, last);
  return { changed, fresh: await stateOf(last) };
}

const rounds = 6;

async function race({ networks, from, to }: Extract<Trial, { kind: "race" }>): Promise<Findings["race"]> {
  const [first] = networks;
  if (first !== undefined) await build(first);
  await answerDatagrams(internet, udpPort, publicTargets);
  return hammer(from, to, async () => {
    for (let round = 0; round < rounds; round += 1) for (const network of networks) await build(network);
  });
}

async function perform(trial: Trial): Promise<Findings[Trial["kind"]]> {
  switch (trial.kind) {
    case "ask":
      return ask(trial);
    case "live":
      return live(trial);
    case "race":
      return race(trial);
    case "idle":
      return idleFor(await build(trial.network), trial.from);
    case "reuse":
      return reuse(probers);
  }
}

const mounted = spawnSync("mount", ["-t", "tmpfs", "tmpfs", "/run"]);
if (mounted.status !== 0) throw new Error(String(mounted.stderr));
mkdirSync("/run/netns", { recursive: true });
answerParent((body) => perform(body as Trial));
