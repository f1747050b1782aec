/**
 * Endpoint policies, as documented in vpc/latest/privatelink/vpc-endpoints-access and
 * IAM/latest/UserGuide/reference_policies_condition-keys (read 2026-11-24).
 */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { gatewayEndpoint, interfaceEndpoint, lines, noNat } from "./estate.ts";

describe("an S3 gateway endpoint's policy", () => {
  traces([
    { name: "none: full access", change: s3With(), to: "s3", verdict: "reachable" },
    { name: "everything allowed", change: s3With(allow("s3:*", "*")), to: "s3", verdict: "reachable" },
    {
      name: "everything denied: the packet arrives and the request is refused",
      change: s3With(allow("*", "*"), '{ Effect: Deny, Principal: "*", Action: "*", Resource: "*" }'),
      to: "s3",
      verdict: "blocked",
      codes: ["POLICY_*"],
      stage: "policy",
    },
    {
      name: "no statement allows S3 at all",
      change: s3With(allow("sqs:*", "*")),
      to: "s3",
      verdict: "blocked",
      codes: ["POLICY_*"],
      stage: "policy",
    },
    {
      name: "one bucket allowed, any bucket asked for (user 17)",
      change: s3With(allow("s3:*", "arn:aws:s3:::mine", "arn:aws:s3:::mine/*")),
      to: "s3",
      verdict: "unknown",
    },
    {
      name: "one bucket allowed, the repository of Amazon Linux asked for: 403 (user 17)",
      change: s3With(allow("s3:*", "arn:aws:s3:::mine", "arn:aws:s3:::mine/*")),
      to: "al2023-repos-us-east-1-de612dc2.s3.dualstack.us-east-1.amazonaws.com",
      verdict: "blocked",
    },
    {
      name: "one bucket allowed, that bucket asked for",
      change: s3With(allow("s3:*", "arn:aws:s3:::mine", "arn:aws:s3:::mine/*")),
      to: "mine.s3.us-east-1.amazonaws.com",
      verdict: "reachable",
    },
    {
      name: "NAT cannot help: the prefix route wins and meets the policy (user 17)",
      change: gatewayEndpoint("s3", `RouteTableIds: [!Ref PrivateTable], ${policy(allow("sqs:*", "*"))}`),
      to: "s3",
      verdict: "blocked",
      codes: ["POLICY_*"],
    },
    {
      name: "aws:SourceIp never holds through an endpoint (G10, trap 5)",
      change: s3With(allowIf("IpAddress: { aws:SourceIp: 203.0.113.7/32 }")),
      to: "s3",
      verdict: "blocked",
      codes: ["POLICY_*"],
      stage: "policy",
    },
    {
      name: "aws:VpcSourceIp does",
      change: s3With(allowIf("IpAddress: { aws:VpcSourceIp: 10.0.0.0/16 }")),
      to: "s3",
      verdict: "reachable",
    },
    {
      name: "aws:VpcSourceIp of another network",
      change: s3With(allowIf("IpAddress: { aws:VpcSourceIp: 192.168.0.0/16 }")),
      to: "s3",
      verdict: "blocked",
      codes: ["POLICY_*"],
    },
    {
      name: "aws:SourceVpc is this VPC",
      change: s3With(allowIf("StringEquals: { aws:SourceVpc: !Ref Vpc }")),
      to: "s3",
      verdict: "unknown",
    },
    {
      name: "aws:SourceVpc is another VPC",
      change: s3With(allowIf("StringEquals: { aws:SourceVpc: vpc-0123456789abcdef0 }")),
      to: "s3",
      verdict: "unknown",
    },
    {
      name: "a condition on who asks, which no network tells (user 18)",
      change: s3With(allowIf("StringEquals: { aws:PrincipalOrgID: o-abcdefghij }")),
      to: "s3",
      verdict: "unknown",
      stage: "policy",
    },
    {
      name: "a deny for buckets of other organizations cuts off AWS's own buckets (user 18)",
      change: s3With(
        allow("*", "*"),
        '{ Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*", Condition: { StringNotEquals: { aws:ResourceOrgID: o-abcdefghij } } }',
      ),
      to: "s3",
      verdict: "unknown",
    },
    {
      name: "the account's root as principal is the root user alone on a gateway endpoint (G11)",
      change: s3With(
        '{ Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "*", Resource: "*" }',
      ),
      to: "s3",
      verdict: "unknown",
    },
  ]);
});

describe("an interface endpoint's policy", () => {
  traces([
    { name: "none: full access", change: ssmWith(), to: "ssm", verdict: "reachable" },
    {
      name: "the service's actions allowed",
      change: ssmWith(allow("ssm:*", "*")),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "another service's actions allowed",
      change: ssmWith(allow("s3:*", "*")),
      to: "ssm",
      verdict: "blocked",
      codes: ["POLICY_*"],
      stage: "policy",
    },
    {
      name: "one action allowed, any asked for",
      change: ssmWith(allow("ssm:GetParameter", "*")),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "one action denied, any asked for",
      change: ssmWith(
        allow("*", "*"),
        '{ Effect: Deny, Principal: "*", Action: ssm:DeleteParameter, Resource: "*" }',
      ),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "an empty list of statements allows nothing",
      change: lines(
        noNat,
        interfaceEndpoint("ssm", { more: 'PolicyDocument: { Version: "2012-10-17", Statement: [] }' }),
      ),
      to: "ssm",
      verdict: "unknown",
    },
    {
      name: "NotAction leaves the service out",
      change: ssmWith('{ Effect: Allow, Principal: "*", NotAction: "ssm:*", Resource: "*" }'),
      to: "ssm",
      verdict: "blocked",
      codes: ["POLICY_*"],
    },
    {
      name: "a policy written as a JSON string, as the reference of AWS::EC2::VPCEndpoint shows",
      change: lines(
        noNat,
        interfaceEndpoint("ssm", {
          more: `PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}'`,
        }),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["POLICY_*"],
    },
  ]);
});

function s3With(...statements: readonly string[]): string {
  const document = statements.length === 0 ? "" : `, ${policy(...statements)}`;
  return lines(noNat, gatewayEndpoint("s3", `RouteTableIds: [!Ref PrivateTable]${document}`));
}

function ssmWith(...statements: readonly string[]): string {
  return lines(
    noNat,
    interfaceEndpoint("ssm", statements.length === 0 ? {} : { more: policy(...statements) }),
  );
}

function policy(...statements: readonly string[]): string {
  return `PolicyDocument: { Version: "2012-10-17", Statement: [${statements.join(", ")}] }`;
}

function allow(action: string, ...resources: readonly string[]): string {
  const arns = resources.map((arn) => `"${arn}"`).join(", ");
  return `{ Effect: Allow, Principal: "*", Action: "${action}", Resource: [${arns}] }`;
}

function allowIf(condition: string): string {
  return `{ Effect: Allow, Principal: "*", Action: "*", Resource: "*", Condition: { ${condition} } }`;
}
