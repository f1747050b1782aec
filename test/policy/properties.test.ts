/** What holds for every policy: the laws that keep a missing fact, or a reordering, from making anything safe. */
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { judgePolicy } from "../../src/policy/index.ts";
import type { AskedRequests, PolicyAnswer } from "../../src/policy/index.ts";
import { allow, asking, policy } from "./asking.ts";
import type { Written } from "./asking.ts";

type Outcome = PolicyAnswer["outcome"];

const actions = ["s3:*", "s3:a", "s3:ab", "s3:?", "*", "s3:*b"] as const;
const resources = [
  "*",
  "arn:aws:s3:::x",
  "arn:aws:s3:::x*",
  "arn:aws:s3:::?y",
  "arn:aws:s3:::${k:one}",
] as const;
const operators = [
  "StringEquals",
  "StringNotEquals",
  "StringLikeIfExists",
  "ForAllValues:StringEquals",
  "ForAnyValue:StringNotEquals",
];

const condition = fc.record({
  operator: fc.constantFrom(...operators, "Null"),
  key: fc.constantFrom("k:one", "k:two"),
  value: fc.constantFrom("x", "y", "true", "${k:two}"),
});
const listOf = (words: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });

const statement: fc.Arbitrary<Written> = fc
  .record({
    effect: fc.constantFrom("Allow", "Allow", "Deny"),
    actions: listOf(actions),
    notAction: fc.boolean(),
    resources: listOf(resources),
    notResource: fc.boolean(),
    account: fc.option(fc.constantFrom("111122223333", "444455556666"), { nil: undefined }),
    condition: fc.option(condition, { nil: undefined }),
  })
  .map(({ effect, actions: a, notAction, resources: r, notResource, account, condition: c }) =>
    allow({
      Effect: effect,
      Action: notAction ? undefined : a,
      NotAction: notAction ? a : undefined,
      Resource: notResource ? undefined : r,
      NotResource: notResource ? r : undefined,
      Principal: account === undefined ? "*" : { AWS: account },
      Condition: c === undefined ? undefined : { [c.operator]: { [c.key]: c.value } },
    }),
  );
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });

const value = fc.constantFrom<readonly string[] | "absent" | "not known">(
  ["x"],
  ["y"],
  ["x", "y"],
  "absent",
  "not known",
);
const asked: fc.Arbitrary<AskedRequests> = fc
  .record({
    actions: fc.uniqueArray(fc.constantFrom(...actions), { maxLength: 2 }),
    resources: fc.uniqueArray(fc.constantFrom(...resources.slice(0, 4)), { maxLength: 2 }),
    one: value,
    two: value,
  })
  .map(({ one, two, ...rest }) => asking({ ...rest, keys: { "k:one": one, "k:two": two } }));

const judge = (list: readonly Written[], question: AskedRequests): Outcome =>
  judgePolicy(policy(...list), question).outcome;

/** The simplest case that breaks a property; null when none was found. */
function breaking<Case>(property: fc.IProperty<Case>): Case | null {
  return fc.check(property, { numRuns: 500 }).counterexample;
}

describe("every policy", () => {
  it("loses nothing by an Allow more", () => {
    const holds = (list: Written[], more: Written, question: AskedRequests) => {
      const before = judge(list, question);
      const after = judge([...list, { ...more, Effect: "Allow" }], question);
      return (before !== "all" || after === "all") && (after !== "none" || before === "none");
    };
    expect(breaking(fc.property(statements, statement, asked, holds))).toBeNull();
  });

  it("gains nothing by a Deny more", () => {
    const holds = (list: Written[], more: Written, question: AskedRequests) => {
      const before = judge(list, question);
      const after = judge([...list, { ...more, Effect: "Deny" }], question);
      return (before !== "none" || after === "none") && (after !== "all" || before === "all");
    };
    expect(breaking(fc.property(statements, statement, asked, holds))).toBeNull();
  });

  it("says no more when less is known of the keys", () => {
    const holds = (list: Written[], question: AskedRequests, key: string) => {
      const keys = new Map([...question.keys].filter(([name]) => name !== key));
      return [judge(list, question), "unknown"].includes(judge(list, { ...question, keys }));
    };
    const key = fc.constantFrom("k:one", "k:two");
    expect(breaking(fc.property(statements, asked, key, holds))).toBeNull();
  });

  it("says no more when the resources are not known", () => {
    const holds = (list: Written[], question: AskedRequests, place: string) => {
      const named = judge(list, { ...question, resources: [place] });
      return [named, "unknown"].includes(judge(list, { ...question, resources: [] }));
    };
    const place = fc.constantFrom("arn:aws:s3:::x", "arn:aws:s3:::zy", "*");
    expect(breaking(fc.property(statements, asked, place, holds))).toBeNull();
  });

  it("says the same in any order of its statements", () => {
    const holds = (list: Written[], question: AskedRequests) =>
      judge(list.toReversed(), question) === judge(list, question);
    expect(breaking(fc.property(statements, asked, holds))).toBeNull();
  });

  it("says of a family what it says of its members", () => {
    const words = ["s3:a", "s3:b", "s3:ab", "s3:aab", "sqs:c"];
    const places = [
      "arn:aws:s3:::x",
      "arn:aws:s3:::xz",
      "arn:aws:s3:::zy",
      "arn:aws:s3:::y",
      "arn:aws:sqs:r:1:q",
    ];
    const holds = (list: Written[], question: AskedRequests) => {
      const whole = judge(list, { ...question, actions: ["*"], resources: ["*"] });
      const parts = words.flatMap((action) =>
        places.map((place) => judge(list, { ...question, actions: [action], resources: [place] })),
      );
      const isMixed = parts.includes("all") && parts.includes("none");
      const isWhole = whole === "all" || whole === "none";
      return (!isWhole || parts.every((part) => part === whole)) && (!isMixed || whole === "some");
    };
    expect(breaking(fc.property(statements, asked, holds))).toBeNull();
  });

  it("names a missing fact exactly when it cannot tell", () => {
    const holds = (list: Written[], question: AskedRequests) => {
      const { outcome, missing } = judgePolicy(policy(...list), question);
      return missing.length > 0 === (outcome === "unknown");
    };
    expect(breaking(fc.property(statements, asked, holds))).toBeNull();
  });

  it("comes to each answer among the cases tried here", () => {
    const found = new Set(
      fc.sample(fc.tuple(statements, asked), 1000).map(([list, question]) => judge(list, question)),
    );
    expect([...found].sort()).toEqual(["all", "none", "some", "unknown"]);
  });
});
