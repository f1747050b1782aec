/** Whatever a template holds, it is evaluated or refused with an AppError: nothing else is ever thrown. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/model/app-error.ts";
import { evaluate } from "./samples.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const ref = (name: string) => ({ Ref: name });
const valid: Json = {
  AWSTemplateFormatVersion: "2010-09-09",
  Transform: "AWS::LanguageExtensions",
  Parameters: {
    P: { Type: "String", Default: "p" },
    L: { Type: "CommaDelimitedList" },
    S: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/s" },
  },
  Mappings: { M: { "us-east-1": { k: "v" } } },
  Conditions: {
    C: { "Fn::Equals": [ref("P"), "p"] },
    D: { "Fn::And": [{ Condition: "C" }, { "Fn::Not": [{ "Fn::Or": [{ Condition: "C" }] }] }] },
  },
  Resources: {
    Vpc: {
      Type: "AWS::EC2::VPC",
      Properties: {
        CidrBlock: "10.0.0.0/16",
        Tags: [{ Key: "Name", Value: { "Fn::Sub": ["${A}-${Vpc2.Arn}", { A: ref("P") }] } }],
      },
    },
    Vpc2: {
      Type: "AWS::EC2::VPC",
      Condition: "C",
      DependsOn: ["Nested"],
      Metadata: { "aws:cdk:path": "a/b" },
    },
    Subnet: {
      Type: "AWS::EC2::Subnet",
      Properties: {
        VpcId: ref("Vpc"),
        CidrBlock: { "Fn::Select": [0, { "Fn::Cidr": [{ "Fn::GetAtt": ["Vpc", "CidrBlock"] }, 2, 8] }] },
        Zone: { "Fn::Select": [0, { "Fn::GetAZs": "" }] },
      },
    },
    Nested: {
      Type: "AWS::CloudFormation::Stack",
      Properties: { TemplateURL: "child.json", Parameters: { X: { "Fn::Join": [",", ref("L")] } } },
    },
    "Fn::ForEach::Loop": [
      "I",
      ["a", "b"],
      {
        "R${I}": {
          Type: "T::T",
          Properties: { V: { "Fn::If": ["D", { "Fn::ImportValue": "e" }, ref("AWS::NoValue")] } },
        },
      },
    ],
    Custom: {
      Type: "Custom::X",
      Properties: {
        U: { "Fn::Base64": { "Fn::FindInMap": ["M", ref("AWS::Region"), "k"] } },
        Split: { "Fn::Split": [",", { "Fn::GetAtt": "Nested.Outputs.O" }] },
      },
    },
  },
  Outputs: {
    O: {
      Value: { "Fn::ToJsonString": { n: { "Fn::Length": ref("L") } } },
      Export: { Name: { "Fn::Sub": "${AWS::StackName}-e" } },
    },
  },
};
const child: Json = {
  Parameters: { X: { Type: "List<AWS::EC2::Subnet::Id>" } },
  Resources: { Inner: { Type: "T::T", Properties: { V: ref("X") } } },
  Outputs: { O: { Value: { "Fn::GetAtt": ["Inner", "Arn"] } } },
};

/** Every place in a value, as the keys that lead to it. */
function placesIn(value: Json, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}

function findAt(value: Json, [key, ...rest]: readonly string[]): Json | undefined {
  if (key === undefined) return value;
  const inner = (value as Readonly<Record<string, Json>> | null)?.[key];
  return inner === undefined ? undefined : findAt(inner, rest);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function put(value: Json, [key, ...rest]: readonly string[], placed: Json): Json {
  if (key === undefined || typeof value !== "object" || value === null) return placed;
  if (isList(value))
    return value.map((item, index) => (String(index) === key ? put(item, rest, placed) : item));
  return { ...value, [key]: put(value[key] ?? null, rest, placed) };
}

const functions = [
  "Ref",
  "Fn::GetAtt",
  "Fn::Sub",
  "Fn::Join",
  "Fn::Select",
  "Fn::Split",
  "Fn::FindInMap",
  "Fn::If",
  "Fn::ImportValue",
  "Fn::GetAZs",
  "Fn::Cidr",
  "Fn::Base64",
  "Fn::Transform",
  "Fn::Length",
  "Fn::ToJsonString",
  "Fn::And",
  "Fn::Or",
  "Fn::Not",
  "Fn::Equals",
  "Condition",
  "Fn::ForEach::Z",
  "Fn::Nope",
];
const places = placesIn(valid);
const oddities: readonly Json[] = [
  "",
  "Vpc",
  "P",
  "L",
  "C",
  "Nested.Outputs.O",
  "${",
  "${}",
  "${Vpc}",
  "${!x}",
  "{{resolve:ssm:a}}",
  "__proto__",
  "constructor",
  0,
  -1,
  1e21,
  true,
  null,
  [],
  {},
  [[]],
  [null],
];

const placed = fc.oneof(
  fc.constantFrom(...oddities),
  fc.constantFrom(...places).map((place) => findAt(valid, place) ?? null),
  fc
    .tuple(fc.constantFrom(...functions), fc.constantFrom(...oddities))
    .map(([name, argument]) => ({ [name]: argument })),
  fc
    .tuple(fc.constantFrom(...functions), fc.constantFrom(...places))
    .map(([name, place]) => ({ [name]: findAt(valid, place) ?? null })),
);
const mutations = fc.array(fc.tuple(fc.constantFrom(...places), placed), { minLength: 1, maxLength: 4 });
const mutated = mutations.map((changes) =>
  changes.reduce((value: Json, [place, change]) => put(value, place, change), valid),
);

function outcomeOf(text: string, more: Readonly<Record<string, string>> = {}): "evaluated" | "refused" {
  try {
    evaluate({ "top.json": text, "child.json": JSON.stringify(child), ...more }, { region: "us-east-1" });
    return "evaluated";
  } catch (error) {
    if (error instanceof AppError) return "refused";
    throw error;
  }
}

describe("a valid template", () => {
  it("is evaluated as it is", () => {
    expect(outcomeOf(JSON.stringify(valid))).toBe("evaluated");
  });

  it("with any of its parts exchanged is evaluated or refused", () => {
    fc.assert(
      fc.property(mutated, (template) => void outcomeOf(JSON.stringify(template))),
      { numRuns: 3000 },
    );
  });

  it("with any letter of its text exchanged is evaluated or refused", () => {
    const texts = [
      JSON.stringify(valid, undefined, 1),
      "Resources:\n  A: &a\n    Type: T::T\n    Properties:\n      V: !Sub ['${B}', { B: !Ref P }]\n      W: [*a, 'x', \"y\"]\nParameters: { P: { Type: String } }\n",
    ];
    const cut = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.nat(),
      length: fc.nat(8),
      by: fc.string({ maxLength: 3 }),
    });
    fc.assert(
      fc.property(cut, ({ text, at, length, by }) => {
        const start = at % text.length;
        outcomeOf(text.slice(0, start) + by + text.slice(start + length));
      }),
      { numRuns: 2000 },
    );
  });

  it("in an assembly with any manifest is evaluated or refused", () => {
    const manifest = fc
      .json({ maxDepth: 4 })
      .map(
        (text) =>
          `{"version": "1", "artifacts": {"A": ${text}, "B": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "top.json"}, "metadata": ${text}}}}`,
      );
    fc.assert(
      fc.property(manifest, (text) => void outcomeOf(JSON.stringify(valid), { "manifest.json": text })),
      { numRuns: 300 },
    );
  });
});

it("reads a template of a megabyte once, and not once a value", () => {
  const resources = Object.fromEntries(
    Array.from({ length: 4000 }, (_, index) => [
      `Subnet${index}`,
      {
        Type: "AWS::EC2::Subnet",
        Properties: {
          VpcId: ref("Vpc"),
          Tags: [{ Key: "Name", Value: { "Fn::Sub": `x-\${AWS::Region}-${index}` } }],
        },
      },
    ]),
  );
  const text = JSON.stringify({ Resources: { Vpc: { Type: "AWS::EC2::VPC" }, ...resources } }, undefined, 1);
  expect(text.length).toBeGreaterThan(900_000);
  expect(evaluate({ "big.json": text }).resources).toHaveLength(4001);
});
