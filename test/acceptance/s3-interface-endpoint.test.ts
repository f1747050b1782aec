/** S3 and DynamoDB by interface endpoints, from AmazonS3/latest/userguide/privatelink-interface-endpoints (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { gatewayEndpoint, interfaceEndpoint, lines, noNat } from "./estate.ts";

const isolated = lines(noNat, gatewayEndpoint("s3"));

describe("S3 by an interface endpoint (vpc-endpoints-s3, privatelink-interface-endpoints)", () => {
  const s3Interface = (more: string) => interfaceEndpoint("s3", { more });
  traces([
    {
      name: "private DNS off: the traffic stays on the NAT gateway (user 14)",
      change: interfaceEndpoint("s3", { privateDns: false }),
      to: "s3",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "private DNS off, and NAT gone (user 14)",
      change: interfaceEndpoint("s3", { privateDns: false }),
      to: "s3",
      options: "--without-nat",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "private DNS for the inbound resolver alone is refused without a gateway endpoint (user 13)",
      change: lines(
        noNat,
        s3Interface("DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: OnlyInboundResolver }"),
      ),
      to: "s3",
      verdict: "blocked",
      codes: ["VPCE_*|DNS_*"],
    },
    {
      name: "that option is the default (user 13)",
      change: lines(noNat, s3Interface("")),
      to: "s3",
      verdict: "blocked",
      codes: ["VPCE_*|DNS_*"],
    },
    {
      name: "with the gateway endpoint, traffic of the VPC goes by the gateway",
      change: lines(
        isolated,
        s3Interface("DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: OnlyInboundResolver }"),
      ),
      to: "s3",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "and a subnet whose table has no gateway route is cut off",
      change: lines(
        noNat,
        gatewayEndpoint("s3", "RouteTableIds: [!Ref PublicTable]"),
        s3Interface("DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: OnlyInboundResolver }"),
      ),
      to: "s3",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
    {
      name: "for all resolvers, the interface serves the VPC without a gateway endpoint",
      change: lines(
        noNat,
        s3Interface("DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }"),
      ),
      to: "s3",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "for all resolvers, the billed interface wins over the free gateway",
      change: lines(
        isolated,
        s3Interface("DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }"),
      ),
      to: "s3",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "DynamoDB by an interface endpoint has no private DNS",
      change: lines(noNat, interfaceEndpoint("dynamodb", { privateDns: false })),
      to: "dynamodb",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
    },
  ]);
});
