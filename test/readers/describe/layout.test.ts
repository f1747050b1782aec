import { describe, expect, it } from "vitest";
import { readDescribe } from "../../../src/readers/describe/index.ts";
import { toFile } from "./answers.ts";

const vpc = (owner?: string) => ({
  VpcId: "vpc-1",
  CidrBlock: "10.0.0.0/16",
  ...(owner === undefined ? {} : { OwnerId: owner }),
});
const subnet = {
  SubnetId: "subnet-1",
  VpcId: "vpc-1",
  CidrBlock: "10.0.0.0/24",
  AvailabilityZone: "us-west-2-lax-1a",
};

const scopesOf = (files: readonly (readonly [string, unknown])[], region?: string) => [
  ...readDescribe(
    files.map(([path, value]) => toFile(path, value)),
    { region },
  ).network.scopes.keys(),
];

describe("account and Region", () => {
  it.each([
    {
      from: "directories of account and Region",
      path: "x/111111111111/eu-west-1/a.json",
      scope: "111111111111/eu-west-1",
    },
    {
      from: "Batfish's accounts",
      path: "aws_configs/accounts/prod/us-gov-west-1/Vpcs.json",
      scope: "prod/us-gov-west-1",
    },
    {
      from: "a Region's directory",
      path: "aws_configs/cn-north-1/Vpcs.json",
      scope: "unknown-account/cn-north-1",
    },
    {
      from: "the file's name",
      path: "222222222222-ap-northeast-1-vpcs.json",
      scope: "222222222222/ap-northeast-1",
    },
    { from: "nothing", path: "my-app-1/vpcs.json", scope: "unknown-account/unknown-region" },
  ])("from $from", ({ path, scope }) => {
    expect(scopesOf([[path, { Vpcs: [vpc()] }]])).toEqual([scope]);
  });

  it.each([
    {
      from: "zones, of Local Zones too",
      answer: { Vpcs: [vpc("333333333333")], Subnets: [subnet] },
      scope: "333333333333/us-west-2",
    },
    {
      from: "ARNs",
      answer: { Vpcs: [vpc()], x: ["arn:aws:ec2:sa-east-1:444444444444:vpc/vpc-1"] },
      scope: "444444444444/sa-east-1",
    },
    {
      from: "service names",
      answer: { Vpcs: [vpc()], x: "com.amazonaws.eu-central-2.s3" },
      scope: "unknown-account/eu-central-2",
    },
  ])("of a flat directory from $from", ({ answer, scope }) => {
    expect(scopesOf([["d/a.json", answer]], "us-east-1")).toEqual([scope]);
  });

  it("goes by the neighbours, then by --region", () => {
    expect(
      scopesOf([
        ["d/v.json", { Vpcs: [vpc("333333333333")] }],
        ["d/s.json", { Subnets: [subnet] }],
        ["iam/p.json", { InstanceProfiles: [] }],
      ]),
    ).toEqual(["333333333333/us-west-2"]);
    expect(scopesOf([["d/v.json", { Vpcs: [vpc()] }]], "us-east-1")).toEqual(["unknown-account/us-east-1"]);
  });

  it("keeps what one account lacks apart from what another has", () => {
    const { network } = readDescribe(
      [
        toFile("accounts/111111111111/eu-west-1/a.json", { Vpcs: [vpc()], NetworkAcls: [] }),
        toFile("accounts/222222222222/eu-west-1/a.json", { Vpcs: [vpc()] }),
      ],
      { region: undefined },
    );
    expect([...network.gaps].map(([scope, gaps]) => [scope, gaps.has("networkAcls")])).toEqual([
      ["111111111111/eu-west-1", false],
      ["222222222222/eu-west-1", true],
    ]);
  });
});

describe("wrappers", () => {
  it.each([
    { of: "a placebo recording", value: { status_code: 200, data: { Vpcs: [vpc()], ResponseMetadata: {} } } },
    { of: "pages", value: [{ Vpcs: [] }, { Vpcs: [vpc()] }] },
    {
      of: "answers by call",
      value: { "describe-vpcs": { Vpcs: [vpc()] }, "describe-subnets": { Subnets: [] } },
    },
    { of: "answers by Region", value: { "eu-west-1": { Vpcs: [vpc()] } } },
    {
      of: "lower camel case",
      value: { vpcs: [{ vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", isDefault: "false" }] },
    },
  ])("$of", ({ value }) => {
    expect([...readDescribe([toFile("a.json", value)], { region: undefined }).network.vpcs.keys()]).toEqual([
      "vpc-1",
    ]);
  });

  it("does not look for answers inside what it does not know", () => {
    const { network, unused } = readDescribe(
      [
        toFile("rds.json", {
          DBInstances: [{ DBSubnetGroup: { Subnets: [{ SubnetIdentifier: "subnet-1" }] } }],
        }),
      ],
      { region: undefined },
    );
    expect(network.scopes.size).toBe(0);
    expect(unused).toEqual([
      { path: "rds.json", reason: "a database answers; its interfaces are in describe-network-interfaces" },
    ]);
  });
});

describe("two files that tell of one thing", () => {
  const group = (...ports: readonly number[]) => ({
    GroupId: "sg-1",
    GroupName: "one",
    VpcId: "vpc-1",
    IpPermissions: ports.map((port) => ({
      IpProtocol: "tcp",
      FromPort: port,
      ToPort: port,
      IpRanges: [{ CidrIp: "10.0.0.0/16" }],
    })),
    IpPermissionsEgress: [],
  });
  const readBoth = (first: object, second: object) =>
    readDescribe(
      [
        toFile("monday.json", { SecurityGroups: [first] }),
        toFile("tuesday.json", { SecurityGroups: [second] }),
      ],
      { region: "us-east-1" },
    );

  it("are noted where they contradict each other, and the later one counts", () => {
    const { network, unused } = readBoth(group(443), group(80));
    expect(unused).toEqual([
      { path: "monday.json", reason: "sg-1 is told of otherwise in tuesday.json, which counts" },
    ]);
    const [row] = [...network.securityGroups.values()];
    const ports = row?.ingress.known === true ? row.ingress.value.map(({ traffic }) => traffic) : [];
    expect(ports).toMatchObject([{ value: { ports: [[80, 80]] } }]);
  });

  it("are not where they say the same, in whatever order", () => {
    expect(readBoth(group(443, 80), group(80, 443)).unused).toEqual([]);
  });
});
