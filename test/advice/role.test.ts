import { describe, expect, it } from "vitest";
import { known } from "../../src/model/known.ts";
import { base } from "../reach/estate.ts";
import { factsOf, role, servicesOf, vpcOf, withApp } from "./builders.ts";

/** The plan of an instance in ap-northeast-1 whose role has these statements. */
function planFor(...statements: readonly object[]) {
  const document = {
    json: { Version: "2012-10-17", Statement: statements },
    origin: { file: "r.yaml", line: 9 },
  };
  return vpcOf(withApp(base, { role: { ...role("r", []), documents: known([document]) } }));
}
const allow = (Action: string, more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
const hostsIn = (...statements: readonly object[]) =>
  planFor(...statements).keepsNat.map(({ host, service }) => `${service} ${host ?? ""}`);

describe("Regions of what a role allows", () => {
  it("are those of the ARNs: a need of another Region is for its host there, with its line", () => {
    const vpc = planFor(allow("sqs:SendMessage", { Resource: "arn:aws:sqs:eu-west-1:111122223333:q" }));
    expect(vpc.answer).toBe("not-safe");
    expect(vpc.keepsNat).toMatchObject([
      { host: "sqs.eu-west-1.amazonaws.com", service: "sqs", origin: "r.yaml:9", workloads: ["i-a"] },
    ]);
    expect(vpc.blockers.map(({ code }) => code)).toContain("SERVICE_IN_OTHER_REGION");
    expect(vpc.endpoints.add).toEqual([]);
  });

  it("are asked one by one, where ARNs of several are listed", () => {
    const arns = ["ap-northeast-1", "eu-west-1"].map((name) => `arn:aws:sqs:${name}:111122223333:q`);
    const vpc = planFor(allow("sqs:SendMessage", { Resource: arns }));
    expect(vpc.endpoints.add.map(({ service }) => service)).toEqual(["sqs"]);
    expect(vpc.keepsNat.map(({ host }) => host)).toEqual(["sqs.eu-west-1.amazonaws.com"]);
  });

  it.each([
    ["no ARN", "*"],
    ["an ARN without a Region", "arn:aws:s3:::mine/*"],
    ["the Region of the workload", "arn:aws:sqs:ap-northeast-1:111122223333:q"],
    ["any Region", "arn:aws:sqs:*:111122223333:q"],
    ["a pattern that its Region fits", "arn:aws:sqs:ap-*:111122223333:q"],
    ["a Region that the input leaves open", "arn:aws:sqs:${AWS::Region}:111122223333:q"],
  ])("are the workload's own: %s", (_, Resource) => {
    expect(hostsIn(allow("sqs:SendMessage", { Resource }))).toEqual([]);
    expect(servicesOf(planFor(allow("sqs:SendMessage", { Resource })), "i-a")).toEqual(["sqs"]);
  });

  it("are a doubt, where a pattern names others and not its own", () => {
    const vpc = planFor(allow("sqs:SendMessage", { Resource: "arn:aws:sqs:eu-*:111122223333:q" }));
    expect(vpc.answer).toBe("cannot-tell");
    expect(factsOf(vpc.unknowns)).toMatch(/sqs:SendMessage on arn:aws:sqs:eu-\*/);
  });

  it("are those of a condition on the Region that is asked for", () => {
    const only = (name: string) => ({ Condition: { StringEquals: { "aws:RequestedRegion": name } } });
    expect(hostsIn(allow("sqs:SendMessage", only("eu-west-1")))).toEqual(["sqs sqs.eu-west-1.amazonaws.com"]);
    expect(hostsIn(allow("sqs:SendMessage", only("ap-northeast-1")))).toEqual([]);
    const excluded = { ...only("eu-west-1"), Resource: "arn:aws:sqs:us-east-1:111122223333:q" };
    expect(planFor(allow("sqs:SendMessage", excluded)).keepsNat).toEqual([]);
  });

  it("do not matter to a service that has one name in all of them", () => {
    const only = { Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } };
    const vpc = planFor(allow("iam:GetRole", only));
    expect(vpc.workloads[0]?.needs.map(({ service }) => service)).toEqual(["iam"]);
    expect(vpc.blockers.map(({ code }) => code)).not.toContain("SERVICE_IN_OTHER_REGION");
  });

  it("are none of another partition, whose resources no role of this one reaches", () => {
    const resources = ["arn:aws-cn:s3:::mine/*", "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:q"];
    const vpc = planFor(allow("s3:GetObject", { Resource: resources }), allow("kms:Decrypt"));
    expect(servicesOf(vpc, "i-a")).toEqual(["kms"]);
  });

  it("get a cross-Region endpoint as the first alternative, where the service takes them", () => {
    const vpc = planFor(allow("kms:Decrypt", { Resource: "arn:aws:kms:eu-west-1:111122223333:key/k" }));
    expect(vpc.keepsNat[0]?.alternatives[0]).toMatch(/kms in eu-west-1.*cross-Region/);
    expect(vpc.blockers[0]?.fix).toMatch(/cross-Region endpoints/);
  });
});

describe("what a role allows and its holder does not call", () => {
  it("is a key that only another service may use on its behalf", () => {
    const via = { Condition: { StringEquals: { "kms:ViaService": "s3.ap-northeast-1.amazonaws.com" } } };
    expect(servicesOf(planFor(allow("kms:Decrypt", via), allow("sqs:SendMessage")), "i-a")).toEqual(["sqs"]);
  });

  it("is the passing of a role, which is no call", () => {
    expect(servicesOf(planFor(allow("iam:PassRole"), allow("sqs:SendMessage")), "i-a")).toEqual(["sqs"]);
  });
});
