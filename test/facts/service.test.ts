import { describe, expect, it } from "vitest";
import { facts, factsWith, tables } from "./facts.ts";

const mustFind = (token: string) => {
  const service = facts.findService(token);
  if (service === undefined) throw new Error(`no service ${token}`);
  return service;
};

describe("the catalogue", () => {
  it("has every endpoint service of the table", () => {
    expect(facts.services).toHaveLength(488);
    expect(facts.servicesWithoutEndpoint).toHaveLength(134);
  });
  it.each([
    ["cassandra", [9142]],
    ["ssm", [443]],
    ["email-smtp", [25, 465, 587, 2465, 2587]],
    ["storagegateway", [443, 1026, 1027, 1028, 1031, 2222]],
  ])("%s listens on %j", (token, ports) => {
    expect(mustFind(token).ports).toEqual(ports);
  });
  it("lists gateways, companions and cross-Region services", () => {
    expect(facts.gatewayServices.toSorted()).toEqual(["dynamodb", "s3", "s3express"]);
    expect(mustFind("s3express").types).toEqual(["gateway"]);
    expect(mustFind("ecr.dkr").companions).toEqual(["ecr.api", "s3"]);
    expect([mustFind("s3").crossRegion, mustFind("ssm").crossRegion]).toEqual([true, false]);
    expect(facts.crossRegionExcludedZoneIds).toContain("apne1-az3");
  });
  it("leaves policy support unknown where no source says it, with the call that settles it", () => {
    expect(mustFind("s3").policySupported).toEqual({ known: true, value: true });
    const open = facts.services.find(({ policySupported }) => !policySupported.known)?.policySupported;
    expect(open).toMatchObject({
      known: false,
      settledBy: expect.stringContaining("describe-vpc-endpoint-services"),
    });
  });
  it("dates every row", () => {
    for (const { source, date } of facts.services) expect(`${date} ${source}`).toMatch(/^2026-\d\d-\d\d ./);
  });
  it.each([
    ["S3", "s3"],
    ["ecs-agnet", "ecs-agent"],
    ["secretmanager", "secretsmanager"],
  ])("finds near %s: %s", (text, token) => {
    expect(facts.nearServices(text)).toContain(token);
  });
});

describe("service names", () => {
  it.each([
    ["ssm", "ap-northeast-1", "com.amazonaws.ap-northeast-1.ssm"],
    ["sagemaker.api", "us-east-1", "com.amazonaws.us-east-1.sagemaker.api"],
    ["notebook", "us-east-1", "aws.sagemaker.us-east-1.notebook"],
    ["studio", "us-west-2", "aws.sagemaker.us-west-2.studio"],
    ["kendra-ranking", "us-east-1", "aws.api.us-east-1.kendra-ranking"],
    ["cassandra-streams", "us-east-1", "api.aws.us-east-1.cassandra-streams"],
    ["iam", "us-east-1", "com.amazonaws.iam"],
    ["route53", "eu-west-1", "com.amazonaws.route53"],
    ["ecr.api", "cn-north-1", "cn.com.amazonaws.cn-north-1.ecr.api"],
    ["ssm", "cn-north-1", "com.amazonaws.cn-north-1.ssm"],
    ["transcribe", "cn-northwest-1", "cn.com.amazonaws.cn-northwest-1.transcribe.cn"],
    ["ecr.dkr", "eusc-de-east-1", "eu.amazonaws.eusc-de-east-1.ecr.dkr"],
    ["ec2", "us-iso-east-1", "gov.ic.c2s.us-iso-east-1.ec2"],
    ["ssm", "unknown-region", "com.amazonaws.unknown-region.ssm"],
    ["no-such-service", "us-east-1", undefined],
  ])("%s in %s is %s, and back", (token, region, name) => {
    expect(facts.serviceNameIn(token, region)).toBe(name);
    expect(facts.tokenOf(name ?? "")).toBe(name === undefined ? undefined : token);
  });

  it("keeps com.amazonaws for gateway endpoints in China", () => {
    expect(facts.serviceNameIn("s3", "cn-north-1")).toBe("com.amazonaws.cn-north-1.s3");
    expect(facts.serviceNameIn("s3", "cn-north-1", "gateway")).toBe("com.amazonaws.cn-north-1.s3");
    expect(facts.serviceNameIn("s3", "cn-north-1", "interface")).toBe("cn.com.amazonaws.cn-north-1.s3");
    expect(facts.tokenOf("cn.com.amazonaws.cn-north-1.s3")).toBe("s3");
  });

  it("is turned back by tokenOf for every service in every Region", () => {
    const wrong = facts.regions.flatMap(({ name: region }) =>
      facts.services.flatMap(({ token }) =>
        (["interface", "gateway"] as const)
          .map((type) => facts.serviceNameIn(token, region, type) ?? "")
          .filter((name) => facts.tokenOf(name) !== token),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    [
      "com.amazonaws.us-east-1.s3",
      { owner: "aws", token: "s3", region: "us-east-1", types: ["gateway", "interface"] },
    ],
    ["com.amazonaws.iam", { owner: "aws", token: "iam", region: undefined, types: ["interface"] }],
    [
      "com.amazonaws.us-east-1.resource-explorer-2",
      { owner: "aws", token: "resource-explorer-2", region: "us-east-1", types: ["interface"] },
    ],
    [
      "com.amazonaws.us-east-1.brand-new.api",
      { owner: "aws", token: "brand-new.api", region: "us-east-1", types: [] },
    ],
    [
      "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
      { owner: "other", token: undefined, region: "us-east-1", types: [] },
    ],
    [
      "cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123",
      { owner: "other", token: undefined, region: "cn-north-1", types: [] },
    ],
    ["com.snowflake.example", { owner: "other", token: undefined, region: undefined, types: [] }],
    ["", { owner: "other", token: undefined, region: undefined, types: [] }],
  ])("reads %s", (name, expected) => {
    expect(facts.endpointServiceOf(name)).toEqual(expected);
  });
});

describe("host names", () => {
  it.each([
    ["ssm", "us-east-1", "ssm.us-east-1.amazonaws.com"],
    ["ecs-agent", "ap-northeast-1", "ecs-a.ap-northeast-1.amazonaws.com"],
    ["ecs-telemetry", "ap-northeast-1", "ecs-t.ap-northeast-1.amazonaws.com"],
    ["ecr.api", "us-east-1", "api.ecr.us-east-1.amazonaws.com"],
    ["ecr.dkr", "us-east-1", "000000000000.dkr.ecr.us-east-1.amazonaws.com"],
    ["monitoring", "cn-north-1", "monitoring.cn-north-1.amazonaws.com.cn"],
    ["kinesis-streams", "us-east-1", "kinesis.us-east-1.amazonaws.com"],
    ["iam", "eu-west-1", "iam.amazonaws.com"],
    ["iam", "us-gov-east-1", "iam.us-gov.amazonaws.com"],
    ["iam", "cn-north-1", "iam.cn-north-1.amazonaws.com.cn"],
    ["route53", "us-east-1", "route53.amazonaws.com"],
    ["route53", "us-gov-west-1", "route53.us-gov.amazonaws.com"],
    ["organizations", "ap-northeast-1", "organizations.us-east-1.amazonaws.com"],
    ["organizations", "cn-north-1", "organizations.cn-northwest-1.amazonaws.com.cn"],
    ["freetier", "cn-north-1", "freetier.cn-north-1.api.amazonwebservices.com.cn"],
    ["ssm", "eusc-de-east-1", "ssm.eusc-de-east-1.amazonaws.eu"],
  ])("%s in %s is dialled at %s", (token, region, host) => {
    expect(facts.hostNames(token, region)[0]).toBe(host);
  });
  it("has none for an unknown token", () => {
    expect(facts.hostNames("no-such-service", "us-east-1")).toEqual([]);
  });

  it.each([
    ["com.amazonaws.us-east-1.ecr.dkr", ["*.dkr.ecr.us-east-1.amazonaws.com"]],
    ["cn.com.amazonaws.cn-north-1.ecr.api", ["api.ecr.cn-north-1.amazonaws.com.cn"]],
    ["com.amazonaws.us-east-1.execute-api", ["*.execute-api.us-east-1.amazonaws.com"]],
    ["com.amazonaws.eu-west-1.ec2", ["ec2.eu-west-1.amazonaws.com", "ec2.eu-west-1.api.aws"]],
    ["com.amazonaws.us-east-1.dynamodb", []],
    ["com.amazonaws.us-east-1.dynamodb-streams", []],
    ["com.amazonaws.us-east-1.iot.data", []],
    ["com.amazonaws.us-east-1.iot.credentials", []],
    ["com.amazonaws.us-east-1.transfer.server", []],
    ["com.amazonaws.us-east-1.s3express", []],
    ["com.amazonaws.iam", ["iam.amazonaws.com"]],
    ["aws.api.us-east-2.route53globalresolver", ["route53globalresolver.us-east-2.api.aws"]],
    ["com.amazonaws.vpce.us-east-1.vpce-svc-0123", []],
  ])("private DNS of %s answers %j", (name, hosts) => {
    expect(facts.privateNames(name)).toEqual(hosts);
  });
});

describe("a malformed table", () => {
  it.each([
    ["services", "\nssm,", "\nssm,,", /services\.csv:\d+: 13 fields in place of 12/],
    ["services", ",ecr.dkr s3,", ",ecr.dkr s33,", /services\.csv:\d+: no service s33/],
    ["service-hosts", ",iam,", ",aim,", /service-hosts\.csv:\d+: no service aim/],
    [
      "service-names",
      "cn-north-1,cn.com.amazonaws.REGION.TOKEN,",
      "cn-north-1,cn.com,",
      /service-names\.csv:2: no template/,
    ],
    [
      "cross-region",
      "service,s3",
      "servise,s3",
      /cross-region\.csv:2: kind is none of service, excluded-zone/,
    ],
    ["regions", "ap-east-1,aws,", "ap-east-1,awsome,", /regions\.csv:\d+: no partition awsome/],
  ] as const)("%s throws with its line: %s", (table, from, to, message) => {
    expect(tables[table]).toContain(from);
    expect(() => factsWith({ [table]: tables[table].replace(from, to) })).toThrow(message);
  });
});
