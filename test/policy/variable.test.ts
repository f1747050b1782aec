/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (read 2026-11-24) */
import { describe, expect, it } from "vitest";
import { judgePolicy } from "../../src/policy/index.ts";
import { allow, asking, deny, policy } from "./asking.ts";

const home = policy(allow({ Action: "s3:*", Resource: "arn:aws:s3:::bucket/home/${aws:username}/*" }));
const on = (path: string) => ({ resources: [`arn:aws:s3:::bucket/${path}`] });

describe("a variable in Resource", () => {
  it.each([
    ["its value", { "aws:username": ["ana"] }, "home/ana/x", "all"],
    ["its value and nothing else", { "aws:username": ["ana"] }, "home/bob/x", "none"],
    ["its value as it stands, wildcards too", { "aws:username": ["*"] }, "home/bob/x", "none"],
    ["its value over a family", { "aws:username": ["ana"] }, "home/*", "some"],
    ["nothing when its key is absent", { "aws:username": "absent" as const }, "home/ana/x", "none"],
    [
      "what cannot be told when its key is not known",
      { "aws:username": "not known" as const },
      "home/ana/x",
      "unknown",
    ],
    ["what cannot be told when its key is not modelled", {}, "home/ana/x", "unknown"],
    ["nothing outside what any value could reach", {}, "other/ana/x", "none"],
    [
      "what cannot be told for a key of two values",
      { "aws:username": ["ana", "bob"] },
      "home/ana/x",
      "unknown",
    ],
  ])("stands for %s", (_, keys, path, outcome) => {
    expect(judgePolicy(home, asking({ keys, ...on(path) })).outcome).toBe(outcome);
  });

  it("takes its default when its key is absent, and only then", () => {
    const document = policy(
      allow({ Resource: "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'company-wide'}/x" }),
    );
    const judge = (keys: Record<string, readonly string[] | "absent">, path: string) =>
      judgePolicy(document, asking({ keys, ...on(path) })).outcome;
    expect(judge({ "aws:principaltag/team": "absent" }, "company-wide/x")).toBe("all");
    expect(judge({ "aws:principaltag/team": ["yellow"] }, "yellow/x")).toBe("all");
    expect(judge({ "aws:principaltag/team": ["yellow"] }, "company-wide/x")).toBe("none");
  });

  it("makes the whole statement doubtful when it has no value, for it may be invalid", () => {
    const resources = ["arn:aws:s3:::bucket/home/${aws:username}/*", "arn:aws:s3:::bucket/shared/*"];
    const keys = { "aws:username": "absent" } as const;
    const document = policy(allow({ Resource: resources }));
    expect(judgePolicy(document, asking({ keys, ...on("shared/x") })).outcome).toBe("unknown");
    expect(judgePolicy(document, asking({ keys, ...on("home/ana/x") })).outcome).toBe("none");
    const perhaps = { "aws:username": "not known" } as const;
    expect(judgePolicy(document, asking({ keys: perhaps, ...on("shared/x") })).outcome).toBe("unknown");
    const denying = policy(allow(), deny({ Resource: resources }));
    expect(judgePolicy(denying, asking({ keys, ...on("shared/x") })).outcome).toBe("unknown");
    expect(judgePolicy(denying, asking({ keys, ...on("other/x") })).outcome).toBe("all");
  });

  it("is plain text before version 2012-10-17", () => {
    for (const version of [undefined, "2008-10-17"]) {
      const document = { ...home, Version: version };
      const judge = (path: string) =>
        judgePolicy(document, asking({ keys: { "aws:username": ["ana"] }, ...on(path) })).outcome;
      expect(judge("home/ana/x")).toBe("none");
      expect(judge("home/${aws:username}/x")).toBe("all");
    }
  });
});

describe("the characters ${*}, ${?} and ${$}", () => {
  it.each([
    ["a${*}", "a*", "all"],
    ["a${*}", "ab", "none"],
    ["a${?}c", "a?c", "all"],
    ["a${?}c", "abc", "none"],
    ["${$}{aws:username}", "${aws:username}", "all"],
  ])("in %s over %s: %s", (pattern, path, outcome) => {
    const document = policy(allow({ Condition: { StringLike: { "s3:prefix": pattern } } }));
    expect(judgePolicy(document, asking({ keys: { "s3:prefix": [path] } })).outcome).toBe(outcome);
  });
});

describe("a variable in a condition", () => {
  const like = (operator: string, wanted: string | readonly string[]) =>
    policy(allow({ Condition: { [operator]: { "s3:prefix": wanted } } }));

  it.each([
    ["StringLike", "${aws:username}/*", "ana/x", ["ana"], "all"],
    ["StringLike", "${aws:username}/*", "bob/x", ["ana"], "none"],
    ["StringEquals", "${AWS:UserName}", "ana", ["ana"], "all"],
    ["StringNotEquals", "${aws:username}", "bob", ["ana"], "all"],
    ["ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111122223333:user/ana", ["ana"], "all"],
    // Without a value it matches nothing, and the statement may be invalid: a negation is not thereby true.
    ["StringEquals", "${aws:username}", "ana", "absent", "none"],
    ["StringNotEquals", "${aws:username}", "ana", "absent", "unknown"],
    ["StringEquals", ["${aws:username}", "ana"], "ana", "absent", "unknown"],
    ["StringEquals", ["${aws:username}", "ana"], "ana", "not known", "unknown"],
    ["StringEquals", ["${aws:username, 'x'}", "ana"], "ana", "not known", "all"],
    ["StringEquals", "ana-${aws:username}", "bob", "not known", "none"],
    ["StringNotEqualsIfExists", "${aws:username}", "ana", "absent", "unknown"],
    ["StringEquals", "ana-${aws:username}", "ana-x", "not known", "unknown"],
  ] as const)("%s %s of %s with user %s: %s", (operator, wanted, given, user, outcome) => {
    const keys = { "s3:prefix": [given], "aws:username": user };
    expect(judgePolicy(like(operator, wanted), asking({ keys })).outcome).toBe(outcome);
  });
});
