import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapping, printEntry, scalar, sequence } from "../../../src/emit/tree/template.ts";
import type { TemplateNode } from "../../../src/emit/tree/template.ts";
import { parseSyntax } from "../../../src/readers/cloudformation/syntax/index.ts";
import { findNode } from "../../../src/readers/cloudformation/syntax/node.ts";

const yaml = { format: "yaml", step: 2 } as const;

function read(text: string, ...path: readonly string[]) {
  return findNode(parseSyntax({ path: "x.yaml", text }).root, ...path);
}

describe("a template's tree", () => {
  it("is printed as YAML and as JSON, in the step of the file", () => {
    const node = mapping({
      Type: scalar("AWS::EC2::VPCEndpoint"),
      Properties: mapping({
        VpcId: { kind: "ref", name: "Vpc" },
        Groups: sequence([{ kind: "get-att", name: "Group", attribute: "GroupId" }]),
        Tables: sequence([{ kind: "when", condition: "Two", node: { kind: "ref", name: "B" } }]),
        Ports: sequence([mapping({ From: scalar(443), To: scalar(443) })]),
        None: undefined,
      }),
    });
    expect(printEntry("S3", node, yaml)).toBe(
      [
        "S3:",
        "  Type: AWS::EC2::VPCEndpoint",
        "  Properties:",
        "    VpcId: !Ref Vpc",
        "    Groups:",
        "      - !GetAtt Group.GroupId",
        "    Tables:",
        "      - !If [Two, !Ref B, !Ref AWS::NoValue]",
        "    Ports:",
        "      - From: 443",
        "        To: 443",
      ].join("\n"),
    );
    const json: unknown = JSON.parse(`{${printEntry("S3", node, { format: "json", step: 1 })}}`);
    expect(json).toMatchObject({ S3: { Properties: { Groups: [{ "Fn::GetAtt": ["Group", "GroupId"] }] } } });
  });

  it.each([
    "yes",
    "No",
    "null",
    "1.10",
    "0x1f",
    "~",
    "",
    "a: b",
    "- a",
    "!Ref x",
    "#",
    "on",
    "{{x}}",
    "'",
    "2001:db8::/32",
    "脱NAT",
    "a\nb",
    "%a",
    "@a",
  ])("keeps the text %j a text", (given) => {
    const text = printEntry("Key", scalar(given), yaml);
    expect(read(text, "Key")).toMatchObject({ kind: "scalar", value: given });
  });

  it("keeps any text a text, as value and as key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (given) => {
        const node: TemplateNode = mapping({ Value: scalar(given) });
        expect(read(printEntry("Outer", node, yaml), "Outer", "Value")).toMatchObject({ value: given });
        expect(JSON.parse(`{${printEntry("Outer", node, { format: "json", step: 2 })}}`)).toEqual({
          Outer: { Value: given },
        });
      }),
    );
  });
});
