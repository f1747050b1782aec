import { describe, expect, it } from "vitest";
import { judgeRole } from "../../../src/advice/doctor/role.ts";
import type { Role } from "../../../src/model/entity/workload.ts";
import { known, unknown } from "../../../src/model/known.ts";
import { facts } from "../../facts/facts.ts";

const report = {
  action: "ssm:UpdateInstanceInformation",
  resource: "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
};
const channel = { action: "ssmmessages:CreateControlChannel", resource: "*" };
const origin = { file: "role.json" };

function roleWith(more: Partial<Pick<Role, "managedPolicies" | "documents">>): Role {
  const id = "arn:aws:iam::111122223333:role/app" as Role["id"];
  return {
    id,
    aliases: [],
    scope: "s" as Role["scope"],
    origin,
    managedPolicies: known([]),
    documents: known([]),
    ...more,
  };
}

const managed = (...names: readonly string[]) => ({
  managedPolicies: known(names.map((name) => `arn:aws:iam::aws:policy/${name}`)),
});
const inline = (...statements: readonly object[]) => ({
  documents: known([{ json: { Version: "2012-10-17", Statement: statements }, origin }]),
});
const allow = (Action: string | readonly string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});
const deny = (Action: string) => ({ Effect: "Deny", Action, Resource: "*" });

describe("a role", () => {
  it.each([
    ["with the agent's managed policy", managed("AmazonSSMManagedInstanceCore"), report, "yes"],
    [
      "with all of it and a Deny",
      { ...managed("AdministratorAccess"), ...inline(deny("ssmmessages:*")) },
      channel,
      "no",
    ],
    [
      "with an inline policy for the instance",
      inline(allow("ssm:Update*", { Resource: "arn:aws:ec2:*:*:instance/*" })),
      report,
      "yes",
    ],
    [
      "with one for another instance",
      inline(allow("ssm:*", { Resource: "arn:aws:ec2:*:*:instance/i-2" })),
      report,
      "no",
    ],
    ["with nothing at all", {}, report, "no"],
    ["with a policy about something else", managed("AmazonS3ReadOnlyAccess"), report, "no"],
    ["with the channels alone", managed("AmazonSageMakerClusterInstanceRolePolicy"), report, "no"],
    ["with AWSDenyAll beside it", managed("AmazonSSMManagedInstanceCore", "AWSDenyAll"), report, "no"],
  ] as const)("%s", (_, more, request, permission) => {
    expect(judgeRole(facts, roleWith(more), request)).toBe(permission);
  });

  it.each([
    ["with a policy that no table knows", managed("SomethingNew"), report],
    ["with a condition of its managed policy", managed("AWSEC2SqlHaInstancePolicy"), report],
    [
      "whose documents are not known",
      { documents: unknown("inline policies", "aws iam list-role-policies") },
      report,
    ],
    [
      "with a condition that hangs on a tag",
      inline(allow("ssm:*", { Condition: { StringEquals: { "aws:ResourceTag/a": "b" } } })),
      report,
    ],
  ] as const)("%s cannot be told", (_, more, request) => {
    const permission = judgeRole(facts, roleWith(more), request);
    expect(typeof permission === "object" && permission.missing.length > 0).toBe(true);
  });

  it("is allowed by what is known, though another policy is not", () => {
    const more = {
      ...managed("AmazonSSMManagedInstanceCore"),
      documents: unknown("inline policies", "aws iam list-role-policies"),
    };
    expect(judgeRole(facts, roleWith(more), report)).toBe("yes");
  });
});
