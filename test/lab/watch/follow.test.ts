import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Drop } from "../../../src/lab/watch/drop.ts";
import { createFollower } from "../../../src/lab/watch/follow.ts";
import { parseTraceLine } from "../../../src/lab/watch/trace-line.ts";

/** Of nftables 1.0.6 on a router with two wires: what a client behind the first sends, and one answer. */
const path = join(import.meta.dirname, "../../fixtures/lab/nft-monitor-trace.txt");
const recorded = readFileSync(path, "utf8").split("\n");
const table = "denat_watch_7";

function follow(lines: readonly string[], afterwardsMs = 1000): readonly Drop[] {
  const follower = createFollower(table);
  const taken = lines.flatMap((text, index) => {
    const line = parseTraceLine(text);
    return line === undefined ? [] : follower.take(line, index / 100);
  });
  return [...taken, ...follower.settle(afterwardsMs)];
}

const ruleText = (cause: Drop["cause"]): string => {
  if (cause.kind === "unrouted") return `${cause.mark}`;
  const { rule, chain } = cause;
  return rule.kind === "named" ? (rule.comment ?? "no name") : `${rule.kind} ${chain}`;
};
const show = ({ packet: { protocol, source, destination, destinationPort }, cause }: Drop): string =>
  `${protocol} ${source} ${destination} ${destinationPort} ${cause.kind} ${ruleText(cause)}`;

const client6 = "2600:1f14:0:1::2";

describe("a trace, followed", () => {
  it("tells of each dropped packet once, and of no other", () => {
    expect(follow(recorded).map(show)).toEqual([
      `tcp ${client6} 2600:1f14:0:2::2 8443 rule acl-0a1b2c3d4e5f60718 egress rule 100`,
      "tcp 10.0.1.2 10.0.2.2 22 rule policy forward",
      "tcp 10.0.2.2 10.0.1.2 51702 rule policy forward",
      `ipv6-icmp ${client6} 2600:1f14:0:2::2 undefined rule sg-0123456789abcdef0 ingress default`,
      "icmp 10.0.1.2 10.0.2.2 undefined rule sg-0123456789abcdef0 sg-1 egress default",
      "gre 10.0.1.2 10.0.2.2 undefined rule policy forward",
      "udp 10.0.1.2 10.0.2.2 9 rule no name",
      "udp 10.0.1.2 10.0.1.1 9 rule policy own_input",
      `tcp ${client6} 2600:dead::1 443 unrouted 3`,
    ]);
  });

  const unrouted = recorded.filter((line) => line.includes("id 8e8765d3"));

  it("gives a packet a moment to come by a route", () => {
    expect(unrouted).toHaveLength(3);
    expect(follow(unrouted, 100)).toEqual([]);
    expect(follow(unrouted, 1000)).toHaveLength(1);
  });

  it("knows that a packet is gone when its number comes again", () => {
    expect(follow([...unrouted, ...unrouted], 100).map(show)).toEqual([
      `tcp ${client6} 2600:dead::1 443 unrouted 3`,
    ]);
    const passed = recorded.filter((line) => line.includes("id 4af8485b"));
    expect(follow([...passed, ...passed])).toEqual([]);
  });

  it("says of no packet that it met no route after lines were lost", () => {
    expect(follow([...unrouted, "# ERROR: We lost some netlink events!"])).toEqual([]);
  });

  it("tells of a rule's drop though the first line of the packet was lost", () => {
    const late = recorded.filter((line) => line.includes("id 0ea4447f") && !line.includes(" seen "));
    expect(follow(late).map(show)).toEqual([
      `tcp ${client6} 2600:1f14:0:2::2 8443 rule acl-0a1b2c3d4e5f60718 egress rule 100`,
    ]);
  });
});
