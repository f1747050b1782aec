import { describe, expect, it } from "vitest";
import { find } from "../../../../src/model/network.ts";
import { doubtful, ground, places, plain, read, row, told } from "./read.ts";

const head = `
Parameters:
  Net: { Type: AWS::EC2::VPC::Id }
  Nets: { Type: "List<AWS::EC2::Subnet::Id>" }
`;
const subnet =
  "  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.0.0/24 } }\n";

describe("a reference that leaves the templates", () => {
  it("is a symbol, equal for equal parameters", () => {
    const reading = read(
      `${subnet}  Group: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Net } }`,
      { head },
    );
    const { vpc } = row(reading, "subnets", "Subnet");
    expect(vpc).toBe("Net");
    expect(row(reading, "securityGroups", "Group").vpc).toBe(vpc);
    expect(find(reading.network, "vpcs", vpc)).toMatchObject({
      known: false,
      settledBy: expect.stringContaining("--parameter Net=") as string,
    });
  });

  it("is the id that the parameter was given, and no error", () => {
    const reading = read(subnet, { head, parameters: { Net: "vpc-7" } });
    expect(row(reading, "subnets", "Subnet").vpc).toBe("vpc-7");
    expect(find(reading.network, "vpcs", "vpc-7")).toEqual({
      known: false,
      fact: "VPC vpc-7, which is outside the input",
      settledBy: "aws ec2 describe-vpcs --vpc-ids vpc-7",
    });
  });

  it("leaves the tables of that VPC incomplete, and those of a VPC of the templates complete", () => {
    const gaps = read(subnet, { head, parameters: { Net: "vpc-7" } }).network.gaps.get("template" as never);
    expect([...(gaps?.keys() ?? [])].toSorted()).toEqual([
      "dnsFirewalls",
      "hostedZones",
      "networkAcls",
      "resolverRules",
      "routeTables",
      "vpcEndpoints",
    ]);
    expect(gaps?.get("vpcEndpoints")?.settledBy).toBe(
      "aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=vpc-7",
    );
    expect(read(ground).network.gaps.size).toBe(0);
  });

  it("to a list of subnets leaves the workload somewhere", () => {
    const reading = read(
      "  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [sg-1] } } }",
      { head },
    );
    const one = row(reading, "networkInterfaces", "F@unknown-subnet");
    expect(plain(one.subnet)).toMatch(/Nets/);
    expect(reading.network.unresolved.has(one.vpc)).toBe(true);
    expect([...reading.network.unresolved.keys()]).toEqual(expect.arrayContaining(["Nets", "sg-1"]));
  });

  it("to subnets by id has an interface in each", () => {
    const reading = read(
      "  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [sg-1] } } }",
      { head, parameters: { Nets: "subnet-1,subnet-2", Net: "vpc-1" } },
    );
    expect([...reading.network.networkInterfaces.keys()]).toEqual(["F@subnet-1", "F@subnet-2"]);
  });

  it("to an import is a symbol of its own", () => {
    const reading = read(
      "  S: { Type: AWS::EC2::Subnet, Properties: { VpcId: !ImportValue the-vpc, CidrBlock: 10.0.0.0/24 } }",
    );
    const { vpc } = row(reading, "subnets", "S");
    expect(vpc).toContain("the-vpc");
    expect(find(reading.network, "vpcs", vpc).known).toBe(false);
  });

  it("to nothing is the default VPC", () => {
    const reading = read("  G: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g } }");
    expect(row(reading, "securityGroups", "G").vpc).toBe("the default VPC of eu-west-1");
  });
});

describe("names", () => {
  const cdk = (id: string, path: string) =>
    `  ${id}: { Type: AWS::EC2::VPC, Metadata: { "aws:cdk:path": ${path} }, Properties: { CidrBlock: 10.0.0.0/16, Tags: [{ Key: Name, Value: main }] } }\n`;

  it("are the construct path, whole and short, and the Name tag", () => {
    expect(row(read(cdk("V1", "App/Net/Vpc/Resource")), "vpcs", "V1").aliases).toEqual([
      "App/Net/Vpc/Resource",
      "App/Net/Vpc",
      "Net/Vpc",
      "main",
    ]);
  });

  it("leave the stack away only where one resource is meant", () => {
    const reading = read(cdk("V1", "A/Vpc/Resource") + cdk("V2", "B/Vpc/Resource"));
    expect(row(reading, "vpcs", "V1").aliases).toEqual(["A/Vpc/Resource", "A/Vpc", "main"]);
  });
});

describe("what is not used", () => {
  it("is told type by type, with the place of the first", () => {
    const reading = read(`
  One: { Type: AWS::S3::Bucket }
  Two: { Type: AWS::S3::Bucket }
  Db: { Type: AWS::RDS::DBInstance }
  Zip: { Type: AWS::Lambda::Function, Properties: { Role: r } }
  Do: { Type: Custom::Thing, Properties: { ServiceToken: x } }`);
    expect(places(reading)).toEqual(
      expect.arrayContaining([
        "template.yaml:4 One and 1 more (AWS::S3::Bucket): has no part in the network",
        "template.yaml:6 Db (AWS::RDS::DBInstance): serves others, or stands beside the network: no client of its own",
        "template.yaml:7 Zip (AWS::Lambda::Function): runs outside every VPC",
        "template.yaml:8 Do (Custom::Thing): a custom resource: what it does is not in the template",
      ]),
    );
  });

  it.each([
    {
      type: "AWS::EC2::Route",
      properties: "RouteTableId: rtb-1, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat-1",
      to: "rtb-1",
    },
    { type: "AWS::EC2::SecurityGroupIngress", properties: "GroupId: sg-1, IpProtocol: tcp", to: "sg-1" },
    { type: "AWS::IAM::Policy", properties: "Roles: [r], PolicyName: p, PolicyDocument: {}", to: "r" },
    {
      type: "AWS::EC2::VPCGatewayAttachment",
      properties: "VpcId: !Ref Vpc, InternetGatewayId: igw-1",
      to: "igw-1",
    },
    { type: "AWS::Route53::RecordSet", properties: "HostedZoneId: Z1, Name: a, Type: A", to: "Z1" },
  ])("is a $type that adds to what is outside", ({ type, properties, to }) => {
    expect(places(read(`${ground}  One: { Type: ${type}, Properties: { ${properties} } }`))).toContainEqual(
      expect.stringContaining(`One (${type}): adds to ${to}, which is outside the input`),
    );
  });

  it("is nothing of a network alone", () => {
    expect(places(read(ground))).toEqual([]);
  });

  it("tells of resources that may not exist", () => {
    const reading = read(
      `${ground}  Nat: { Type: AWS::EC2::NatGateway, Condition: Maybe, Properties: { SubnetId: !Ref Subnet } }`,
      { head: doubtful },
    );
    expect(row(reading, "natGateways", "Nat").state).toBe("available");
    expect(places(reading)).toContainEqual(
      expect.stringMatching(/Nat \(AWS::EC2::NatGateway\): may not exist/),
    );
  });

  it("leaves a gap where clients run that are not read", () => {
    const reading = read(`${ground}  Fleet: { Type: AWS::EC2::SpotFleet, Properties: {} }`);
    const gap = reading.network.gaps.get("template" as never)?.get("workloads");
    expect(told(gap, () => "")).toBe("? what Fleet (AWS::EC2::SpotFleet) runs");
  });
});
