/** Several stacks at once: exports, nested stacks, cloud assemblies. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluate, propertyOf, refusalOf, show } from "./samples.ts";

const probe = (value: string, sections = "") =>
  `${sections}\nResources: { Probe: { Type: T::T, Properties: { Value: ${value} } } }`;

describe("an import", () => {
  const exporting = (name: string, value = "!Ref Vpc", more = "") =>
    `Resources: { Vpc: { Type: AWS::EC2::VPC } }\nOutputs: { Id: { Value: ${value}, Export: { Name: ${name} }${more} } }`;
  const imported = (files: Readonly<Record<string, string>>, options = {}) => {
    const evaluated = evaluate(files, options);
    return { value: show(propertyOf(evaluated, "Probe")), unused: evaluated.unused };
  };

  it("is what another stack exports under its name", () => {
    const { value, unused } = imported({
      "net.yaml": exporting("net-vpc"),
      "app.yaml": probe("!ImportValue net-vpc"),
    });
    expect(value).toEqual({ ref: "Vpc" });
    expect(unused).toEqual([]);
  });

  it.each([
    ["an importer with a known name", "!ImportValue prod-vpc"],
    ["an importer with an unknown name", "!ImportValue { 'Fn::Sub': '${Net}-vpc' }"],
  ])("meets the export that its stack's name begins, for %s", (_, expression) => {
    const sections = "Parameters: { Net: { Type: String } }";
    const files = {
      "net.yaml": exporting("!Sub '${AWS::StackName}-vpc'"),
      "app.yaml": probe(expression, sections),
    };
    const { value, unused } = imported(files);
    expect(value).toEqual({ ref: "Vpc" });
    expect(unused).toEqual([
      { path: "app.yaml:2", reason: expect.stringContaining("of net, the only one that fits") },
    ]);
  });

  it("stays unknown", () => {
    const unknown = { unknown: 'export "net-vpc"' };
    const app = { "app.yaml": probe("!ImportValue net-vpc") };
    expect(imported(app).value).toEqual(unknown);
    expect(imported({ ...app, "net.yaml": exporting("net-vpc-id") }).value).toEqual(unknown);
    expect(imported({ ...app, "net.yaml": exporting("!Sub '${AWS::StackName}-vpcs'") }).value).toEqual(
      unknown,
    );
    expect(imported({ ...app, "net.yaml": exporting("!Ref AWS::StackName") }).value).toEqual(unknown);
    const both = { "a.yaml": exporting("net-vpc"), "b.yaml": exporting("net-vpc") };
    expect(imported({ ...app, ...both }).value).toEqual({
      unknown: 'export "net-vpc", which may be one of a, b',
    });
  });

  it("has nothing of an output whose condition is false", () => {
    const net = `Conditions: { C: !Equals [a, b] }\n${exporting("net-vpc", "!Ref Vpc", ", Condition: C")}`;
    expect(imported({ "net.yaml": net, "app.yaml": probe("!ImportValue net-vpc") }).value).toEqual({
      unknown: 'export "net-vpc"',
    });
  });

  it("of a list is taken apart", () => {
    const net = exporting("net-vpc", "!Join [',', [!Ref Vpc, !Ref Vpc]]");
    expect(
      imported({ "net.yaml": net, "app.yaml": probe("!Split [',', !ImportValue net-vpc]") }).value,
    ).toEqual([{ ref: "Vpc" }, { ref: "Vpc" }]);
  });

  it("that leads back to itself is refused", () => {
    const stack = (own: string, other: string) =>
      `Resources: { A: { Type: T::T } }\nOutputs: { O: { Value: !ImportValue ${other}, Export: { Name: ${own} } } }`;
    expect(refusalOf(() => evaluate({ "a.yaml": stack("a", "b"), "b.yaml": stack("b", "a") }))).toContain(
      "circular dependency between outputs",
    );
  });
});

it("lists exports", () => {
  const text =
    "Resources: { A: { Type: T::T } }\nOutputs: { O: { Value: !Ref A, Export: { Name: a } }, P: { Value: x } }";
  const [exported, ...others] = evaluate({ "t.yaml": text }).exports;
  expect(others).toEqual([]);
  expect(exported).toMatchObject({ name: "a", stack: { name: "t" } });
  expect(show(exported?.value)).toEqual({ ref: "A" });
});

describe("a nested stack", () => {
  const parent = (url: string, more = "") =>
    [
      "Parameters: { Bucket: { Type: String }, Env: { Type: String, Default: prod } }",
      "Conditions: { Never: !Equals [a, b], Unsure: !Equals [!Ref Bucket, x] }",
      "Resources:",
      "  Subnet: { Type: AWS::EC2::Subnet }",
      `  Child: { Type: AWS::CloudFormation::Stack, ${more}Properties: { TemplateURL: ${url}, Parameters: { Name: !Ref Env, Subnets: !Join [',', [!Ref Subnet, !Ref Subnet]] } } }`,
      "  Probe: { Type: T::T, Properties: { Value: !GetAtt Child.Outputs.Id } }",
    ].join("\n");
  const child = [
    "Parameters: { Name: { Type: String }, Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' }, Own: { Type: String, Default: d }, Lost: { Type: String } }",
    "Resources: { Inner: { Type: T::T, Properties: { Value: [!Ref Name, !Ref Subnets, !Ref Own, !Ref Lost] } } }",
    "Outputs: { Id: { Value: !Ref Inner }, Gone: { Value: !Ref AWS::NoValue } }",
  ].join("\n");

  it.each([
    ["./child.yaml"],
    ["child.yaml"],
    ["https://s3.amazonaws.com/bucket/some/prefix/child.yaml?versionId=1"],
    ["s3://bucket/child.yaml"],
    ["!Sub 'https://${Bucket}.s3.${AWS::Region}.amazonaws.com/x/child.yaml'"],
    ["!Join ['/', ['https://host', !Ref Bucket, child.yaml]]"],
  ])("is found beside its parent by %s", (url) => {
    const evaluated = evaluate({ "dir/top.yaml": parent(url) }, { beside: { "dir/child.yaml": child } });
    expect(evaluated.stacks.map(({ name, file }) => [name, file])).toEqual([
      ["top", "dir/top.yaml"],
      ["top/Child", "dir/child.yaml"],
    ]);
    expect(show(propertyOf(evaluated, "Probe"))).toEqual({ ref: "Inner" });
    expect(show(propertyOf(evaluated, "Inner"))).toEqual([
      "prod",
      [{ ref: "Subnet" }, { ref: "Subnet" }],
      "d",
      { unknown: "parameter Lost of top/Child" },
    ]);
  });

  it("is found among the files, and evaluated there alone", () => {
    const evaluated = evaluate({
      "a/child.yaml": child,
      "b/top.yaml": parent("https://host/templates/child.yaml"),
    });
    expect(evaluated.stacks.map(({ name }) => name)).toEqual(["top", "top/Child"]);
    expect(evaluated.unused).toEqual([]);
  });

  it("takes the longest end of its URL that leads somewhere", () => {
    const files = {
      "top.yaml": parent("https://host/net/child.yaml"),
      "net/child.yaml": child,
      "child.yaml": probe("wrong"),
    };
    expect(evaluate(files).stacks.find(({ name }) => name === "top/Child")?.file).toBe("net/child.yaml");
  });

  it.each([
    [
      "nothing is there",
      "https://host/child.yaml",
      {},
      "output Id of nested stack top/Child, whose template child.yaml is not in the input",
    ],
    [
      "the URL is unknown",
      "!Ref Bucket",
      {},
      "output Id of nested stack top/Child, whose TemplateURL is not known",
    ],
    [
      "several fit",
      "https://host/child.yaml",
      { "a/child.yaml": child, "b/child.yaml": child },
      "output Id of nested stack top/Child, which may be any of a/child.yaml, b/child.yaml",
    ],
    [
      "it has no such output",
      "child.yaml",
      { "child.yaml": probe("a").replace("Probe", "Other") },
      "output Id of nested stack top/Child, which child.yaml does not have",
    ],
    [
      "it would be its own parent",
      "https://host/top.yaml",
      {},
      "output Id of nested stack top/Child, whose template top.yaml is not in the input",
    ],
  ])("leaves its outputs unknown when %s", (_, url, files, unknown) => {
    const evaluated = evaluate({ "top.yaml": parent(url), ...files });
    expect(show(propertyOf(evaluated, "Probe"))).toEqual({ unknown });
  });

  it("that is not there is told of", () => {
    expect(evaluate({ "top.yaml": parent("child.yaml") }).unused).toEqual([
      { path: "top.yaml:5", reason: "nested stack Child, whose template child.yaml is not in the input" },
    ]);
  });

  it("that is not created is no stack, and neither is its template", () => {
    const evaluated = evaluate({
      "child.yaml": child,
      "top.yaml": parent("child.yaml", "Condition: Never, "),
    });
    expect(evaluated.stacks.map(({ name }) => name)).toEqual(["top"]);
    expect(evaluated.unused).toEqual([
      { path: "child.yaml", reason: "the template of a nested stack that is not created" },
    ]);
  });

  it("passes its doubt on to what it holds", () => {
    const evaluated = evaluate({
      "child.yaml": child,
      "top.yaml": parent("child.yaml", "Condition: Unsure, "),
    });
    expect(evaluated.resources.find(({ id }) => id === "Inner")?.doubt?.fact).toBe(
      "condition Unsure of top, which needs parameter Bucket",
    );
  });

  it("may be made twice of one template", () => {
    const top =
      "Resources: { A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: c.yaml } }, B: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: c.yaml } } }";
    const evaluated = evaluate({ "top.yaml": top, "c.yaml": probe("x") });
    expect(evaluated.resources.map(({ id }) => id)).toEqual(["A", "B", "top/A/Probe", "top/B/Probe"]);
  });

  it("may not be given its own outputs", () => {
    const top =
      "Resources:\n  A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: c.yaml, Parameters: { P: !GetAtt A.Outputs.O } } }";
    const c =
      "Parameters: { P: { Type: String } }\nResources: { R: { Type: T::T } }\nOutputs: { O: { Value: !Ref P } }";
    expect(refusalOf(() => evaluate({ "top.yaml": top, "c.yaml": c }))).toContain(
      "top.yaml:2: circular dependency between resources",
    );
  });

  it("is read from templates that nest each other in a circle once each", () => {
    const nest = (id: string, url: string) =>
      `Resources: { ${id}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } } }`;
    const evaluated = evaluate({ "a.yaml": nest("A", "b.yaml"), "b.yaml": nest("B", "a.yaml") });
    expect(evaluated.resources.map(({ id }) => id)).toEqual(["A", "B"]);
  });

  it("that doubles at every level is refused", () => {
    const level = (next: number) =>
      `Resources: { A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: l${next}.yaml } }, B: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: l${next}.yaml } } }`;
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`l${i}.yaml`, i < 19 ? level(i + 1) : probe("x")]),
    );
    expect(refusalOf(() => evaluate(files))).toContain("nests more than 1000 stacks");
  });
});

describe("ids", () => {
  it("carry the stack where several use them", () => {
    const evaluated = evaluate({
      "a.yaml": "Resources: { X: { Type: T::T }, Y: { Type: T::T } }",
      "b/a.yaml": "Resources: { X: { Type: T::T } }",
    });
    expect(evaluated.resources.map(({ id }) => id)).toEqual(["a/X", "Y", "b/a/X"]);
  });
});

describe("a cloud assembly", () => {
  const manifest = (artifacts: object) => JSON.stringify({ version: "55.0.0", artifacts });
  const stack = (templateFile: string, more: object = {}) => ({
    type: "aws:cloudformation:stack",
    environment: "aws://unknown-account/unknown-region",
    properties: { templateFile },
    ...more,
  });
  const vpc = '{"Resources": {"Vpc1": {"Type": "AWS::EC2::VPC"}}}';

  it("says what is a stack, where, and by which construct paths", () => {
    const evaluated = evaluate(
      {
        "out/manifest.json": manifest({
          Net: stack("Net.template.json", {
            environment: "aws://123456789012/eu-west-1",
            metadata: { "/Net/Vpc/Resource": [{ type: "aws:cdk:logicalId", data: "Vpc1" }] },
          }),
          App: stack("App.template.json", { additionalMetadataFile: "App.metadata.json" }),
          Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
        }),
        "out/Net.template.json": vpc,
        "out/App.template.json": vpc,
        "out/Old.template.json": vpc,
        "out/asset.1234/template.json": vpc,
        "out/tree.json": '{"version": "tree-0.1"}',
        "other.yaml": "Resources: { Else: { Type: T::T } }",
      },
      {
        region: "us-east-1",
        beside: { "out/App.metadata.json": '{"/App/V": [{"type": "aws:cdk:logicalId", "data": "Vpc1"}]}' },
      },
    );
    expect(evaluated.stacks).toMatchObject([
      { name: "Net", file: "out/Net.template.json", region: "eu-west-1", account: "123456789012" },
      { name: "App", file: "out/App.template.json", region: "us-east-1", account: "unknown-account" },
      { name: "other", file: "other.yaml", region: "us-east-1", account: "unknown-account" },
    ]);
    expect(evaluated.resources.map(({ id, path }) => [id, path])).toEqual([
      ["Net/Vpc1", "Net/Vpc/Resource"],
      ["App/Vpc1", "App/V"],
      ["Else", undefined],
    ]);
    expect(evaluated.unused.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      "out/Old.template.json: a template that is in no stack of manifest.json",
      "out/asset.1234/template.json: a file of an asset, not a template of the assembly",
      "out/tree.json: the construct tree of CDK; the templates say all of it that matters",
    ]);
  });

  it("is found from its manifest alone, with the assemblies of its stages", () => {
    const evaluated = evaluate(
      {
        "out/manifest.json": manifest({
          Stage: { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Prod" } },
        }),
      },
      {
        beside: {
          "out/assembly-Prod/manifest.json": manifest({ ProdNet: stack("n.json") }),
          "out/assembly-Prod/n.json": vpc,
        },
      },
    );
    expect(evaluated.stacks.map(({ name, file, region }) => [name, file, region])).toEqual([
      ["ProdNet", "out/assembly-Prod/n.json", "unknown-region"],
    ]);
  });

  const nesting = (metadata: object) =>
    JSON.stringify({
      Resources: {
        N: {
          Type: "AWS::CloudFormation::Stack",
          Properties: { TemplateURL: { "Fn::Sub": "https://s3/${AWS::AccountId}/abc.json" } },
          Metadata: metadata,
        },
      },
    });
  it.each([
    ["the metadata of the resource", nesting({ "aws:asset:path": "N.nested.template.json" }), {}],
    [
      "the list of assets",
      nesting({}),
      {
        "out/T.assets.json": JSON.stringify({
          files: {
            abc: {
              source: { path: "N.nested.template.json" },
              destinations: { d: { objectKey: "x/abc.json" } },
            },
          },
        }),
      },
    ],
  ])("leads to nested templates by %s", (_, top, beside) => {
    const files = {
      "out/manifest.json": manifest({
        T: stack("T.json"),
        "T.assets": { type: "cdk:asset-manifest", properties: { file: "T.assets.json" } },
      }),
      "out/T.json": top,
      "out/N.nested.template.json": vpc,
    };
    const evaluated = evaluate(files, { beside });
    expect(evaluated.stacks.map(({ name }) => name)).toEqual(["T", "T/N"]);
    expect(evaluated.unused).toEqual([]);
  });

  it("that lacks a template is refused", () => {
    expect(refusalOf(() => evaluate({ "out/manifest.json": manifest({ T: stack("T.json") }) }))).toBe(
      "out/manifest.json names T.json, which is not there or is no template: run cdk synth again, and give its whole output directory",
    );
  });

  it("of the example holds the four states of one stack", () => {
    const directory = new URL("../../../examples/session-manager/cdk.out/", import.meta.url);
    const files = Object.fromEntries(
      readdirSync(directory).map((name) => [
        `cdk.out/${name}`,
        readFileSync(new URL(name, directory), "utf8"),
      ]),
    );
    const { stacks, resources } = evaluate(files);
    expect(stacks.map(({ name, region }) => `${name} ${region}`)).toEqual(
      ["0Nat", "1Isolated", "2Interface", "3Gateway"].map((state) => `SessionManager${state} ap-northeast-1`),
    );
    expect(resources.find(({ id }) => id === "SessionManager0Nat/Vpc")?.path).toBe(
      "SessionManager0Nat/Vpc/Resource",
    );
    const nats = resources.filter(({ type }) => type === "AWS::EC2::NatGateway");
    expect(nats.map(({ id, logicalId }) => id === logicalId)).toEqual([true]);
  });
});

it("passes over what is no template", () => {
  expect(
    evaluate({
      "a.json": '{"Vpcs": []}',
      "b.yaml": "Resources: 3",
      "c.yaml": "Resources: { A: { Type: T::T } }",
    }).unused,
  ).toEqual([
    { path: "a.json", reason: "not a CloudFormation template" },
    { path: "b.yaml", reason: "not a CloudFormation template" },
  ]);
});

it("tells of stack sets, which deploy elsewhere", () => {
  expect(
    evaluate({ t: "Resources: { S: { Type: AWS::CloudFormation::StackSet } }" }).unused[0]?.reason,
  ).toContain("S deploys its template to other accounts");
});
