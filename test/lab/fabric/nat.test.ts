/** Where the router of a VPC takes packets that a route leads to a NAT gateway. */
import { describe, expect, it } from "vitest";
import { compileFabric } from "../../../src/lab/fabric/compile.ts";
import type { Namespace } from "../../../src/lab/fabric/plan.ts";
import { mustAddress } from "../../../src/model/address.ts";
import { known } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../../reach/ask.ts";
import { acl, base, natGateway, table, withRows } from "../../reach/estate.ts";

const local = "10.0.0.0/16 local";

function namespaceOf(network: Network, kind: Namespace["kind"]): Namespace {
  const options = { facts, publicAddressOf: () => mustAddress("18.0.0.1"), alive: [] };
  const [found] = [...compileFabric(network, options).namespaces.values()].filter((one) => one.kind === kind);
  if (found === undefined) throw new Error(`the fabric has no namespace of the kind ${kind}`);
  return found;
}

const routerOf = (network: Network) => namespaceOf(network, "router");

/** By block, which wire the clients' table leads to: `n` to the internet at once, `x` to the gateway itself. */
function leadsOf(routes: readonly string[], natRoutes: readonly string[]): Readonly<Record<string, string>> {
  const { objects } = routerOf(
    withRows(base, {
      routeTables: [
        table("rtb-public", "vpc-1", [local, ...natRoutes], { subnets: ["subnet-public"] }),
        table("rtb-private", "vpc-1", [local, ...routes], { subnets: ["subnet-a", "subnet-b"] }),
      ],
    }),
  );
  const rules = objects.filter(({ object }) => object === "rule").map(({ spec }) => spec);
  const [, number] = /fwmark 2 lookup (\d+)/.exec(rules.join("\n")) ?? [];
  return Object.fromEntries(
    objects.flatMap(({ object, spec }) => {
      const [, block, wire] = /^(\S+) via \S+ dev (\w+)(?:-\w+)? onlink table (\d+)$/.exec(spec) ?? [];
      const isOwn = object === "route" && spec.endsWith(` table ${number}`);
      return isOwn && block !== undefined && wire !== undefined ? [[block, wire]] : [];
    }),
  );
}

const byNat = ["0.0.0.0/0 nat-1"];
const online = ["0.0.0.0/0 igw-1"];

describe("a route to a NAT gateway", () => {
  const cases: readonly (readonly [
    what: string,
    routes: readonly string[],
    natRoutes: readonly string[],
    leads: Readonly<Record<string, string>>,
  ])[] = [
    ["leads to the internet where the gateway's does", byNat, online, { "0.0.0.0/0": "n" }],
    ["leads to the gateway where its own does not", byNat, [], { "0.0.0.0/0": "x" }],
    [
      "is divided as the gateway's own",
      byNat,
      [...online, "8.8.0.0/16 igw-1 blackhole"],
      { "0.0.0.0/0": "n", "8.8.0.0/16": "x" },
    ],
    [
      "leaves alone what another route takes",
      [...byNat, "8.0.0.0/8 igw-1"],
      [...online, "8.8.0.0/16 igw-1 blackhole"],
      { "0.0.0.0/0": "n", "8.0.0.0/8": "igw" },
    ],
    [
      "of a part goes by the longest of the gateway's that holds it",
      ["8.8.8.0/24 nat-1"],
      [...online, "8.8.0.0/16 igw-1 blackhole"],
      { "8.8.8.0/24": "x" },
    ],
    [
      "of a part of the VPC stays inside",
      [...byNat, "10.0.2.0/24 nat-1"],
      online,
      { "0.0.0.0/0": "n", "10.0.2.0/24": "x" },
    ],
  ];
  it.each(cases)("%s", (_, routes, natRoutes, leads) => {
    expect(leadsOf(routes, natRoutes)).toEqual(leads);
  });
  it("of a private gateway leads to it", () => {
    const nat = natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", { connectivity: "private" });
    const { objects } = routerOf(withRows(base, { natGateways: [nat] }));
    expect(objects.filter(({ spec }) => /dev n-/.test(spec))).toEqual([]);
  });
});

describe("the ACL of a NAT gateway's subnet", () => {
  const rulesetWith = (...entries: readonly string[]) =>
    routerOf(
      withRows(base, { networkAcls: [acl("acl-p", "vpc-1", entries, { subnets: ["subnet-public"] })] }),
    ).ruleset;
  it("is asked where packets come back, before they are the client's", () => {
    const ruleset = rulesetWith("100 in allow tcp 443 0.0.0.0/0", "100 out allow all 0.0.0.0/0");
    expect(ruleset).toMatch(/hook prerouting priority raw[^}]*iifname "n-\w+" jump ai-/);
  });
  it("is not asked what it lets pass in any case", () => {
    const ruleset = rulesetWith("100 in allow all 0.0.0.0/0", "100 out allow all 0.0.0.0/0");
    expect(ruleset).not.toMatch(/iifname "n-\w+" jump/);
  });
  it("is asked on the way out", () => {
    const ruleset = rulesetWith("100 in allow all 0.0.0.0/0", "100 out allow tcp 443 0.0.0.0/0");
    expect(ruleset).toMatch(/meta mark != 1 meta mark vmap @acl_out\s+jump ao-\w+\s+goto tracked/);
  });
});

describe("a NAT gateway with several addresses", () => {
  const pair = (own: string, open: string) => ({
    privateAddress: known(mustAddress(own)),
    publicAddress: known(mustAddress(open)),
    networkInterface: undefined,
    availabilityZone: known("us-east-1a"),
  });
  const addresses = known([pair("10.0.0.5", "203.0.113.10"), pair("10.0.0.6", "203.0.113.11")]);
  const withNat = (changes: object) =>
    withRows(base, {
      natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", { addresses, ...changes })],
    });
  it("spreads what it sends to the internet over its public ones, which lead back to it", () => {
    const network = withNat({});
    expect(routerOf(network).ruleset).toMatch(
      /oifname "n-\w+" snat ip to numgen random mod 2 map \{ 0 : 203\.0\.113\.10, 1 : 203\.0\.113\.11 \}/,
    );
    const back = namespaceOf(network, "internet").objects.map(({ spec }) => spec);
    for (const address of ["203.0.113.10", "203.0.113.11"])
      expect(back).toContainEqual(expect.stringMatching(new RegExp(`^${address} dev t-`)));
  });
  it("spreads all else over its private ones", () => {
    expect(namespaceOf(withNat({ connectivity: "private" }), "nat").ruleset).toMatch(
      /ip saddr != \{ 10\.0\.0\.5, 10\.0\.0\.6 \} snat ip to numgen random mod 2 map \{ 0 : 10\.0\.0\.5, 1 : 10\.0\.0\.6 \}/,
    );
  });
  it("is what it was with one", () => {
    expect(routerOf(base).ruleset).toContain("snat ip to oifname map @outside_of");
    expect(routerOf(base).ruleset).not.toContain("numgen");
  });
});
