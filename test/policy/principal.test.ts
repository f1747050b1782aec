/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html, the page
 * …elements_notprincipal.html beside it, and for gateway endpoints
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (read 2026-11-24)
 */
import { describe, expect, it } from "vitest";
import { judgePolicy } from "../../src/policy/index.ts";
import { allow, asking, deny, policy, role, session } from "./asking.ts";

const root = "arn:aws:iam::111122223333:root";
const pathRole = "arn:aws:iam::111122223333:role/team/blue/app";
const otherRole = "arn:aws:iam::111122223333:role/db";
const foreignRole = "arn:aws:iam::444455556666:role/app";
const user = "arn:aws:iam::111122223333:user/Bob";
const nobody = { arn: "not known", account: "not known" };

const rows: readonly (readonly [
  principal: unknown,
  who: { readonly arn?: string; readonly account?: string },
  outcome: string,
])[] = [
  ["*", {}, "all"],
  ["*", nobody, "all"],
  ["*", { arn: "anonymous" }, "all"],
  [{ AWS: "*" }, nobody, "all"],
  [{ AWS: ["444455556666", "*"] }, {}, "all"],
  [{ AWS: "111122223333" }, {}, "all"],
  [{ AWS: 111122223333 }, {}, "all"],
  [{ AWS: root }, {}, "all"],
  [{ AWS: root }, { arn: user }, "all"],
  [{ AWS: root }, { arn: "anonymous", account: "not known" }, "none"],
  [{ AWS: "444455556666" }, {}, "none"],
  [{ AWS: "444455556666" }, { account: "not known" }, "none"],
  [{ AWS: "111122223333" }, { account: "not known" }, "all"],
  [{ AWS: "111122223333" }, nobody, "unknown"],
  [{ AWS: ["444455556666", "111122223333"] }, {}, "all"],
  [{ AWS: role }, {}, "all"],
  [{ AWS: role }, { arn: session }, "all"],
  [{ AWS: pathRole }, { arn: session }, "all"],
  [{ AWS: pathRole }, { arn: pathRole }, "all"],
  [{ AWS: otherRole }, {}, "none"],
  [{ AWS: otherRole }, { arn: session }, "none"],
  [{ AWS: foreignRole }, {}, "none"],
  [{ AWS: foreignRole }, { arn: "not known" }, "none"],
  [{ AWS: role }, { arn: "not known" }, "unknown"],
  [{ AWS: role }, { arn: user }, "none"],
  [{ AWS: role }, { arn: "anonymous" }, "none"],
  [{ AWS: session }, { arn: session }, "all"],
  [{ AWS: session }, {}, "unknown"],
  [{ AWS: session }, { arn: `${session}2` }, "none"],
  [{ AWS: session }, { arn: otherRole }, "none"],
  [{ AWS: user }, { arn: user }, "all"],
  [{ AWS: user.toLowerCase() }, { arn: user }, "none"],
  // A wildcard in part of an ARN is documented as not allowed; what it would be is not.
  [{ AWS: "arn:aws:iam::111122223333:role/a*" }, {}, "unknown"],
  [{ AWS: "arn:aws:iam::444455556666:role/*" }, {}, "none"],
  // A deleted principal shows its unique id.
  [{ AWS: "AROAEXAMPLEID" }, {}, "unknown"],
  [{ Service: "ec2.amazonaws.com" }, {}, "none"],
  [{ Service: "ec2.amazonaws.com" }, { arn: "ec2.amazonaws.com" }, "all"],
  [{ Service: "*" }, {}, "none"],
  [{ Federated: "arn:aws:iam::111122223333:saml-provider/sso" }, {}, "unknown"],
  [{ CanonicalUser: "79a59df900b949e55d96a1e698fbaced" }, {}, "unknown"],
  [{ CanonicalUser: "79a59df900b949e55d96a1e698fbaced", AWS: role }, {}, "all"],
  [{ AWS: { "Fn::GetAtt": ["Role", "Arn"] } }, {}, "unknown"],
];

describe("Principal", () => {
  it.each(rows)("%j for %j: %s", (Principal, who, outcome) => {
    expect(judgePolicy(policy(allow({ Principal })), asking(who)).outcome).toBe(outcome);
  });

  it("may be left out of an identity policy, and not of an endpoint's", () => {
    const document = policy(allow({ Principal: undefined }));
    expect(judgePolicy(document, asking()).outcome).toBe("all");
    expect(judgePolicy(document, asking({ principalRequired: true })).outcome).toBe("unknown");
    expect(judgePolicy(policy(allow()), asking({ principalRequired: true })).outcome).toBe("all");
  });

  it("names the fact that would settle it", () => {
    const answer = judgePolicy(policy(allow({ Principal: { AWS: role } })), asking({ arn: "not known" }));
    expect(answer.missing).toEqual([{ fact: "the role", settledBy: "aws find the role" }]);
    expect(answer.rule).toBe(`statement 1: Allow * for ${role}, which cannot be told`);
  });
});

describe("Principal of a gateway endpoint", () => {
  it.each([
    ["*", {}, "all"],
    [{ AWS: "*" }, {}, "all"],
    [{ AWS: "111122223333" }, {}, "none"],
    [{ AWS: root }, {}, "none"],
    [{ AWS: root }, { arn: root }, "all"],
    [{ AWS: root }, { arn: "not known" }, "unknown"],
    [{ AWS: "444455556666" }, { arn: "not known" }, "none"],
    [{ AWS: role }, {}, "unknown"],
    [{ AWS: otherRole }, {}, "none"],
  ])("%j for %j: %s", (Principal, who, outcome) => {
    const asked = asking({ ...who, rootMeansRootUser: true });
    expect(judgePolicy(policy(allow({ Principal })), asked).outcome).toBe(outcome);
  });

  it("is said to be the root user alone where that is what refuses", () => {
    const answer = judgePolicy(
      policy(allow({ Principal: { AWS: root } })),
      asking({ rootMeansRootUser: true }),
    );
    expect(answer.rule).toContain("as principal of a gateway endpoint an account is its root user alone");
  });
});

describe("NotPrincipal", () => {
  it.each([
    // With Deny it spares whom it lists, for certain only with the account.
    [{ AWS: [role, root] }, {}, "all"],
    [{ AWS: [role, root] }, { arn: session }, "all"],
    [{ AWS: [user, "111122223333"] }, { arn: user }, "all"],
    [{ AWS: role }, {}, "unknown"],
    [{ AWS: root }, {}, "unknown"],
    [{ AWS: [otherRole, "444455556666"] }, {}, "none"],
    [{ AWS: [role, root] }, { arn: "not known" }, "unknown"],
    [{ AWS: foreignRole }, { arn: "not known" }, "none"],
    ["*", {}, "all"],
  ])("%j under a deny, for %j: %s", (NotPrincipal, who, outcome) => {
    const document = policy(allow(), deny({ Principal: undefined, NotPrincipal }));
    expect(judgePolicy(document, asking(who)).outcome).toBe(outcome);
  });

  it("with Allow is not supported, and never makes an allow", () => {
    const judge = (NotPrincipal: unknown) =>
      judgePolicy(policy(allow({ Principal: undefined, NotPrincipal })), asking()).outcome;
    expect(judge({ AWS: role })).toBe("none");
    expect(judge({ AWS: otherRole })).toBe("unknown");
  });
});
