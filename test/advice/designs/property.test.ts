/** Whatever was seen and whatever is not known: what works is ordered by price, and agrees with the plan. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Network, TableName } from "../../../src/model/network.ts";
import { interfaceEndpoint, uncollected, withRows } from "../../reach/estate.ts";
import { planOf } from "../builders.ts";
import { designsOf, hours, seen, twoZones } from "./builders.ts";

const flow = fc.record({
  who: fc.constantFrom("i-a" as const, "i-b" as const),
  to: fc.constantFrom("s3", "ssm", "sqs", "kms", "logs", "a.example.com", "?"),
  gb: fc.constantFrom(0.5, 40, 900, 4000),
});
const gaps: readonly (readonly [TableName, string])[] = [
  ["networkAcls", "aws ec2 describe-network-acls"],
  ["securityGroups", "aws ec2 describe-security-groups"],
  ["vpcEndpoints", "aws ec2 describe-vpc-endpoints"],
  ["natGateways", "aws ec2 describe-nat-gateways"],
];
const network: fc.Arbitrary<Network> = fc
  .record({ gap: fc.option(fc.constantFrom(...gaps), { freq: 3 }), stands: fc.boolean() })
  .map(({ gap, stands }) => {
    const whole = stands ? withRows(twoZones, { vpcEndpoints: [interfaceEndpoint("sqs")] }) : twoZones;
    return gap ? uncollected(whole, ...gap) : whole;
  });
const asked = fc.record({
  flows: fc.option(fc.array(flow, { maxLength: 4 }), { nil: undefined }),
  needs: fc.subarray(["ssm", "s3", "sqs"]),
  strict: fc.boolean(),
  leastZones: fc.constantFrom(1, 2),
  network,
});

describe("designs of any network and traffic", () => {
  it("are in order, and the cheapest is one that works for certain", () => {
    fc.assert(
      fc.property(asked, ({ network: one, flows, ...options }) => {
        const { designs, cheapest } = designsOf(one, flows && seen(flows), options);
        const working = designs.filter(({ works }) => works === "yes");
        const priced = working.flatMap(({ monthly }) => monthly ?? []);
        expect(priced).toEqual(priced.toSorted((a, b) => a - b));
        expect(cheapest).toBe(working.find(({ monthly }) => monthly !== null)?.name);
        for (const { works, breaks, unknowns } of designs) {
          expect(works).toBe(breaks.length > 0 ? "no" : unknowns.length > 0 ? "cannot-tell" : "yes");
        }
      }),
      { numRuns: 40 },
    );
  });

  it("lose the NAT only where the plan calls that safe", () => {
    fc.assert(
      fc.property(asked, ({ network: one, flows, needs, strict }) => {
        const traffic = flows && seen(flows);
        const plan = planOf(one, { needs, strict, traffic: traffic && { answer: traffic, hours } });
        const { designs } = designsOf(one, traffic, { needs, strict });
        const isSafe = plan.answer === "safe" || plan.answer === "safe-with-changes";
        for (const { name, works } of designs) {
          if (name.startsWith("no-nat") && works === "yes") expect(isSafe).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});
