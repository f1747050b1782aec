/** All of a built fabric that decides about packets, as the kernel tells it: the same for the same network. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { FabricPlan } from "../../../src/lab/fabric/plan.ts";

const run = promisify(execFile);

const questions: readonly string[] = [
  "ip -j addr",
  ...["-4", "-6"].flatMap((family) => [
    `ip -j ${family} route show table all`,
    `ip -j ${family} rule`,
    `ip -j ${family} neigh show`,
  ]),
  "nft -j list ruleset",
];

/** Those that others of the machine may have set otherwise. */
const settings = `
for file in ipv4/ip_forward ipv4/ip_local_port_range ipv6/conf/all/forwarding; do cat /proc/sys/net/$file; done
for file in /proc/sys/net/ipv4/conf/*/rp_filter /proc/sys/net/ipv4/conf/*/send_redirects; do
  echo "$file $(cat $file)"
done
`;

const script = [...questions, settings].join("\necho; echo --\n");

export async function stateOf({ namespaces }: FabricPlan): Promise<Readonly<Record<string, unknown>>> {
  const states = await Promise.all(
    [...namespaces.values()].map(async ({ name, kind }) => {
      const command = [`--net=/run/netns/${name}`, "sh", "-e", "-c", script];
      const { stdout } = await run("nsenter", command, { maxBuffer: 1 << 28 });
      const texts = stdout.split("\n--\n");
      const answers = questions.map((question, index) => [
        question,
        plain(JSON.parse(texts[index]?.trim() || "[]")),
      ]);
      const written = kind === "instance" ? "" : texts.at(-1);
      return [name, { ...Object.fromEntries(answers), settings: written }] as const;
    }),
  );
  return Object.fromEntries(states.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the kernel sees of a wire's other end, a moment late. */
const late = new Set<unknown>(["NO-CARRIER", "LOWER_UP", "linkdown", "dead"]);

/** The kernel's own of each device, as late. */
const isMulticast = (item: unknown): boolean =>
  typeof item === "object" && item !== null && "type" in item && item.type === "multicast";

/** Numbers that the kernel gave, and what has been counted. */
const passing = new Set([
  "operstate",
  "handle",
  "ifindex",
  "link_index",
  "link_netnsid",
  "packets",
  "bytes",
  "valid_life_time",
  "preferred_life_time",
  "used",
  "updated",
  "confirmed",
  "probes",
  "refcnt",
]);

/** Without what differs from one time to the next, in one order: that of rules is in the texts of their chains. */
function plain(value: unknown, isOrdered = false): unknown {
  if (Array.isArray(value)) {
    const items = value
      .filter((item) => !late.has(item) && !isMulticast(item))
      .map((item) => plain(item, isOrdered));
    return isOrdered ? items : items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  const own = Object.entries(value)
    .filter(([key]) => !passing.has(key))
    .map(([key, inner]) => [key, plain(inner, key === "expr" || key === "nftables")]);
  return Object.fromEntries(own);
}
