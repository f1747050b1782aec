import { describe, expect, it } from "vitest";
import { parseId } from "../../src/model/entity/entity.ts";
import type { ScopeId, VpcId } from "../../src/model/entity/entity.ts";
import type { Vpc } from "../../src/model/entity/vpc.ts";
import { known, unknown } from "../../src/model/known.ts";
import type { Unknown } from "../../src/model/known.ts";
import {
  emptyNetwork,
  find,
  findGap,
  mergeNetworks,
  regionOf,
  tableNames,
  unknownRegion,
} from "../../src/model/network.ts";
import type { Network, TableName } from "../../src/model/network.ts";

const tokyo = parseId<ScopeId>("111122223333/ap-northeast-1");
const osaka = parseId<ScopeId>("111122223333/ap-northeast-3");

function vpc(id: string, scope: ScopeId, file = "describe-vpcs.json"): Vpc {
  return {
    id: parseId<VpcId>(id),
    aliases: [],
    scope,
    origin: { file },
    cidrs: known([]),
    isDefault: false,
    enableDnsSupport: known(true),
    enableDnsHostnames: known(true),
    dhcpOptions: known("default"),
    encryptionControl: known("off"),
  };
}

interface Parts {
  readonly vpcs?: readonly Vpc[];
  readonly gaps?: readonly TableName[];
}

/** One scope's network: its VPCs, and the tables that were not collected in it. */
function network(scope: ScopeId, { vpcs = [], gaps = [] }: Parts): Network {
  const [account = "", region = ""] = scope.split("/");
  return {
    ...emptyNetwork,
    vpcs: new Map(vpcs.map((row) => [row.id, row])),
    scopes: new Map([[scope, { id: scope, account, region, kind: "account" }]]),
    gaps: new Map([[scope, new Map(gaps.map((table) => [table, gap(table)] as const))]]),
  };
}

const gap = (table: string): Unknown => unknown(`${table} were not collected`, `aws ec2 describe ${table}`);

describe("finding a row", () => {
  const some = network(tokyo, { vpcs: [vpc("vpc-1", tokyo)], gaps: ["subnets"] });

  it("gives it when it is there", () => {
    expect(find(some, "vpcs", "vpc-1")).toEqual(known(vpc("vpc-1", tokyo)));
  });

  it("says that it is outside the input when its table is complete", () => {
    const missing = find(some, "vpcs", "vpc-2");
    expect(missing).toMatchObject({ known: false, fact: "VPC vpc-2, which is not in the input" });
  });

  it("names the call that was not made when its table is not", () => {
    expect(find(some, "subnets", "subnet-1")).toEqual(unknown("subnet subnet-1", "aws ec2 describe subnets"));
  });

  it("prefers what a reader wrote about a symbol of its own", () => {
    const imported = unknown("the value of Fn::ImportValue Vpc", "add the template that exports Vpc");
    const withSymbol = { ...some, unresolved: new Map([["import:Vpc", imported]]) };
    expect(find(withSymbol, "subnets", "import:Vpc")).toBe(imported);
  });

  it("has a noun for every table", () => {
    expect(tableNames.length).toBeGreaterThan(20);
    for (const table of tableNames) {
      expect(find(emptyNetwork, table, "x-1")).toMatchObject({
        known: false,
        fact: expect.stringMatching(/^\w+.* x-1, which is not in the input$/),
      });
    }
  });
});

describe("gaps and Regions", () => {
  it("belong to a scope", () => {
    const both = mergeNetworks([network(tokyo, { gaps: ["routeTables"] }), network(osaka, {})]);
    expect(findGap(both, "routeTables", tokyo)).toEqual(gap("routeTables"));
    expect(findGap(both, "routeTables", osaka)).toBeUndefined();
    expect(findGap(both, "vpcs", tokyo)).toBeUndefined();
    expect(regionOf(both, { scope: osaka })).toBe("ap-northeast-3");
    expect(regionOf(both, { scope: parseId<ScopeId>("elsewhere") })).toBe(unknownRegion);
  });
});

describe("merging networks", () => {
  it("keeps every row, and the later of two with one id", () => {
    const merged = mergeNetworks([
      network(tokyo, { vpcs: [vpc("vpc-1", tokyo, "old.json"), vpc("vpc-2", tokyo)] }),
      network(osaka, { vpcs: [vpc("vpc-3", osaka)] }),
      network(tokyo, { vpcs: [vpc("vpc-1", tokyo, "new.json")] }),
    ]);
    expect([...merged.vpcs.keys()]).toEqual(["vpc-1", "vpc-2", "vpc-3"]);
    expect(merged.vpcs.get(parseId<VpcId>("vpc-1"))?.origin.file).toBe("new.json");
    expect([...merged.scopes.keys()]).toEqual([tokyo, osaka]);
  });

  it("leaves a scope that was read twice lacking only what both readings lack", () => {
    const first = network(tokyo, { gaps: ["subnets", "roles"] });
    const second = network(tokyo, { gaps: ["roles", "vpcs"] });
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const merged = mergeNetworks(order);
      expect([...(merged.gaps.get(tokyo)?.keys() ?? [])]).toEqual(["roles"]);
    }
  });

  it("does not lend one scope's completeness to another", () => {
    const merged = mergeNetworks([network(osaka, {}), network(tokyo, { gaps: ["subnets"] })]);
    expect(find(merged, "subnets", "subnet-9")).toEqual(
      unknown("subnet subnet-9", "aws ec2 describe subnets"),
    );
  });

  it("forgets a symbol's riddle once another input has the row", () => {
    const riddle = unknown("VPC vpc-1", "add the template that exports it");
    const asking = { ...network(osaka, {}), unresolved: new Map([["vpc-1", riddle]]) };
    expect(find(asking, "vpcs", "vpc-1")).toBe(riddle);
    const merged = mergeNetworks([asking, network(tokyo, { vpcs: [vpc("vpc-1", tokyo)] })]);
    expect(find(merged, "vpcs", "vpc-1").known).toBe(true);
  });

  it("of nothing is the empty network, and of one is that one", () => {
    const one = network(tokyo, { vpcs: [vpc("vpc-1", tokyo)], gaps: ["roles"] });
    expect(mergeNetworks([])).toEqual(emptyNetwork);
    expect(mergeNetworks([one])).toEqual(one);
  });
});
