/** A namespace that is taken away and made anew under its name, with another address than before. */
import { execFileSync } from "node:child_process";
import type { Probers } from "../../../src/lab/probe/probers.ts";
import type { Seen } from "../../../src/lab/probe/probe.ts";

const namespace = "e-reused";

export interface Reused {
  readonly before: readonly Seen[];
  readonly after: readonly Seen[];
}

/** Both are asked for both addresses, of which each has one: nobody listens there, and only who has it is refused. */
export async function reuse(probers: Probers): Promise<Reused> {
  const [first, second] = ["192.0.2.1", "192.0.2.2"];
  const probes = [first, second].map((address) => ({ address, port: 443, sourcePort: undefined }));
  const ask = async (address: string): Promise<readonly Seen[]> => {
    const lines = [`addr add ${address}/32 dev lo`, "link set lo up"];
    execFileSync("ip", ["netns", "add", namespace]);
    execFileSync("ip", ["-n", namespace, "-batch", "-"], { input: `${lines.join("\n")}\n` });
    const seen = await probers.probe(namespace, probes);
    execFileSync("ip", ["netns", "del", namespace]);
    return seen;
  };
  return { before: await ask(first), after: await ask(second) };
}
