/** Nodes: how they register, ping, and come by a role. Observed on amazon-ssm-agent. */
import { constants, createHash, createSign, generateKeyPairSync } from "node:crypto";
import {
  CreateActivationCommand,
  DeleteActivationCommand,
  DescribeActivationsCommand,
  DescribeInstanceInformationCommand,
  GetServiceSettingCommand,
  ListAssociationsCommand,
  ResetServiceSettingCommand,
  UpdateServiceSettingCommand,
} from "@aws-sdk/client-ssm";
import type { InstanceInformationStringFilter } from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Credential } from "../../../../src/lab/credential.ts";
import type { Role } from "../../../../src/lab/services/index.ts";
import { account, owner, policyOf, statement } from "../lab.ts";
import { callAgentApi, startPlane } from "./plane.ts";
import type { TestPlane } from "./plane.ts";

const id = "i-0123456789abcdef0";
const session = (name: string, sessionName: string, ...policies: readonly unknown[]): Credential => ({
  ...owner,
  accessKeyId: `ASIA${createHash("sha256").update(name).digest("hex").slice(0, 16).toUpperCase()}`,
  secretAccessKey: "secret",
  sessionToken: `token of ${name}`,
  arn: `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`,
  userId: `AROA:${sessionName}`,
  policies,
});
const identity = session("aws:ec2-instance", id, policyOf(statement("Allow", "ssm:*", "*")));
const profile = session("web", id, policyOf(statement("Allow", "ssm:*", "*")));
const poor = session("poor", id);
const roleNamed = (name: string): Role => ({
  arn: `arn:aws:iam::${account}:role/${name}`,
  id: "AROAROLE",
  trustPolicy: undefined,
  policies: [policyOf(statement("Allow", "ssm:*", "*"))],
});
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PublicKey = publicKey.export({ format: "der", type: "spki" }).toString("base64");
const sign = (text: string) =>
  createSign("sha256")
    .update(text)
    .sign({ key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
    .toString("base64");
let plane: TestPlane;

beforeEach(async () => {
  plane = await startPlane({
    users: [identity, profile, poor],
    roles: [roleNamed("service-role/Default"), roleNamed("Hybrid")],
    tags: { [id]: { Name: "web" } },
  });
});

const ping = (key: Credential, more: object = {}, InstanceId = id) =>
  callAgentApi(plane, {
    operation: "UpdateInstanceInformation",
    input: {
      InstanceId,
      AgentName: "amazon-ssm-agent",
      AgentVersion: "3.3.1.0",
      PlatformType: "Linux",
      ...more,
    },
    key,
  });
const list = async (...Filters: InstanceInformationStringFilter[]) =>
  (await plane.ssm().send(new DescribeInstanceInformationCommand({ Filters }))).InstanceInformationList ?? [];

describe("pings", () => {
  it("make an instance a managed node, and short ones keep what longer ones told", async () => {
    expect(await list()).toEqual([]);
    expect(await ping(profile, { ComputerName: "web-1", IPAddress: "10.0.1.4" })).toEqual({
      status: 200,
      told: {},
    });
    await ping(profile);
    expect(await list()).toMatchObject([
      {
        InstanceId: id,
        PingStatus: "Online",
        AgentVersion: "3.3.1.0",
        PlatformType: "Linux",
        ComputerName: "web-1",
        IPAddress: "10.0.1.4",
        ResourceType: "EC2Instance",
      },
    ]);
  });

  it("that are missed lose the connection, and the next one brings it back", async () => {
    await ping(profile);
    plane.laterMs = 12 * 60_000;
    expect(await list()).toMatchObject([{ PingStatus: "ConnectionLost" }]);
    plane.laterMs = 0;
    await ping(profile);
    expect(await list()).toMatchObject([{ PingStatus: "Online" }]);
  });

  it("need the permission of the instance's role, and an instance", async () => {
    expect(await ping(poor)).toMatchObject({ status: 400, told: { __type: "AccessDeniedException" } });
    expect(await ping(profile, {}, "web-1")).toMatchObject({ told: { __type: "InvalidInstanceId" } });
    expect(await ping(profile, {}, "mi-0123456789abcdef0")).toMatchObject({
      told: { __type: "InvalidInstanceId" },
    });
  });

  it("are those of an instance of a template too, under the name that its keys bear", async () => {
    const ofTemplate = { ...profile, userId: "AROA:Stack/Instance" };
    plane.credentials.add(ofTemplate);
    expect((await ping(ofTemplate, {}, "Stack/Instance")).status).toBe(200);
    expect(await ping(ofTemplate, {}, "Stack/Other")).toMatchObject({
      told: { __type: "InvalidInstanceId" },
    });
  });

  it("are found by filters, and by tags", async () => {
    await ping(profile);
    const found = await Promise.all([
      list({ Key: "PingStatus", Values: ["Online"] }),
      list({ Key: "InstanceIds", Values: ["i-0000000000000000a"] }),
      list({ Key: "tag:Name", Values: ["web"] }),
      list({ Key: "tag-key", Values: ["Team"] }),
    ]);
    expect(found.map(({ length }) => length)).toEqual([1, 0, 1, 0]);
    await expect(list({ Key: "Colour", Values: ["red"] })).rejects.toMatchObject({
      name: "InvalidFilterKey",
    });
  });

  it("are told that there are no associations", async () => {
    const told = await callAgentApi(plane, {
      operation: "ListInstanceAssociations",
      input: { InstanceId: id, MaxResults: 20 },
      key: profile,
    });
    expect(told).toEqual({ status: 200, told: { Associations: [] } });
    expect((await plane.ssm().send(new ListAssociationsCommand({}))).Associations).toEqual([]);
  });
});

const register = (key: Credential | undefined, input: object) =>
  callAgentApi(plane, {
    operation: "RegisterManagedInstance",
    input: { PublicKey, PublicKeyType: "Rsa", ...input },
    key,
  });

describe("an instance without a role", () => {
  const setting = "/ssm/managed-instance/default-ec2-instance-management-role";
  const ask = (beside: (authorization: string) => Record<string, string>) =>
    callAgentApi(plane, {
      operation: "RequestManagedInstanceRoleToken",
      input: { Fingerprint: id },
      key: identity,
      beside,
    });
  const signed = (authorization: string) => ({
    "ssm-asymmetrickeyauthorization": `Signature=${sign(authorization)}`,
  });

  it("registers by its identity, and by nobody else's", async () => {
    expect(await register(identity, { Fingerprint: id })).toEqual({ status: 200, told: { InstanceId: id } });
    expect(await register(identity, { Fingerprint: "i-0000000000000000a" })).toMatchObject({
      told: { __type: "AccessDeniedException" },
    });
    expect(await register(undefined, { Fingerprint: id })).toMatchObject({
      told: { __type: "MissingAuthenticationTokenException" },
    });
    expect(await list()).toEqual([]);
  });

  it("gets the role of Default Host Management once the account has one", async () => {
    await register(identity, { Fingerprint: id });
    expect(await ask(signed)).toMatchObject({
      status: 400,
      told: {
        __type: "AccessDeniedException",
        message: `Systems Manager's instance management role is not configured for account: ${account}`,
      },
    });
    await plane
      .ssm()
      .send(new UpdateServiceSettingCommand({ SettingId: setting, SettingValue: "service-role/Default" }));
    const { told } = await ask(signed);
    expect(told).toMatchObject({ UpdateKeyPair: false });
    expect(Number(told["TokenExpirationDate"]) - Date.now() / 1000).toBeGreaterThan(3000);
    const credential = plane.credentials.find(String(told["AccessKeyId"]));
    expect(credential?.arn).toBe(`arn:aws:sts::${account}:assumed-role/Default/${id}`);
    expect((await ping(credential ?? poor)).status).toBe(200);
  });

  it("must sign with the key that it registered", async () => {
    await register(identity, { Fingerprint: id });
    await plane
      .ssm()
      .send(new UpdateServiceSettingCommand({ SettingId: setting, SettingValue: "service-role/Default" }));
    const wrong = await Promise.all([
      ask(() => ({})),
      ask((authorization) => signed(`${authorization} `)),
      ask(() => ({ "ssm-asymmetrickeyauthorization": "Signature=AAAA" })),
    ]);
    expect(wrong.map(({ told }) => told["__type"])).toEqual(
      Array.from({ length: 3 }, () => "InvalidSignatureException"),
    );
  });

  it("finds the setting as it is at first, and as it was changed", async () => {
    const get = async () =>
      (await plane.ssm().send(new GetServiceSettingCommand({ SettingId: setting }))).ServiceSetting;
    expect(await get()).toMatchObject({ SettingValue: "$None", Status: "Default" });
    const arn = `arn:aws:ssm:us-east-1:${account}:servicesetting${setting}`;
    await plane.ssm().send(new UpdateServiceSettingCommand({ SettingId: arn, SettingValue: "Other" }));
    expect(await get()).toMatchObject({ SettingValue: "Other", Status: "Customized", ARN: arn });
    await plane.ssm().send(new ResetServiceSettingCommand({ SettingId: setting }));
    expect(await get()).toMatchObject({ SettingValue: "$None" });
    await expect(
      plane.ssm().send(new GetServiceSettingCommand({ SettingId: "/ssm/none" })),
    ).rejects.toMatchObject({ name: "ServiceSettingNotFound" });
  });
});

describe("a hybrid node", () => {
  const activate = (more = {}) =>
    plane
      .ssm()
      .send(new CreateActivationCommand({ IamRole: "Hybrid", DefaultInstanceName: "shed", ...more }));
  const Fingerprint = "7c1e8f6a-1111-4222-8333-444455556666";

  it("registers with the code of an activation, as often as it allows", async () => {
    const { ActivationId, ActivationCode } = await activate();
    expect(ActivationCode).toHaveLength(20);
    const input = { Fingerprint, ActivationId, ActivationCode };
    const { told } = await register(undefined, input);
    expect(told["InstanceId"]).toMatch(/^mi-[0-9a-f]{17}$/);
    expect(await list()).toMatchObject([
      {
        PingStatus: "ConnectionLost",
        ResourceType: "ManagedInstance",
        Name: "shed",
        IamRole: "Hybrid",
        ActivationId,
      },
    ]);
    expect(await register(undefined, input)).toMatchObject({ told: { __type: "InvalidActivation" } });
    expect((await plane.ssm().send(new DescribeActivationsCommand({}))).ActivationList).toMatchObject([
      { ActivationId, RegistrationLimit: 1, RegistrationsCount: 1, Expired: false },
    ]);
    await plane.ssm().send(new DeleteActivationCommand({ ActivationId }));
    expect((await plane.ssm().send(new DescribeActivationsCommand({}))).ActivationList).toEqual([]);
  });

  it("does not with another code, or too late", async () => {
    const { ActivationId, ActivationCode } = await activate();
    const wrong = await register(undefined, { Fingerprint, ActivationId, ActivationCode: "A".repeat(20) });
    plane.laterMs = 25 * 3_600_000;
    const late = await register(undefined, { Fingerprint, ActivationId, ActivationCode });
    expect([wrong, late].map(({ told }) => told["__type"])).toEqual([
      "InvalidActivation",
      "InvalidActivation",
    ]);
    plane.laterMs = 0;
    await expect(activate({ IamRole: "None" })).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("gets the role of its activation for a request that its own key signs", async () => {
    const { ActivationId, ActivationCode } = await activate();
    const { told } = await register(undefined, { Fingerprint, ActivationId, ActivationCode });
    const node = String(told["InstanceId"]);
    const token = (text: (stringToSign: string) => string) =>
      callAgentApi(plane, {
        operation: "RequestManagedInstanceRoleToken",
        input: { Fingerprint },
        key: { ...owner, accessKeyId: node, secretAccessKey: "none" },
        beside: (authorization) => rsaAuthorization(authorization, text),
      });
    const { status, told: keys } = await token((text) => text);
    expect(status).toBe(200);
    const credential = plane.credentials.find(String(keys["AccessKeyId"]));
    expect(credential?.arn).toBe(`arn:aws:sts::${account}:assumed-role/Hybrid/${node}`);
    expect((await ping(credential ?? poor, {}, node)).status).toBe(200);
    expect(await list()).toMatchObject([{ InstanceId: node, PingStatus: "Online" }]);
    expect((await token((text) => `${text}x`)).told).toMatchObject({ __type: "InvalidSignatureException" });
  });

  /** The form of Signature Version 4, with the RSA signature of the same text. */
  function rsaAuthorization(authorization: string, text: (stringToSign: string) => string) {
    const [, scope = ""] = /Credential=[^/]+\/([^,]+)/.exec(authorization) ?? [];
    const [, names = ""] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
    const body = JSON.stringify({ Fingerprint });
    const hash = (value: string) => createHash("sha256").update(value).digest("hex");
    const date = new Date().toISOString().replaceAll(/[:-]|\.\d+/g, "");
    const values: Record<string, string> = {
      "content-type": "application/x-amz-json-1.1",
      host: "ssm.us-east-1.amazonaws.com",
      "x-amz-content-sha256": hash(body),
      "x-amz-date": date,
      "x-amz-target": "AmazonSSM.RequestManagedInstanceRoleToken",
    };
    const lines = names.split(";").map((name) => `${name}:${values[name]}\n`);
    const canonical = ["POST", "/", "", lines.join(""), names, hash(body)].join("\n");
    const stringToSign = ["AWS4-HMAC-SHA256", date, scope, hash(canonical)].join("\n");
    const head = authorization.replace(/Signature=.*$/, "");
    return { "x-amz-date": date, authorization: `${head}Signature=${sign(text(stringToSign))}` };
  }
});
