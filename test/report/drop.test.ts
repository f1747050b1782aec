import { expect, it } from "vitest";
import { dropFormats } from "../../src/report/index.ts";
import type { DropShown } from "../../src/report/index.ts";

const dropLine = dropFormats.text;
const packet = {
  protocol: "tcp",
  source: "10.0.0.4",
  sourcePort: 50_072,
  destination: "10.0.0.99",
  destinationPort: 443,
};
const shown = {
  workload: "i-1",
  vpc: "vpc-1",
  packet,
  at: new Date(2026, 10, 29, 7, 4, 0, 99),
  routeTable: "rtb-1",
};

it.each<[DropShown["cause"], string]>([
  [{ kind: "rule", rule: "sg-1 egress default", chain: "po" }, "dropped by sg-1 egress default"],
  [{ kind: "rule", rule: undefined, chain: "forward" }, "dropped by chain forward"],
  [{ kind: "blackhole", destination: "10.1.0.0/16" }, "dropped by the blackhole route 10.1.0.0/16 of rtb-1"],
  [{ kind: "nobody" }, "dropped: nothing in vpc-1 has this address"],
  [{ kind: "no-route" }, "dropped: no route in rtb-1"],
])("names what decided: %o", (cause, said) => {
  expect(dropLine({ ...shown, cause })).toBe(
    `07:04:00.099  tcp     10.0.0.4:50072 → 10.0.0.99:443             ${said}\n`,
  );
});

it("writes IPv6 and what has no ports as people do", () => {
  const ends = { source: "2600::1", destination: "2600::2" };
  const cause = { kind: "nobody" } as const;
  expect(dropLine({ ...shown, packet: { ...packet, ...ends }, cause })).toContain(
    "[2600::1]:50072 → [2600::2]:443",
  );
  const echo = { protocol: "ipv6-icmp", sourcePort: undefined, destinationPort: undefined, ...ends };
  expect(dropLine({ ...shown, packet: echo, cause })).toContain("  icmpv6  2600::1 → 2600::2 ");
});

it.each<[DropShown["cause"], object]>([
  [
    { kind: "rule", rule: "sg-1 egress default", chain: "po" },
    { kind: "rule", rule: "sg-1 egress default", chain: "po", routeTable: null },
  ],
  [
    { kind: "rule", rule: undefined, chain: "forward" },
    { kind: "rule", rule: null, chain: "forward", routeTable: null },
  ],
  [
    { kind: "blackhole", destination: "10.1.0.0/16" },
    { kind: "blackhole", destination: "10.1.0.0/16", routeTable: "rtb-1" },
  ],
  [{ kind: "nobody" }, { kind: "nobody", routeTable: null }],
  [{ kind: "no-route" }, { kind: "no-route", routeTable: "rtb-1" }],
])("is one object on one line for a program: %o", (cause, told) => {
  const line = dropFormats.json({ ...shown, cause, packet: { ...packet, sourcePort: undefined } });
  expect(line.indexOf("\n")).toBe(line.length - 1);
  expect(JSON.parse(line)).toEqual({
    schema: "denat.watch/1",
    workload: "i-1",
    vpc: "vpc-1",
    at: shown.at.toISOString(),
    packet: { ...packet, sourcePort: null },
    cause: told,
  });
});
