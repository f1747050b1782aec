/** Forms that public templates take: intrinsic functions, conditions, parameters, JSON, several files. */
import { describe, expect, it } from "vitest";
import { denat, parseAnswer, traces } from "./ask.ts";
import { parse } from "yaml";
import { interfaceEndpoint, lines, noNat, resource, template, templateOf } from "./estate.ts";

/** The short tags of YAML as the objects that JSON writes for them. */
const longTags = [
  { tag: "!Ref", resolve: (text: string) => ({ Ref: text }) },
  { tag: "!GetAtt", resolve: (text: string) => ({ "Fn::GetAtt": text.split(".") }) },
];

const head = (sections: string, change: string) => ({
  "template.yaml": `${sections.trim()}\n${template(change)}`,
});

describe("intrinsic functions", () => {
  traces([
    {
      name: "Fn::Sub in the service name",
      change: lines(
        noNat,
        interfaceEndpoint("ssm").replace(
          "com.amazonaws.us-east-1.ssm",
          '!Sub "com.amazonaws.${AWS::Region}.ssm"',
        ),
      ),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "Fn::Join in the service name",
      change: lines(
        noNat,
        interfaceEndpoint("ssm").replace(
          "com.amazonaws.us-east-1.ssm",
          '!Join [".", ["com.amazonaws", !Ref AWS::Region, ssm]]',
        ),
      ),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "Fn::Cidr for the subnets",
      change: lines(
        noNat,
        interfaceEndpoint("ssm"),
        resource(
          "PrivateA",
          "AWS::EC2::Subnet",
          "VpcId: !Ref Vpc, CidrBlock: !Select [16, !Cidr [!GetAtt Vpc.CidrBlock, 32, 8]], AvailabilityZone: us-east-1a",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "the group by Fn::GetAtt GroupId",
      change: lines(noNat, interfaceEndpoint("ssm", { groups: "!GetAtt EndpointGroup.GroupId" })),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "the VPC's range by Fn::GetAtt in a rule",
      change: lines(
        noNat,
        interfaceEndpoint("ssm"),
        resource(
          "EndpointGroup",
          "AWS::EC2::SecurityGroup",
          "GroupDescription: endpoints, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !GetAtt Vpc.CidrBlock }]",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "ports and protocols as text",
      change: lines(
        noNat,
        interfaceEndpoint("ssm"),
        resource(
          "EndpointGroup",
          "AWS::EC2::SecurityGroup",
          'GroupDescription: endpoints, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: "6", FromPort: "443", ToPort: "443", CidrIp: 10.0.0.0/16 }]',
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "one rule instead of a list",
      change: lines(
        noNat,
        interfaceEndpoint("ssm"),
        resource(
          "EndpointGroup",
          "AWS::EC2::SecurityGroup",
          "GroupDescription: endpoints, VpcId: !Ref Vpc, SecurityGroupIngress: { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16 }",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
    },
  ]);
});

describe("parameters and conditions", () => {
  const sections = `
Parameters:
  WithNat: { Type: String, Default: "yes", AllowedValues: ["yes", "no"] }
  Group: { Type: "AWS::EC2::SecurityGroup::Id" }
Conditions:
  HasNat: !Equals [!Ref WithNat, "yes"]
`;
  const conditional = lines(
    "Nat: { Type: AWS::EC2::NatGateway, Condition: HasNat, Properties: { SubnetId: !Ref Public, AllocationId: !GetAtt NatAddress.AllocationId } }",
    "PrivateDefault: { Type: AWS::EC2::Route, Condition: HasNat, Properties: { RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat } }",
  );
  traces([
    {
      name: "a condition that holds by its default",
      files: head(sections, conditional),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a condition that a parameter turns off",
      files: head(sections, conditional),
      to: "ssm",
      options: "--parameter WithNat=no",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "a group that a parameter without default names",
      files: head(sections, lines(noNat, interfaceEndpoint("ssm", { groups: "!Ref Group" }))),
      to: "ssm",
      verdict: "unknown",
    },
  ]);
});

describe("several templates", () => {
  const network = `${template(noNat, interfaceEndpoint("ssm"), "App: ~", "AppGroup: ~")}Outputs:
  Subnet: { Value: !Ref PrivateA, Export: { Name: shared-subnet } }
  Vpc: { Value: !Ref Vpc, Export: { Name: shared-vpc } }
`;
  const app = templateOf(
    "AppGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: app, VpcId: !ImportValue shared-vpc } }",
    "App: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-0123456789abcdef0, SubnetId: !ImportValue shared-subnet, SecurityGroupIds: [!Ref AppGroup] } }",
  );
  traces([
    {
      name: "one imports what the other exports",
      files: { "network.yaml": network, "app.yaml": app },
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    { name: "the exporting one is not there", files: { "app.yaml": app }, to: "ssm", verdict: "unknown" },
  ]);
});

describe("JSON and SAM", () => {
  const asJson = JSON.stringify(
    parse(template(noNat, interfaceEndpoint("ssm")), { customTags: longTags }),
    null,
    2,
  );
  const sam = `Transform: AWS::Serverless-2016-10-31
${template('Fn: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: index.handler, InlineCode: "x", Policies: [{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "sqs:SendMessage", Resource: "*" }] }], VpcConfig: { SubnetIds: [!Ref PrivateA], SecurityGroupIds: [!Ref AppGroup] } } }')}`;
  traces([
    {
      name: "the same template as JSON",
      files: { "template.json": asJson },
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "a function of the Serverless transform",
      files: { "template.yaml": sam },
      from: "Fn",
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
  ]);
});

describe("forms", () => {
  const isolated = template(noNat, interfaceEndpoint("ssm"));

  it.each([
    ["an unknown name lists near matches", "Ap", /App/],
    ["an unknown source of another kind", "i-0123456789abcdef0", /i-0123456789abcdef0/],
  ])("%s", async (_, from, message) => {
    const result = await denat(["trace", "--from", from, "--to", "ssm"], { "template.yaml": isolated });
    expect(result.status).toBe(3);
    expect(result.stdout).toBe("");
    expect(result.stderr.trim().split("\n")[0]).toMatch(message);
  });

  it("counts what a template holds", async () => {
    const answer = parseAnswer<{ counts: Record<string, unknown> }>(
      await denat(["read"], { "template.yaml": isolated }),
      "denat.read/1",
    );
    expect(answer.counts).toMatchObject({
      vpcs: 1,
      subnets: 3,
      natGateways: 0,
      vpcEndpoints: 1,
      instances: 1,
    });
    expect(answer.counts["vpcEndpointsByService"]).toEqual({ ssm: 1 });
  });

  it.each([
    ["an unknown resource type", resource("Thing", "AWS::Nothing::Anyone", "Name: x"), /Thing/],
    [
      "a nested stack",
      resource("Child", "AWS::CloudFormation::Stack", "TemplateURL: https://example.com/child.yaml"),
      /Child/,
    ],
  ])("says what it did not use: %s", async (_, change, path) => {
    const answer = parseAnswer<{ unused: readonly { path: string; reason: string }[] }>(
      await denat(["read"], { "template.yaml": template(change) }),
      "denat.read/1",
    );
    expect(answer.unused.map((one) => one.path).join("\n")).toMatch(path);
  });
});

describe("macros that run only in AWS", () => {
  const ssm = lines(noNat, interfaceEndpoint("ssm"));
  const settledBy = /get-template --template-stage Processed/;
  traces([
    {
      name: "a macro of the account's own may rewrite all of it",
      files: head("Transform: [RewriteEverything]", ssm),
      to: "ssm",
      verdict: "unknown",
      settledBy,
    },
    {
      name: "AWS::Include may add to it",
      files: head(
        "Transform: { Name: AWS::Include, Parameters: { Location: s3://snippets/more.yaml } }",
        ssm,
      ),
      to: "ssm",
      verdict: "unknown",
      settledBy,
    },
    {
      name: "AWS's own for deployments leaves the network alone",
      files: head("Transform: AWS::CodeDeployBlueGreen", ssm),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
  ]);
});
