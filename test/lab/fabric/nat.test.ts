/** Where the router of a VPC takes packets that a route leads to a NAT gateway. */
import { describe, expect, it } from "vitest";
import { compileFabric } from "../../../src/lab/fabric/compile.ts";
import type { Namespace } from "../../../src/lab/fabric/plan.ts";
import { mustAddress } from "../../../src/model/address.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../../reach/ask.ts";
import { acl, base, natGateway, table, withRows } from "../../reach/estate.ts";

const local = "10.0.0.0/16 local";

function routerOf(network: Network): Namespace {
  const options = { facts, publicAddressOf: () => mustAddress("18.0.0.1"), alive: [] };
  const [router] = [...compileFabric(network, options).namespaces.values()].filter(
    ({ kind }) => kind === "router",
  );
  if (router === undefined) throw new Error("the VPC has no router");
  return router;
}

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
