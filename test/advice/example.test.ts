/** The four states of the hands-on, each from its template and from what describe says of it: one plan for both. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plan } from "../../src/advice/index.ts";
import type { Plan } from "../../src/advice/plan.ts";
import { readReading } from "../../src/app/reading.ts";
import { facts } from "./facts.ts";

const example = join(import.meta.dirname, "../../examples/session-manager");

async function planOf(path: string, gbMonth?: number): Promise<Plan> {
  const request = {
    paths: [join(example, path)],
    region: "ap-northeast-1",
    parameters: new Map(),
    stdin: noInput(),
  };
  const { network } = await readReading(request, facts);
  return plan(network, facts, { needs: [], gbMonth, hoursPerMonth: 730, strict: false });
}

async function* noInput(): AsyncGenerator<Uint8Array> {}

const byNat = "nat-gateway";
const states = [
  {
    template: "SessionManager0Nat",
    directory: "0-nat",
    answer: "safe-with-changes",
    add: ["s3 gateway", "ssm interface", "ssmmessages interface"],
    today: { s3: byNat, ssm: byNat, ssmmessages: byNat },
    money: { nat: 48.91, endpoints: 20.44 },
  },
  {
    template: "SessionManager1Isolated",
    directory: "1-isolated",
    answer: "safe-with-changes",
    add: ["s3 gateway", "ssm interface", "ssmmessages interface"],
    today: { s3: "blocked", ssm: "blocked", ssmmessages: "blocked" },
    money: { nat: 0, endpoints: 20.44 },
  },
  {
    template: "SessionManager2Interface",
    directory: "2-interface-endpoints",
    answer: "safe-with-changes",
    add: ["s3 gateway"],
    today: { s3: "blocked", ssm: "interface-endpoint", ssmmessages: "interface-endpoint" },
    money: { nat: 0, endpoints: 0 },
  },
  {
    template: "SessionManager3Gateway",
    directory: "3-gateway-endpoint",
    answer: "safe",
    add: [],
    today: { s3: "gateway-endpoint", ssm: "interface-endpoint", ssmmessages: "interface-endpoint" },
    money: { nat: 0, endpoints: 0 },
  },
] as const;

const inputs = states.flatMap((state) => [
  { ...state, path: `cdk.out/${state.template}.template.json` },
  { ...state, path: `describe/${state.directory}` },
]);

describe("the hands-on", () => {
  it.each(inputs)("$path", async ({ path, answer, add, today, money }) => {
    const { vpcs, cost, ...whole } = await planOf(path);
    const [vpc] = vpcs;
    expect(whole.answer).toBe(answer);
    expect(vpc?.endpoints.add.map(({ service, type }) => `${service} ${type}`).toSorted()).toEqual(add);
    const [workload] = vpc?.workloads ?? [];
    const ways = workload?.needs.map((need) => [
      need.service,
      need.today.verdict === "reachable" ? need.today.via?.kind : need.today.verdict,
    ]);
    expect(Object.fromEntries(ways ?? [])).toEqual(today);
    expect(workload?.needs.map(({ after }) => after.verdict)).toEqual([
      "reachable",
      "reachable",
      "reachable",
    ]);
    expect(vpc?.unknowns).toEqual([]);
    expect(cost.natMonthly).toBeCloseTo(money.nat, 2);
    expect(cost.endpointsMonthly).toBeCloseTo(money.endpoints, 2);
  });

  it("says where the evidence stands", async () => {
    const { vpcs } = await planOf("cdk.out/SessionManager0Nat.template.json");
    expect(vpcs[0]?.workloads[0]?.needs[0]?.origin).toMatch(/SessionManager0Nat\.template\.json:\d+$/);
  });
});
