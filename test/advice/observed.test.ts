/** What flow logs showed, as needs of the plan and as its bytes. */
import { describe, expect, it } from "vitest";
import { monthFactors } from "../../src/advice/observed/volume.ts";
import type { VpcPlan } from "../../src/advice/plan.ts";
import type { TrafficAnswer } from "../../src/model/traffic-answer.ts";
import { known } from "../../src/model/known.ts";
import { table, withRows, without } from "../reach/estate.ts";
import { factsOf, planOf } from "./builders.ts";
import { hours, seen, twoZones } from "./designs/builders.ts";

const planWith = (answer: TrafficAnswer, network = twoZones) =>
  planOf(network, { traffic: { answer, hours } });
const vpcWith = (answer: TrafficAnswer, network = twoZones): VpcPlan => {
  const [only] = planWith(answer, network).vpcs;
  if (only === undefined) throw new Error("no plan of a VPC");
  return only;
};
const needsOf = ({ workloads }: VpcPlan, id: string) => workloads.find((one) => one.id === id)?.needs ?? [];

describe("needs that were seen", () => {
  it("join those that are inferred, as observed and with their bytes", () => {
    const vpc = vpcWith(
      seen([
        { to: "sqs", gb: 12 },
        { to: "ssm", gb: 0.5 },
      ]),
    );
    const own = needsOf(vpc, "i-a").map(({ service, evidence, gbMonth }) => [service, evidence, gbMonth]);
    expect(own).toContainEqual(["sqs", "observed", 12]);
    expect(own).toContainEqual(["ssm", "observed", 0.5]);
    expect(own).toContainEqual(["ssmmessages", "inferred", undefined]);
    expect(needsOf(vpc, "i-b").map(({ service }) => service)).not.toContain("sqs");
    expect(vpc.endpoints.add.map(({ service }) => service)).toContain("sqs");
  });

  it("are everybody's where the logs do not tell who it was", () => {
    const nobody = seen([{ to: "sqs", gb: 12 }]);
    const flows = nobody.flows.map((flow) => ({ ...flow, client: undefined }));
    const vpc = vpcWith({ ...nobody, flows });
    for (const id of ["i-a", "i-b"]) {
      expect(needsOf(vpc, id).find(({ service }) => service === "sqs")?.why).toMatch(
        /12 GB a month through nat-1, by clients that the input does not show/,
      );
    }
  });

  it("name the host that keeps the NAT, with its bytes and who calls it", () => {
    const answer = seen([{ to: "api.example.com", gb: 40, who: "i-b" }]);
    const vpc = vpcWith(answer);
    expect(vpc.answer).toBe("not-safe");
    expect(vpc.keepsNat).toMatchObject([{ host: "api.example.com", workloads: ["i-b"], gbMonth: 40 }]);
    expect(planWith(answer).observed).toMatchObject({
      gbMonth: 40,
      hosts: [{ host: "api.example.com", gbMonth: 40 }],
    });
  });

  it("close the doubt what a silent workload talks to, and assume that it went on like that", () => {
    const silent = withRows(twoZones, {
      workloads: [...twoZones.workloads.values()].map((one) =>
        one.id === "i-b" ? { ...one, roles: known([]) } : one,
      ),
    });
    const before = planOf(silent).vpcs[0];
    expect(factsOf(before?.unknowns ?? [])).toMatch(/what i-b talks to/);
    const vpc = vpcWith(seen([{ to: "sqs", gb: 1, who: "i-b" }]), silent);
    expect(vpc.answer).toBe("safe-with-changes");
    expect(factsOf(vpc.assumptions)).toMatch(
      /call what they were seen to call in the flow logs of 2026-10-01/,
    );
  });

  it("leave open what a service of AWS without a name is", () => {
    const vpc = vpcWith(seen([{ to: "?", gb: 12 }]));
    expect(vpc.answer).toBe("cannot-tell");
    expect(factsOf(vpc.unknowns)).toMatch(/which services of AWS i-a reaches with 12 GB a month/);
  });
});

describe("logs that do not fit", () => {
  it("are said to, where the input holds no NAT", () => {
    const bare = withRows(without(twoZones, "natGateways", "nat-1", "nat-2"), {
      routeTables: ["rtb-private", "rtb-private-c"].map((id, index) =>
        table(id, "vpc-1", ["10.0.0.0/16 local"], { subnets: [index === 0 ? "subnet-a" : "subnet-b"] }),
      ),
    });
    const vpc = vpcWith(seen([{ to: "sqs", gb: 12 }]), bare);
    expect(vpc.answer).toBe("cannot-tell");
    expect(factsOf(vpc.unknowns)).toMatch(/which NAT the flow logs are of: the input holds none/);
  });

  it("are said to, where they are of the NAT of another VPC", () => {
    const answer = seen([{ to: "sqs", gb: 12 }]);
    const flows = answer.flows.map((flow) => ({ ...flow, vpc: "vpc-9", client: undefined, nat: "nat-9" }));
    const vpc = vpcWith({ ...answer, flows });
    expect(vpc.answer).toBe("cannot-tell");
    expect(factsOf(vpc.unknowns)).toMatch(/whose the 12 GB a month through nat-9 are/);
  });

  it("close no doubt where they do not tell what crossed", () => {
    const unknowns = [{ fact: "what the NAT carried", settledBy: "flow logs of its interface" }];
    const vpc = vpcWith({ ...seen([{ to: "sqs", gb: 1 }]), answer: "unknown", unknowns });
    expect(vpc.answer).toBe("cannot-tell");
    expect(vpc.unknowns).toContainEqual(unknowns[0]);
  });
});

describe("the bill of a plan", () => {
  it("takes what was measured, each by its way: S3 free, the rest through endpoints", () => {
    const { cost } = planWith(
      seen([
        { to: "s3", gb: 500 },
        { to: "sqs", gb: 30 },
      ]),
    );
    expect(cost.gbMonth).toBe(530);
    const gb = cost.lines.filter(({ unit }) => unit === "GB").map(({ item, quantity }) => [item, quantity]);
    expect(gb).toEqual([
      ["nat-gateway-gb", 530],
      ["interface-endpoint-gb", 30],
    ]);
  });
});

describe("months", () => {
  const day = (date: string, gb: number) => ({ date, nat: "nat-1", bytesOut: 0, bytesIn: gb });
  const month = (name: string, gb: number, days = 10) =>
    Array.from({ length: days }, (_, index) => day(`2026-${name}-${String(index + 1).padStart(2, "0")}`, gb));

  it("are told apart by their mean day", () => {
    const factors = monthFactors([...month("01", 1), ...month("02", 2), ...month("03", 6)]);
    expect(factors).toEqual({ low: 1 / 3, typical: 2 / 3, high: 2 });
  });

  it("need a week of days, and are none where there is one alone", () => {
    expect(monthFactors(month("01", 1))).toBeUndefined();
    expect(monthFactors([...month("01", 1), ...month("02", 9, 3)])).toBeUndefined();
  });
});
