import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseTraceLine } from "../../../src/lab/watch/trace-line.ts";

const path = join(import.meta.dirname, "../../fixtures/lab/nft-monitor-trace.txt");
const recorded = readFileSync(path, "utf8").trim().split("\n");

const seen = "trace id 0ea4447f inet denat_watch_7 seen";
const forward = "trace id 0ea4447f inet lab forward";

describe("a line of nft monitor trace", () => {
  it.each([
    [
      `${seen} packet: iif "xa" ether saddr 86:8e:9c:2b:56:5b ether daddr 82:ea:4f:d0:37:66 ip saddr 10.0.1.2 ip daddr 10.0.2.2 ip ttl 64 ip id 43342 ip protocol tcp ip length 60 tcp sport 50072 tcp dport 22 tcp flags == syn `,
      {
        protocol: "tcp",
        source: "10.0.1.2",
        destination: "10.0.2.2",
        sourcePort: 50072,
        destinationPort: 22,
      },
    ],
    [
      `${seen} packet: iif "xa" ip6 saddr 2600:1f14:0:1::2 ip6 daddr 2600:dead::1 ip6 hoplimit 64 ip6 nexthdr tcp ip6 length 40 tcp sport 49518 tcp dport 443 `,
      {
        protocol: "tcp",
        source: "2600:1f14:0:1::2",
        destination: "2600:dead::1",
        sourcePort: 49518,
        destinationPort: 443,
      },
    ],
    [
      `${seen} packet: iif "xa" ip saddr 10.0.1.2 ip daddr 10.0.2.2 ip protocol icmp ip length 28 icmp type echo-request icmp code net-unreachable icmp id 0 icmp sequence 0 `,
      {
        protocol: "icmp",
        source: "10.0.1.2",
        destination: "10.0.2.2",
        sourcePort: undefined,
        destinationPort: undefined,
      },
    ],
  ])("of a packet tells who sends what to whom: %s", (text, packet) => {
    expect(parseTraceLine(text)).toMatchObject({ kind: "packet", id: "0ea4447f", chain: "seen", packet });
  });

  it.each([
    [
      'rule tcp dport 8443 counter packets 0 bytes 0 drop comment "acl-1 egress rule 100" (verdict drop)',
      { kind: "named", comment: "acl-1 egress rule 100" },
    ],
    ['rule meta comment "one" drop comment "two" (verdict drop)', { kind: "named", comment: "two" }],
    ["rule udp dport 9 counter drop (verdict drop)", { kind: "named", comment: undefined }],
    ["unknown rule handle 3 (verdict drop)", { kind: "numbered", handle: 3 }],
    ["policy drop meta mark 0x00000003 ", { kind: "policy" }],
  ])("of a drop has its rule: %s", (rest, rule) => {
    expect(parseTraceLine(`${forward} ${rest}`)).toMatchObject({ kind: "drop", chain: "forward", rule });
  });

  it("of a policy that accepts has the packet's mark", () => {
    expect(parseTraceLine(`${seen} policy accept meta mark 0x00000010 `)).toMatchObject({ mark: 16 });
    expect(parseTraceLine(`${seen} policy accept `)).toMatchObject({ kind: "policy", mark: 0 });
  });

  it("says when lines were lost", () => {
    expect(parseTraceLine("# ERROR: We lost some netlink events!")).toEqual({ kind: "lost" });
  });

  it.each([
    "",
    "nonsense",
    "trace id",
    `${forward} rule jump acl (verdict jump acl)`,
    `${forward} rule ip daddr 1.2.3.4 accept comment "(verdict drop)" (verdict accept)`,
    `${forward} packet: iif "xa" ether saddr 86:8e:9c:2b:56:5b`,
    `${forward} packet: iif "xa" ip saddr 10.0.1.2 ip daddr`,
  ])("of anything else is passed over: %s", (text) => {
    expect(parseTraceLine(text)).toBeUndefined();
  });

  it("is safe to cut off anywhere", () => {
    for (const line of recorded) {
      for (let length = 0; length < line.length; length += 1) {
        expect(() => parseTraceLine(line.slice(0, length))).not.toThrow();
      }
    }
  });
});
