import { describe, expect, it } from "vitest";
import { parseId } from "../../src/model/entity/entity.ts";
import type { ScopeId } from "../../src/model/entity/entity.ts";
import { known, unknown } from "../../src/model/known.ts";
import { emptyNetwork } from "../../src/model/network.ts";
import type { Network, Reading } from "../../src/model/network.ts";
import { readFormats, summarize } from "../../src/report/index.ts";
import { endpointServiceToken } from "../../src/report/service-name.ts";
import { page } from "./samples.ts";

const template = parseId<ScopeId>("stack.json");
const account = parseId<ScopeId>("123456789012/ap-northeast-1");

/** Rows with only the fields that counting looks at. */
function rows<T extends keyof Network>(
  table: T,
  fields: readonly (Record<string, unknown> & { readonly id: string })[],
): Pick<Network, T> {
  return { [table]: new Map(fields.map((row) => [row.id, row])) } as unknown as Pick<Network, T>;
}

const network: Network = {
  ...emptyNetwork,
  scopes: new Map([
    [template, { id: template, account: "unknown", region: "ap-northeast-1", kind: "template" }],
    [account, { id: account, account: "123456789012", region: "ap-northeast-1", kind: "account" }],
  ]),
  ...rows("vpcs", [{ id: "Vpc", scope: template }]),
  ...rows("securityGroups", [
    { id: "Web", scope: template, groupName: "web" },
    { id: "Vpc default", scope: template, groupName: "default" },
    { id: "sg-1", scope: account, groupName: "default" },
  ]),
  ...rows("networkAcls", [{ id: "Vpc acl", scope: template, isDefault: true }]),
  ...rows("routeTables", [
    { id: "Table", scope: template, main: false },
    { id: "Vpc main", scope: template, main: true },
  ]),
  ...rows("networkInterfaces", [
    { id: "Api@Private", scope: template, owner: "Api" },
    { id: "eni-1", scope: account, owner: "i-1" },
  ]),
  ...rows("gateways", [
    { id: "igw-1", scope: account, kind: "internet-gateway" },
    { id: "vgw-1", scope: account, kind: "vpn-gateway" },
  ]),
  ...rows("workloads", [
    { id: "Api", scope: template, kind: "lambda" },
    { id: "i-1", scope: account, kind: "instance" },
    { id: "eni-9", scope: account, kind: "interface" },
  ]),
  ...rows("vpcEndpoints", [
    { id: "vpce-1", scope: account, serviceName: known("com.amazonaws.ap-northeast-1.s3") },
    { id: "vpce-2", scope: account, serviceName: known("com.amazonaws.ap-northeast-1.ecr.api") },
    { id: "vpce-3", scope: account, serviceName: known("com.amazonaws.ap-northeast-1.s3") },
    { id: "vpce-4", scope: account, serviceName: unknown("service of vpce-4", "look") },
  ]),
  gaps: new Map([
    [account, new Map([["networkAcls", unknown("network ACLs", "aws ec2 describe-network-acls")]])],
  ]),
  unresolved: new Map([["Parameter VpcId", unknown("parameter VpcId", "--parameter VpcId=…")]]),
};
const reading: Reading = {
  network,
  unused: [{ path: "stack.json/Resources/Topic", reason: "sends no traffic" }],
};

describe("the summary of a reading", () => {
  const { counts, implied, gaps, unresolved } = summarize(reading);

  it("counts what the input holds, and apart from it what AWS makes beside a template", () => {
    expect(counts).toMatchObject({
      vpcs: 1,
      subnets: 0,
      routeTables: 1,
      securityGroups: 2,
      networkAcls: 0,
      natGateways: 0,
      internetGateways: 1,
      vpnGateways: 1,
      vpcEndpoints: 4,
      networkInterfaces: 1,
      instances: 1,
      lambdaFunctions: 1,
    });
    expect(implied).toEqual({ routeTables: 1, securityGroups: 1, networkAcls: 1, networkInterfaces: 1 });
  });

  it("counts endpoints by service", () => {
    expect(counts.vpcEndpointsByService).toEqual({ "ecr.api": 1, s3: 2, unknown: 1 });
  });

  it("keeps what was not collected and what leaves the input, each with what settles it", () => {
    expect(gaps).toEqual([
      {
        scope: account,
        table: "networkAcls",
        fact: "network ACLs",
        settledBy: "aws ec2 describe-network-acls",
      },
    ]);
    expect(unresolved).toEqual([
      { symbol: "Parameter VpcId", fact: "parameter VpcId", settledBy: "--parameter VpcId=…" },
    ]);
  });

  it("is printed as JSON in the contract's words", () => {
    expect(JSON.parse(readFormats.json(summarize(reading), page))).toMatchObject({
      schema: "denat.read/1",
      counts: { vpcs: 1, vpcEndpointsByService: { s3: 2 } },
      unused: [{ path: "stack.json/Resources/Topic", reason: "sends no traffic" }],
    });
  });

  it("is printed as text with every doubt", () => {
    expect(readFormats.text(summarize(reading), page)).toMatchInlineSnapshot(`
      "1 VPC with 0 subnets; 1 table not collected, 1 reference unresolved, 1 part not used.
        template stack.json, ap-northeast-1, account unknown
        account 123456789012/ap-northeast-1, ap-northeast-1, account 123456789012

      Understood
        VPCs                1
        route tables        1  and 1 that AWS makes by itself
        security groups     2  and 1 that AWS makes by itself
        network ACLs        0  and 1 that AWS makes by itself
        internet gateways   1
        VPN gateways        1
        VPC endpoints       4  ecr.api, s3 × 2, unknown
        network interfaces  1  and 1 that AWS makes by itself
        instances           1
        Lambda functions    1

      Not collected
        ? network ACLs
          settled by: aws ec2 describe-network-acls

      References that leave the input
        ? Parameter VpcId: parameter VpcId
          settled by: --parameter VpcId=…

      Not used
        · stack.json/Resources/Topic: sends no traffic
      "
    `);
  });
});

it.each([
  ["com.amazonaws.ap-northeast-1.ssm", "ssm"],
  ["com.amazonaws.us-east-1.ecr.dkr", "ecr.dkr"],
  ["cn.com.amazonaws.cn-north-1.ecs", "ecs"],
  ["com.amazonaws.us-gov-west-1.s3", "s3"],
  ["aws.api.us-east-1.freetier", "freetier"],
  ["com.amazonaws.iam", "iam"],
  ["com.amazonaws.unknown-region.s3", "s3"],
  ["com.amazonaws.vpce.us-east-1.vpce-svc-0a1b", "vpce-svc-0a1b"],
  ["something else", "something else"],
])("the token of %s is %s", (serviceName, token) => {
  expect(endpointServiceToken(serviceName)).toBe(token);
});
