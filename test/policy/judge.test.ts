/** Families of requests, and which statement is said to have decided. */
import { describe, expect, it } from "vitest";
import { judgePolicy } from "../../src/policy/index.ts";
import { allow, asking, deny, policy } from "./asking.ts";

const logs = { Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" };
const oneKey = { Condition: { StringEquals: { "test:key": "x" } } };

describe("the family of actions and resources", () => {
  it.each([
    [["s3:GetObject"], ["arn:aws:s3:::logs/a"], "all"],
    [["S3:getobject"], ["arn:aws:s3:::logs/*"], "all"],
    [["s3:GetObject"], ["arn:aws:s3:::logs/2026/*", "arn:aws:s3:::logs/2027/*"], "all"],
    [["s3:Get*"], ["arn:aws:s3:::logs/*"], "some"],
    [["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::logs/*"], "some"],
    [["s3:GetObject"], ["arn:aws:s3:::*"], "some"],
    [["s3:GetObject"], ["arn:aws:s3:::Logs/*"], "none"],
    [["s3:GetObject"], ["arn:aws:s3:::log?"], "none"],
    [["s3:Put*"], ["arn:aws:s3:::logs/*"], "none"],
    [["sqs:*"], [], "none"],
    [["s3:GetObject"], [], "unknown"],
    [[], ["arn:aws:s3:::logs/*"], "unknown"],
    [[], ["arn:aws:s3:::other"], "none"],
    [[], [], "unknown"],
  ])("%j on %j: %s", (actions, resources, outcome) => {
    expect(judgePolicy(policy(allow(logs)), asking({ actions, resources })).outcome).toBe(outcome);
  });

  it.each([
    [{ Action: "*" }, "all"],
    [{ Action: "s3:*" }, "all"],
    [{ Action: ["s3:Get*", "s3:Put*", "s3:List*"] }, "some"],
    [{ Action: undefined, NotAction: "s3:Delete*" }, "some"],
    [{ Action: undefined, NotAction: "sqs:*" }, "all"],
    [{ Action: undefined, NotAction: ["s3:*", "sqs:*"] }, "none"],
    [{ Action: undefined, NotAction: "*" }, "none"],
    [{ Resource: "arn:aws:s3" }, "all"],
    [{ Resource: "arn:aws:s3:::b*" }, "all"],
    [{ Resource: undefined, NotResource: "arn:aws:s3:::b*" }, "none"],
    [{ Resource: undefined, NotResource: "arn:aws:s3:::bucket/secret/*" }, "some"],
    [{ Resource: undefined, NotResource: "arn:aws:sqs:*:*:*" }, "all"],
  ])("s3:* on all objects of a bucket under %j: %s", (parts, outcome) => {
    const asked = asking({ actions: ["s3:*"], resources: ["arn:aws:s3:::bucket/*"] });
    expect(judgePolicy(policy(allow(parts)), asked).outcome).toBe(outcome);
  });

  it("is wholly allowed by statements that only together cover it", () => {
    const asked = asking({ actions: ["s3:*"], resources: ["arn:aws:s3:::bucket/*"] });
    const halves = [allow({ Action: "s3:Get*" }), allow({ Action: undefined, NotAction: "s3:Get*" })];
    expect(judgePolicy(policy(...halves), asked).outcome).toBe("all");
    expect(judgePolicy(policy(halves[0]), asked).outcome).toBe("some");
  });

  it("never mixes the action of one statement with the resource of another", () => {
    const document = policy(
      allow({ Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }),
      allow({ Action: "s3:PutObject", Resource: "arn:aws:s3:::b/*" }),
    );
    const judge = (action: string, bucket: string) =>
      judgePolicy(document, asking({ actions: [action], resources: [`arn:aws:s3:::${bucket}/k`] })).outcome;
    expect([judge("s3:GetObject", "a"), judge("s3:GetObject", "b")]).toEqual(["all", "none"]);
    expect([judge("s3:PutObject", "a"), judge("s3:PutObject", "b")]).toEqual(["none", "all"]);
  });
});

describe("resources of which nothing is known", () => {
  const open = asking({ resources: [] });

  it("are told where every one of them is decided alike", () => {
    expect(judgePolicy(policy(allow({ Action: "s3:*" })), open).outcome).toBe("all");
    expect(judgePolicy(policy(allow(), deny({ Action: "s3:*" })), open).outcome).toBe("none");
    expect(judgePolicy(policy(allow(), deny({ Action: "s3:Put*" })), open).outcome).toBe("all");
    const both = asking({ resources: [], actions: ["s3:GetObject", "s3:PutObject"] });
    expect(judgePolicy(policy(allow({ Action: "s3:GetObject" })), both).outcome).toBe("some");
    const everyBucket = [allow({ Resource: "arn:*" }), allow({ Resource: undefined, NotResource: "arn:*" })];
    expect(judgePolicy(policy(...everyBucket), open).outcome).toBe("all");
  });

  it("are asked for by name otherwise, with the statements that limit them", () => {
    const answer = judgePolicy(
      policy(allow({ ...logs, Sid: "Logs" }), deny({ Resource: "arn:aws:s3:::b" })),
      open,
    );
    expect(answer).toMatchObject({
      outcome: "unknown",
      missing: [
        {
          fact: "which resources s3:GetObject is for: statement 1 (Logs) allows only arn:aws:s3:::logs/*, statement 2 denies arn:aws:s3:::b",
          settledBy: "name the requests: see the client's IAM policy or CloudTrail",
        },
      ],
    });
    expect(answer.rule).toContain("which resources s3:GetObject is for");
  });

  it("may at least be bounded", () => {
    const document = policy(allow({ Resource: "arn:aws:s3:::*" }));
    expect(judgePolicy(document, open).outcome).toBe("unknown");
    const bounded = (among: string) => asking({ resources: [], resourcesAmong: [among] });
    expect(judgePolicy(document, bounded("arn:aws:s3:::*")).outcome).toBe("all");
    expect(judgePolicy(policy(allow(logs)), bounded("arn:aws:s3:::*")).outcome).toBe("unknown");
    expect(judgePolicy(policy(allow(logs)), bounded("arn:aws:sqs:*")).outcome).toBe("none");
  });
});

describe("allow and deny", () => {
  const key = (value: "x" | "y" | "not known") => ({
    keys: { "test:key": value === "not known" ? value : [value] },
  });

  it.each([
    // what allows, what denies: each without condition (yes), or under one that holds, fails or is not known
    ["yes", "no", "all"],
    ["yes", "yes", "none"],
    ["yes", "unknown", "unknown"],
    ["no", "no", "none"],
    ["no", "yes", "none"],
    ["no", "unknown", "none"],
    ["unknown", "no", "unknown"],
    ["unknown", "yes", "none"],
    ["unknown", "unknown", "unknown"],
  ])("an allow of %s under a deny of %s: %s", (allowing, denying, outcome) => {
    const under = { yes: {}, no: { Action: "sqs:*" }, unknown: oneKey };
    const document = policy(
      allow(under[allowing as keyof typeof under]),
      deny(under[denying as keyof typeof under]),
    );
    expect(judgePolicy(document, asking(key("not known"))).outcome).toBe(outcome);
  });

  it("are told whatever is not known where another statement decides", () => {
    const asked = asking(key("not known"));
    expect(judgePolicy(policy(allow(oneKey), allow()), asked).outcome).toBe("all");
    expect(judgePolicy(policy(allow(), deny(oneKey), deny()), asked).outcome).toBe("none");
  });

  it("give some where a part is certain, whatever the rest", () => {
    const asked = asking({
      ...key("not known"),
      actions: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
    });
    const document = policy(allow({ Action: "s3:Get*" }), allow({ Action: "s3:Put*", ...oneKey }));
    expect(judgePolicy(document, asked).outcome).toBe("some");
  });
});

describe("the rule", () => {
  const judge = (statements: readonly unknown[], asked = asking()) =>
    judgePolicy(policy(...statements), asked).rule;

  it.each([
    [
      "the first statement that allows",
      [allow({ Action: "s3:*" }), allow({ Action: "s3:Get*" })],
      "statement 1: Allow s3:*",
    ],
    [
      "an explicit deny before a missing allow",
      [deny({ Sid: "Lock", Resource: "arn:aws:s3:::bucket/*" })],
      "statement 1 (Lock): Deny * on arn:aws:s3:::bucket/*",
    ],
    [
      "the implicit deny",
      [allow(logs)],
      "no statement allows s3:GetObject on arn:aws:s3:::bucket/key: implicit deny",
    ],
    [
      "a near miss of the implicit deny",
      [allow({ Sid: "Org", Condition: { StringEquals: { "test:key": ["x", "z"] } } })],
      "no statement allows s3:GetObject on arn:aws:s3:::bucket/key: implicit deny (statement 1 (Org) would, but StringEquals test:key x, z does not hold)",
    ],
    [
      "what is not so",
      [
        allow(),
        deny({ Action: undefined, NotAction: "sqs:*", Resource: undefined, NotResource: ["a", "b"] }),
      ],
      "statement 2: Deny all actions but sqs:* on all resources but a, b",
    ],
    [
      "principals and conditions",
      [
        allow(),
        deny({
          Principal: undefined,
          NotPrincipal: { AWS: "444455556666" },
          Condition: { StringEquals: { "test:key": "y" }, Bool: { "test:flag": true } },
        }),
      ],
      "statement 2: Deny * for all but 444455556666 if StringEquals test:key y and Bool test:flag true",
    ],
    [
      "long lists in short",
      [allow({ Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:a", "s3:b"] })],
      "statement 1: Allow s3:GetObject, s3:PutObject, s3:ListBucket and 2 more",
    ],
  ])("is %s", (_, statements, rule) => {
    expect(judge(statements, asking({ keys: { "test:key": ["y"], "test:flag": ["true"] } }))).toBe(rule);
  });

  it("names both what allows and what refuses where some is allowed", () => {
    const asked = asking({ actions: ["s3:GetObject", "s3:PutObject"] });
    expect(judge([allow({ Action: "s3:Get*" })], asked)).toBe(
      "statement 1: Allow s3:Get*; but no statement allows the rest of s3:PutObject on arn:aws:s3:::bucket/key: implicit deny",
    );
    expect(judge([allow(), deny({ Action: "s3:Put*" })], asked)).toBe(
      "statement 1: Allow *; but statement 2: Deny s3:Put*",
    );
  });
});

describe("documents judged many times", () => {
  it("give the same answer to the same question, and their own to another", () => {
    const document = policy(allow(logs));
    const inside = asking({ resources: ["arn:aws:s3:::logs/a"] });
    const outside = asking({ resources: ["arn:aws:s3:::other/a"] });
    const first = [judgePolicy(document, inside), judgePolicy(document, outside)];
    expect(first.map(({ outcome }) => outcome)).toEqual(["all", "none"]);
    expect([judgePolicy(document, inside), judgePolicy(document, outside)]).toEqual(first);
    expect(judgePolicy(JSON.stringify(document), inside)).toEqual(first[0]);
  });
});
