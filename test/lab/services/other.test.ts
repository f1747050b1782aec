/** Services that only say they were reached, what an endpoint has behind it, and what is handed to others. */
import { createHash } from "node:crypto";
import { EC2Client, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Arrival } from "../../../src/lab/arrival.ts";
import type { Credential } from "../../../src/lab/credential.ts";
import type { Handler } from "../../../src/lab/services/index.ts";
import { encodeCbor } from "../../../src/lab/services/wire/cbor.ts";
import {
  account,
  ask,
  endpointArrival,
  everyone,
  owner,
  policyOf,
  publicArrival,
  s3Endpoint,
  startLab,
  statement,
  user,
} from "./lab.ts";
import type { RawAnswer, TestLab } from "./lab.ts";
import { signHeaders } from "./sign.ts";

const handed: { arrival: Arrival; denial: string | undefined }[] = [];
const getter = user("getter", policyOf(statement("Allow", "secretsmanager:GetSecretValue", "*")));
let lab: TestLab;

const handOver: Handler = async (request, response, arrival, mayCall) => {
  request.resume();
  handed.push({ arrival, denial: mayCall(owner, "ec2:DescribeVpcs")?.message });
  response.setHeader("content-type", "text/xml");
  response.end("<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>");
};

beforeAll(async () => {
  lab = await startLab({
    users: [getter],
    ec2: handOver,
  });
});

afterEach(() => {
  handed.length = 0;
  lab.arrival = publicArrival;
  lab.endpoints.clear();
});

function behind(service: string, policy?: object): void {
  lab.arrival = endpointArrival;
  lab.endpoints.set("vpce-0abc", {
    ...s3Endpoint,
    type: "interface",
    service,
    policy: policy === undefined ? { kind: "full-access" } : { kind: "document", json: policy },
  });
}

interface Called {
  readonly service?: string;
  readonly host?: string;
  readonly path?: string;
  readonly type?: string;
  readonly target?: string;
  readonly body?: string;
  readonly key?: Credential | undefined;
  readonly region?: string;
}

function call({
  service = "secretsmanager",
  host = "secretsmanager.us-east-1.amazonaws.com",
  path = "/",
  body = "{}",
  region = "us-east-1",
  ...more
}: Called): Promise<RawAnswer> {
  const { type = "application/x-amz-json-1.1", target } = more;
  const key = "key" in more ? more.key : owner;
  const plain = { "content-type": type, ...(target === undefined ? {} : { "x-amz-target": target }) };
  const hash = createHash("sha256").update(body).digest("hex");
  const headers =
    key === undefined
      ? plain
      : signHeaders({
          method: "POST",
          path,
          host,
          key,
          service,
          region,
          headers: { ...plain, "x-amz-content-sha256": hash },
        });
  return ask(lab, { method: "POST", host, path, headers, body });
}

const getSecretValue = { target: "secretsmanager.GetSecretValue" };

describe("a signed call is told that it arrived", () => {
  test("in JSON", async () => {
    const answer = await call(getSecretValue);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/x-amz-json-1.1");
    expect(JSON.parse(answer.body)).toEqual({
      Reached: "reached secretsmanager in us-east-1 over the internet from 198.51.100.7",
      Arrival: "public address, from 198.51.100.7",
    });
    expect(answer.headers["x-denat-arrival"]).toBe("public address, from 198.51.100.7");
  });

  test("through an endpoint, by the service's name or the endpoint's own", async () => {
    behind("secretsmanager");
    for (const host of [
      "secretsmanager.us-east-1.amazonaws.com",
      "vpce-0abc-0def.secretsmanager.us-east-1.vpce.amazonaws.com",
    ]) {
      const answer = await call({ ...getSecretValue, host });
      expect(JSON.parse(answer.body)).toMatchObject({
        Reached: "reached secretsmanager in us-east-1 through vpce-0abc",
      });
    }
  });

  test("in the Query protocol", async () => {
    const answer = await call({
      service: "sns",
      host: "sns.us-east-1.amazonaws.com",
      type: "application/x-www-form-urlencoded",
      body: "Action=ListTopics&Version=2010-03-31",
    });
    expect(answer.headers["content-type"]).toBe("text/xml");
    expect(answer.body).toContain("<ListTopicsResult><Reached>reached sns in us-east-1");
  });

  test("in CBOR", async () => {
    const answer = await call({
      service: "monitoring",
      host: "monitoring.us-east-1.amazonaws.com",
      path: "/service/GraniteServiceVersion20100801/operation/ListMetrics",
      type: "application/cbor",
    });
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
    });
    expect(answer.body).toContain("reached monitoring in us-east-1");
  });

  test("in REST", async () => {
    const answer = await call({
      service: "lambda",
      host: "lambda.us-east-1.amazonaws.com",
      path: "/2015-03-31/functions",
      type: "application/json",
    });
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/json" } });
  });
});

describe("and refused in the words of its protocol", () => {
  const otherSecret = { ...owner, secretAccessKey: "x" };
  test.each<[string, Called, number, string]>([
    ["unsigned", { key: undefined }, 400, "MissingAuthenticationTokenException"],
    ["badly signed", { key: otherSecret }, 400, "InvalidSignatureException"],
    ["unknown key", { key: { ...owner, accessKeyId: "AKIANONE" } }, 400, "UnrecognizedClientException"],
    ["another Region", { region: "eu-west-1" }, 400, "InvalidSignatureException"],
    ["not allowed", { key: getter, target: "AmazonSSM.PutParameter" }, 400, "AccessDeniedException"],
  ])("JSON: %s", async (_, asked, status, code) => {
    const answer = await call({ ...getSecretValue, ...asked });
    expect(answer.status).toBe(status);
    expect(answer.headers["x-amzn-errortype"]).toBe(code);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: code });
  });

  test("REST", async () => {
    const asked = { service: "lambda", host: "lambda.us-east-1.amazonaws.com", type: "application/json" };
    for (const key of [undefined, otherSecret, getter]) {
      expect((await call({ ...asked, path: "/2015-03-31/functions", key })).status).toBe(403);
    }
  });

  test("Query", async () => {
    const asked = {
      service: "sns",
      host: "sns.us-east-1.amazonaws.com",
      type: "application/x-www-form-urlencoded",
      body: "Action=ListTopics",
    };
    expect((await call({ ...asked, key: undefined })).body).toContain(
      "<Code>MissingAuthenticationToken</Code>",
    );
    expect((await call({ ...asked, key: otherSecret })).body).toContain("<Code>SignatureDoesNotMatch</Code>");
    expect((await call({ ...asked, key: getter })).body).toContain("<Code>AccessDenied</Code>");
  });

  test("a body of 7 MB", async () => {
    const answer = await call({ ...getSecretValue, body: "a".repeat(7_000_000) });
    expect(answer.status).toBe(413);
  });

  test("identity and endpoint are asked for the action that the call names", async () => {
    expect((await call({ ...getSecretValue, key: getter })).status).toBe(200);
    behind("secretsmanager", policyOf(statement("Allow", "secretsmanager:ListSecrets", "*", everyone)));
    const answer = await call(getSecretValue);
    expect(answer.body).toContain(
      "because no VPC endpoint policy allows the secretsmanager:GetSecretValue action",
    );
    behind("secretsmanager", policyOf(statement("Allow", "secretsmanager:Get*", "*", everyone)));
    expect((await call(getSecretValue)).status).toBe(200);
  });

  test("a policy that sees to resources cannot be told by the front door, and the refusal says so", async () => {
    behind(
      "secretsmanager",
      policyOf(statement("Allow", "secretsmanager:*", "arn:aws:secretsmanager:*:*:secret:app-*", everyone)),
    );
    expect((await call(getSecretValue)).body).toContain("the lab cannot tell");
  });

  test("the prefix of an action is not always the name of the host", async () => {
    behind("monitoring", policyOf(statement("Allow", "cloudwatch:ListMetrics", "*", everyone)));
    const answer = await call({
      service: "monitoring",
      host: "monitoring.us-east-1.amazonaws.com",
      type: "application/x-amz-json-1.0",
      target: "GraniteServiceVersion20100801.ListMetrics",
    });
    expect(answer.status).toBe(200);
  });
});

describe("an endpoint has one service behind it", () => {
  test.each<[string, string, Called, string]>([
    [
      "another service",
      "secretsmanager",
      { service: "kms", host: "kms.us-east-1.amazonaws.com" },
      "UnknownOperationException",
    ],
    [
      "another Region",
      "secretsmanager",
      { host: "secretsmanager.eu-west-1.amazonaws.com", region: "eu-west-1" },
      "UnknownOperationException",
    ],
    [
      "another endpoint's name",
      "secretsmanager",
      { host: "vpce-0fff-1.secretsmanager.us-east-1.vpce.amazonaws.com" },
      "UnknownOperationException",
    ],
    [
      "S3 behind another",
      "secretsmanager",
      { service: "s3", host: "s3.us-east-1.amazonaws.com" },
      "UnknownOperationException",
    ],
    ["another behind S3", "s3", { host: "secretsmanager.us-east-1.amazonaws.com" }, "NoSuchBucket"],
    [
      "EC2 behind another",
      "secretsmanager",
      { service: "ec2", host: "ec2.us-east-1.amazonaws.com" },
      "UnknownOperationException",
    ],
    [
      "another behind EC2",
      "ec2",
      { host: "secretsmanager.us-east-1.amazonaws.com" },
      "UnknownOperationException",
    ],
  ])("%s", async (_, service, asked, code) => {
    behind(service);
    const answer = await call({ ...getSecretValue, ...asked });
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(code);
    expect(answer.body).toContain(`serves ${service} in us-east-1`);
  });

  test("one that is not there has none", async () => {
    lab.arrival = endpointArrival;
    expect(await call(getSecretValue)).toMatchObject({ status: 404 });
  });

  test("a bucket by the endpoint's own name", async () => {
    behind("s3");
    const host = "docs.bucket.vpce-0abc-0def.s3.us-east-1.vpce.amazonaws.com";
    const signed = signHeaders({
      method: "PUT",
      path: "/",
      host,
      key: owner,
      headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
    });
    expect(await ask(lab, { method: "PUT", host, headers: signed })).toMatchObject({ status: 200 });
    const pathStyle = "bucket.vpce-0abc-0def.s3.us-east-1.vpce.amazonaws.com";
    const headers = signHeaders({
      method: "HEAD",
      path: "/docs",
      host: pathStyle,
      key: owner,
      headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
    });
    const answer = await ask(lab, { method: "HEAD", host: pathStyle, path: "/docs", headers });
    expect(answer).toMatchObject({ status: 200, headers: { "x-amz-bucket-region": "us-east-1" } });
  });
});

test("EC2 is handed on, with a way to ask the policies", async () => {
  const client = new EC2Client({
    region: "us-east-1",
    endpoint: "http://ec2.us-east-1.amazonaws.com",
    credentials: { accessKeyId: owner.accessKeyId, secretAccessKey: owner.secretAccessKey },
    requestHandler: { httpAgent: lab.agent },
  });
  expect((await client.send(new DescribeVpcsCommand({}))).Vpcs).toEqual([]);
  behind("ec2", policyOf(statement("Allow", "ec2:DescribeSubnets", "*", everyone)));
  await client.send(new DescribeVpcsCommand({}));
  expect(handed).toEqual([
    { arrival: publicArrival, denial: undefined },
    {
      arrival: endpointArrival,
      denial: `User: arn:aws:iam::${account}:root is not authorized to perform: ec2:DescribeVpcs because no VPC endpoint policy allows the ec2:DescribeVpcs action`,
    },
  ]);
});

test("EC2 that was handed to nobody says that it was reached", async () => {
  const plain = await startLab();
  const host = "ec2.us-east-1.amazonaws.com";
  const body = "Action=DescribeVpcs&Version=2016-11-15";
  const headers = signHeaders({
    method: "POST",
    path: "/",
    host,
    key: owner,
    service: "ec2",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
    },
  });
  const answer = await ask(plain, { method: "POST", host, headers, body });
  expect(answer.body).toContain("reached ec2 in us-east-1");
  const unsigned = await ask(plain, { method: "POST", host, body });
  expect(unsigned.body).toContain("<Response><Errors><Error><Code>MissingAuthenticationToken</Code>");
});

test.each([
  [{}, "a0"],
  [{ a: "b" }, "a161616162"],
  [{ a: "x".repeat(24) }, `a161617818${"78".repeat(24)}`],
  [{ a: "x".repeat(300) }, `a1616179012c${"78".repeat(300)}`],
])("CBOR, by the examples of RFC 8949 for its heads", (fields, hex) => {
  expect(encodeCbor(fields).toString("hex")).toBe(hex);
});
