/** A running fabric that is changed from one network to the next is in the end what the last network makes from nothing. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Network, TableName } from "../../src/model/network.ts";
import { tableNames } from "../../src/model/network.ts";
import { describeInside } from "./enclosed.ts";
import { networks } from "./networks/network.ts";
import { acl, base, group, table, withRows } from "../reach/estate.ts";

const count = Number(process.env["DENAT_GRID"] ?? 2);

/** Rows that may be missing: whole VPCs, and whatever stands in one. */
const mayGo: readonly (readonly [TableName, string])[] = [
  ["vpcs", "vpc-2"],
  ["peerings", "pcx-1"],
  ["gateways", "igw-1"],
  ["gateways", "eigw-1"],
  ["natGateways", "nat-1"],
  ["natGateways", "nat-regional"],
  ["vpcEndpoints", "vpce-s3"],
  ["vpcEndpoints", "vpce-ssm"],
  ["networkInterfaces", "eni-ssm-b"],
  ["networkInterfaces", "eni-a"],
  ["networkInterfaces", "eni-p"],
  ["networkInterfaces", "eni-nat"],
  ["subnets", "subnet-a"],
  ["networkAcls", "acl-a"],
  ["securityGroups", "sg-client"],
  ["routeTables", "rtb-b"],
];

/** Moves that leave an id in another place: another VPC, another subnet, other addresses in another order. */
const moves: readonly ((network: Network) => Network)[] = [
  (network) =>
    withInterface(network, "eni-s", { vpc: "vpc-2", subnet: { known: true, value: "subnet-peer" } }),
  (network) => withInterface(network, "eni-b", { subnet: { known: true, value: "subnet-a" } }),
  (network) => {
    const own = network.networkInterfaces.get("eni-a" as never)?.addresses;
    return own?.known === true
      ? withInterface(network, "eni-a", { addresses: { known: true, value: own.value.toReversed() } })
      : network;
  },
  (network) =>
    withInterface(network, "eni-a2", { client: "linux", sourceDestCheck: { known: true, value: false } }),
];

function withInterface(network: Network, id: string, changes: object): Network {
  const row = network.networkInterfaces.get(id as never);
  if (row === undefined) return network;
  const rows = new Map(network.networkInterfaces).set(row.id, { ...row, ...changes });
  return { ...network, networkInterfaces: rows };
}

const drawn = fc
  .record({
    network: networks,
    gone: fc.subarray([...mayGo], { maxLength: 5 }),
    moved: fc.subarray([...moves]),
    isReversed: fc.boolean(),
  })
  .map(({ network, gone, moved, isReversed }): Network => {
    const rest = moved.reduce((before, move) => move(before), network);
    const tables = tableNames.map((table) => {
      const rows = [...(rest[table] as ReadonlyMap<string, unknown>)].filter(
        ([id]) => !gone.some(([from, one]) => from === table && one === id),
      );
      return [table, new Map(isReversed ? rows.toReversed() : rows)] as const;
    });
    return { ...rest, ...Object.fromEntries(tables) };
  });

describeInside("a running fabric", (attempt) => {
  it(`is what a new one is, after each of ${count} histories`, { timeout: 3_600_000 }, async () => {
    const histories = fc.array(drawn, { minLength: 2, maxLength: 4 });
    for (const history of fc.sample(histories, { numRuns: count, seed: 20_261_130 })) {
      const { changed, fresh } = await attempt({ kind: "live", networks: history });
      expect(changed).toEqual(fresh);
    }
  });

  const routed = (...routes: readonly string[]) =>
    table("rtb-private", "vpc-1", ["10.0.0.0/16 local", ...routes], { subnets: ["subnet-a", "subnet-b"] });
  const allowed = (...egress: readonly string[]) => group("sg-client", "vpc-1", { egress });
  const open = withRows(base, { securityGroups: [allowed("all 0.0.0.0/0")] });
  const shut = withRows(base, { securityGroups: [allowed()] });
  // Connections that stand go on: so packets that may go go elsewhere.
  const cases: readonly (readonly [string, readonly Network[], string, boolean])[] = [
    [
      "no packet between a group that is shut and a route that is gone",
      [shut, withRows(open, { routeTables: [routed()] })],
      "8.8.8.8",
      false,
    ],
    [
      "no packet between one ACL and another with other routes",
      [
        withRows(base, { networkAcls: [acl("acl-1", "vpc-1", [], { isDefault: true })] }),
        withRows(base, { routeTables: [routed("0.0.0.0/0 igw-1")] }),
      ],
      "8.8.8.8",
      false,
    ],
    ["packets, where they may go", [shut, open], "52.219.0.5", true],
  ];
  it.each(cases)("lets through %s", async (_, changing, to, hasArrived) => {
    const seen = await attempt({ kind: "race", networks: changing, from: "eni-a", to });
    expect(seen).toEqual({ hasSent: true, hasArrived });
  });
});
