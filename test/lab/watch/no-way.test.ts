import { describe, expect, it } from "vitest";
import { findTable, toNoWay } from "../../../src/lab/watch/no-way.ts";

/** As `ip -json rule show` prints them on a router of the lab. */
const rules = JSON.stringify([
  { priority: 0, src: "all", table: "local" },
  { priority: 100, src: "all", dst: "169.254.169.253", table: "91" },
  { priority: 1001, src: "all", fwmark: "0x1", table: "101" },
  { priority: 1017, src: "all", fwmark: "0x11", table: "100" },
  { priority: 20_000, src: "all", table: "90" },
  { priority: 30_000, src: "all", action: "blackhole" },
]);

describe("the table of a subnet", () => {
  it.each([
    [1, "101"],
    [17, "100"],
    [0, undefined],
    [2, undefined],
  ])("of mark %s is %s", (mark, table) => {
    expect(findTable(rules, mark)).toBe(table);
  });
});

const below = { type: "blackhole", dst: "default", metric: 9999, flags: [] };
const gateway = { dst: "default", gateway: "169.254.0.2", dev: "igw", flags: ["onlink"] };

describe("what no route took", () => {
  it.each([
    ["met no route", [below], 4, { kind: "no-route" }],
    [
      "met a blackhole of everything",
      [{ type: "blackhole", dst: "default" }, below],
      4,
      { kind: "blackhole", destination: "0.0.0.0/0" },
    ],
    [
      "the same, over IPv6",
      [{ type: "blackhole", dst: "default" }, below],
      6,
      { kind: "blackhole", destination: "::/0" },
    ],
    [
      "met a blackhole inside a wider route",
      [gateway, { type: "blackhole", dst: "10.1.0.0/16" }, below],
      4,
      { kind: "blackhole", destination: "10.1.0.0/16" },
    ],
    [
      "met a blackhole of one address",
      [
        { type: "throw", dst: "10.0.0.0/16" },
        { type: "blackhole", dst: "10.0.0.9" },
      ],
      4,
      { kind: "blackhole", destination: "10.0.0.9" },
    ],
    ["was for nobody in the VPC", [below, { type: "throw", dst: "10.0.0.0/16" }], 4, { kind: "nobody" }],
    ["has a route by now", [below, gateway], 4, { kind: "no-route" }],
  ] as const)("%s", (_, matches, family, expected) => {
    expect(toNoWay(JSON.stringify(matches), family)).toEqual(expected);
  });
});
