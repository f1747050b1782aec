/**
 * `aws ec2 describe-*` as input: what AWS answers is believed (DnsEntries, route states, prefix lists), and what was not
 * asked is unknown, with the call that would settle it.
 */
import { describe, expect, it } from "vitest";
import { denat, parseAnswer, traces } from "./ask.ts";
import type { TraceCase } from "./ask.ts";
import {
  aclOf,
  appId,
  described,
  describedFiles,
  entry,
  ssmEndpoint,
  ssmName,
  subnetA,
  subnetB,
  table,
  toNat,
  vpcId,
  withPrivateRoutes,
  zonalName,
} from "./described.ts";

type Changes = Parameters<typeof describedFiles>[0];
type Row = Omit<TraceCase, "files" | "from"> & { readonly answers?: Changes; readonly from?: string };

function ask(rows: readonly Row[]): void {
  traces(rows.map(({ answers, ...row }) => ({ from: appId, ...row, files: describedFiles(answers) })));
}

const endpoints = (ssm: Parameters<typeof ssmEndpoint>[0]) => ({
  "describe-vpc-endpoints": {
    VpcEndpoints: [ssmEndpoint(ssm), ...described["describe-vpc-endpoints"].VpcEndpoints.slice(1)],
  },
});
const shutB = {
  "describe-network-acls": {
    NetworkAcls: [
      aclOf("acl-0a1b2c3d4e5f60002", [subnetB], []),
      ...described["describe-network-acls"].NetworkAcls.map((acl) => ({
        ...acl,
        Associations: acl.Associations.filter(({ SubnetId }) => SubnetId !== subnetB),
      })),
    ],
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
      verdict: ["blocked", "unknown"],
    },
    {
      name: "an endpoint whose creation failed",
      answers: endpoints({ State: "failed" }),
      to: "ssm",
      options: "--without-nat",
      verdict: ["blocked", "unknown"],
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
      name: "Block Public Access on",
      answers: {
        "describe-vpc-block-public-access-options": {
          VpcBlockPublicAccessOptions: {
            AwsRegion: "us-east-1",
            InternetGatewayBlockMode: "block-bidirectional",
            State: "update-complete",
          },
        },
      },
      to: "kms",
      verdict: ["blocked", "unknown"],
      codes: ["VPC_BLOCK_PUBLIC_ACCESS_ENABLED"],
    },
    {
      name: "DNS hostnames off",
      answers: { "describe-vpc-attribute-hostnames": { VpcId: vpcId, EnableDnsHostnames: { Value: false } } },
      to: "ssm",
      options: "--without-nat",
      verdict: ["blocked", "unknown"],
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

describe("routes as AWS reports them (R10)", () => {
  ask([
    {
      name: "a default route to a NAT gateway that is gone",
      answers: { "describe-route-tables": withPrivateRoutes(toNat({ State: "blackhole" })) },
      to: "kms",
      verdict: "blocked",
      codes: ["BAD_STATE_ROUTE"],
      stage: "route",
    },
    {
      name: "a longer blackhole wins over a working default",
      answers: {
        "describe-route-tables": withPrivateRoutes(toNat(), {
          DestinationCidrBlock: "198.51.100.0/24",
          NetworkInterfaceId: "eni-0deadbeef00000000",
          State: "blackhole",
          Origin: "CreateRoute",
        }),
      },
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["BAD_STATE_ROUTE"],
    },
    {
      name: "and not elsewhere",
      answers: {
        "describe-route-tables": withPrivateRoutes(toNat(), {
          DestinationCidrBlock: "198.51.100.0/24",
          NetworkInterfaceId: "eni-0deadbeef00000000",
          State: "blackhole",
          Origin: "CreateRoute",
        }),
      },
      to: "203.0.113.77",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a propagated route loses to a static one of its length",
      answers: {
        "describe-route-tables": withPrivateRoutes(toNat(), {
          DestinationCidrBlock: "0.0.0.0/0",
          GatewayId: "vgw-0a1b2c3d4e5f60001",
          State: "active",
          Origin: "EnableVgwRoutePropagation",
        }),
      },
      to: "kms",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a target that is not in the input",
      answers: {
        "describe-route-tables": withPrivateRoutes({
          DestinationCidrBlock: "0.0.0.0/0",
          TransitGatewayId: "tgw-0a1b2c3d4e5f60001",
          State: "active",
          Origin: "CreateRoute",
        }),
        "describe-transit-gateways": undefined,
        "describe-transit-gateway-vpc-attachments": undefined,
      },
      to: "kms",
      verdict: "unknown",
      settledBy: /transit-gateway/,
    },
    {
      name: "a NAT gateway that is being deleted",
      answers: {
        "describe-nat-gateways": {
          NatGateways: [
            {
              ...described["describe-nat-gateways"].NatGateways[0],
              State: "deleting",
            },
          ],
        },
      },
      to: "kms",
      verdict: "blocked",
      codes: ["BAD_STATE*"],
    },
    {
      name: "a peering that nobody accepted",
      answers: pendingPeering("pending-acceptance"),
      to: "10.1.0.10",
      options: "--port 5432",
      verdict: "blocked",
      codes: ["BAD_STATE*"],
    },
    {
      name: "a peering that is active, into a VPC that is not in the input",
      answers: pendingPeering("active"),
      to: "10.1.0.10",
      options: "--port 5432",
      verdict: "unknown",
    },
  ]);
});

/** The main table serves the subnets: nothing else is associated with them. */
describe("the main table (R6)", () => {
  const publicTable = described["describe-route-tables"].RouteTables[1];
  const tables = (...routes: Parameters<typeof table>[2]) => ({
    "describe-route-tables": {
      RouteTables: [table("rtb-0a1b2c3d4e5f60000", [{ Main: true }], routes), publicTable],
    },
  });
  ask([
    {
      name: "has the NAT route",
      answers: tables(toNat()),
      to: "kms",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "has not",
      answers: tables(),
      to: "kms",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
  ]);
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
      name: "no internet gateways",
      answers: without("describe-internet-gateways"),
      to: "kms",
      verdict: ["unknown", "reachable"],
      settledBy: /describe-internet-gateways/,
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
      name: "no prefix lists: the addresses of S3 are taken from a dated copy, or unknown",
      answers: without("describe-prefix-lists"),
      to: "s3",
      options: "--without-nat",
      verdict: ["reachable", "unknown"],
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
      verdict: ["unknown", "reachable"],
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

function pendingPeering(code: string): Changes {
  const side = (VpcId: string, CidrBlock: string) => ({
    VpcId,
    CidrBlock,
    CidrBlockSet: [{ CidrBlock }],
    OwnerId: "111122223333",
    Region: "us-east-1",
  });
  return {
    "describe-vpc-peering-connections": {
      VpcPeeringConnections: [
        {
          VpcPeeringConnectionId: "pcx-0a1b2c3d4e5f60001",
          Status: { Code: code, Message: code },
          RequesterVpcInfo: side(vpcId, "10.0.0.0/16"),
          AccepterVpcInfo: side("vpc-0a1b2c3d4e5f60002", "10.1.0.0/16"),
        },
      ],
    },
    "describe-route-tables": withPrivateRoutes(toNat(), {
      DestinationCidrBlock: "10.1.0.0/16",
      VpcPeeringConnectionId: "pcx-0a1b2c3d4e5f60001",
      State: "active",
      Origin: "CreateRoute",
    }),
  };
}
