/** Two namespaces at the ends of one veth pair, and nothing else: what the lab's ways are held against. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { enclosureFlags } from "../../src/lab/enclosure/start.ts";

export interface PlainPair {
  /** As the lab's process has one: through it the namespaces are entered. */
  readonly pid: number;
  readonly stop: () => void;
}

export const plain = { client: "near", server: "far", address: "10.99.0.2" } as const;

const script = `
mount -t tmpfs tmpfs /run && mkdir -p /run/netns
ip netns add near; ip netns add far
ip link add v-near netns near type veth peer name v-far netns far
ip -n near addr add 10.99.0.1/24 dev v-near; ip -n near link set v-near up
ip -n far addr add 10.99.0.2/24 dev v-far; ip -n far link set v-far up
echo ready; cat
`;

export async function startPlainPair(): Promise<PlainPair> {
  const child = spawn("unshare", [...enclosureFlags(), "sh", "-e", "-c", script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
  return { pid: Number(children.trim().split(" ")[0]), stop: () => void child.kill("SIGKILL") };
}
