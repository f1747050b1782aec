// What is kept of an earlier reading must be what a fresh reading would have made.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Network } from "../../../src/model/network.ts";
import { tableNames } from "../../../src/model/network.ts";
import { readNetwork } from "../../../src/readers/index.ts";
import type { InputFile, ReadMemory } from "../../../src/readers/input.ts";
import { createReadMemory } from "../../../src/readers/memory.ts";
import { facts } from "../../facts/facts.ts";

const example = join(import.meta.dirname, "../../../examples/session-manager/describe/0-nat");
const files: readonly InputFile[] = readdirSync(example).map((name) => ({
  path: `ap-northeast-1/${name}`,
  text: readFileSync(join(example, name), "utf8"),
}));

async function read(all: readonly InputFile[], memory?: ReadMemory): Promise<Network> {
  const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
  return (await readNetwork(all, { ...options, memory }, facts)).network;
}

type Row = Record<string, unknown>;

/** With each row of one key as `change` makes it, and all others the objects that they were. */
function changed(all: readonly InputFile[], key: string, change: (row: Row) => Row): readonly InputFile[] {
  return all.map((file) => {
    const value = (file.value ?? JSON.parse(file.text)) as Row;
    const rows = value[key];
    return Array.isArray(rows) ? { ...file, value: { ...value, [key]: (rows as Row[]).map(change) } } : file;
  });
}

const asText = (all: readonly InputFile[]): readonly InputFile[] =>
  all.map(({ path, text, value }) => ({ path, text: value === undefined ? text : JSON.stringify(value) }));

/** One change of each kind of row, and of what rows of other kinds are read by. */
const changes: readonly (readonly [key: string, change: (row: Row) => Row])[] = [
  ["SecurityGroups", (row) => ({ ...row, IpPermissionsEgress: [] })],
  ["RouteTables", (row) => ({ ...row, Routes: [] })],
  ["NatGateways", (row) => ({ ...row, State: "deleting" })],
  ["Reservations", (row) => ({ ...row, Instances: [] })],
  ["NetworkInterfaces", (row) => ({ ...row, SourceDestCheck: false })],
  ["Subnets", (row) => ({ ...row, AvailabilityZone: "ap-northeast-1z" })],
  ["PrefixLists", (row) => ({ ...row, PrefixListName: "ours" })],
  ["Vpcs", (row) => ({ ...row, OwnerId: 7, VpcId: null })],
];

describe("an input that is read once more", () => {
  it.each(changes)("is read as it would be for the first time, where %s are others", async (key, change) => {
    const memory = createReadMemory();
    await read(files, memory);
    const next = changed(files, key, change);
    expect(next).not.toEqual(files);
    const again = await read(next, memory);
    expect(again).toEqual(await read(asText(next)));
    expect(await read(files, memory)).toEqual(await read(files));
  });

  it("keeps roles that nothing but a workload names, and takes a new name up", async () => {
    const account = "123456789012";
    const regionOf = (region: string, number: number, role: string): readonly InputFile[] => {
      const file = (name: string, value: unknown) => ({
        path: `${account}/${region}/${name}.json`,
        text: JSON.stringify(value),
      });
      const [vpc, subnet] = [`vpc-${number}`, `subnet-${number}`];
      const lambda = {
        FunctionName: `f${number}`,
        FunctionArn: `arn:aws:lambda:${region}:${account}:function:f${number}`,
        Role: `arn:aws:iam::${account}:role/${role}`,
        VpcConfig: { VpcId: vpc, SubnetIds: [subnet], SecurityGroupIds: [`sg-${number}`] },
      };
      const place = { VpcId: vpc, CidrBlock: `10.${number}.0.0/16`, OwnerId: account };
      return [
        file("describe-vpcs", { Vpcs: [place] }),
        file("describe-subnets", {
          Subnets: [{ ...place, SubnetId: subnet, AvailabilityZone: `${region}a` }],
        }),
        file("list-functions", { Functions: [lambda] }),
        file(`list-attached-role-policies-${role}`, { AttachedPolicies: [] }),
      ];
    };
    const other = regionOf("us-east-1", 2, "beta");
    const [alpha, gamma] = ["alpha", "gamma"].map((role) => [...regionOf("eu-west-1", 1, role), ...other]);
    const memory = createReadMemory();
    for (const all of [alpha, alpha, gamma, gamma, alpha]) {
      const again = await read(all ?? [], memory);
      expect(again).toEqual(await read(all ?? []));
      expect(again.roles.size).toBe(2);
    }
  });

  it("has the tables of before where nothing that they are read of has changed", async () => {
    const memory = createReadMemory();
    const before = await read(files, memory);
    const after = await read(
      changed(files, "RouteTables", (row) => ({ ...row, Routes: [] })),
      memory,
    );
    const others = tableNames.filter(
      (table) => !Object.is(before[table], after[table]) && after[table].size > 0,
    );
    expect(others).toEqual(["routeTables"]);
  });
});
