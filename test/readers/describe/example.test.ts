// The four states of the example, read whole.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/model/app-error.ts";
import { known } from "../../../src/model/known.ts";
import { tableNames } from "../../../src/model/network.ts";
import { readDescribe } from "../../../src/readers/describe/index.ts";
import type { JsonFile } from "../../../src/readers/describe/index.ts";

const example = join(import.meta.dirname, "../../../examples/session-manager/describe");

function filesOf(state: string): readonly JsonFile[] {
  return readdirSync(join(example, state)).map((name) => {
    const text = readFileSync(join(example, state, name), "utf8");
    return { path: `${state}/${name}`, text, value: JSON.parse(text) as unknown };
  });
}
const readState = (state: string) => readDescribe(filesOf(state), { region: undefined });

describe("the example's states", () => {
  it.each([
    { state: "0-nat", subnets: 2, nats: 1, endpoints: 0, interfaces: 2 },
    { state: "1-isolated", subnets: 1, nats: 0, endpoints: 0, interfaces: 1 },
    { state: "2-interface-endpoints", subnets: 1, nats: 0, endpoints: 4, interfaces: 5 },
    { state: "3-gateway-endpoint", subnets: 1, nats: 0, endpoints: 5, interfaces: 5 },
  ])("$state", ({ state, subnets, nats, endpoints, interfaces }) => {
    const { network } = readState(state);
    expect([...network.scopes.values()]).toMatchObject([
      { account: "123456789012", region: "ap-northeast-1", kind: "account" },
    ]);
    expect(network.subnets.size).toBe(subnets);
    expect(network.natGateways.size).toBe(nats);
    expect(network.vpcEndpoints.size).toBe(endpoints);
    expect(network.networkInterfaces.size).toBe(interfaces);
    expect([...network.workloads.values()]).toMatchObject([
      { kind: "instance", id: "i-0df19cb222b533e80", platform: "linux" },
    ]);
  });

  it("leaves as gaps only the calls that nobody made", () => {
    const { network } = readState("3-gateway-endpoint");
    expect([...(network.gaps.values().next().value?.keys() ?? [])]).toEqual([
      "hostedZones",
      "resolverRules",
      "dnsFirewalls",
      "serviceSettings",
      "sessionDocuments",
      "managedInstances",
    ]);
  });

  it("knows all that a verdict of the instance rests on", () => {
    const { network } = readState("3-gateway-endpoint");
    const vpc = [...network.vpcs.values()][0];
    expect(vpc).toMatchObject({
      enableDnsSupport: known(true),
      enableDnsHostnames: known(true),
      dhcpOptions: known("dopt-083c5246cfe731688"),
      encryptionControl: known("off"),
    });
    const [role] = network.roles.values();
    expect(role?.managedPolicies).toEqual(
      known([
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      ]),
    );
    expect(role?.documents).toEqual(known([]));
    const [instance] = network.workloads.values();
    expect(instance?.roles).toEqual(known([role?.id]));
    for (const endpoint of network.vpcEndpoints.values()) {
      expect(endpoint.state).toEqual(known("available"));
      expect(endpoint.policy).toEqual(known({ kind: "full-access" }));
    }
    const s3 = [...network.vpcEndpoints.values()].find(({ type }) => type === "gateway");
    expect(s3?.routeTables.known && s3.routeTables.value.length).toBe(1);
    const list = network.prefixLists.values().next().value;
    expect(list).toMatchObject({ owner: "aws", listName: "com.amazonaws.ap-northeast-1.s3" });
    expect(list?.entries.known && list.entries.value.length).toBe(22);
    expect([...network.networkAcls.values()][0]?.entries).toMatchObject({
      known: true,
      value: [
        { ruleNumber: 100, direction: "egress", action: "allow" },
        { ruleNumber: 100, direction: "ingress", action: "allow" },
      ],
    });
  });

  it("tells the clients behind interfaces apart", () => {
    const clients = [...readState("0-nat").network.networkInterfaces.values()].map(({ client, owner }) => ({
      client,
      owner,
    }));
    expect(clients).toEqual([
      { client: "linux", owner: "i-0df19cb222b533e80" },
      { client: "nat-gateway", owner: "nat-006798ebe8ae34a8e" },
    ]);
  });
});

describe("whatever is done to the files", () => {
  const original = filesOf("0-nat");
  const whole = readDescribe(original, { region: undefined }).network;
  const wholeGaps = new Set(whole.gaps.values().next().value?.keys());
  const wrong = fc.oneof(
    fc.constant(null),
    fc.constant(""),
    fc.integer(),
    fc.boolean(),
    fc.string(),
    fc.constant([]),
    fc.constant({}),
    fc.constant([null]),
  );

  it("never throws, and a row that is lost is a gap", () => {
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.infiniteStream(fc.nat()), wrong, (index, steps, value) => {
        const files = original.map((file, at) => (at === index ? damaged(file, steps, value) : file));
        const { network } = tryRead(files);
        if (network === undefined) return;
        const gaps = new Set([...network.gaps.values()].flatMap((tables) => [...tables.keys()]));
        for (const table of tableNames) {
          const isShorter = network[table].size < whole[table].size;
          if (isShorter && table !== "roles")
            expect(gaps.has(table) || wholeGaps.has(table), table).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  function tryRead(files: readonly JsonFile[]) {
    try {
      return { network: readDescribe(files, { region: "ap-northeast-1" }).network };
    } catch (error) {
      if (error instanceof AppError) return { network: undefined };
      throw error;
    }
  }

  /** Follows `steps` down the file and puts `value` where they end. */
  function damaged(file: JsonFile, steps: Iterator<number>, value: unknown): JsonFile {
    const copy: unknown = structuredClone(file.value);
    let place = copy as Record<string, unknown>;
    for (;;) {
      const keys = Object.keys(place);
      const key = keys[steps.next().value % Math.max(keys.length, 1)];
      if (key === undefined) break;
      const inner = place[key];
      const isLeaf = typeof inner !== "object" || inner === null || steps.next().value % 3 === 0;
      if (isLeaf) {
        // An id in another's place is a different network, and an empty list a complete one: neither is damage.
        const saysLess = Array.isArray(inner) && Array.isArray(value) && value.length === 0;
        const isText = typeof inner === "string" && typeof value === "string" && value !== "";
        if (!saysLess && !isText) place[key] = value;
        break;
      }
      place = inner as Record<string, unknown>;
    }
    return { path: file.path, text: JSON.stringify(copy), value: copy };
  }
});
