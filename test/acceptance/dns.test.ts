/**
 * Names: the resolver, zones, rules and the names that endpoints do not cover, from vpc/latest/userguide/AmazonDNS-concepts,
 * DHCPOptionSetConcepts and Route53/latest/DeveloperGuide/hosted-zone-private-considerations (read 2026-11-24).
 */
import { describe } from "vitest";
import { byEndpoint, byNat, notCovered, traces } from "./ask.ts";
import { interfaceEndpoint, lines, noNat, resource, vpc } from "./estate.ts";

const ssm = lines(noNat, interfaceEndpoint("ssm"));

describe("which resolver a client asks (users 6)", () => {
  const options = (servers: string) =>
    lines(
      ssm,
      resource("Dhcp", "AWS::EC2::DHCPOptions", `DomainNameServers: [${servers}]`),
      resource(
        "DhcpAssociation",
        "AWS::EC2::VPCDHCPOptionsAssociation",
        "VpcId: !Ref Vpc, DhcpOptionsId: !Ref Dhcp",
      ),
    );
  const unknown = { to: "ssm", verdict: "unknown", stage: "dns" } as const;
  traces([
    { name: "AmazonProvidedDNS", change: options("AmazonProvidedDNS"), to: "ssm", ...byEndpoint },
    { name: "the link-local address", change: options("169.254.169.253"), to: "ssm", ...byEndpoint },
    { name: "the base of the VPC's range plus two", change: options("10.0.0.2"), to: "ssm", ...byEndpoint },
    {
      name: "the base of another VPC's range plus two: the old resolver",
      change: options("10.10.0.2"),
      ...unknown,
    },
    {
      name: "a server in the VPC, whose forwarding nobody told (trap 2)",
      change: options("10.0.0.53"),
      ...unknown,
    },
    {
      name: "loopback first, as in examples/complete of the Terraform VPC module",
      change: options("127.0.0.1, 10.10.0.2"),
      ...unknown,
    },
    {
      name: "a public resolver knows no private name",
      change: options("8.8.8.8"),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "Amazon's beside a foreign one",
      change: options("10.0.0.2, 10.0.0.53"),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "a custom server and an address instead of a name",
      change: lines("Nat: ~", "PrivateDefault: ~", options("10.0.0.53")),
      to: "10.0.0.99",
      options: "--port 443",
      verdict: "unknown",
    },
  ]);
});

describe("the VPC's DNS attributes", () => {
  traces([
    {
      name: "DNS support off, with an endpoint",
      change: lines(ssm, vpc("EnableDnsSupport: false")),
      to: "ssm",
      verdict: "blocked",
      codes: ["DNS_*"],
      stage: "dns",
    },
    {
      name: "DNS support off, with NAT: no name resolves",
      change: vpc("EnableDnsSupport: false"),
      to: "ssm",
      verdict: "blocked",
      codes: ["DNS_*"],
      stage: "dns",
    },
    {
      name: "DNS support off, and an address asked for",
      change: vpc("EnableDnsSupport: false"),
      to: "198.51.100.7",
      ...byNat,
    },
    {
      name: "DNS hostnames off, with NAT alone",
      change: vpc("EnableDnsHostnames: false"),
      to: "ssm",
      ...byNat,
    },
    {
      name: "the attributes written as text",
      change: lines(ssm, vpc('EnableDnsSupport: "true", EnableDnsHostnames: "true"')),
      to: "ssm",
      ...byEndpoint,
    },
  ]);
});

describe("private DNS off", () => {
  traces([
    {
      name: "the traffic stays on the NAT gateway",
      change: interfaceEndpoint("ssm", { privateDns: false }),
      to: "ssm",
      ...byNat,
    },
    {
      name: "left out of a template it is off, and without NAT the service is cut off (I15)",
      change: interfaceEndpoint("ssm", { privateDns: false }),
      to: "ssm",
      ...notCovered,
    },
    {
      name: "ECR's registry must have it (trap 10)",
      change: interfaceEndpoint("ecr.dkr", { privateDns: false }),
      to: "ecr.dkr",
      ...notCovered,
    },
  ]);
});

describe("hosted zones", () => {
  const zone = (name: string, vpcId = "!Ref Vpc") =>
    resource(
      "Zone",
      "AWS::Route53::HostedZone",
      `Name: ${name}, VPCs: [{ VPCId: ${vpcId}, VPCRegion: us-east-1 }]`,
    );
  const aliasTo = (name: string, endpoint: string) =>
    resource(
      "Alias",
      "AWS::Route53::RecordSet",
      `HostedZoneId: !Ref Zone, Name: ${name}, Type: A, AliasTarget: { DNSName: !Select [1, !Split [":", !Select [0, !GetAtt ${endpoint}.DnsEntries]]], HostedZoneId: !Select [0, !Split [":", !Select [0, !GetAtt ${endpoint}.DnsEntries]]] }`,
    );
  const plain = lines(noNat, interfaceEndpoint("ssm", { privateDns: false }));
  const nxdomain = { verdict: "blocked", codes: ["DNS_*"], stage: "dns" } as const;
  traces([
    {
      name: "a zone above the service without its record answers NXDOMAIN, even beside NAT (trap 2)",
      change: zone("us-east-1.amazonaws.com"),
      to: "ssm",
      ...nxdomain,
    },
    {
      name: "a zone of the service's own name without a record",
      change: zone("ssm.us-east-1.amazonaws.com"),
      to: "ssm",
      ...nxdomain,
    },
    { name: "the whole of amazonaws.com shadowed", change: zone("amazonaws.com"), to: "s3", ...nxdomain },
    {
      name: "a trailing dot changes nothing",
      change: zone("us-east-1.amazonaws.com."),
      to: "ssm",
      ...nxdomain,
    },
    {
      name: "the endpoint's own zone is longer and wins",
      change: lines(ssm, zone("us-east-1.amazonaws.com")),
      to: "ssm",
      ...byEndpoint,
    },
    {
      name: "a zone of another name is not asked",
      change: lines(ssm, zone("corp.example.com")),
      to: "ssm",
      ...byEndpoint,
    },
    {
      name: "a name that only ends alike is another name",
      change: zone("m.us-east-1.amazonaws.com"),
      to: "ssm",
      ...byNat,
    },
    {
      name: "a zone of another VPC is not asked",
      change: zone("us-east-1.amazonaws.com", "vpc-0123456789abcdef0"),
      to: "ssm",
      ...byNat,
    },
    {
      name: "a zone without VPCs is public and not asked",
      change: resource("Zone", "AWS::Route53::HostedZone", "Name: us-east-1.amazonaws.com"),
      to: "ssm",
      ...byNat,
    },
    {
      name: "a zone of one's own with an alias for the endpoint, private DNS off (user 25)",
      change: lines(
        plain,
        zone("ssm.us-east-1.amazonaws.com"),
        aliasTo("ssm.us-east-1.amazonaws.com", "ssmEndpoint"),
      ),
      to: "ssm",
      ...byEndpoint,
    },
    {
      name: "the same without enableDnsHostnames, which AWS requires for private zones",
      change: lines(
        vpc("EnableDnsSupport: true"),
        plain,
        zone("ssm.us-east-1.amazonaws.com"),
        aliasTo("ssm.us-east-1.amazonaws.com", "ssmEndpoint"),
      ),
      to: "ssm",
      options: "--without-nat",
      verdict: "unknown",
      settledBy: /enableDnsHostnames of Vpc/,
    },
    {
      name: "the record as a wildcard under the zone does not cover the zone's own name",
      change: lines(
        plain,
        zone("ssm.us-east-1.amazonaws.com"),
        aliasTo('"*.ssm.us-east-1.amazonaws.com"', "ssmEndpoint"),
      ),
      to: "ssm",
      ...nxdomain,
    },
    {
      name: "a record with an address of an instance that is not there",
      change: lines(
        noNat,
        zone("ssm.us-east-1.amazonaws.com"),
        resource(
          "Fixed",
          "AWS::Route53::RecordSet",
          "HostedZoneId: !Ref Zone, Name: ssm.us-east-1.amazonaws.com, Type: A, TTL: '300', ResourceRecords: [10.0.17.77]",
        ),
      ),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "a zone of the same name beside the endpoint's private DNS is refused (I10, user 12)",
      change: lines(ssm, zone("ssm.us-east-1.amazonaws.com")),
      to: "ssm",
      verdict: "blocked",
      codes: ["DNS_*|VPCE_*"],
    },
  ]);
});
