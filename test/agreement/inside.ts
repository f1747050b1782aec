/** The other side of the grid: builds each network that it is sent, and answers what packets found out. */
import { mkdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { readFacts } from "../../src/app/facts.ts";
import { applyChange } from "../../src/lab/fabric/apply.ts";
import { changeTo, nothing } from "../../src/lab/fabric/change.ts";
import { compileFabric } from "../../src/lab/fabric/compile.ts";
import { portNamespace } from "../../src/lab/fabric/wire.ts";
import { createProbers } from "../../src/lab/probe/probers.ts";
import type { Probe, Seen } from "../../src/lab/probe/probe.ts";
import { answerParent } from "../../src/lab/enclosure/letter.ts";
import type { FabricPlan } from "../../src/lab/fabric/plan.ts";
import { mustAddress } from "../../src/model/address.ts";
import type { Network } from "../../src/model/network.ts";

export interface Ask {
  readonly from: string;
  readonly probes: readonly Probe[];
}

export interface Trial {
  readonly network: Network;
  readonly asks: readonly Ask[];
}

export interface Findings {
  readonly seen: readonly (readonly Seen[])[];
  readonly notBuilt: FabricPlan["notBuilt"];
}

const facts = await readFacts();
const probers = createProbers();
let built = nothing;

const publicAddresses = new Map<string, bigint>();
function publicAddressOf(id: string): never {
  const known = publicAddresses.get(id) ?? mustAddress("18.176.0.10") + BigInt(publicAddresses.size);
  publicAddresses.set(id, known);
  return known as never;
}

async function tryOut({ network, asks }: Trial): Promise<Findings> {
  const plan = compileFabric(network, { facts, publicAddressOf, alive: facts.publicAddresses });
  await applyChange(changeTo(built, plan));
  built = plan;
  const seen = await Promise.all(
    asks.map(({ from, probes }) => probers.probe(portNamespace({ kind: "interface", id: from }), probes)),
  );
  return { seen, notBuilt: plan.notBuilt };
}

const mounted = spawnSync("mount", ["-t", "tmpfs", "tmpfs", "/run"]);
if (mounted.status !== 0) throw new Error(String(mounted.stderr));
mkdirSync("/run/netns", { recursive: true });
answerParent((body) => tryOut(body as Trial));
