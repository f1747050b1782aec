/** What holds of every plan, whatever the network: doubt and company never make it safer, and nothing is changed in place. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/advice/plan.ts";
import { unknown } from "../../src/model/known.ts";
import type { Network, TableName } from "../../src/model/network.ts";
import { acl, base, group, withEndpoints, withRows } from "../reach/estate.ts";
import { app, clue, planOf, role, vpcOf, withApp, withNeighbour } from "./builders.ts";

const isSafe = (answer: Answer) => answer === "safe" || answer === "safe-with-changes";
const badness: Readonly<Record<Answer, number>> = {
  safe: 0,
  "safe-with-changes": 1,
  "cannot-tell": 2,
  "not-safe": 3,
};

const networks: readonly Network[] = [
  app,
  withEndpoints(app, "ssm", "ssmmessages"),
  withApp(base, { role: role("r", [], "s3:GetObject", "sqs:SendMessage") }),
  withApp(base, { clues: [clue("image", "nginx:1")] }),
  withApp(base),
  withRows(app, { securityGroups: [group("sg-client", "vpc-1", { egress: ["tcp 443 10.0.0.0/16"] })] }),
  withRows(app, {
    networkAcls: [
      acl("acl-a", "vpc-1", ["100 in allow tcp 443 10.0.0.0/16", "100 out allow all 0.0.0.0/0"], {
        subnets: ["subnet-a"],
      }),
    ],
  }),
];
const anyNetwork = fc.constantFrom(...networks);

/** Facts of the base that an answer may rest on. */
const facts: readonly (readonly [TableName, string, string])[] = [
  ["vpcs", "vpc-1", "enableDnsSupport"],
  ["vpcs", "vpc-1", "enableDnsHostnames"],
  ["vpcs", "vpc-1", "dhcpOptions"],
  ["vpcs", "vpc-1", "cidrs"],
  ["subnets", "subnet-a", "cidrs"],
  ["subnets", "subnet-a", "availabilityZone"],
  ["routeTables", "rtb-private", "routes"],
  ["networkAcls", "acl-1", "entries"],
  ["securityGroups", "sg-client", "egress"],
  ["securityGroups", "sg-endpoint", "ingress"],
  ["networkInterfaces", "eni-a", "groups"],
  ["networkInterfaces", "eni-a", "subnet"],
  ["networkInterfaces", "eni-a", "addresses"],
  ["workloads", "i-a", "roles"],
  ["roles", "role-ssm", "managedPolicies"],
  ["roles", "r", "documents"],
  ["vpcEndpoints", "vpce-ssm", "state"],
  ["vpcEndpoints", "vpce-ssm", "policy"],
  ["vpcEndpoints", "vpce-ssm", "privateDnsEnabled"],
  ["vpcEndpoints", "vpce-ssm", "groups"],
  ["natGateways", "nat-1", "addresses"],
];

function forgetting(network: Network, [table, id, field]: (typeof facts)[number]): Network {
  const rows = network[table] as unknown as ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  const row = rows.get(id);
  if (row === undefined) return network;
  const forgotten = { ...row, [field]: unknown(`${field} of ${id}`, `aws describe ${id}`) };
  return { ...network, [table]: new Map([...rows, [id, forgotten]]) };
}

describe("every plan", () => {
  it("forgetting facts never turns an unsafe plan into a safe one", () => {
    fc.assert(
      fc.property(anyNetwork, fc.subarray([...facts], { minLength: 1, maxLength: 3 }), (network, lost) => {
        const whole = vpcOf(network).answer;
        const less = vpcOf(lost.reduce(forgetting, network)).answer;
        expect(isSafe(less) && !isSafe(whole), `${whole} became ${less} without ${lost.join(" and ")}`).toBe(
          false,
        );
      }),
      { numRuns: 150 },
    );
  });

  it("another workload never makes it safer", () => {
    const places = [
      { subnet: "subnet-a", address: "10.0.1.99" },
      { subnet: "subnet-b", address: "10.0.2.99" },
      { subnet: "subnet-public", address: "10.0.0.99", public: true },
    ];
    fc.assert(
      fc.property(anyNetwork, fc.constantFrom(...places), fc.boolean(), (network, place, declared) => {
        const options = { needs: declared ? ["s3", "kms"] : [] };
        const alone = vpcOf(network, options).answer;
        const together = vpcOf(withNeighbour(network, "i-more", place), options).answer;
        expect(badness[together]).toBeGreaterThanOrEqual(badness[alone]);
      }),
    );
  });

  it("--strict never makes it safer, and leaves no assumption", () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const strict = vpcOf(network, { strict: true });
        expect(badness[strict.answer]).toBeGreaterThanOrEqual(badness[vpcOf(network).answer]);
        expect(strict.assumptions).toEqual([]);
      }),
    );
  });

  it("says safe only with every need met afterwards, and names a reason for every other answer", () => {
    fc.assert(
      fc.property(
        anyNetwork,
        fc.subarray(["s3", "kms", "budgets", "internet", "execute-api"]),
        (network, needs) => {
          const vpc = vpcOf(network, { needs });
          const after = vpc.workloads.flatMap((one) => one.needs.map((need) => need.after.verdict));
          if (isSafe(vpc.answer))
            expect(new Set(after)).toEqual(new Set(after.length === 0 ? [] : ["reachable"]));
          if (vpc.answer === "not-safe") expect(vpc.blockers).not.toEqual([]);
          if (vpc.answer === "cannot-tell") expect(vpc.unknowns).not.toEqual([]);
          if (vpc.answer === "safe")
            expect([...vpc.endpoints.add, ...(vpc.endpoints.change ?? [])]).toEqual([]);
        },
      ),
    );
  });

  it("is the same for the same network, which stays as it was", () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const before = structuredClone(network);
        expect(planOf(network)).toEqual(planOf(network));
        expect(network).toEqual(before);
      }),
    );
  });
});
