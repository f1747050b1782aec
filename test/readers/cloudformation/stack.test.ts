import { describe, expect, it } from "vitest";
import { evaluate, propertyOf, refusalOf, show, valueOf } from "./samples.ts";

const probe = (sections: string, value = "!Ref P") =>
  `${sections}\nResources: { Probe: { Type: T::T, Properties: { Value: ${value} } } }`;

describe("a parameter", () => {
  const typed = (type: string, more = "") => probe(`Parameters: { P: { Type: "${type}"${more} } }`);
  it.each([
    ["its default", typed("String", ", Default: 1.10"), {}, "1.10"],
    ["what is given", typed("String", ", Default: a"), { P: "b" }, "b"],
    ["a list", typed("List<Number>", ', Default: "1,2"'), {}, ["1", "2"]],
    ["an empty list", typed("CommaDelimitedList", ', Default: ""'), {}, []],
    ["nothing", typed("AWS::EC2::VPC::Id"), {}, { unknown: "parameter P" }],
    [
      "a stored value",
      typed("AWS::SSM::Parameter::Value<String>", ", Default: /a/b"),
      {},
      { unknown: "parameter P, which SSM parameter /a/b holds" },
    ],
    [
      "a stored value that is given",
      typed("AWS::SSM::Parameter::Value<String>", ", Default: /a/b"),
      { P: "ami-1" },
      "ami-1",
    ],
    [
      "another name of a stored value",
      typed("AWS::SSM::Parameter::Value<String>", ", Default: /a/b"),
      { P: "/c" },
      { unknown: "parameter P, which SSM parameter /c holds" },
    ],
    ["a stored name", typed("AWS::SSM::Parameter::Name", ", Default: /a/b"), {}, "/a/b"],
    [
      "a dynamic reference",
      typed("String", ', Default: "{{resolve:ssm:x}}"'),
      {},
      { unknown: "the value of {{resolve:ssm:x}}" },
    ],
  ])("has %s", (_, text, parameters, expected) => {
    expect(show(propertyOf(evaluate({ "t.yaml": text }, { parameters }), "Probe"))).toEqual(expected);
  });

  it("lists its allowed values where it is missing", () => {
    const evaluated = evaluate({ "t.yaml": typed("String", ", AllowedValues: [a, b]") });
    expect(propertyOf(evaluated, "Probe")?.content).toMatchObject({
      unknown: { settledBy: "--parameter P=VALUE (one of a, b)" },
    });
  });

  it("is told apart from one of the same name in another stack", () => {
    const { resources } = evaluate({ "a.yaml": typed("String"), "b.yaml": typed("String") });
    expect(resources.map((resource) => show(resource.properties.entries.get("Value")))).toEqual([
      { unknown: "parameter P of a" },
      { unknown: "parameter P of b" },
    ]);
  });

  it("given but unknown to every template is refused with near names", () => {
    const text = probe("Parameters: { SubnetId: { Type: String, Default: x } }", "a");
    expect(refusalOf(() => evaluate({ "t.yaml": text }, { parameters: { SubnetID: "y" } }))).toBe(
      "--parameter SubnetID: no template has this parameter: did you mean SubnetId?",
    );
    expect(
      evaluate({ "t.yaml": text, "u.yaml": typed("String") }, { parameters: { P: "y" } }).resources,
    ).toHaveLength(2);
  });

  it("given a value that is not allowed is refused", () => {
    const text = typed("String", ", AllowedValues: [a, b]");
    expect(refusalOf(() => evaluate({ "t.yaml": text }, { parameters: { P: "c" } }))).toBe(
      "--parameter P=c: t.yaml:1 does not allow this value: give one of a, b",
    );
  });
});

it("knows the pseudo parameters that are given, and those of the Region's partition", () => {
  const expression = '!Sub "${AWS::Partition} ${AWS::URLSuffix} ${AWS::AccountId} ${AWS::StackName}"';
  const parameters = { "AWS::AccountId": "123456789012", "AWS::StackName": "net" };
  expect(valueOf(expression, { region: "cn-north-1", parameters })).toBe(
    "aws-cn amazonaws.com.cn 123456789012 net",
  );
});

describe("a condition", () => {
  const sections =
    "Parameters: { U: { Type: String }, V: { Type: String }, T: { Type: String, Default: 'true' } }";
  const exists = (condition: string, more = "") => {
    const text = `${sections}\nConditions:\n  C: ${condition}\n${more}\nResources: { A: { Type: T::T, Condition: C } }`;
    const [resource] = evaluate({ "t.yaml": text }).resources;
    return resource === undefined ? "no" : (resource.doubt?.fact ?? "yes");
  };
  const unsure = "condition C of t, which needs parameter U";
  it.each([
    ["!Equals [a, a]", "yes"],
    ["!Equals [a, A]", "no"],
    ["!Equals [!Ref T, true]", "yes"],
    ["!Equals [1, '1']", "yes"],
    ["!Equals [[a], [a]]", "yes"],
    ["!Equals [!Ref U, x]", unsure],
    ["!Equals [!Ref U, !Ref U]", "yes"],
    ["!Equals [!Ref U, !Ref V]", unsure],
    ['!Equals [!Sub "a-${U}", b]', "no"],
    ['!Equals [!Sub "${U}-a", b]', "no"],
    ['!Equals [!Sub "a-${U}", a-b]', 'condition C of t, which needs "a-${U}", which needs parameter U'],
    ["!Not [!Equals [a, a]]", "no"],
    ["!Not [!Equals [!Ref U, x]]", unsure],
    ["!And [!Equals [a, a], !Equals [b, b]]", "yes"],
    ["!And [!Equals [!Ref U, x], !Equals [a, b]]", "no"],
    ["!And [!Equals [!Ref U, x], !Equals [a, a]]", unsure],
    ["!Or [!Equals [!Ref U, x], !Equals [a, a]]", "yes"],
    ["!Or [!Equals [!Ref U, x], !Equals [a, b]]", unsure],
    ["!Condition D", "yes"],
    ["!And [Condition: D, !Condition D]", "yes"],
    ["!Equals [!Join ['', []], '']", "yes"],
  ])("%s: %s", (condition, expected) => {
    expect(exists(condition, "  D: !Equals [a, a]")).toBe(expected);
  });

  it("that rests on itself is refused", () => {
    expect(refusalOf(() => exists("!Condition D", "  D: !Not [!Condition C]"))).toMatch(
      /^t.yaml:[34]: circular dependency between conditions: (C -> D -> C|D -> C -> D): /,
    );
  });

  it("gives resources that share it equal doubts", () => {
    const text = `${sections}\nConditions: { C: !Equals [!Ref U, x] }\nResources: { A: { Type: T::T, Condition: C }, B: { Type: T::T, Condition: C } }`;
    const [a, b] = evaluate({ "t.yaml": text }).resources;
    expect(a?.doubt).toEqual(b?.doubt);
  });

  it("that is false makes references to its resource unknown", () => {
    const text =
      "Conditions: { C: !Equals [a, b] }\nResources: { A: { Type: T::T, Condition: C }, Probe: { Type: T::T, DependsOn: A, Properties: { Value: !Ref A } } }";
    expect(show(propertyOf(evaluate({ "t.yaml": text }), "Probe"))).toEqual({
      unknown: "A of t, which is not created as condition C is false",
    });
  });
});

describe("what CloudFormation refuses", () => {
  const hint = "CloudFormation refuses it: take one of these references out";
  it.each([
    [
      "an unknown Ref",
      "Resources:\n  Subnet: { Type: T::T }\n  A: { Type: T::T, Properties: { V: !Ref Sbunet } }",
      "t.yaml:3: unresolved resource dependencies [Sbunet]: did you mean Subnet?",
    ],
    [
      "an unknown GetAtt",
      "Resources:\n  A: { Type: T::T, Properties: { V: !GetAtt Zzz.Arn } }",
      "t.yaml:2: unresolved resource dependencies [Zzz]: the template has no parameter or resource of this name",
    ],
    [
      "an unknown variable of Sub",
      "Resources:\n  A:\n    Type: T::T\n    Properties:\n      V: !Sub 'x-${Zzz}'",
      "t.yaml:5: unresolved resource dependencies [Zzz]: the template has no parameter or resource of this name",
    ],
    [
      "an unknown name in a branch not taken",
      "Conditions: { C: !Equals [a, a] }\nResources:\n  A: { Type: T::T, Properties: { V: !If [C, a, !Ref Zzz] } }",
      "t.yaml:3: unresolved resource dependencies [Zzz]: the template has no parameter or resource of this name",
    ],
    [
      "an unknown DependsOn",
      "Resources:\n  A: { Type: T::T, DependsOn: [Zzz] }",
      "t.yaml:2: unresolved resource dependencies [Zzz]: the template has no parameter or resource of this name",
    ],
    [
      "an unknown condition",
      "Conditions: { Cond: !Equals [a, b] }\nResources:\n  A: { Type: T::T, Condition: Condd }",
      "t.yaml:3: unresolved condition dependency Condd: did you mean Cond?",
    ],
    [
      "an unknown condition of If",
      "Resources:\n  A: { Type: T::T, Properties: { V: !If [C, a, b] } }",
      "t.yaml:2: unresolved condition dependency C: the Conditions section does not have it",
    ],
    [
      "a resource in a condition",
      "Conditions:\n  C: !Equals [!Ref A, b]\nResources:\n  A: { Type: T::T }",
      "t.yaml:2: unresolved resource dependencies [A]: the template has no parameter or resource of this name",
    ],
    [
      "an unknown name in an output",
      "Resources: { A: { Type: T::T } }\nOutputs:\n  O: { Value: !Ref Zzz }",
      "t.yaml:3: unresolved resource dependencies [Zzz]: the template has no parameter or resource of this name",
    ],
    [
      "a circle of references",
      "Resources:\n  A: { Type: T::T, Properties: { V: !Ref B } }\n  B: { Type: T::T, Properties: { V: !Sub 'x${C.Arn}' } }\n  C: { Type: T::T, DependsOn: A }",
      `t.yaml:2: circular dependency between resources: A -> B -> C -> A: ${hint}`,
    ],
    [
      "a reference to itself",
      "Resources:\n  A: { Type: T::T, Properties: { V: !GetAtt A.Arn } }",
      `t.yaml:2: circular dependency between resources: A -> A: ${hint}`,
    ],
    [
      "a resource without type",
      "Resources:\n  A: { Type: T::T }\n  B: { Properties: {} }",
      "t.yaml:3: resource B has no Type: CloudFormation refuses it: give it a type, or take it out",
    ],
  ])("%s", (_, text, expected) => {
    expect(refusalOf(() => evaluate({ "t.yaml": text }))).toBe(expected);
  });

  it("is accepted where it is not certain or a macro may mend it", () => {
    const circle =
      "A: { Type: T::T, Properties: { V: !If [C, !Ref B, x] } }, B: { Type: T::T, DependsOn: A }";
    const conditions = "Parameters: { P: { Type: String } }\nConditions: { C: !Equals [!Ref P, x] }";
    expect(evaluate({ "t.yaml": `${conditions}\nResources: { ${circle} }` }).resources).toHaveLength(2);
    expect(
      refusalOf(() =>
        evaluate({ "t.yaml": `${conditions}\nResources: { ${circle} }` }, { parameters: { P: "x" } }),
      ),
    ).toContain("circular");
    const macro =
      "Transform: AWS::Serverless-2016-10-31\nResources: { Probe: { Type: T::T, Properties: { Value: !GetAtt FnRole.Arn } } }";
    expect(show(propertyOf(evaluate({ "t.yaml": macro }), "Probe"))).toEqual({
      unknown: "FnRole of t, which a macro makes",
    });
  });

  it("of a chain as long as a template does not exhaust the stack", () => {
    const links = Array.from({ length: 5000 }, (_, i) => `  R${i}: { Type: T::T, DependsOn: R${i + 1} }`);
    const text = ["Resources:", ...links, "  R5000: { Type: T::T }"].join("\n");
    expect(evaluate({ "t.yaml": text }).resources).toHaveLength(5001);
  });
});

describe("macros", () => {
  it("of others are told of", () => {
    const text = "Transform:\n  - AWS::LanguageExtensions\n  - Mine\nResources: { A: { Type: T::T } }";
    expect(evaluate({ "t.yaml": text }).unused).toEqual([
      { path: "t.yaml:3", reason: "macro Mine runs only in AWS; the template is read as it is written" },
    ]);
  });

  it("of serverless spread Globals over the resources of their type", () => {
    const text = [
      "Transform: AWS::Serverless-2016-10-31",
      "Globals: { Function: { Timeout: 3, VpcConfig: { SubnetIds: [a], SecurityGroupIds: [g] }, Layers: [x] } }",
      "Resources:",
      "  F: { Type: AWS::Serverless::Function, Properties: { Timeout: 9, VpcConfig: { SubnetIds: [b] }, Layers: !Ref AWS::NoValue } }",
      "  G: { Type: AWS::Serverless::Function }",
      "  T: { Type: AWS::Serverless::SimpleTable }",
    ].join("\n");
    const shown = Object.fromEntries(
      evaluate({ "t.yaml": text }).resources.map(({ id, properties }) => [
        id,
        show({ content: properties, origin: { file: "" } }),
      ]),
    );
    expect(shown).toEqual({
      F: { Timeout: 9, VpcConfig: { SubnetIds: ["a", "b"], SecurityGroupIds: ["g"] } },
      G: { Timeout: 3, VpcConfig: { SubnetIds: ["a"], SecurityGroupIds: ["g"] }, Layers: ["x"] },
      T: {},
    });
  });

  const loop = (collection: string) =>
    [
      "Transform: AWS::LanguageExtensions",
      "Parameters: { Zones: { Type: CommaDelimitedList } }",
      "Resources:",
      "  Fn::ForEach::Subnets:",
      "    - Zone",
      `    - ${collection}`,
      "    - Subnet&{Zone}:",
      "        Type: AWS::EC2::Subnet",
      "        Properties: { Value: !Ref Zone, Name: !Sub 'n-${Zone}', 'Fn::ForEach::Tags': [N, [x, y], { 'Tag${N}': '${N}${Zone}' }] }",
      "  Probe: { Type: T::T, Properties: { Value: !Ref Subneta1 } }",
    ].join("\n");

  it("of the language extensions copy a fragment for every item", () => {
    const evaluated = evaluate({ "t.yaml": loop("[a-1, b-2]") });
    const [first] = evaluated.resources;
    expect(evaluated.resources.map(({ id }) => id)).toEqual(["Subneta1", "Subnetb2", "Probe"]);
    expect(first && show({ content: first.properties, origin: { file: "" } })).toEqual({
      Value: "a-1",
      Name: "n-a-1",
      Tagx: "xa-1",
      Tagy: "ya-1",
    });
    expect(show(propertyOf(evaluated, "Probe"))).toEqual({ ref: "Subneta1" });
    expect(
      evaluate({ "t.yaml": loop("!Ref Zones") }, { parameters: { Zones: "a-1" } }).resources,
    ).toHaveLength(2);
  });

  it("over an unknown collection are told of", () => {
    const text = loop("!Ref Zones").replace("!Ref Subneta1", "x");
    expect(evaluate({ "t.yaml": text }).unused).toEqual([
      { path: "t.yaml:4", reason: "Fn::ForEach::Subnets: its collection is not known" },
    ]);
  });

  it("that multiply without end are refused", () => {
    const items = `[${Array.from({ length: 200 }, (_, i) => `i${i}`).join(", ")}]`;
    const text = `Resources: { 'Fn::ForEach::A': [A, ${items}, { 'Fn::ForEach::B': [B, ${items}, { 'R\${A}\${B}': { Type: T::T } }] }] }`;
    expect(refusalOf(() => evaluate({ "t.yaml": text }))).toContain(
      "Fn::ForEach makes more than 20000 copies",
    );
  });
});

describe("values that lead to one another without end", () => {
  const chain = Array.from({ length: 3000 }, (_, i) => `  C${i}: !Not [!Condition C${i + 1}]`).join("\n");
  it.each([
    [
      "a mapping in itself",
      "Mappings: { M: { a: { b: !FindInMap [M, a, b] } } }\nResources: { A: { Type: T::T, Properties: { V: !FindInMap [M, a, b] } } }",
      "t.yaml:1: more than 600 values lead to one another",
    ],
    [
      "a chain of conditions",
      `Conditions:\n${chain}\n  C3000: !Equals [a, a]\nResources: { A: { Type: T::T, Condition: C0 } }`,
      "more than 600 values lead to one another",
    ],
    [
      "a loop over what it makes",
      "Resources: { 'Fn::ForEach::X': [I, [!Ref A], { 'R${I}': { Type: T::T } }], A: { Type: T::T } }",
      "circular dependency between sections: Resources -> Resources",
    ],
  ])("are refused: %s", (_, text, expected) => {
    expect(refusalOf(() => evaluate({ "t.yaml": text }))).toContain(expected);
  });
});

it("takes a type for what it is, whatever its name", () => {
  const text =
    "Resources: { A: { Type: constructor }, Probe: { Type: __proto__, Properties: { Value: !GetAtt A.toString } } }";
  expect(show(propertyOf(evaluate({ "t.yaml": text }), "Probe"))).toEqual({
    ref: "A",
    attribute: "toString",
  });
});

it("keeps what a resource says of itself", () => {
  const text =
    "Resources: { A: { Type: T::T, DependsOn: [B], Metadata: { 'aws:cdk:path': Net/A } }, B: { Type: 'Custom::X' }, Probe: { Type: T::T, DependsOn: B, Properties: { Value: !GetAtt B.Out } } }";
  const evaluated = evaluate({ "t.yaml": text });
  expect(evaluated.resources.map(({ path, dependsOn, type }) => ({ path, dependsOn, type }))).toEqual([
    { path: "Net/A", dependsOn: ["B"], type: "T::T" },
    { path: undefined, dependsOn: [], type: "Custom::X" },
    { path: undefined, dependsOn: ["B"], type: "T::T" },
  ]);
  expect(show(propertyOf(evaluated, "Probe"))).toEqual({
    unknown: "attribute Out of custom resource B of t",
  });
});

it("gives the same of JSON and of YAML", () => {
  const yaml =
    "Parameters: { P: { Type: String, Default: a } }\nResources: { A: { Type: T::T, Properties: { Value: !Join ['-', [!Ref P, !GetAtt B.Arn, 1]] } }, B: { Type: T::T } }";
  const json = JSON.stringify({
    Parameters: { P: { Type: "String", Default: "a" } },
    Resources: {
      A: {
        Type: "T::T",
        Properties: { Value: { "Fn::Join": ["-", [{ Ref: "P" }, { "Fn::GetAtt": ["B", "Arn"] }, 1]] } },
      },
      B: { Type: "T::T" },
    },
  });
  const [fromYaml, fromJson] = [yaml, json].map((text) => show(propertyOf(evaluate({ t: text }), "A")));
  expect(fromYaml).toEqual({ unknown: '"a-${B.Arn}-1", which is known once the stack exists' });
  expect(fromJson).toEqual(fromYaml);
});
