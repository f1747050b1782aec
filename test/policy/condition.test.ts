/**
 * Conditions, as the answers of a policy that allows everything under one. Tables follow
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * (read 2026-11-24).
 */
import { describe, expect, it } from "vitest";
import { judgePolicy } from "../../src/policy/index.ts";
import { allow, asking, policy, role, session } from "./asking.ts";

type Given = readonly string[] | "absent" | "not known";

function judge(operator: string, wanted: unknown, given: Given): string {
  const document = policy(allow({ Condition: { [operator]: { "Test:Key": wanted } } }));
  return judgePolicy(document, asking({ keys: { "test:key": given } })).outcome;
}

const comparisons: readonly (readonly [operator: string, wanted: unknown, given: string, outcome: string])[] =
  [
    ["StringEquals", "John", "John", "all"],
    ["StringEquals", "John", "john", "none"],
    ["StringEquals", ["x", "John"], "John", "all"],
    ["StringEquals", "J*", "John", "none"],
    ["StringEquals", "J*", "J*", "all"],
    ["StringEquals", 12345, "12345", "all"],
    ["StringNotEquals", "John", "john", "all"],
    ["StringNotEquals", ["x", "John"], "John", "none"],
    ["StringEqualsIgnoreCase", "John", "jOHN", "all"],
    ["StringEqualsIgnoreCase", "John", "Joan", "none"],
    ["StringNotEqualsIgnoreCase", "John", "jOHN", "none"],
    ["StringLike", "home/*", "home/a/b", "all"],
    ["StringLike", "h?me", "hoome", "none"],
    ["StringLike", "Home*", "home", "none"],
    ["StringNotLike", "home/*", "home/a", "none"],
    ["StringNotLike", ["a*", "b*"], "c", "all"],
    ["NumericEquals", "10", "10.0", "all"],
    ["NumericNotEquals", "10", "11", "all"],
    ["NumericLessThan", 10, "10", "none"],
    ["NumericLessThanEquals", "10", "10", "all"],
    ["NumericGreaterThan", "9.5", "10", "all"],
    ["NumericGreaterThanEquals", "11", "10", "none"],
    ["NumericEquals", "ten", "10", "unknown"],
    ["NumericNotEquals", "10", "ten", "unknown"],
    ["DateEquals", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "all"],
    ["DateNotEquals", "2020-01-01", "2020-01-01T00:00:00Z", "none"],
    ["DateLessThan", "2020-01-01T00:00:01Z", "1577836800", "all"],
    ["DateLessThanEquals", "2020", "2020-01-01T00:00:00Z", "all"],
    ["DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:01Z", "none"],
    ["DateGreaterThanEquals", "2020-01-01T00:00:01Z", "2020-01-01T00:00:01Z", "all"],
    ["DateGreaterThan", "2020-01-*", "2020-02-01", "unknown"],
    ["Bool", true, "true", "all"],
    ["Bool", "False", "true", "none"],
    ["Bool", "yes", "true", "unknown"],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", "all"],
    ["BinaryEquals", "QmluYXJ5", "qmluyxj5", "none"],
    ["IpAddress", "203.0.113.0/24", "203.0.113.7", "all"],
    ["IpAddress", "203.0.113.7", "203.0.113.7", "all"],
    ["IpAddress", "203.0.113.0/24", "203.0.114.7", "none"],
    ["IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::9", "all"],
    ["IpAddress", "10.0.0.0/8", "::a00:1", "none"],
    ["NotIpAddress", ["10.0.0.0/8", "192.168.0.0/16"], "192.168.1.1", "none"],
    ["NotIpAddress", "2001:db8::/32", "2001:db9::1", "all"],
    ["IpAddress", "10.0.1.0/24", "10.0.1.128/25", "all"],
    ["IpAddress", "10.0.1.0/25", "10.0.1.0/24", "unknown"],
    ["IpAddress", "10.0.*", "10.0.1.1", "unknown"],
    ["ArnLike", "arn:aws:iam::*:role/app-*", "arn:aws:iam::111122223333:role/app-1", "all"],
    ["ArnEquals", "arn:aws:iam::*:role/app-*", "arn:aws:iam::111122223333:role/app-1", "all"],
    ["ArnLike", "arn:aws:iam::*:role/App", "arn:aws:iam::111122223333:role/app", "none"],
    ["ArnNotLike", "arn:aws:iam::*:role/app-?", "arn:aws:iam::111122223333:role/app-1", "none"],
    ["ArnNotEquals", "arn:aws:iam::*:role/db", "arn:aws:iam::111122223333:role/app", "all"],
    ["ArnLike", "arn:aws:sns:*:*:topic", "not an arn", "none"],
    ["ArnNotLike", "arn:aws:sns:*:*:topic", "not an arn", "all"],
    ["ArnLike", "arn:aws:iam*", "arn:aws:iam::111122223333:role/app", "unknown"],
    ["ArnLike", "arn:aws:s3*", "arn:aws:iam::111122223333:role/app", "none"],
    // The example of the documentation that parts ArnLike from StringLike.
    [
      "ArnLike",
      "arn:aws:someservice:*:111122223333:finance/*",
      "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
      "none",
    ],
    [
      "StringLike",
      "arn:aws:someservice:*:111122223333:finance/*",
      "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
      "all",
    ],
  ];

describe("operators", () => {
  it.each(comparisons)("%s %j of %s: %s", (operator, wanted, given, outcome) => {
    expect(judge(operator, wanted, [given])).toBe(outcome);
  });

  it.each(["StringEquals", "stringequals", "STRINGEQUALS"])("are named in any case: %s", (operator) => {
    expect(judge(operator, "a", ["a"])).toBe("all");
  });
});

const absences: readonly (readonly [operator: string, wanted: string, absent: string])[] = [
  ["StringEquals", "x", "none"],
  ["StringNotEquals", "x", "all"],
  ["StringNotLike", "x*", "all"],
  ["ArnNotLike", "arn:aws:iam::*:role/x", "all"],
  ["NotIpAddress", "10.0.0.0/8", "all"],
  ["DateNotEquals", "2020", "all"],
  ["NumericLessThan", "1", "none"],
  ["Bool", "true", "none"],
  ["StringEqualsIfExists", "x", "all"],
  ["StringNotEqualsIfExists", "x", "all"],
  ["BoolIfExists", "true", "all"],
  ["Null", "true", "all"],
  ["Null", "false", "none"],
  ["ForAllValues:StringEquals", "x", "all"],
  ["ForAllValues:StringNotEquals", "x", "all"],
  ["ForAnyValue:StringEquals", "x", "none"],
  ["ForAnyValue:StringEqualsIfExists", "x", "all"],
  ["ForAnyValue:StringNotEquals", "x", "unknown"],
];

describe("an absent key", () => {
  it.each(absences)("under %s %s: %s", (operator, wanted, outcome) => {
    expect(judge(operator, wanted, "absent")).toBe(outcome);
    expect(judge(operator, wanted, [])).toBe(outcome);
  });

  it.each(absences)("that may be there leaves %s %s open", (operator, wanted) => {
    expect(judge(operator, wanted, "not known")).toBe("unknown");
  });

  it("is not the same as a key that is there", () => {
    expect(judge("Null", "true", ["x"])).toBe("none");
    expect(judge("Null", "false", ["x"])).toBe("all");
    expect(judge("Null", ["true", "false"], ["x"])).toBe("all");
    expect(judge("Null", "maybe", ["x"])).toBe("unknown");
    expect(judge("StringEqualsIfExists", "x", ["y"])).toBe("none");
  });
});

const sets: readonly (readonly [
  operator: string,
  wanted: readonly string[],
  given: readonly string[],
  outcome: string,
])[] = [
  // The table of the documentation: PostDateTime and UserName against three values.
  ["ForAllValues:StringLike", ["PostDateTime", "Message", "Tags"], ["PostDateTime", "Message"], "all"],
  ["ForAllValues:StringLike", ["PostDateTime", "Message", "Tags"], ["PostDateTime", "UserName"], "none"],
  ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName", "Message", "PostDateTime"], "all"],
  ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName"], "none"],
  ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], "all"],
  ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], "none"],
  ["ForAnyValue:StringNotEquals", ["a", "b"], ["c", "a"], "all"],
  ["ForAnyValue:StringNotEquals", ["a", "b"], ["b", "a"], "none"],
  ["ForAllValues:StringEquals", ["a"], [""], "all"],
  ["ForAnyValue:StringEquals", ["a"], [""], "none"],
  // Several values need a set operator; without one only what holds for each of them can be told.
  ["StringEquals", ["a", "b"], ["a", "b"], "all"],
  ["StringEquals", ["a"], ["b", "c"], "none"],
  ["StringEquals", ["a"], ["a", "b"], "unknown"],
];

describe("a key of several values", () => {
  it.each(sets)("%s %j of %j: %s", (operator, wanted, given, outcome) => {
    expect(judge(operator, wanted, given)).toBe(outcome);
  });
});

describe("a condition block", () => {
  const block = {
    StringEquals: { "aws:PrincipalTag/department": ["finance", "hr"], "aws:PrincipalTag/role": ["audit"] },
    ArnLike: {
      "aws:PrincipalArn": ["arn:aws:iam::222222222222:user/Ana", "arn:aws:iam::222222222222:user/Mary"],
    },
  };
  const judgeBlock = (keys: Record<string, readonly string[]>) =>
    judgePolicy(policy(allow({ Condition: block })), asking({ keys })).outcome;
  const keys = {
    "aws:principaltag/department": ["hr"],
    "aws:principaltag/role": ["audit"],
    "aws:principalarn": ["arn:aws:iam::222222222222:user/Mary"],
  };

  it("needs every key of every operator, and of each key one value", () => {
    expect(judgeBlock(keys)).toBe("all");
    expect(judgeBlock({ ...keys, "aws:principaltag/department": ["it"] })).toBe("none");
    expect(judgeBlock({ ...keys, "aws:principaltag/role": ["security"] })).toBe("none");
    expect(judgeBlock({ ...keys, "aws:principalarn": ["arn:aws:iam::222222222222:user/Nikki"] })).toBe(
      "none",
    );
  });

  it("fails for certain on one key, whatever else is not known", () => {
    const { "aws:principaltag/department": _, ...others } = keys;
    expect(judgeBlock({ ...others, "aws:principaltag/role": ["security"] })).toBe("none");
    expect(judgeBlock(others)).toBe("unknown");
  });
});

describe("a key that is not modelled", () => {
  it("is named, with the statement that asks for it and who could tell", () => {
    const document = policy(
      allow({ Sid: "Org", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    );
    expect(judgePolicy(document, asking())).toEqual({
      outcome: "unknown",
      rule: "statement 1 (Org): Allow * if StringEquals aws:PrincipalOrgID o-1, which cannot be told",
      missing: [
        {
          fact: "the value of aws:PrincipalOrgID in the client's requests, on which statement 1 (Org) of the policy depends",
          settledBy: "aws organizations describe-organization",
        },
      ],
    });
  });

  it.each([
    ["the role that asks", { arn: role }, "aws:PrincipalArn", role, "all"],
    ["another role", { arn: role }, "AWS:principalARN", "arn:aws:iam::111122223333:role/db", "none"],
    ["a session, whose role may have a path", { arn: session }, "aws:PrincipalArn", role, "unknown"],
    ["an unknown role", { arn: "not known" }, "aws:PrincipalArn", role, "unknown"],
    ["the account", {}, "aws:PrincipalAccount", "111122223333", "all"],
    ["another account", {}, "aws:PrincipalAccount", "444455556666", "none"],
  ])("follows from who asks: %s", (_, who, key, wanted, outcome) => {
    const document = policy(allow({ Condition: { StringEquals: { [key]: wanted } } }));
    expect(judgePolicy(document, asking(who)).outcome).toBe(outcome);
  });
});
