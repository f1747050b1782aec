/** Fabrics of networks, with public addresses that stay the same. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { readFacts } from "../../../src/app/facts.ts";
import { applyChange } from "../../../src/lab/fabric/apply.ts";
import { changeTo } from "../../../src/lab/fabric/change.ts";
import { compileFabric } from "../../../src/lab/fabric/compile.ts";
import type { FabricPlan } from "../../../src/lab/fabric/plan.ts";
import type { Network } from "../../../src/model/network.ts";
import { publicAddressOf } from "../networks/public-address.ts";

const run = promisify(execFile);
const facts = await readFacts();
export const compile = (network: Network): FabricPlan =>
  compileFabric(network, { facts, publicAddressOf, alive: facts.publicAddresses });

export async function change(before: FabricPlan, after: FabricPlan): Promise<void> {
  await applyChange(changeTo(before, after));
  const fresh = [...after.namespaces.values()].filter(
    ({ name, ruleset }) => ruleset !== undefined && before.namespaces.get(name)?.ruleset === undefined,
  );
  await Promise.all(fresh.map(({ name }) => forgetSoon(name)));
  // Rules with times of their own take the others from the namespace, when they come.
  await Promise.all(fresh.map(({ name, ruleset = "" }) => load(name, ruleset)));
}

export function load(namespace: string, ruleset: string): Promise<unknown> {
  const loading = run("nsenter", [`--net=/run/netns/${namespace}`, "nft", "-f", "-"]);
  loading.child.stdin?.end(ruleset);
  return loading;
}

/** Soon after a question nothing is known of it any more: its ports may be those of another. */
async function forgetSoon(namespace: string): Promise<void> {
  const files = [
    "tcp_timeout_syn_sent",
    "tcp_timeout_close",
    "udp_timeout",
    "udp_timeout_stream",
    "icmp_timeout",
  ];
  const script = files.map((file) => `echo 2 > /proc/sys/net/netfilter/nf_conntrack_${file}`).join("\n");
  await run("nsenter", [`--net=/run/netns/${namespace}`, "sh", "-e", "-c", script]);
}
