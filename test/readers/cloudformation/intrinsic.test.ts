import { describe, expect, it } from "vitest";
import { evaluate, propertyOf, show, valueOf } from "./samples.ts";

const sections = `
Parameters:
  Known: { Type: String, Default: known }
  Missing: { Type: String }
  Names: { Type: CommaDelimitedList, Default: "a, b,c" }
  Subnets: { Type: "List<AWS::EC2::Subnet::Id>" }
  Index: { Type: Number, Default: 1 }
Mappings:
  Sizes:
    us-east-1: { size: large, only: one }
    cn-north-1: { size: large }
Conditions:
  Yes: !Equals [a, a]
  No: !Equals [a, b]
  Unsure: !Equals [!Ref Missing, x]
`;

const region = "us-east-1";
const missing = { unknown: "parameter Missing" };

describe("with everything known", () => {
  it.each([
    ["!Ref Known", "known"],
    ["!Ref Names", ["a", "b", "c"]],
    ["!Ref Vpc", { ref: "Vpc" }],
    ["!Ref AWS::Region", "us-east-1"],
    ["!Ref AWS::Partition", "aws"],
    ["!Ref AWS::URLSuffix", "amazonaws.com"],
    ["!Ref AWS::NoValue", undefined],
    ["!GetAtt Vpc.CidrBlock", "10.0.0.0/16"],
    ["!GetAtt Vpc.DefaultSecurityGroup", { ref: "Vpc", attribute: "DefaultSecurityGroup" }],
    ["!GetAtt [Vpc, CidrBlock]", "10.0.0.0/16"],
    ["{ Fn::GetAtt: Vpc.A.B }", { ref: "Vpc", attribute: "A.B" }],
    ['!Sub "${Known}-${AWS::Region}-${!Literal}"', "known-us-east-1-${Literal}"],
    ['!Sub "${Vpc}"', { ref: "Vpc" }],
    ['!Sub "${Vpc.DefaultSecurityGroup}"', { ref: "Vpc", attribute: "DefaultSecurityGroup" }],
    ['!Sub ["${Own}/${Known}", { Own: !Select [0, !Ref Names] }]', "a/known"],
    ['!Sub ["${Vpc}", { Vpc: own }]', "own"],
    ['!Sub "cost: $ { } ${Known"', "cost: $ { } ${Known"],
    ['!Join ["-", [a, 1, true, !Ref Known]]', "a-1-true-known"],
    ['!Join [",", !Ref Names]', "a,b,c"],
    ['!Join ["", [!Ref Vpc]]', { ref: "Vpc" }],
    ['!Join [",", []]', ""],
    ["!Select [1, [a, b]]", "b"],
    ["!Select [!Ref Index, !Ref Names]", "b"],
    ['!Select ["0", !Split [".", "x.y"]]', "x"],
    ["!Select [0, [!Ref Vpc]]", { ref: "Vpc" }],
    ['!Split [",", "a,,b"]', ["a", "", "b"]],
    ['!Split [",", !Join [",", [!Ref Vpc, b]]]', [{ ref: "Vpc" }, "b"]],
    ["!FindInMap [Sizes, !Ref AWS::Region, only]", "one"],
    ["!FindInMap [Sizes, nowhere, size, { DefaultValue: small }]", "small"],
    ["!If [Yes, a, b]", "a"],
    ["!If [No, a, !Ref AWS::NoValue]", undefined],
    ["[!If [No, a, !Ref AWS::NoValue], b]", ["b"]],
    ["!GetAZs us-east-1", ["us-east-1a", "us-east-1b", "us-east-1c"]],
    ['!GetAZs ""', ["us-east-1a", "us-east-1b", "us-east-1c"]],
    ["!GetAZs { Ref: AWS::Region }", ["us-east-1a", "us-east-1b", "us-east-1c"]],
    [
      "!Cidr [192.168.0.0/24, 6, 5]",
      ["0", "32", "64", "96", "128", "160"].map((host) => `192.168.0.${host}/27`),
    ],
    ["!Cidr [!GetAtt Vpc.CidrBlock, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]],
    ["!Cidr ['2001:db8::/56', 2, 64]", ["2001:db8::/64", "2001:db8:0:1::/64"]],
    ["!Base64 AWS CloudFormation", "QVdTIENsb3VkRm9ybWF0aW9u"],
    ["!Equals [a, a]", true],
    ["{ Fn::Length: !Ref Names }", 3],
    ['{ Fn::ToJsonString: { a: [1, "x", true] } }', '{"a":[1,"x",true]}'],
    [
      "{ Statement: { Condition: { StringEquals: { a: b } } } }",
      { Statement: { Condition: { StringEquals: { a: "b" } } } },
    ],
  ])("%s", (expression, expected) => {
    expect(valueOf(expression, { sections, region, parameters: { Missing: "", Subnets: "" } })).toEqual(
      expected,
    );
  });
});

describe("with something unknown", () => {
  it.each([
    ["!Ref Missing", missing],
    ["!Ref Subnets", { unknown: "parameter Subnets" }],
    ["!Ref AWS::Region", { unknown: "the Region" }],
    ["!Ref AWS::AccountId", { unknown: "the account" }],
    ["!Ref AWS::StackName", { unknown: "the name of stack t" }],
    ["!Ref AWS::Mystery", { unknown: "pseudo parameter AWS::Mystery" }],
    ['!Sub "${Missing}"', missing],
    ['!Sub "${Known}-${Missing}"', { unknown: '"known-${Missing}", which needs parameter Missing' }],
    ['!Sub "arn:${Vpc}"', { unknown: '"arn:${Vpc}", which is known once the stack exists' }],
    [
      '!Join [".", [com, !Ref AWS::Region, s3]]',
      { unknown: '"com.${AWS::Region}.s3", which needs the Region' },
    ],
    ['!Join [",", !Ref Subnets]', { unknown: "parameter Subnets, joined" }],
    ["!Select [0, !Ref Subnets]", { unknown: "item 0 of parameter Subnets" }],
    ["!Select [5, [a]]", { unknown: "item 5 of a list that has 1" }],
    ["!Select [0, !GetAtt Vpc.Ipv6CidrBlocks]", { unknown: "item 0 of Vpc.Ipv6CidrBlocks of t" }],
    [
      "!Select [0, [!If [Unsure, a, !Ref AWS::NoValue], b]]",
      { unknown: expect.stringMatching(/^item 0 of a list, which needs .*parameter Missing$/) },
    ],
    ["!Select [1, !GetAZs '']", { unknown: "item 1 of the zones of the Region" }],
    ["!GetAZs mars-north-1", { unknown: "the zones of mars-north-1" }],
    ['!Split ["-", !Ref Missing]', { unknown: 'the pieces at "-" of parameter Missing' }],
    ["!FindInMap [Sizes, !Ref AWS::Region, size]", "large"],
    [
      "!FindInMap [Sizes, !Ref AWS::Region, size, { DefaultValue: small }]",
      { unknown: "the mapping Sizes::?::size, which needs the Region" },
    ],
    [
      "!FindInMap [Sizes, mars-north-1, size]",
      { unknown: "the mapping Sizes::mars-north-1::size, which t.yaml does not have" },
    ],
    ["!If [Unsure, same, same]", "same"],
    ["!If [Unsure, !Ref Vpc, !Ref Vpc]", { ref: "Vpc" }],
    ["!If [Unsure, a, b]", { unknown: '"a" or "b" by condition Unsure of t, which needs parameter Missing' }],
    [
      "[a, !If [Unsure, b, !Ref AWS::NoValue]]",
      ["a", { unknown: '"b" or nothing by condition Unsure of t, which needs parameter Missing' }],
    ],
    ["!Cidr [!Ref Missing, 2, 8]", { unknown: "the blocks of Fn::Cidr parameter Missing, 2, 8" }],
    ["!Cidr [10.0.0.0/30, 9, 8]", { unknown: "Fn::Cidr with arguments that CloudFormation does not accept" }],
    ["!Base64 { Ref: Missing }", { unknown: "Fn::Base64 of parameter Missing" }],
    ["!ImportValue shared", { unknown: 'export "shared"' }],
    ["{ Fn::Transform: { Name: Boom } }", { unknown: "what the macro Boom makes" }],
    ["{ Fn::Mystery: 1 }", { unknown: "the value of Fn::Mystery" }],
    ["'{{resolve:ssm:/a/b:1}}'", { unknown: "the value of {{resolve:ssm:/a/b:1}}" }],
    [
      "!Sub '{{resolve:secretsmanager:${Known}}}'",
      { unknown: "the value of {{resolve:secretsmanager:known}}" },
    ],
    ["{ Fn::Length: !Ref Subnets }", { unknown: "the length of parameter Subnets" }],
    [
      "{ Fn::ToJsonString: { a: !Ref Missing } }",
      { unknown: '"{"a":"${Missing}"}", which needs parameter Missing' },
    ],
    ["!Equals [!Ref Missing, x]", missing],
    ["!Sub [1, 2, 3]", "1"],
    ["!Join [a]", { unknown: "Fn::Join with arguments that CloudFormation does not accept" }],
    ["!Select [x, [a]]", { unknown: "Fn::Select with arguments that CloudFormation does not accept" }],
  ])("%s", (expression, expected) => {
    expect(valueOf(expression, { sections })).toEqual(expected);
  });
});

describe("an unknown", () => {
  const content = (expression: string) =>
    propertyOf(
      evaluate({
        "t.yaml": `${sections}Resources:\n  Vpc: { Type: AWS::EC2::VPC }\n  Probe: { Type: T::T, Properties: { Value: ${expression} } }`,
      }),
      "Probe",
    )?.content;

  it.each([
    ["!Ref Missing", "--parameter Missing=VALUE"],
    ["!Ref AWS::Region", "--region REGION"],
    ["!Ref AWS::AccountId", "aws sts get-caller-identity, then --parameter AWS::AccountId=VALUE"],
    ["!ImportValue shared", "aws cloudformation list-exports"],
    ["'{{resolve:ssm:/a/b:1}}'", "aws ssm get-parameter --name /a/b"],
    [
      "'{{resolve:secretsmanager:db:SecretString:password}}'",
      "aws secretsmanager get-secret-value --secret-id db",
    ],
    ["!GetAZs mars-north-1", "aws ec2 describe-availability-zones --region mars-north-1"],
    ['!Sub "x-${Missing}"', "--parameter Missing=VALUE"],
  ])("%s says what would settle it", (expression, settledBy) => {
    expect(content(expression)).toMatchObject({ unknown: { settledBy } });
  });

  it("keeps the known parts of a text", () => {
    expect(content('!Sub "com.${AWS::Region}.${Vpc}"')).toMatchObject({
      parts: ["com.", { symbol: "AWS::Region" }, ".", { kind: "reference" }],
    });
  });

  it("keeps in clear what Fn::Base64 would encode", () => {
    expect(content('!Base64 { "Fn::Sub": "curl ${Missing}" }')).toMatchObject({
      plain: { content: { parts: ["curl ", { symbol: "Missing" }] } },
    });
  });

  it("says when it may be absent", () => {
    expect(content("!If [Unsure, a, !Ref AWS::NoValue]")).toMatchObject({ mayBeAbsent: true });
    expect(content("!If [Unsure, a, b]")).not.toHaveProperty("mayBeAbsent");
  });

  it("has one symbol wherever it is the same", () => {
    const symbols = ["!Ref Missing", '!Sub "${Missing}"', "!Select [0, [!Ref Missing]]"].map(
      (expression) => (content(expression) as { symbol?: string }).symbol,
    );
    expect(symbols).toEqual(["Missing", "Missing", "Missing"]);
  });

  it("is not taken for another one that only looks alike", () => {
    const facts = ["!If [Unsure, a, b]", "!If [Unsure, a, c]"].map((expression) =>
      show({ content: content(expression) ?? null, origin: { file: "" } }),
    );
    expect(facts[0]).not.toEqual(facts[1]);
  });
});

it("removes a property that is AWS::NoValue and keeps one that is null", () => {
  const text = "Resources: { A: { Type: T::T, Properties: { Gone: !Ref AWS::NoValue, Kept: null } } }";
  const [resource] = evaluate({ "t.yaml": text }).resources;
  expect([...(resource?.properties.entries.keys() ?? [])]).toEqual(["Kept"]);
});
