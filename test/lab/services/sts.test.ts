/** STS: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  AssumeRoleCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from "@aws-sdk/client-sts";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Credential } from "../../../src/lab/credential.ts";
import type { Role } from "../../../src/lab/services/index.ts";
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
import type { TestLab } from "./lab.ts";
import { presign } from "./sign.ts";

const Bucket = "sts-bucket";
const roleArn = `arn:aws:iam::${account}:role/team/app`;
const assumer = user("assumer", policyOf(statement("Allow", "sts:*", "*")));
const idle = user("idle", policyOf(statement("Allow", "s3:*", "*")));
const roles: readonly Role[] = [
  {
    arn: roleArn,
    id: "AROAAPP",
    trustPolicy: undefined,
    policies: [policyOf(statement("Allow", "s3:*", "*"))],
  },
  {
    arn: `arn:aws:iam::${account}:role/named`,
    id: "AROANAMED",
    trustPolicy: policyOf({
      Effect: "Allow",
      Principal: { AWS: idle.arn },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "open sesame" } },
    }),
    policies: [],
  },
];
let lab: TestLab;
let nowMs = 0;

beforeAll(async () => {
  lab = await startLab({
    users: [assumer, idle],
    findRole: (arn) => roles.find((role) => role.arn === arn),
    now: () => Date.now() + nowMs,
  });
  await lab.s3().send(new CreateBucketCommand({ Bucket }));
  await lab.s3().send(new PutObjectCommand({ Bucket, Key: "k", Body: "v" }));
});

beforeEach(() => {
  nowMs = 0;
  lab.arrival = publicArrival;
  lab.endpoints.clear();
});

describe("GetCallerIdentity", () => {
  test.each(["http://sts.us-east-1.amazonaws.com", "http://sts.amazonaws.com"])("at %s", async (endpoint) => {
    expect(await lab.sts(endpoint, idle).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: idle.arn,
      UserId: idle.userId,
    });
  });

  test("in another Region", async () => {
    const there = lab.sts("http://sts.eu-west-1.amazonaws.com", owner, "eu-west-1");
    expect(await there.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: owner.arn });
    const here = lab.sts("http://sts.eu-west-1.amazonaws.com", owner, "us-east-1");
    await expect(here.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      message: "Credential should be scoped to a valid region.",
    });
  });

  test("by a presigned link, as EKS and Vault use it", async () => {
    const host = "sts.us-east-1.amazonaws.com";
    const path = presign({
      method: "GET",
      path: "/?Action=GetCallerIdentity&Version=2011-06-15",
      host,
      key: idle,
      seconds: 60,
      service: "sts",
    });
    const answer = await ask(lab, { host, path });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(`<Arn>${idle.arn}</Arn>`);
  });

  test("no identity policy can take it away, an endpoint's can", async () => {
    const none = user("none", policyOf(statement("Deny", "*", "*")));
    lab.credentials.add(none);
    await lab.sts(undefined, none).send(new GetCallerIdentityCommand({}));
    lab.arrival = endpointArrival;
    const json = policyOf(statement("Allow", "sts:AssumeRole", "*", everyone));
    lab.endpoints.set("vpce-0abc", {
      ...s3Endpoint,
      type: "interface",
      service: "sts",
      policy: { kind: "document", json },
    });
    await expect(lab.sts(undefined, none).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("no VPC endpoint policy") as string,
    });
  });
});

describe("AssumeRole", () => {
  const assume = (more: Partial<AssumeRoleCommandInput> = {}, who: Credential = assumer) =>
    lab.sts(undefined, who).send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "me", ...more }));
  const keysOf = (answer: Awaited<ReturnType<typeof assume>>): Credential => ({
    ...owner,
    accessKeyId: answer.Credentials!.AccessKeyId!,
    secretAccessKey: answer.Credentials!.SecretAccessKey!,
    sessionToken: answer.Credentials!.SessionToken,
  });

  test("gives keys of the role, for an hour", async () => {
    const answer = await assume();
    const arn = `arn:aws:sts::${account}:assumed-role/app/me`;
    expect(answer.AssumedRoleUser).toEqual({ Arn: arn, AssumedRoleId: "AROAAPP:me" });
    expect(answer.Credentials!.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(answer.Credentials!.Expiration!.getTime() - Date.now()).toBeGreaterThan(3_500_000);
    const keys = keysOf(answer);
    expect(await lab.sts(undefined, keys).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: arn,
      UserId: "AROAAPP:me",
    });
    await lab.s3({}, keys).send(new GetObjectCommand({ Bucket, Key: "k" }));
  });

  test("the keys are nothing without their token, nor after their time", async () => {
    const keys = keysOf(await assume({ DurationSeconds: 900 }));
    const get = (who: Credential) => lab.s3({}, who).send(new GetObjectCommand({ Bucket, Key: "k" }));
    await expect(get({ ...keys, sessionToken: undefined })).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
    });
    await expect(get({ ...keys, sessionToken: "other" })).rejects.toMatchObject({ name: "InvalidToken" });
    nowMs = 901_000;
    await expect(get(keys)).rejects.toMatchObject({
      name: expect.stringMatching(/ExpiredToken|Skewed/) as string,
    });
  });

  test("a policy for the session takes away, and never adds", async () => {
    const Policy = JSON.stringify(policyOf(statement("Allow", "s3:GetObject", `arn:aws:s3:::${Bucket}/*`)));
    const keys = keysOf(await assume({ Policy }));
    await lab.s3({}, keys).send(new GetObjectCommand({ Bucket, Key: "k" }));
    await expect(
      lab.s3({}, keys).send(new PutObjectCommand({ Bucket, Key: "k2", Body: "v" })),
    ).rejects.toMatchObject({
      message: expect.stringContaining("no session policy allows the s3:PutObject") as string,
    });
    const wide = JSON.stringify(policyOf(statement("Allow", "*", "*")));
    const more = keysOf(await assume({ Policy: wide }));
    await expect(
      lab.sts(undefined, more).send(new GetAccessKeyInfoCommand({ AccessKeyId: owner.accessKeyId })),
    ).rejects.toMatchObject({
      message: expect.stringContaining("no identity-based policy") as string,
    });
  });

  test("a trust policy decides who, on which condition", async () => {
    const RoleArn = roles[1]!.arn;
    await assume({ RoleArn, ExternalId: "open sesame" }, idle);
    await expect(assume({ RoleArn }, idle)).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test.each<[string, Partial<AssumeRoleCommandInput>, Credential, string]>([
    ["no permission", {}, idle, "AccessDenied"],
    ["the root user", {}, owner, "AccessDenied"],
    ["no such role", { RoleArn: `arn:aws:iam::${account}:role/none` }, assumer, "AccessDenied"],
    ["no ARN", { RoleArn: "arn:aws:iam::role/no" }, assumer, "ValidationError"],
    ["no session name", { RoleSessionName: "with space" }, assumer, "ValidationError"],
    ["too short a time", { DurationSeconds: 60 }, assumer, "ValidationError"],
    ["too long a time", { DurationSeconds: 50_000 }, assumer, "ValidationError"],
    ["a policy that is none", { Policy: "{" }, assumer, "MalformedPolicyDocumentException"],
    [
      "a policy of more than 2048 signs",
      { Policy: `{"Statement":[]${" ".repeat(2048)}}` },
      assumer,
      "PackedPolicyTooLargeException",
    ],
    ["tags", { Tags: [{ Key: "a", Value: "b" }] }, assumer, "ValidationError"],
  ])("%s", async (_, more, who, name) => {
    await expect(assume(more, who)).rejects.toMatchObject({ name });
  });

  test("from a role no longer than an hour", async () => {
    const chained = keysOf(await assume());
    lab.credentials.add({ ...lab.credentials.find(chained.accessKeyId)!, policies: assumer.policies });
    await assume({ DurationSeconds: 3600 }, chained);
    await expect(assume({ DurationSeconds: 3601 }, chained)).rejects.toMatchObject({
      name: "ValidationError",
    });
  });
});

describe("GetSessionToken and GetAccessKeyInfo", () => {
  test("the same caller with keys for a while", async () => {
    const { Credentials } = await lab.sts(undefined, idle).send(new GetSessionTokenCommand({}));
    const keys: Credential = {
      ...idle,
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken,
    };
    expect(await lab.sts(undefined, keys).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: idle.arn,
    });
    await expect(lab.sts(undefined, keys).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });

  test("an action that knows no resource is allowed for all of them, or not at all", async () => {
    const info = (who: Credential) =>
      lab.sts(undefined, who).send(new GetAccessKeyInfoCommand({ AccessKeyId: owner.accessKeyId }));
    const deny = statement("Deny", "sts:*", roleArn);
    const spared = user("spared", policyOf(statement("Allow", "sts:*", "*"), deny));
    const narrow = user("narrow", policyOf(statement("Allow", "sts:*", roleArn)));
    for (const who of [spared, narrow]) lab.credentials.add(who);
    await info(spared);
    await expect(info(narrow)).rejects.toMatchObject({
      message: expect.stringContaining("no identity-based policy") as string,
    });
  });

  test("whose a key is", async () => {
    const info = (AccessKeyId: string) =>
      lab.sts(undefined, assumer).send(new GetAccessKeyInfoCommand({ AccessKeyId }));
    expect(await info(owner.accessKeyId)).toMatchObject({ Account: account });
    await expect(info("AKIANOTHERE0000000")).rejects.toMatchObject({ name: "ValidationError" });
  });
});

test.each([
  [
    "no signature",
    { path: "/?Action=GetCallerIdentity&Version=2011-06-15" },
    "MissingAuthenticationToken",
    403,
  ],
  ["a body of 100 kB", { method: "POST", body: "a".repeat(100_000) }, "RequestEntityTooLarge", 413],
])("%s", async (_, request, code, status) => {
  const answer = await ask(lab, { host: "sts.us-east-1.amazonaws.com", ...request });
  expect(answer.status).toBe(status);
  expect(answer.body).toContain(`<Code>${code}</Code>`);
});

test("an operation that is not here", async () => {
  const host = "sts.us-east-1.amazonaws.com";
  const path = presign({
    method: "GET",
    path: "/?Action=Nothing&Version=2011-06-15",
    host,
    key: owner,
    seconds: 60,
    service: "sts",
  });
  const answer = await ask(lab, { host, path });
  expect(answer.status).toBe(400);
  expect(answer.body).toContain("<Code>InvalidAction</Code>");
});
