/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (read 2026-11-24) */
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { allowedActions, judgePolicy, mayGoTo } from "../../src/policy/index.ts";
import { allow, asking, deny, policy } from "./asking.ts";

describe("a document that AWS would refuse", () => {
  it.each([
    [null, "the document: not an object but null"],
    [[], "the document: not an object but []"],
    [{}, "the document: no Statement"],
    ["{", "the document is not JSON"],
    ['"{}"', "the document is a text"],
    [{ Statement: [] }, "the document: Statement is an empty list"],
    [{ Statement: null }, "statement 1: not an object but null"],
    [{ ...policy(allow()), Version: "2012-10-18" }, 'the document: Version is "2012-10-18"'],
    [{ ...policy(allow()), Statements: [] }, 'the document: "Statements" is no element'],
    [policy(allow(), "x"), 'statement 2: not an object but "x"'],
    [policy(allow({ Effect: "allow" })), 'statement 1: Effect is "allow"'],
    [policy(allow({ Effect: undefined })), "statement 1: Effect is missing"],
    [policy(allow({ Sid: 7 })), "statement 1: Sid is 7"],
    [policy(allow({ Actions: "*" })), 'statement 1: "Actions" is no element'],
    [policy(allow({ Action: 5 })), "statement 1: Action holds 5"],
    [policy(allow({ Action: ["s3:*", null] })), "statement 1: Action holds null"],
    [policy(allow({ Action: [] })), "statement 1: Action is an empty list"],
    [policy(allow({ Action: undefined })), "statement 1: no Action"],
    [policy(allow({ NotAction: "s3:*" })), "statement 1: Action and NotAction exclude each other"],
    [policy(allow({ Resource: undefined })), "statement 1: no Resource"],
    [policy(allow({ Resource: [["*"]] })), 'statement 1: Resource holds ["*"]'],
    [policy(allow({ NotPrincipal: "*" })), "statement 1: Principal and NotPrincipal exclude each other"],
    [policy(allow({ Principal: "arn:aws:iam::111122223333:root" })), "statement 1: Principal is"],
    [policy(allow({ Principal: {} })), "statement 1: Principal is {}"],
    [policy(allow({ Principal: { aws: "*" } })), 'statement 1: Principal has no kind "aws"'],
    [policy(allow({ Principal: { constructor: "*" } })), 'statement 1: Principal has no kind "constructor"'],
    [policy(allow({ Principal: { AWS: true } })), "statement 1: Principal.AWS holds true"],
    [policy(allow({ Condition: [] })), "statement 1: Condition is []"],
    [
      policy(allow({ Condition: { StringIs: { k: "v" } } })),
      'statement 1: Condition has no operator "StringIs"',
    ],
    [
      policy(allow({ Condition: { "ForSome:StringLike": { k: "v" } } })),
      "statement 1: Condition has no operator",
    ],
    [policy(allow({ Condition: { NullIfExists: { k: "true" } } })), "statement 1: Condition has no operator"],
    [policy(allow({ Condition: { StringEquals: "x" } })), "statement 1: Condition StringEquals is"],
    [
      policy(allow({ Condition: { StringEquals: { k: null } } })),
      "statement 1: Condition StringEquals k holds null",
    ],
  ])("%j: %s", (document, fault) => {
    const { outcome, rule, missing } = judgePolicy(document, asking());
    expect(outcome).toBe("unknown");
    expect(rule).toContain(fault);
    expect(missing[0]?.fact).toContain(fault);
    expect(allowedActions(document)).toEqual([]);
  });

  it("is told all of its faults at once", () => {
    const { rule } = judgePolicy(policy(allow({ Effect: "x" }), allow({ Action: 1 })), asking());
    expect(rule).toContain("statement 1: Effect");
    expect(rule).toContain("statement 2: Action");
  });
});

describe("a document that AWS takes", () => {
  it.each([
    ["one statement without a list", { Statement: allow() }],
    ["no Version", { Statement: [allow()] }],
    ["an Id and Sids with spaces", { ...policy(allow({ Sid: "Allow all" })), Id: "endpoint policy" }],
    ["JSON text", JSON.stringify(policy(allow()))],
    ["text as the IAM API encodes it", encodeURIComponent(JSON.stringify(policy(allow())))],
    ["an empty Condition", policy(allow({ Condition: {} }))],
  ])("%s", (_, document) => {
    expect(judgePolicy(document, asking())).toMatchObject({ outcome: "all", missing: [] });
  });

  it("may have places that a template left open, which are unknown and not wrong", () => {
    const open = { "Fn::Sub": "arn:aws:s3:::${Bucket}/*" };
    const judge = (statement: unknown) => judgePolicy(policy(statement), asking());
    expect(judge(allow({ Resource: open }))).toMatchObject({
      outcome: "unknown",
      missing: [{ fact: expect.stringContaining("the value of Resource in statement 1") as string }],
    });
    expect(judge(allow({ Resource: [open, "*"] })).outcome).toBe("all");
    expect(judge(allow({ Action: [open, "s3:GetObject"] })).outcome).toBe("all");
    expect(judge(allow({ Action: open })).outcome).toBe("unknown");
    expect(judge(allow({ Resource: open, Action: "sqs:*" })).outcome).toBe("none");
    expect(judge(allow({ Action: undefined, NotAction: open })).outcome).toBe("unknown");
    const condition = { NumericLessThan: { "s3:max-keys": open } };
    const asked = asking({ keys: { "s3:max-keys": ["5"] } });
    expect(judgePolicy(policy(allow({ Condition: condition })), asked).outcome).toBe("unknown");
  });
});

describe("any document at all", () => {
  const word = fc.constantFrom(
    "*",
    "Allow",
    "s3:*",
    "2012-10-17",
    "${aws:username}",
    "aws:PrincipalArn",
    "__proto__",
  );
  const elements = ["Version", "Statement", "Effect", "Action", "NotAction", "Resource", "Principal"];
  const inner = [
    "Condition",
    "StringLike",
    "Null",
    "ForAllValues:Bool",
    "IpAddress",
    "AWS",
    "Sid",
    "__proto__",
  ];
  const key = fc.constantFrom(...elements, ...inner);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      word,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(key, tie("tree"), { maxKeys: 5 }),
    ),
  }));

  it("is answered, and with a missing fact exactly when it cannot be told", () => {
    const statement = fc.record(
      {
        Effect: fc.constantFrom("Allow", "Deny"),
        Principal: fc.oneof(fc.constant("*"), tree),
        Action: fc.oneof(word, tree),
        Resource: fc.oneof(word, tree),
        Condition: tree,
      },
      { requiredKeys: ["Effect", "Action", "Resource"] },
    );
    const document = fc.oneof(
      tree,
      fc.json(),
      fc.string(),
      fc.record({ Version: fc.constant("2012-10-17"), Statement: fc.array(fc.oneof(statement, tree)) }),
    );
    const answered = fc.property(document, (given) => {
      const { outcome, rule, missing } = judgePolicy(given, asking());
      const actions = allowedActions(given);
      return rule !== "" && missing.length > 0 === (outcome === "unknown") && Array.isArray(actions);
    });
    const { counterexample, errorInstance } = fc.check(answered, { numRuns: 2000 });
    expect({ counterexample, errorInstance }).toEqual({ counterexample: null, errorInstance: null });
  });

  it("is answered however long its patterns are", () => {
    const long = `arn:aws:s3:::${"x".repeat(300_000)}`;
    expect(judgePolicy(policy(allow({ Resource: long })), asking({ resources: [long] })).outcome).toBe("all");
    expect(judgePolicy(policy(allow({ Resource: `${long}*` })), asking()).outcome).toBe("none");
  });

  it("is answered however deep it is", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    for (const text of [deep, `{"Statement":${deep}}`, `{"Statement":[{"Action":${deep}}]}`]) {
      expect(judgePolicy(text, asking()).outcome).toBe("unknown");
    }
  });
});

describe("allowed actions", () => {
  it("are those of Allow statements, as written, with their resources", () => {
    const document = policy(
      allow({ Action: ["s3:GetObject", "S3:List*"], Resource: ["arn:aws:s3:::a", "arn:aws:s3"] }),
      deny({ Action: "sqs:*" }),
      allow({ Action: undefined, NotAction: "iam:*", Resource: undefined, NotResource: "arn:aws:s3:::b" }),
      allow({ Action: "ssm:*", Resource: { Ref: "Parameter" }, Condition: { Null: { k: "true" } } }),
    );
    const resources = ["arn:aws:s3:::a", "arn:aws:s3"];
    const anywhere = { regions: undefined, exceptRegions: [], isMadeByService: false };
    expect(allowedActions(document)).toEqual([
      { action: "s3:GetObject", resources, ...anywhere },
      { action: "S3:List*", resources, ...anywhere },
      { action: "*", resources: ["*"], ...anywhere },
      { action: "ssm:*", resources: ["*"], ...anywhere },
    ]);
  });

  it.each<readonly [object, readonly string[], readonly string[]]>([
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }, ["eu-west-1"], ["eu-west-2", "us-east-1"]],
    [{ StringLike: { "AWS:requestedregion": ["eu-*"] } }, ["eu-west-1", "eu-west-2"], ["us-east-1"]],
    [{ StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } }, ["us-east-1"], ["eu-west-1"]],
    [{ StringEquals: { "aws:RequestedRegion": { Ref: "Region" } } }, ["eu-west-1", "us-east-1"], []],
    [{ StringEquals: { "aws:SourceVpc": "vpc-1" } }, ["eu-west-1"], []],
  ])("go where %j lets them", (Condition, goes, stays) => {
    const [one] = allowedActions(policy(allow({ Action: "sqs:*", Condition })));
    const may = (name: string) => one !== undefined && mayGoTo(one, name);
    expect([goes.filter(may), stays.filter(may)]).toEqual([goes, []]);
  });

  it.each([
    [{ StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }, true],
    [{ StringNotEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }, false],
    [{ StringEqualsIfExists: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } }, false],
    [undefined, false],
  ])("are made by another service: %j, %s", (Condition, isMadeByService) => {
    const [one] = allowedActions(policy(allow({ Action: "kms:Decrypt", Condition })));
    expect(one).toMatchObject({ isMadeByService });
  });
});
