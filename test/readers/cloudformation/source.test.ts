import { describe, expect, it } from "vitest";
import { locateTemplate } from "../../../src/readers/cloudformation/source/index.ts";

const text = `Resources:
  # a comment
  Route:
    Type: AWS::EC2::Route
    Condition: Two
    DependsOn: [A, B]
    Properties:
      NatGatewayId: !Ref Nat   # which one
      Name: !Sub "\${Nat.Arn}-\${AWS::Region}"
      Tables:
        - !Ref A
        - !If [Two, !Ref B, !Ref AWS::NoValue]
Outputs:
  Address:
    Value: !GetAtt Eip.PublicIp
    Export: { Name: x }
`;

describe("the text of a template", () => {
  const source = locateTemplate({ path: "t.yaml", text });
  const resource = source.resources.get("Route");

  it("is told by the spans of its items, tags and comments included", () => {
    const values = resource?.properties?.items.map(({ name, value }) => [
      name,
      text.slice(value.start, value.end),
    ]);
    expect(values?.slice(0, 2)).toEqual([
      ["NatGatewayId", "!Ref Nat"],
      ["Name", '!Sub "${Nat.Arn}-${AWS::Region}"'],
    ]);
    const [first] = source.resourceList.items;
    expect(first).toMatchObject({ name: "Route", line: 3 });
    expect(text.slice(first?.start, first?.end)).toMatch(/^ {2}Route:\n[^]*AWS::NoValue]\n$/);
    expect(resource).toMatchObject({ condition: "Two", dependsOn: ["A", "B"] });
    expect(resource?.lists.get("Tables")?.items).toHaveLength(2);
  });

  it("names whoever is mentioned, also where a condition may leave it out", () => {
    const mentions = source.mentions.map(({ of, section, by, line }) => `${of} ${section}.${by}:${line}`);
    expect(mentions).toContain("Nat Resources.Route:9");
    expect(mentions).toContain("B Resources.Route:12");
    expect(mentions).toContain("Eip Outputs.Address:15");
    expect(source.exported).toEqual(new Set(["Address"]));
  });

  it("that is no template of plain form is refused", () => {
    expect(() => locateTemplate({ path: "t", text: "Resources: [a]" })).toThrow(/cannot edit/);
  });
});
