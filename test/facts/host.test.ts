import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AwsHost } from "../../src/facts/index.ts";
import { facts, factsWith, tables } from "./facts.ts";

const aws = (parts: Partial<AwsHost>): AwsHost => ({
  kind: "aws",
  service: undefined,
  region: undefined,
  form: "regional",
  endpointId: undefined,
  availabilityZone: undefined,
  bucket: undefined,
  ...parts,
});
const inUsEast1 = (service: string | undefined, form: AwsHost["form"], parts: Partial<AwsHost> = {}) =>
  aws({ service, region: "us-east-1", form, ...parts });
const vpce = (service: string | undefined, parts: Partial<AwsHost> = {}) =>
  inUsEast1(service, "vpce", { endpointId: "vpce-0123456789abcdef0", ...parts });

const cases: readonly (readonly [string, AwsHost])[] = [
  // default names, and names of other partitions
  ["ssm.us-east-1.amazonaws.com", inUsEast1("ssm", "regional")],
  ["SSM.US-EAST-1.AmazonAWS.com.", inUsEast1("ssm", "regional")],
  ["ecs-a.us-east-1.amazonaws.com", inUsEast1("ecs-agent", "regional")],
  ["ecs-t.us-east-1.amazonaws.com", inUsEast1("ecs-telemetry", "regional")],
  ["monitoring.us-east-1.amazonaws.com", inUsEast1("monitoring", "regional")],
  ["kinesis.us-east-1.amazonaws.com", inUsEast1("kinesis-streams", "regional")],
  ["email.us-east-1.amazonaws.com", inUsEast1("email", "regional")],
  ["cassandra.us-east-1.amazonaws.com", inUsEast1("cassandra", "regional")],
  ["api.sagemaker.us-east-1.amazonaws.com", inUsEast1("sagemaker.api", "regional")],
  ["runtime.sagemaker.us-east-1.amazonaws.com", inUsEast1("sagemaker.runtime", "regional")],
  ["d-abc123.studio.us-east-1.sagemaker.aws", inUsEast1("studio", "regional")],
  ["streams.dynamodb.us-east-1.amazonaws.com", inUsEast1("dynamodb-streams", "regional")],
  ["123456789012.ddb.us-east-1.amazonaws.com", inUsEast1("dynamodb", "regional")],
  ["es.us-east-1.amazonaws.com", inUsEast1("es", "regional")],
  ["ssm.ap-east-9.amazonaws.com", aws({ service: "ssm", region: "ap-east-9" })],
  ["ssm.unknown-region.amazonaws.com", aws({ service: "ssm", region: "unknown-region" })],
  ["ssm.cn-north-1.amazonaws.com.cn", aws({ service: "ssm", region: "cn-north-1" })],
  ["api.ecr.cn-northwest-1.amazonaws.com.cn", aws({ service: "ecr.api", region: "cn-northwest-1" })],
  ["ssm.eusc-de-east-1.amazonaws.eu", aws({ service: "ssm", region: "eusc-de-east-1" })],
  ["sqs.us-iso-east-1.c2s.ic.gov", aws({ service: "sqs", region: "us-iso-east-1" })],
  // global and legacy names
  ["iam.amazonaws.com", aws({ service: "iam", form: "global" })],
  ["sts.amazonaws.com", aws({ service: "sts", form: "global" })],
  ["route53.amazonaws.com", aws({ service: "route53", form: "global" })],
  ["cloudfront.amazonaws.com", aws({ service: "cloudfront", form: "global" })],
  ["iam.us-gov.amazonaws.com", aws({ service: "iam", form: "global" })],
  ["organizations.us-east-1.amazonaws.com", inUsEast1("organizations", "regional")],
  ["us-east-1.queue.amazonaws.com", inUsEast1("sqs", "legacy")],
  ["queue.amazonaws.com", inUsEast1("sqs", "legacy")],
  ["ecs-a-1.us-east-1.amazonaws.com", inUsEast1("ecs-agent", "legacy")],
  ["ecs-t-12.us-east-1.amazonaws.com", inUsEast1("ecs-telemetry", "legacy")],
  // FIPS and dual stack
  ["kms-fips.us-east-1.amazonaws.com", inUsEast1("kms-fips", "fips")],
  ["monitoring-fips.us-east-1.amazonaws.com", inUsEast1("monitoring", "fips")],
  ["ec2.us-east-1.api.aws", inUsEast1("ec2", "dualstack")],
  ["lambda.us-east-1.api.aws", inUsEast1("lambda", "dualstack")],
  [
    "lambda.cn-north-1.api.amazonwebservices.com.cn",
    aws({ service: "lambda", region: "cn-north-1", form: "dualstack" }),
  ],
  ["fips.eks.us-east-1.amazonaws.com", inUsEast1("eks-fips", "fips")],
  // S3
  ["s3.us-east-1.amazonaws.com", inUsEast1("s3", "regional")],
  ["s3.amazonaws.com", aws({ service: "s3", form: "global" })],
  ["my-bucket.s3.us-east-1.amazonaws.com", inUsEast1("s3", "virtual-hosted", { bucket: "my-bucket" })],
  [
    "my.dotted.bucket.s3.us-east-1.amazonaws.com",
    inUsEast1("s3", "virtual-hosted", { bucket: "my.dotted.bucket" }),
  ],
  ["my-bucket.s3.amazonaws.com", aws({ service: "s3", form: "virtual-hosted", bucket: "my-bucket" })],
  ["s3-us-west-2.amazonaws.com", aws({ service: "s3", region: "us-west-2", form: "legacy" })],
  ["b.s3-us-west-2.amazonaws.com", aws({ service: "s3", region: "us-west-2", form: "legacy", bucket: "b" })],
  ["s3.dualstack.us-east-1.amazonaws.com", inUsEast1("s3", "dualstack")],
  ["b1.s3.dualstack.us-east-1.amazonaws.com", inUsEast1("s3", "dualstack", { bucket: "b1" })],
  ["b1.s3-fips.us-east-1.amazonaws.com", inUsEast1("s3", "fips", { bucket: "b1" })],
  ["s3-fips.dualstack.us-east-1.amazonaws.com", inUsEast1("s3", "fips-dualstack")],
  ["ap-123456789012.s3-accesspoint.us-east-1.amazonaws.com", inUsEast1("s3", "regional")],
  ["123456789012.s3-control.us-east-1.amazonaws.com", inUsEast1("s3", "regional")],
  [
    "b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
    inUsEast1("s3express", "virtual-hosted", { bucket: "b--use1-az4--x-s3" }),
  ],
  ["b1.s3-website-us-east-1.amazonaws.com", inUsEast1(undefined, "regional", { bucket: "b1" })],
  ["b1.s3-accelerate.amazonaws.com", aws({ form: "global", bucket: "b1" })],
  [
    "b1.s3.cn-north-1.amazonaws.com.cn",
    aws({ service: "s3", region: "cn-north-1", form: "virtual-hosted", bucket: "b1" }),
  ],
  [
    "amazonlinux.us-east-1.amazonaws.com",
    inUsEast1("s3", "virtual-hosted", { bucket: "amazonlinux.us-east-1.amazonaws.com" }),
  ],
  [
    "al2023-repos-us-east-1-de612dc2.s3.dualstack.us-east-1.amazonaws.com",
    inUsEast1("s3", "dualstack", { bucket: "al2023-repos-us-east-1-de612dc2" }),
  ],
  [
    "amazonlinux-2-repos-us-east-1.s3.dualstack.us-east-1.amazonaws.com",
    inUsEast1("s3", "dualstack", { bucket: "amazonlinux-2-repos-us-east-1" }),
  ],
  // registries and applications
  ["123456789012.dkr.ecr.us-east-1.amazonaws.com", inUsEast1("ecr.dkr", "regional")],
  ["123456789012.dkr-ecr.us-east-1.on.aws", inUsEast1("ecr.dkr", "dualstack")],
  ["123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", inUsEast1("ecr.dkr", "fips")],
  ["public.ecr.aws", aws({ form: "global" })],
  ["abc123.execute-api.us-east-1.amazonaws.com", inUsEast1("execute-api", "regional")],
  ["abc123.lambda-url.us-east-1.on.aws", inUsEast1(undefined, "dualstack")],
  [
    "dom-123456789012.d.codeartifact.us-east-1.amazonaws.com",
    inUsEast1("codeartifact.repositories", "regional"),
  ],
  ["a1b2-ats.iot.us-east-1.amazonaws.com", inUsEast1("iot.data", "regional")],
  ["git-codecommit.us-east-1.amazonaws.com", inUsEast1("git-codecommit", "regional")],
  // names of endpoints
  ["vpce-0123456789abcdef0-abcd1234.ssm.us-east-1.vpce.amazonaws.com", vpce("ssm")],
  ["vpce-0123456789abcdef0.ssm.us-east-1.vpce.amazonaws.com", vpce("ssm")],
  [
    "vpce-0123456789abcdef0-abcd1234-us-east-1a.ssm.us-east-1.vpce.amazonaws.com",
    vpce("ssm", { availabilityZone: "us-east-1a" }),
  ],
  [
    "vpce-0123456789abcdef0-abcd1234-us-west-2-lax-1a.ssm.us-east-1.vpce.amazonaws.com",
    vpce("ssm", { availabilityZone: "us-west-2-lax-1a" }),
  ],
  ["vpce-0123456789abcdef0-abcd1234.dkr.ecr.us-east-1.vpce.amazonaws.com", vpce("ecr.dkr")],
  ["vpce-0123456789abcdef0-abcd1234.api.ecr.us-east-1.vpce.amazonaws.com", vpce("ecr.api")],
  ["bucket.vpce-0123456789abcdef0-abcd1234.s3.us-east-1.vpce.amazonaws.com", vpce("s3")],
  [
    "my-bucket.bucket.vpce-0123456789abcdef0-abcd1234.s3.us-east-1.vpce.amazonaws.com",
    vpce("s3", { bucket: "my-bucket" }),
  ],
  ["ap-123456789012.accesspoint.vpce-0123456789abcdef0-abcd1234.s3.us-east-1.vpce.amazonaws.com", vpce("s3")],
  [
    "vpce-0123456789abcdef0-abcd1234.vpce-svc-0fedcba9876543210.us-east-1.vpce.amazonaws.com",
    vpce(undefined),
  ],
  ["abc123-vpce-0123456789abcdef0.execute-api.us-east-1.amazonaws.com", vpce("execute-api")],
  // customers' own resources
  ["db1.abc123xyz.us-east-1.rds.amazonaws.com", inUsEast1("rds", "resource")],
  ["db1.cluster-ro-abc123xyz.us-east-1.rds.amazonaws.com", inUsEast1("rds", "resource")],
  [
    "db1.abc123.rds.cn-north-1.amazonaws.com.cn",
    aws({ service: "rds", region: "cn-north-1", form: "resource" }),
  ],
  ["master.c1.abc123.use1.cache.amazonaws.com", aws({ service: "elasticache", form: "resource" })],
  ["wh.abc123.us-east-1.redshift.amazonaws.com", inUsEast1("redshift", "resource")],
  ["internal-lb-123456.us-east-1.elb.amazonaws.com", inUsEast1("elasticloadbalancing", "resource")],
  ["nlb-0123456789abcdef.elb.us-east-1.amazonaws.com", inUsEast1("elasticloadbalancing", "resource")],
  ["fs-01234567.efs.us-east-1.amazonaws.com", inUsEast1("elasticfilesystem", "resource")],
  ["vpc-logs-abc123.us-east-1.es.amazonaws.com", inUsEast1("es", "resource")],
  ["b-1.cluster.abc123.c2.kafka.us-east-1.amazonaws.com", inUsEast1("kafka", "resource")],
  ["b-0123-1.mq.us-east-1.amazonaws.com", inUsEast1("mq", "resource")],
  ["ABC123.gr7.us-east-1.eks.amazonaws.com", inUsEast1("eks", "resource")],
  // AWS, but of no service that is known: never taken for one that an endpoint serves
  ["brand-new.us-east-1.amazonaws.com", inUsEast1(undefined, "regional")],
  ["awscli.amazonaws.com", aws({ form: "global" })],
  ["ssm.evil.amazonaws.com", aws({ form: "global" })],
  ["a.b.c.d.amazonaws.com", aws({ form: "global" })],
];

describe("classifyHost", () => {
  it.each(cases)("%s", (host, expected) => {
    expect(facts.classifyHost(host)).toEqual(expected);
  });

  it.each([
    "example.com",
    "registry-1.docker.io",
    "ssm.us-east-1.amazonaws.com.evil.com",
    "evil-amazonaws.com",
    "amazonaws.com",
    "ssm.us-east-1.amazonaws.co",
    "ssm.us-east-1.amazonaws.com/path",
    "ssm.us-east-1..amazonaws.com",
    "ssm us-east-1.amazonaws.com",
    "s3.us-east-1.amazonaws.com:443",
    "user@s3.us-east-1.amazonaws.com",
    "d111111abcdef8.cloudfront.net",
    "cdn.amazonlinux.com",
    `${"a".repeat(64)}.s3.amazonaws.com`,
    `${"a.".repeat(130)}amazonaws.com`,
    "10.0.0.1",
    "localhost",
    ".",
    "",
  ])("%s is a host of the internet", (host) => {
    expect(facts.classifyHost(host)).toEqual({ kind: "internet" });
  });

  it("gives every service back for the names that clients dial, in every Region", () => {
    const wrong = facts.regions.flatMap(({ name: region }) =>
      facts.services.flatMap(({ token }) => {
        const [host = ""] = facts.hostNames(token, region);
        const name = facts.classifyHost(host);
        return name.kind === "aws" && name.service === token ? [] : [`${token}: ${host}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("gives every service back for every name that its private DNS answers", () => {
    const wrong = facts.services.flatMap(({ token }) =>
      facts
        .privateNames(facts.serviceNameIn(token, "us-west-2") ?? "")
        .map((host) => host.replace("*.", "abc123."))
        .flatMap((host) => {
          const name = facts.classifyHost(host);
          return name.kind === "aws" && name.service === token ? [] : [`${token}: ${host}`];
        }),
    );
    expect(wrong).toEqual([]);
  });

  it("names a service without endpoint for its host, save where two share one host", () => {
    const shared = facts.servicesWithoutEndpoint.filter(({ name, host }) => {
      const found = facts.classifyHost(host.replace("REGION", "us-east-1"));
      return found.kind !== "aws" || found.service !== name;
    });
    expect(shared.map(({ name }) => name).toSorted()).toEqual([
      "kinesis-video-archived-media",
      "kinesis-video-media",
      "kinesis-video-signaling",
      "kinesis-video-webrtc-storage",
      "opensearch",
      "pinpoint-sms-voice",
      "resiliencehubv2",
      "simpledbv2",
    ]);
  });

  it("never throws, and takes case and a trailing dot for nothing", () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/);
    const suffix = fc.constantFrom("amazonaws.com", "api.aws", "s3.us-east-1.amazonaws.com", "on.aws", "com");
    fc.assert(
      fc.property(fc.array(label, { maxLength: 5 }), suffix, (labels, end) => {
        const host = [...labels, end].join(".");
        expect(facts.classifyHost(`${host.toUpperCase()}.`)).toEqual(facts.classifyHost(host));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => ["aws", "internet"].includes(facts.classifyHost(text).kind)),
    );
  });
});

describe("hosts.csv", () => {
  it.each([
    ["a word that stands for nothing", "NAME.cache.SUFFIX", "NAYM.cache.SUFFIX"],
    ["an unknown service", ",s3,regional,", ",s3x,regional,"],
    ["an unknown form", ",s3,regional,", ",s3,sideways,"],
  ])("throws on %s", (_, from, to) => {
    const text = tables.hosts.replace("NAMES.cache.SUFFIX", "NAME.cache.SUFFIX").replace(from, to);
    expect(() => factsWith({ hosts: text }).classifyHost("a.example.com")).toThrow(
      /hosts\.csv:\d+|stands for nothing/,
    );
  });
});
