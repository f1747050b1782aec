import { describe, expect, it } from "vitest";
import { parseSyntax } from "../../../src/readers/cloudformation/syntax/index.ts";
import { findNode } from "../../../src/readers/cloudformation/syntax/node.ts";
import type { Node } from "../../../src/readers/cloudformation/syntax/node.ts";
import { evaluate, propertyOf, refusalOf, show } from "./samples.ts";

function plain(node: Node): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, field]) => [key, plain(field.node)]));
}

const parse = (text: string) => plain(parseSyntax({ path: "t", text }).root);

describe("a YAML word", () => {
  it.each([
    ["yes", true],
    ["Off", false],
    ["true", true],
    ["y", "y"],
    ["~", null],
    ["", null],
    ["12", 12],
    ["-7", -7],
    ["010", 8],
    ["0x1F", 31],
    ["1_000", 1000],
    ["1.50", 1.5],
    ["1e3", "1e3"],
    ["012345678901", "012345678901"],
    ["123456789012", 123456789012],
    ["12345678901234567890", "12345678901234567890"],
    ["2012-10-17", "2012-10-17"],
    ["22:22", "22:22"],
    ["'yes'", "yes"],
    ['"12"', "12"],
    ["!!str 12", "12"],
    ["10.0.0.0/16", "10.0.0.0/16"],
  ])("%s", (word, value) => {
    expect(parse(`a: ${word}`)).toEqual({ a: value });
  });
});

describe("a short tag", () => {
  it.each([
    ["!Ref A", { Ref: "A" }],
    ["!Condition A", { Condition: "A" }],
    ["!Sub a", { "Fn::Sub": "a" }],
    ["!Sub [a, { b: c }]", { "Fn::Sub": ["a", { b: "c" }] }],
    ["!GetAtt A.B.C", { "Fn::GetAtt": ["A", "B.C"] }],
    ["!GetAtt [A, B.C]", { "Fn::GetAtt": ["A", "B.C"] }],
    ["!Join ['', [!Ref A, b]]", { "Fn::Join": ["", [{ Ref: "A" }, "b"]] }],
    [
      "!If [A, !Select [0, !GetAZs ''], 2]",
      { "Fn::If": ["A", { "Fn::Select": [0, { "Fn::GetAZs": "" }] }, 2] },
    ],
    ["!Transform { Name: M }", { "Fn::Transform": { Name: "M" } }],
    ["!Base64\n  Fn::Sub: a", { "Fn::Base64": { "Fn::Sub": "a" } }],
    ["!Fn::Sub a", { "Fn::Sub": "a" }],
    ["!Equals [!Ref A, true]", { "Fn::Equals": [{ Ref: "A" }, true] }],
  ])("%s", (text, long) => {
    expect(parse(`a: ${text}`)).toEqual({ a: long });
  });
});

describe("anchors and merge keys", () => {
  it("stand for what they repeat", () => {
    expect(parse("a: &x { b: 1 }\nc: *x\nd: { <<: *x, e: 2 }\nf: { <<: [{ b: 3 }, *x], b: 4 }")).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: { b: 1, e: 2 },
      f: { b: 4 },
    });
    expect(parse("a: { <<: [{ b: 3 }, { b: 4, c: 5 }] }")).toEqual({ a: { b: 3, c: 5 } });
  });
});

it.each([
  [
    '{"a": "x\\u00e9\\n\\"\\\\", "b": [1, -2.5e1, true, null], "c": {}}',
    { a: 'xé\n"\\', b: [1, -25, true, null], c: {} },
  ],
  ["[]", []],
  ['\uFEFF {"a": 1}', { a: 1 }],
])("JSON %s", (text, value) => {
  expect(parse(text)).toEqual(value);
});

describe("lines", () => {
  const json = '{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}';
  const yaml = "# first\na:\n  b:\n    - 1\n    - 2\n";
  it.each([
    ["JSON", json, [2, 3, 4, 5]],
    ["YAML", yaml, [2, 3, 4, 5]],
  ])("of keys and values in %s", (_, text, expected) => {
    const { root } = parseSyntax({ path: "t", text });
    const a = root.kind === "mapping" ? root.entries.get("a") : undefined;
    const b = a?.node.kind === "mapping" ? a.node.entries.get("b") : undefined;
    const items = b?.node.kind === "sequence" ? b.node.items : [];
    expect([a?.line, b?.line, ...items.map(({ line }) => line)]).toEqual(expected);
  });

  it("reach the evaluated values", () => {
    const text =
      "Resources:\n  A:\n    Type: T::T\n    Properties:\n      Value:\n        - !Sub\n          - x\n          - {}\n        - y\n";
    const evaluated = evaluate({ "dir/t.yaml": text });
    expect(evaluated.resources[0]?.origin).toEqual({ file: "dir/t.yaml", line: 2 });
    expect(propertyOf(evaluated, "A")).toMatchObject({
      origin: { line: 6 },
      content: { items: [{ origin: { file: "dir/t.yaml", line: 7 } }, { origin: { line: 9 } }] },
    });
  });
});

describe("a broken text is refused with its place:", () => {
  const bomb = [
    "a0: &a0 [x]",
    ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
  ].join("\n");
  const chain = [
    "a0: &a0 [x]",
    ...Array.from({ length: 500 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`),
  ].join("\n");
  it.each([
    ["an unclosed object", '{"a": 1', 't:1:8: the file ends where "," or "}" should be'],
    ["a trailing comma", '{"a": 1,\n}', 't:2:1: "}" where a key in double quotes should be'],
    ["a word", '{"a": nope}', 't:1:7: "n" where a value should be'],
    ["a bad escape", '{"a": "\\x"}', "t:1:7: a string that does not end, or holds a bad escape"],
    ["text after the end", '{"a": 1} x', 't:1:10: "x" where the end of the file should be'],
    ["deep JSON", `{"a":${"[".repeat(5000)}`, "t:1:205: more than 200 levels of nesting"],
    ["a bad indent", "a:\n  b: 1\n c: 2", /^t:3:\d+: /],
    ["a tab", "a:\n\tb: 1", /^t:2:1: /],
    ["an open quote", "a: 'x\nb: 1", /^t:\d:\d+: Missing closing 'quote/],
    ["two documents", "a: 1\n---\nb: 2", /^t:\d:\d+: /],
    ["a list as a key", "? [a]\n: b", /^t:1:3: a list or mapping where a key should be/],
    ["an alias without anchor", "a: *x", /^t:1:4: /],
    ["an alias in itself", "a: &x [*x]", /^t:1:8: alias \*x stands inside the value that it repeats/],
    ["an alias bomb", bomb, /aliases make more than 500000 values/],
    ["a chain of aliases", chain, /more than 200 levels of nesting/],
    ["deep YAML", "[".repeat(20_000), /^t:1:\d+: /],
    ["deep flow YAML", `a: ${"[".repeat(20_000)}`, /^t:1:\d+: /],
  ])("%s", (_, text, expected) => {
    const refusal = refusalOf(() => parseSyntax({ path: "t", text }));
    expect(refusal).toEqual(
      typeof expected === "string"
        ? `${expected}: mend the file and run again`
        : expect.stringMatching(expected),
    );
  });
});

it("reads quoted text that goes on without an indent, as CloudFormation does", () => {
  const { root } = parseSyntax({ path: "t", text: "a:\n  b: 'x\n  y''s\n  z'\n  c: 1\n" });
  expect(plain(root)).toEqual({ a: { b: "x y's z", c: 1 } });
  expect(findNode(root, "a", "c")?.line).toBe(5);
});

it("takes the last of equal keys, and tells of it", () => {
  for (const text of [
    '{"Resources": {"A": {"Type": "X::X", "Properties": {"Value": 1, "Value": 2}}}}',
    "Resources: { A: { Type: X::X, Properties: { Value: 1, Value: 2 } } }",
  ]) {
    const evaluated = evaluate({ t: text });
    expect(show(propertyOf(evaluated, "A"))).toBe(2);
    expect(evaluated.unused).toEqual([
      { path: "t:1", reason: "Value is written twice; this one counts, the earlier one does not" },
    ]);
  }
});
