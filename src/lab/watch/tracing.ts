/**
 * What makes the router of a VPC tell of the packets of one workload, of its own or of one that is peered with it: a table
 * beside the lab's, with a chain before the routes and a chain after them. The kernel traces a packet from the rule on that
 * says so.
 */
import { familyOf, mustAddress } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";

/** The chains of the table: each traced packet meets `seen`, and `routed` if a route took it. */
export const tracingChains = { seen: "seen", routed: "routed" } as const;

export interface Traced {
  /** By which its packets come into the router: its own wire, whatever they bear as their source, or that of a peering. */
  readonly device: string;
  readonly addresses: readonly string[];
  /** Packets of others come by the same device. */
  readonly isShared: boolean;
}

/** Bulk that passes is not worth the reading; ACLs may still drop packets of a connection that stands. */
const perSecond = 200;

/** After the connection is known and addresses are translated, so that a packet shows the addresses that the rules see. */
const priorities = { seen: "dstnat + 5", routed: "filter - 5" } as const;

/** Packets from the device, and packets to the workload's addresses from any other. Those to nobody in particular are no traffic. */
export function tracingRuleset(table: string, { device, addresses, isShared }: Traced): string {
  const { seen, routed } = tracingChains;
  const from = `iifname "${device}"`;
  const own = [
    ...(isShared ? matchOwn(addresses, "saddr").map((match) => `${from} ${match}`) : [from]),
    ...matchOwn(addresses, "daddr"),
  ];
  return [
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    `  chain ${seen} {`,
    `    type filter hook prerouting priority ${priorities.seen}; policy accept;`,
    "    ip daddr { 224.0.0.0/4, 255.255.255.255 } accept",
    "    ip6 daddr { ff00::/8, fe80::/10 } accept",
    `    ct status assured limit rate over ${perSecond}/second accept`,
    ...own.map((match) => `    ${match} meta nftrace set 1`),
    "  }",
    `  chain ${routed} {`,
    `    type filter hook forward priority ${priorities.routed}; policy accept;`,
    "  }",
    "}",
    "",
  ].join("\n");
}

const words: Readonly<Record<Family, string>> = { 4: "ip", 6: "ip6" };

function matchOwn(addresses: readonly string[], end: "saddr" | "daddr"): readonly string[] {
  return ([4, 6] as const).flatMap((family) => {
    const own = addresses.filter((text) => familyOf(mustAddress(text)) === family);
    return own.length === 0 ? [] : [`${words[family]} ${end} { ${own.join(", ")} }`];
  });
}

/**
 * A script of the shell that traces for as long as its input stays open, and switches off whatever ended it. Each line of
 * input makes sure that the table is there: a change of the network takes it away with all others. Its arguments: the name of
 * the table, and the ruleset. It says `ready` once no packet is missed.
 */
export const tracingScript = `
table=$1; rules=$2; tries=100
nft monitor trace & monitor=$!
trap exit TERM INT HUP
trap 'kill $monitor; nft delete table inet "$table" 2>/dev/null' EXIT
until grep -q ' 12 .* 00000100 ' /proc/net/netlink || [ $tries = 0 ]; do tries=$((tries - 1)); sleep 0.02; done
printf '%s' "$rules" | nft -f -
echo ready
while read -r line; do
  nft list table inet "$table" >/dev/null 2>&1 || printf '%s' "$rules" | nft -f -
done
`;
