import { describe, expect, it } from "vitest";
import { doubtful, plain, read, row, told } from "./read.ts";

const role = (properties: string, more = "", region = "eu-west-1") =>
  row(
    read(
      `  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {}, ${properties} } }\n${more}`,
      { head: doubtful, region },
    ),
    "roles",
    "Role",
  );
const actions = (one: ReturnType<typeof role>) =>
  told(one.documents, (all) =>
    all.map(({ json }) => (json as { Statement: { Action: string }[] }).Statement[0]?.Action),
  );
const document = (action: string, resource = "'*'", effect = "Allow") =>
  `PolicyDocument: { Statement: [{ Effect: ${effect}, Action: ${action}, Resource: ${resource} }] }`;

describe("a role", () => {
  it("has its managed policies by name or ARN", () => {
    const arn = '!Sub "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2RoleforSSM"';
    expect(plain(role(`ManagedPolicyArns: [${arn}]`).managedPolicies)).toEqual([
      "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM",
    ]);
    // Without a Region the partition is not known, and the name still is.
    expect(plain(role(`ManagedPolicyArns: [${arn}]`, "", "unknown-region").managedPolicies)).toEqual([
      "AmazonEC2RoleforSSM",
    ]);
    expect(plain(role("ManagedPolicyArns: [!Ref Stage]").managedPolicies)).toMatch(/Stage/);
  });

  it("has documents from everywhere they are attached", () => {
    const one = role(
      `ManagedPolicyArns: [!Ref Named], Policies: [{ PolicyName: p, ${document("s3:GetObject")} }]`,
      `  Policy: { Type: AWS::IAM::Policy, Properties: { PolicyName: q, Roles: [!Ref Role], ${document("sqs:SendMessage")} } }
  Own: { Type: AWS::IAM::RolePolicy, Properties: { PolicyName: r, RoleName: !Ref Role, ${document("sns:Publish")} } }
  Attached: { Type: AWS::IAM::ManagedPolicy, Properties: { Roles: [!Ref Role], ${document("kms:Decrypt")} } }
  Named: { Type: AWS::IAM::ManagedPolicy, Properties: { ${document("logs:PutLogEvents")} } }`,
    );
    expect(plain(one.managedPolicies)).toEqual([]);
    const all = actions(one);
    expect(Array.isArray(all) ? [...all].map(String).sort((a, b) => (a < b ? -1 : 1)) : all).toEqual([
      "kms:Decrypt",
      "logs:PutLogEvents",
      "s3:GetObject",
      "sns:Publish",
      "sqs:SendMessage",
    ]);
  });

  it.each([
    { what: "an action", policy: document("!Ref Stage") },
    { what: "the resource of a Deny", policy: document("s3:GetObject", "!Ref Stage", "Deny") },
  ])("does not know its documents while $what is not known", ({ policy }) => {
    expect(role(`Policies: [{ PolicyName: p, ${policy} }]`).documents.known).toBe(false);
  });

  it("leaves open a condition that is not known, for it names no action", () => {
    const { documents } = role(
      "Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:SourceVpce': !Ref Stage } } }] } }]",
    );
    expect(documents).toMatchObject({
      value: [
        {
          json: {
            Statement: [{ Condition: { StringEquals: { "aws:SourceVpce": { "Fn::Sub": "${Stage}" } } } }],
          },
        },
      ],
    });
  });

  it("keeps the shape of resources that an Allow names", () => {
    const one = role(
      `Policies: [{ PolicyName: p, ${document("s3:GetObject", '!Sub "${Bucket.Arn}/*"')} }]`,
      "  Bucket: { Type: AWS::S3::Bucket }",
    );
    expect(told(one.documents, ([first]) => first?.json)).toEqual({
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "${Bucket.Arn}/*" }],
    });
  });

  it("does not know its documents while a policy may not exist", () => {
    const maybe = `  Policy: { Type: AWS::IAM::Policy, Condition: Maybe, Properties: { PolicyName: q, Roles: [!Ref Role], ${document("sqs:SendMessage")} } }`;
    expect(plain(role("", maybe).documents)).toMatch(/condition Maybe/);
  });
});
