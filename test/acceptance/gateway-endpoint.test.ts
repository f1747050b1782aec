/**
 * Gateway endpoints, as documented in vpc/latest/privatelink/gateway-endpoints, vpc-endpoints-s3 and vpc-endpoints-ddb
 * (read 2026-11-24). Their traffic keeps a public destination: that is where groups, ACLs and routes go wrong.
 */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import {
  gatewayEndpoint,
  inSubnet,
  instance,
  interfaceEndpoint,
  lines,
  noNat,
  resource,
  vpc,
} from "./estate.ts";

const s3 = gatewayEndpoint("s3");
const isolated = lines(noNat, s3);

describe("reaching a gateway endpoint", () => {
  traces([
    { name: "S3 (G1)", change: isolated, to: "s3", verdict: "reachable", via: "gateway-endpoint" },
    {
      name: "a bucket by its virtual-hosted name",
      change: isolated,
      to: "logs-of-mine.s3.us-east-1.amazonaws.com",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "a bucket by its dual-stack name, as the repositories of Amazon Linux are called",
      change: isolated,
      to: "al2023-repos-us-east-1-de612dc2.s3.dualstack.us-east-1.amazonaws.com",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "DynamoDB (G1)",
      change: lines(noNat, gatewayEndpoint("dynamodb")),
      to: "dynamodb",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "beside a NAT gateway the longer prefix wins (G4)",
      change: s3,
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "S3's endpoint does not serve DynamoDB",
      change: isolated,
      to: "dynamodb",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      stage: "route",
    },
    {
      name: "no gateway endpoint: image layers stall (user 2)",
      change: lines(interfaceEndpoint("ecr.api"), interfaceEndpoint("ecr.dkr")),
      to: "s3",
      options: "--without-nat",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      stage: "route",
    },
    {
      name: "the route table of the client's subnet is not associated (trap 7)",
      change: lines(noNat, gatewayEndpoint("s3", "RouteTableIds: [!Ref PublicTable]")),
      to: "s3",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      stage: "route",
    },
    {
      name: "an endpoint without any route table",
      change: lines(
        noNat,
        gatewayEndpoint(
          "s3",
          "PolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: '*', Action: '*', Resource: '*' }] }",
        ),
      ),
      to: "s3",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "a client that falls back to the main table, which no template can associate (R6)",
      change: lines(isolated, "AssociationA: ~"),
      to: "s3",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "a bucket of another Region goes by NAT (G2, user 20)",
      change: s3,
      to: "data.s3.eu-west-1.amazonaws.com",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "and is cut off without NAT (G2, user 20)",
      change: s3,
      to: "data.s3.eu-west-1.amazonaws.com",
      options: "--without-nat",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "UDP does not pass",
      change: isolated,
      to: "s3",
      options: "--protocol udp",
      verdict: "blocked",
      codes: ["VPCE_GATEWAY_PROTOCOL_RESTRICTION"],
      stage: "endpoint",
    },
    {
      name: "without DNS hostnames, though the S3 page requires both attributes (G8)",
      change: lines(isolated, vpc("EnableDnsSupport: true, EnableDnsHostnames: false")),
      to: "s3",
      verdict: "unknown",
    },
    {
      name: "without DNS support no name resolves at all",
      change: lines(isolated, vpc("EnableDnsSupport: false")),
      to: "s3",
      verdict: "blocked",
      codes: ["DNS_*"],
      stage: "dns",
    },
  ]);
});

describe("static routes against the prefix list", () => {
  traces([
    {
      name: "a shorter static prefix loses (G4)",
      change: lines(isolated, instance("Appliance", "PrivateB", "!Ref AppGroup"), toAppliance("52.0.0.0/8")),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "a static CIDR equal to a range of S3 wins, and leads to a host that does not forward (G4, trap 7)",
      change: lines(
        isolated,
        instance("Appliance", "PrivateB", "!Ref AppGroup"),
        toAppliance("52.216.0.0/15"),
      ),
      to: "s3",
      verdict: "partial",
      codes: ["ENI_SOURCE_DEST_CHECK_RESTRICTION"],
    },
  ]);
});

describe("what the prefix list does not hold", () => {
  traces([
    {
      name: "a host outside AWS keeps to the NAT gateway",
      change: s3,
      to: "registry-1.docker.io",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a host outside AWS has no way without NAT, whatever the gateway endpoint serves",
      change: s3,
      to: "registry-1.docker.io",
      options: "--without-nat",
      verdict: "blocked",
    },
    {
      name: "another service of AWS keeps to the NAT gateway",
      change: s3,
      to: "kms",
      verdict: "reachable",
      via: "nat-gateway",
    },
  ]);
});

/** A second subnet asks for the same, from the zone without an endpoint of its own. */
describe("a gateway endpoint serves a table, not a subnet", () => {
  traces([
    {
      name: "another zone, the same table",
      change: lines(isolated, inSubnet("PrivateB")),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
  ]);
});

function toAppliance(cidr: string): string {
  return resource(
    "Static",
    "AWS::EC2::Route",
    `RouteTableId: !Ref PrivateTable, DestinationCidrBlock: ${cidr}, InstanceId: !Ref Appliance`,
  );
}
