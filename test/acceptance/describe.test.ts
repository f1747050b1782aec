/** `aws ec2 describe-*` as input: what AWS answers is believed, DnsEntries and endpoint states among it. */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import type { TraceCase } from "./ask.ts";
import {
  aclOf,
  appId,
  describedFiles,
  entry,
  rowsOf,
  ssmEndpoint,
  ssmName,
  subnetA,
  subnetB,
  vpcId,
  zonalName,
} from "./described.ts";

type AclRow = Readonly<Record<"Associations", readonly { readonly SubnetId: string }[]>>;
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
const shutB = {
  "describe-network-acls": {
    NetworkAcls: [
      aclOf("acl-0a1b2c3d4e5f60002", [subnetB], []),
      ...rowsOf<AclRow>("describe-network-acls", "NetworkAcls").map((acl) => ({
        ...acl,
        Associations: acl.Associations.filter(({ SubnetId }) => SubnetId !== subnetB),
      })),
    ],
  },
};

const publicAccessBlocked = {
  "describe-vpc-block-public-access-options": {
    VpcBlockPublicAccessOptions: {
      AwsRegion: "us-east-1",
      InternetGatewayBlockMode: "block-bidirectional",
      State: "update-complete",
    },
  },
};

describe("all calls made", () => {
  ask([
    { name: "the instance to ssm", to: "ssm", verdict: "reachable", via: "interface-endpoint" },
    {
      name: "the instance by its private address",
      from: "10.0.16.20",
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "the instance by its network interface",
      from: "eni-0a1b2c3d4e5f60001",
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    { name: "its subnet", from: subnetA, to: "ssm", verdict: "reachable", via: "interface-endpoint" },
    {
      name: "S3 by the gateway",
      to: "s3",
      options: "--without-nat",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    { name: "another service by NAT", to: "kms", verdict: "reachable", via: "nat-gateway" },
    {
      name: "another service without NAT",
      to: "kms",
      options: "--without-nat",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "the endpoint's regional name, with private DNS off (I8)",
      answers: endpoints({ PrivateDnsEnabled: false }),
      to: ssmName,
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "the regional name answers with both zones: one is shut",
      answers: shutB,
      to: ssmName,
      verdict: "partial",
      codes: ["SUBNET_ACL_RESTRICTION"],
    },
    {
      name: "the zonal name answers with its own zone: the open one",
      answers: shutB,
      to: zonalName("us-east-1a"),
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "the zonal name answers with its own zone: the shut one",
      answers: shutB,
      to: zonalName("us-east-1b"),
      verdict: "blocked",
      codes: ["SUBNET_ACL_RESTRICTION"],
    },
    {
      name: "private DNS off: the plain name has public addresses",
      answers: endpoints({
        PrivateDnsEnabled: false,
        DnsEntries: [{ DnsName: ssmName, HostedZoneId: "Z7HUB22UULQXV" }],
      }),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a dual-stack name that DnsEntries lists is covered (I14)",
      answers: endpoints({
        DnsEntries: [ssmName, "ssm.us-east-1.amazonaws.com", "ssm.us-east-1.api.aws"].map((DnsName) => ({
          DnsName,
        })),
      }),
      to: "ssm.us-east-1.api.aws",
      options: "--without-nat",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "an endpoint that waits for acceptance",
      answers: endpoints({ State: "pendingAcceptance" }),
      to: "ssm",
      options: "--without-nat",
      verdict: "blocked",
    },
    {
      name: "an endpoint whose creation failed",
      answers: endpoints({ State: "failed" }),
      to: "ssm",
      options: "--without-nat",
      verdict: "blocked",
    },
    {
      name: "a state in another spelling",
      answers: endpoints({ State: "Available" }),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "an endpoint whose policy shuts the service out",
      answers: endpoints({
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }],
        }),
      }),
      to: "ssm",
      verdict: "blocked",
      codes: ["POLICY_*"],
      stage: "policy",
    },
    {
      name: "Block Public Access on, and nothing excluded",
      answers: {
        ...publicAccessBlocked,
        "describe-vpc-block-public-access-exclusions": { VpcBlockPublicAccessExclusions: [] },
      },
      to: "kms",
      verdict: "blocked",
      codes: ["VPC_BLOCK_PUBLIC_ACCESS_ENABLED"],
    },
    {
      name: "Block Public Access on, and nobody asked what is excluded",
      answers: publicAccessBlocked,
      to: "kms",
      verdict: "unknown",
      settledBy: /describe-vpc-block-public-access-exclusions/,
    },
    {
      name: "DNS hostnames off",
      answers: { "describe-vpc-attribute-hostnames": { VpcId: vpcId, EnableDnsHostnames: { Value: false } } },
      to: "ssm",
      options: "--without-nat",
      verdict: "blocked",
    },
    {
      name: "DNS support off",
      answers: { "describe-vpc-attribute-support": { VpcId: vpcId, EnableDnsSupport: { Value: false } } },
      to: "ssm",
      verdict: "blocked",
      codes: ["DNS_*"],
      stage: "dns",
    },
  ]);
});

describe("a hand-made ACL", () => {
  ask([
    {
      name: "admits the client's subnet both ways",
      answers: {
        "describe-network-acls": {
          NetworkAcls: [
            aclOf(
              "acl-0a1b2c3d4e5f60002",
              [subnetA, subnetB],
              [entry(false, 100, "allow"), entry(true, 100, "allow")],
            ),
          ],
        },
      },
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "denies what comes back",
      answers: {
        "describe-network-acls": {
          NetworkAcls: [aclOf("acl-0a1b2c3d4e5f60002", [subnetA, subnetB], [entry(true, 100, "allow")])],
        },
      },
      to: "s3",
      options: "--without-nat",
      verdict: "blocked",
      codes: ["SUBNET_ACL_RESTRICTION"],
      leg: "return",
    },
  ]);
});
