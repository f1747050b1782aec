/**
 * Which names an endpoint covers and which escape it: global, FIPS, dual-stack and other-Region names, wildcards; from
 * vpc/latest/privatelink/privatelink-access-aws-services and aws-services-cross-region-privatelink-support (read 2026-11-24).
 */
import { describe } from "vitest";
import { byEndpoint, byNat, notCovered, traces } from "./ask.ts";
import { gatewayEndpoint, interfaceEndpoint, lines, noNat, resource } from "./estate.ts";

const ssm = lines(noNat, interfaceEndpoint("ssm"));

describe("names that an endpoint covers", () => {
  traces([
    {
      name: "the registry of an account, by the wildcard of ecr.dkr",
      change: lines(noNat, interfaceEndpoint("ecr.dkr")),
      to: "111122223333.dkr.ecr.us-east-1.amazonaws.com",
      ...byEndpoint,
    },
    {
      name: "ECR's API by its own name, not the service's",
      change: lines(noNat, interfaceEndpoint("ecr.api")),
      to: "api.ecr.us-east-1.amazonaws.com",
      ...byEndpoint,
    },
    {
      name: "ECS's agent has a name of another kind",
      change: lines(noNat, interfaceEndpoint("ecs-agent")),
      to: "ecs-a.us-east-1.amazonaws.com",
      ...byEndpoint,
    },
    { name: "upper case is the same name", change: ssm, to: "SSM.us-east-1.amazonaws.com", ...byEndpoint },
    { name: "regional STS", change: lines(noNat, interfaceEndpoint("sts")), to: "sts", ...byEndpoint },
    {
      name: "execute-api captures every API of the Region, public ones too (user 21)",
      change: interfaceEndpoint("execute-api"),
      to: "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
      ...byEndpoint,
      assumes: /API of a1b2c3d4e5\.execute-api\.us-east-1\.amazonaws\.com is private: .*a1b2c3d4e5/,
    },
  ]);
});

describe("a bucket with dots in its name", () => {
  const host = "logs.example.com.s3.us-east-1.amazonaws.com";
  const mismatch = { verdict: "blocked", codes: ["SERVICE_CERTIFICATE_MISMATCH"], stage: "tls" } as const;
  const ofS3 = interfaceEndpoint("s3", {
    more: "DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers }",
  });
  traces([
    { name: "has no certificate by way of a NAT", change: "", to: host, ...mismatch },
    { name: "nor by a gateway endpoint", change: lines(noNat, gatewayEndpoint("s3")), to: host, ...mismatch },
    {
      name: "is one of the names of an interface endpoint, whose certificate is no other",
      change: lines(noNat, ofS3),
      to: host,
      ...mismatch,
    },
    {
      name: "does without one on port 80",
      change: lines(noNat, gatewayEndpoint("s3")),
      to: host,
      options: "--port 80",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
    {
      name: "and a bucket without dots has one",
      change: lines(noNat, ofS3),
      to: "logs.s3.us-east-1.amazonaws.com",
      ...byEndpoint,
    },
    {
      name: "as the repositories of Amazon Linux have, which are no buckets by name",
      change: lines(noNat, gatewayEndpoint("s3")),
      to: "amazonlinux.us-east-1.amazonaws.com",
      verdict: "reachable",
      via: "gateway-endpoint",
    },
  ]);
});

describe("names that escape an endpoint", () => {
  const sts = interfaceEndpoint("sts");
  traces([
    { name: "global STS goes by NAT (user 15, trap 8)", change: sts, to: "sts.amazonaws.com", ...byNat },
    { name: "global STS without NAT (user 15, trap 8)", change: sts, to: "sts.amazonaws.com", ...notCovered },
    { name: "STS of another Region", change: sts, to: "sts.eu-west-1.amazonaws.com", ...notCovered },
    {
      name: "a FIPS name",
      change: interfaceEndpoint("ssm"),
      to: "ssm-fips.us-east-1.amazonaws.com",
      ...notCovered,
    },
    {
      name: "a dual-stack name, unless the endpoint lists it",
      change: interfaceEndpoint("ssm"),
      to: "ssm.us-east-1.api.aws",
      options: "--without-nat",
      verdict: "blocked",
    },
    { name: "IAM's one name for all Regions", change: sts, to: "iam.amazonaws.com", ...notCovered },
    {
      name: "a numbered poll name of ECS's agent",
      change: interfaceEndpoint("ecs-agent"),
      to: "ecs-a-1.us-east-1.amazonaws.com",
      options: "--without-nat",
      verdict: "blocked",
    },
    {
      name: "SES's SMTP endpoint is not its API (user 22)",
      change: interfaceEndpoint("email-smtp"),
      to: "email.us-east-1.amazonaws.com",
      ...notCovered,
    },
    {
      name: "a subdomain of a name that has no wildcard",
      change: interfaceEndpoint("ssm"),
      to: "x.ssm.us-east-1.amazonaws.com",
      options: "--without-nat",
      verdict: "blocked",
    },
    {
      name: "two labels under ECR's wildcard",
      change: interfaceEndpoint("ecr.dkr"),
      to: "a.b.dkr.ecr.us-east-1.amazonaws.com",
      options: "--without-nat",
      verdict: "blocked",
    },
    { name: "a service that has no endpoint at all", to: "budgets.amazonaws.com", ...notCovered },
    {
      name: "S3's old global name may lead to any Region",
      change: lines(noNat, gatewayEndpoint("s3")),
      to: "s3.amazonaws.com",
      verdict: "reachable",
    },
  ]);
});

describe("endpoints of another Region (aws-services-cross-region-privatelink-support)", () => {
  const kmsOfIreland = resource(
    "Kms",
    "AWS::EC2::VPCEndpoint",
    "VpcEndpointType: Interface, VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.kms, ServiceRegion: eu-west-1, SubnetIds: [!Ref PrivateA], SecurityGroupIds: [!Ref EndpointGroup], PrivateDnsEnabled: true",
  );
  traces([
    {
      name: "KMS of Ireland by its own name",
      change: lines(noNat, kmsOfIreland),
      to: "kms.eu-west-1.amazonaws.com",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    { name: "which is not KMS of this Region", change: kmsOfIreland, to: "kms", ...notCovered },
    {
      name: "a service of the wrong Region without ServiceRegion owns no name here",
      change: lines(
        noNat,
        interfaceEndpoint("kms"),
        resource(
          "Logs",
          "AWS::EC2::VPCEndpoint",
          "VpcEndpointType: Interface, VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-west-1.logs, SubnetIds: [!Ref PrivateA], PrivateDnsEnabled: true",
        ),
      ),
      to: "logs",
      verdict: "blocked",
    },
  ]);
});
