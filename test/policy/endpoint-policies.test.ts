/** Shapes of endpoint policies that estates carry, put to what clients in a VPC ask. */
import { describe, expect, it } from "vitest";
import { judgePolicy } from "../../src/policy/index.ts";
import { allow, asking, deny, policy, role } from "./asking.ts";

const endpoint = {
  keys: { "aws:sourcevpce": ["vpce-0a1"], "aws:sourcevpc": ["vpc-1"], "aws:sourceip": "absent" },
} as const;
const withKeys = (keys: Record<string, readonly string[] | "absent" | "not known">) => ({
  keys: { ...endpoint.keys, ...keys },
});

describe("the default policy of an endpoint", () => {
  const document = { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };

  it("admits everything, whatever is not known", () => {
    const asked = asking({ actions: [], resources: [], arn: "not known", account: "not known" });
    for (const kind of [{}, { rootMeansRootUser: true, principalRequired: true }]) {
      expect(judgePolicy(document, { ...asked, ...kind })).toEqual({
        outcome: "all",
        rule: "statement 1: Allow *",
        missing: [],
      });
    }
  });
});

describe("an S3 policy narrowed to what a cluster needs", () => {
  const document = {
    Version: "2008-10-17",
    Statement: [
      {
        Sid: "Layers",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
      },
      {
        Sid: "Repositories",
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::packages.*.amazonaws.com/*", "arn:aws:s3:::repo.*.amazonaws.com/*"],
      },
      {
        Sid: "Own",
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:*Object", "s3:ListBucket"],
        Resource: ["arn:aws:s3:::app-data", "arn:aws:s3:::app-data/*"],
      },
    ],
  };

  it.each([
    [
      "an image layer",
      ["s3:GetObject"],
      ["arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"],
      "all",
      "1 (Layers)",
    ],
    [
      "another Region's layer",
      ["s3:GetObject"],
      ["arn:aws:s3:::prod-eu-west-2-starport-layer-bucket/*"],
      "none",
      "implicit",
    ],
    [
      "a package",
      ["s3:GetObject"],
      ["arn:aws:s3:::repo.eu-west-1.amazonaws.com/2018.03/x.rpm"],
      "all",
      "2 (Rep",
    ],
    [
      "a package of Amazon Linux 2023",
      ["s3:GetObject"],
      ["arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*"],
      "none",
      "implicit",
    ],
    ["its own data", ["s3:PutObject", "s3:GetObject"], ["arn:aws:s3:::app-data/*"], "all", "3 (Own)"],
    ["its own data in every way", ["s3:*"], ["arn:aws:s3:::app-data/*"], "some", "3 (Own)"],
    ["a bucket of a like name", ["s3:GetObject"], ["arn:aws:s3:::app-data-2/*"], "none", "implicit"],
    [
      "buckets not known",
      ["s3:GetObject"],
      [],
      "unknown",
      "(Layers) allows only arn:aws:s3:::prod-eu-west-1",
    ],
  ])("for %s", (_, actions, resources, outcome, rule) => {
    const answer = judgePolicy(document, asking({ ...endpoint, actions, resources }));
    expect(answer.outcome).toBe(outcome);
    expect(answer.rule).toContain(rule);
  });

  it("serves a package to an unsigned request", () => {
    const resources = ["arn:aws:s3:::repo.eu-west-1.amazonaws.com/x"];
    const asked = asking({ resources, arn: "anonymous", account: "not known" });
    expect(judgePolicy(document, asked).outcome).toBe("all");
  });
});

describe("a policy for one organization", () => {
  const org = (key: string) => ({ StringEquals: { [key]: "o-a1b2c3" } });
  const principals = policy(allow({ Condition: org("aws:PrincipalOrgID") }));
  const both = policy(
    allow({
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3", "aws:ResourceOrgID": ["o-a1b2c3"] } },
    }),
    allow({ Sid: "AwsOwned", Action: "s3:GetObject", Resource: "arn:aws:s3:::al2023-repos-*/*" }),
  );
  const repository = {
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*"],
  };

  it.each([
    [principals, { "aws:principalorgid": ["o-a1b2c3"] }, {}, "all"],
    [principals, { "aws:principalorgid": ["o-other"] }, {}, "none"],
    [principals, { "aws:principalorgid": "absent" }, {}, "none"],
    [principals, {}, {}, "unknown"],
    [both, { "aws:principalorgid": ["o-a1b2c3"] }, {}, "unknown"],
    [both, { "aws:principalorgid": ["o-a1b2c3"], "aws:resourceorgid": ["o-a1b2c3"] }, {}, "all"],
    [both, { "aws:principalorgid": ["o-a1b2c3"], "aws:resourceorgid": ["o-amazon"] }, {}, "none"],
    [both, { "aws:principalorgid": ["o-other"] }, {}, "none"],
    [both, {}, repository, "all"],
  ] as const)("%#: %j", (document, keys, requests, outcome) => {
    expect(judgePolicy(document, asking({ ...withKeys(keys), ...requests })).outcome).toBe(outcome);
  });

  it("names each key it waits for", () => {
    const { missing } = judgePolicy(both, asking(endpoint));
    expect(missing.map(({ fact }) => fact.split(" in the")[0])).toEqual([
      "the value of aws:PrincipalOrgID",
      "the value of aws:ResourceOrgID",
    ]);
  });
});

describe("a perimeter of denies", () => {
  const foreign = policy(
    allow(),
    deny({
      Sid: "OnlyOurAccounts",
      Condition: {
        StringNotEqualsIfExists: { "aws:ResourceAccount": ["111122223333", "444455556666"] },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    }),
  );
  const roles = policy(
    allow(),
    deny({
      Condition: {
        ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/app", "arn:aws:iam::*:role/ops-*"] },
      },
    }),
  );
  const vpce = policy(allow(), deny({ Condition: { StringNotEquals: { "aws:SourceVpce": ["vpce-0a1"] } } }));
  const owned = policy(
    allow(),
    deny({ Action: "s3:Put*", Resource: undefined, NotResource: "arn:aws:s3:::app-*" }),
  );

  it.each([
    ["a resource of ours", foreign, { "aws:resourceaccount": ["444455556666"] }, {}, "all"],
    ["a foreign resource", foreign, { "aws:resourceaccount": ["999999999999"] }, {}, "unknown"],
    [
      "a foreign resource, by no service",
      foreign,
      { "aws:resourceaccount": ["999999999999"], "aws:principalisawsservice": ["false"] },
      {},
      "none",
    ],
    ["a resource of an unknown account", foreign, { "aws:principalisawsservice": ["false"] }, {}, "unknown"],
    ["a service of AWS", foreign, { "aws:principalisawsservice": ["true"] }, {}, "all"],
    ["a role that may", roles, {}, { arn: role }, "all"],
    ["a role that may not", roles, {}, { arn: "arn:aws:iam::111122223333:role/db" }, "none"],
    ["a role that is not known", roles, {}, { arn: "not known" }, "unknown"],
    ["this endpoint", vpce, {}, {}, "all"],
    ["another endpoint", vpce, { "aws:sourcevpce": ["vpce-0b2"] }, {}, "none"],
    ["an endpoint that is yet to be made", vpce, { "aws:sourcevpce": "not known" }, {}, "unknown"],
    ["a way without endpoint", vpce, { "aws:sourcevpce": "absent" }, {}, "none"],
    ["reading anywhere", owned, {}, {}, "all"],
    ["writing elsewhere", owned, {}, { actions: ["s3:PutObject"] }, "none"],
    [
      "writing to our own",
      owned,
      {},
      { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::app-1/*"] },
      "all",
    ],
    ["writing anywhere", owned, {}, { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::*"] }, "some"],
    ["writing who knows where", owned, {}, { actions: ["s3:PutObject"], resources: [] }, "unknown"],
  ] as const)("for %s", (_, document, keys, requests, outcome) => {
    expect(judgePolicy(document, asking({ ...withKeys(keys), ...requests })).outcome).toBe(outcome);
  });

  it("refuses who is only allowed by a NAT address: that key is not there behind an endpoint", () => {
    const document = policy(
      allow({ Sid: "Nat", Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.10/32"] } } }),
    );
    const answer = judgePolicy(document, asking(endpoint));
    expect(answer.outcome).toBe("none");
    expect(answer.rule).toContain(
      "(statement 1 (Nat) would, but IpAddress aws:SourceIp 203.0.113.10/32 does not hold)",
    );
  });
});
