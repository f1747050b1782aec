import { describe, expect, it } from "vitest";
import { readPolicy } from "../../../src/readers/aws/index.ts";
import { callRows } from "../../../src/readers/aws/table/index.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: string;
}

const statementsOf = (region?: string) =>
  (readPolicy(region) as { Statement: readonly Statement[] }).Statement;

describe("the policy of a snapshot", () => {
  it("allows exactly the calls of the table, each by its name", () => {
    const allowed = statementsOf().flatMap(({ Action }) => Action);
    const made = new Set(
      callRows.map(({ service, operation }) => `${service}:${operation}`.replace(/^docdb:/, "rds:")),
    );
    expect(allowed.toSorted()).toEqual([...made].sort());
    expect(allowed.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("allows reading and nothing else", () => {
    const others = statementsOf().flatMap(({ Action }) =>
      Action.filter((one) => !/:(?:Describe|List|Get|Search)/.test(one)),
    );
    expect(others).toEqual([]);
    expect(new Set(statementsOf().map(({ Effect }) => Effect))).toEqual(new Set(["Allow"]));
  });

  it("holds an action to its resources where IAM can", () => {
    const resourceOf = (action: string) =>
      statementsOf().find(({ Action }) => Action.includes(action))?.Resource;
    expect({
      DescribeVpcs: resourceOf("ec2:DescribeVpcs"),
      DescribeVpcAttribute: resourceOf("ec2:DescribeVpcAttribute"),
      GetHostedZone: resourceOf("route53:GetHostedZone"),
      ListTasks: resourceOf("ecs:ListTasks"),
    }).toEqual({
      DescribeVpcs: "*",
      DescribeVpcAttribute: "arn:aws:ec2:*:*:vpc/*",
      GetHostedZone: "arn:aws:route53:::hostedzone/*",
      ListTasks: "*",
    });
  });

  it.each([
    ["cn-north-1", "arn:aws-cn:"],
    ["us-gov-west-1", "arn:aws-us-gov:"],
    ["eu-west-1", "arn:aws:"],
  ])("is written for the partition of %s", (region, start) => {
    const arns = statementsOf(region).flatMap(({ Resource }) => (Resource === "*" ? [] : [Resource]));
    expect(arns.filter((arn) => !arn.startsWith(start))).toEqual([]);
  });

  it("fits a managed policy, of 6,144 characters", () => {
    expect(JSON.stringify(readPolicy(undefined)).length).toBeLessThan(6144);
  });
});
