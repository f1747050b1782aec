/** Calls that were not made: what they would have told is unknown, or assumed where CONTRACT.md says so. */
import { describe, expect, it } from "vitest";
import { byNat, denat, parseAnswer, traces } from "./ask.ts";
import type { TraceCase } from "./ask.ts";
import { appId, describedFiles, rowsOf, ssmEndpoint } from "./described.ts";

type Changes = Parameters<typeof describedFiles>[0];
type Row = Omit<TraceCase, "files" | "from"> & { readonly answers?: Changes; readonly from?: string };

function ask(rows: readonly Row[]): void {
  traces(rows.map(({ answers, ...row }) => ({ from: appId, ...row, files: describedFiles(answers) })));
}

const endpoints = (ssm: Parameters<typeof ssmEndpoint>[0]) => ({
  "describe-vpc-endpoints": {
    VpcEndpoints: [ssmEndpoint(ssm), ...rowsOf("describe-vpc-endpoints", "VpcEndpoints").slice(1)],
  },
});
describe("calls not made", () => {
  const without = (...calls: readonly string[]): Changes =>
    Object.fromEntries(calls.map((call) => [call, undefined]));
  ask([
    {
      name: "no security groups",
      answers: without("describe-security-groups"),
      to: "ssm",
      verdict: "unknown",
      settledBy: /describe-security-group/,
    },
    {
      name: "no network ACLs, across subnets",
      answers: without("describe-network-acls"),
      to: "ssm",
      verdict: "unknown",
      settledBy: /describe-network-acls/,
    },
    {
      name: "no route tables",
      answers: without("describe-route-tables"),
      to: "kms",
      verdict: "unknown",
      settledBy: /describe-route-tables/,
    },
    {
      name: "no endpoints: who owns the name is open",
      answers: without("describe-vpc-endpoints"),
      to: "ssm",
      verdict: "unknown",
      settledBy: /describe-vpc-endpoints/,
    },
    {
      name: "no NAT gateways",
      answers: without("describe-nat-gateways"),
      to: "kms",
      verdict: "unknown",
      settledBy: /describe-nat-gateways/,
    },
    {
      name: "no internet gateways: the active route to one says that it is attached",
      answers: without("describe-internet-gateways"),
      to: "kms",
      ...byNat,
    },
    {
      name: "no DHCP options",
      answers: without("describe-dhcp-options"),
      to: "ssm",
      verdict: "unknown",
      settledBy: /describe-dhcp-options/,
    },
    {
      name: "no VPC attributes: an endpoint with private DNS implies them",
      answers: without("describe-vpc-attribute-support", "describe-vpc-attribute-hostnames"),
      to: "ssm",
      verdict: "reachable",
      assumes: /describe-vpc-attribute/,
    },
    {
      name: "no VPC attributes, and strict",
      answers: without("describe-vpc-attribute-support", "describe-vpc-attribute-hostnames"),
      to: "ssm",
      options: "--strict",
      verdict: "unknown",
      settledBy: /describe-vpc-attribute/,
    },
    {
      name: "no Block Public Access: off is assumed",
      answers: without("describe-vpc-block-public-access-options"),
      to: "kms",
      verdict: "reachable",
      assumes: /describe-vpc-block-public-access-options/,
    },
    {
      name: "no prefix lists: the addresses of S3 are taken from a dated copy",
      answers: without("describe-prefix-lists"),
      to: "s3",
      options: "--without-nat",
      verdict: "reachable",
    },
    {
      name: "no peering connections do not matter to an endpoint",
      answers: without("describe-vpc-peering-connections"),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "a policy that AWS was not asked for",
      answers: endpoints({ PolicyDocument: undefined }),
      to: "ssm",
      verdict: "unknown",
    },
  ]);

  it("counts what is there", async () => {
    const counts = parseAnswer<{ counts: Record<string, unknown> }>(
      await denat(["read"], describedFiles()),
      "denat.read/1",
    ).counts;
    expect(counts).toMatchObject({
      vpcs: 1,
      subnets: 3,
      routeTables: 3,
      securityGroups: 2,
      networkAcls: 1,
      natGateways: 1,
      internetGateways: 1,
      vpcEndpoints: 2,
      networkInterfaces: 4,
      instances: 1,
    });
    expect(counts["vpcEndpointsByService"]).toEqual({ s3: 1, ssm: 1 });
  });
});
