/**
 * A session from its beginning to its end at the one address of `denat lab serve`: a hybrid node registers, gets the keys of
 * its role and opens its control channel; the aws cli starts a session to it.
 */
import { execFile, spawnSync } from "node:child_process";
import { constants, createHash, createSign, generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { IAM } from "@aws-sdk/client-iam";
import { SSM } from "@aws-sdk/client-ssm";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { createMessage, decodeMessage, encodeMessage } from "../../../src/lab/channel/message.ts";
import type { Message } from "../../../src/lab/channel/message.ts";
import type { Credential } from "../../../src/lab/credential.ts";
import { signHeaders } from "../../lab/services/sign.ts";
import { account, credentials, serve } from "./serving.ts";

const region = "eu-west-1";
// In CI nothing of the lab is passed over.
const hasCli = process.env["CI"] !== undefined || spawnSync("aws", ["--version"]).error === undefined;

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** As an agent calls: signed with keys, with the key of the node itself, or not at all. */
async function call(endpoint: string, operation: string, input: object, sign: Signing) {
  const body = JSON.stringify(input);
  const target = `AmazonSSM.${operation}`;
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": target,
    "x-amz-content-sha256": sha256(body),
  };
  const { host } = new URL(endpoint);
  const response = await fetch(endpoint, {
    method: "POST",
    body,
    headers: { ...headers, ...sign(host, headers) },
  });
  const told = (await response.json()) as Readonly<Record<string, string>>;
  if (!response.ok) throw new Error(JSON.stringify(told));
  return told;
}

type Signing = (host: string, headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;

const byKeys =
  (key: Credential): Signing =>
  (host, headers) =>
    signHeaders({ method: "POST", path: "/", host, key, region, service: "ssm", headers });

/** The form of Signature Version 4, with the RSA signature of the text that it signs. */
const byNode =
  (node: string): Signing =>
  (host, headers) => {
    const date = new Date().toISOString().replaceAll(/[:-]|\.\d+/g, "");
    const all = Object.entries({ ...headers, host, "x-amz-date": date }).sort(([a], [b]) => (a < b ? -1 : 1));
    const names = all.map(([name]) => name).join(";");
    const lines = all.map(([name, value]) => `${name}:${value}\n`).join("");
    const canonical = ["POST", "/", "", lines, names, headers["x-amz-content-sha256"]].join("\n");
    const scope = `${date.slice(0, 8)}/${region}/ssm/aws4_request`;
    const text = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const signature = createSign("sha256")
      .update(text)
      .sign({ key: privateKey, padding, saltLength: 32 }, "base64");
    const authorization = `AWS4-HMAC-SHA256 Credential=${node}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    return { "x-amz-date": date, authorization };
  };

interface Channel {
  readonly take: (type: string) => Promise<Message>;
  readonly send: (message: Message) => void;
}

async function openChannel(
  url: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<Channel> {
  const ws = new WebSocket(url, { headers });
  onTestFinished(() => ws.terminate());
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  ws.on("message", (data) => {
    const decoded = decodeMessage(data as Buffer);
    if (decoded.kind === "message") messages.push(decoded.message);
    for (const look of waiting) look();
  });
  await new Promise((resolve, reject) => ws.once("open", resolve).once("error", reject));
  ws.send(JSON.stringify({ MessageSchemaVersion: "1.0", TokenValue: token }));
  return {
    send: (message) => ws.send(encodeMessage(message)),
    take: (type) =>
      new Promise((resolve) => {
        const look = () => {
          const index = messages.findIndex((message) => message.type === type);
          const [found] = index < 0 ? [] : messages.splice(index, 1);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The token call of a channel, and then the channel. */
async function openAgentChannel(endpoint: string, path: string, key: Credential): Promise<Channel> {
  const { host } = new URL(endpoint);
  const body = JSON.stringify({ MessageSchemaVersion: "1.0", RequestId: "1" });
  const terms = { path, host, key, region, service: "ssmmessages" };
  const sign = (method: string, text: string) =>
    signHeaders({ ...terms, method, headers: { "x-amz-content-sha256": sha256(text) } });
  const answer = await fetch(`${endpoint}${path}`, { method: "POST", body, headers: sign("POST", body) });
  const token = /<TokenValue>(.+)<\/TokenValue>/.exec(await answer.text())?.[1] ?? "";
  return openChannel(`ws://${host}${path}`, token, sign("GET", ""));
}

async function startNode(endpoint: string) {
  const options = { region, endpoint, credentials, maxAttempts: 1 };
  const [iam, ssm] = [new IAM(options), new SSM(options)];
  const trust = {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" },
  };
  await iam.createRole({ RoleName: "hybrid", AssumeRolePolicyDocument: JSON.stringify(trust) });
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  await iam.attachRolePolicy({ RoleName: "hybrid", PolicyArn });
  const { ActivationId, ActivationCode } = await ssm.createActivation({ IamRole: "hybrid" });
  const PublicKey = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const Fingerprint = "7c1e8f6a-1111-4222-8333-444455556666";
  // Nothing is signed, and so nothing else names the Region.
  const registration = { Fingerprint, PublicKey, PublicKeyType: "Rsa", ActivationId, ActivationCode };
  const { InstanceId: node = "" } = await call(
    `${endpoint}/?region=${region}`,
    "RegisterManagedInstance",
    registration,
    () => ({}),
  );
  const token = await call(endpoint, "RequestManagedInstanceRoleToken", { Fingerprint }, byNode(node));
  const key: Credential = {
    accessKeyId: token["AccessKeyId"] ?? "",
    secretAccessKey: token["SecretAccessKey"] ?? "",
    sessionToken: token["SessionToken"],
    account,
    arn: "",
    userId: "",
    policies: undefined,
    expiresAtMs: undefined,
  };
  const ping = { InstanceId: node, AgentName: "agent", AgentVersion: "3.3.1.0", PlatformType: "Linux" };
  await call(endpoint, "UpdateInstanceInformation", ping, byKeys(key));
  const control = await openAgentChannel(endpoint, `/v1/control-channel/${node}`, key);
  await expect.poll(async () => (await ssm.getConnectionStatus({ Target: node })).Status).toBe("connected");
  return { node, key, control, ssm };
}

/** What the aws cli hands to the plugin, which here does nothing but keep it. */
async function startByCli(endpoint: string, target: string) {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const plugin = join(directory, "session-manager-plugin");
  writeFileSync(
    plugin,
    `#!/bin/sh\n[ "$1" = --version ] && echo 1.2.0.0 || printf '%s' "$1" > '${directory}/started'\n`,
  );
  chmodSync(plugin, 0o755);
  await promisify(execFile)("aws", ["--endpoint-url", endpoint, "ssm", "start-session", "--target", target], {
    env: {
      PATH: `${directory}:${process.env["PATH"] ?? ""}`,
      HOME: directory,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });
  return JSON.parse(readFileSync(join(directory, "started"), "utf8")) as Readonly<Record<string, string>>;
}

describe.skipIf(!hasCli)(`a session${hasCli ? "" : ", passed over: install aws"}`, () => {
  it("is started by the aws cli, carries what is typed and shown, and ends", async () => {
    const endpoint = await serve();
    const { node, key, control, ssm } = await startNode(endpoint);
    const { SessionId = "", TokenValue = "", StreamUrl = "" } = await startByCli(endpoint, node);
    expect(StreamUrl).toMatch(new RegExp(`^ws://127\\.0\\.0\\.1:\\d+/v1/data-channel/${SessionId}\\?`));
    const { payload } = await control.take("interactive_shell");
    const { Content } = JSON.parse(payload.toString()) as { readonly Content: string };
    expect(JSON.parse(Content)).toMatchObject({ SessionId, DocumentName: "SSM-SessionManagerRunShell" });
    const agent = await openAgentChannel(endpoint, `/v1/data-channel/${SessionId}`, key);
    const client = await openChannel(StreamUrl, TokenValue);
    agent.send(createMessage({ type: "output", payload: "$ ", payloadType: "output", nowMs: Date.now() }));
    expect((await client.take("output_stream_data")).payload.toString()).toBe("$ ");
    client.send(
      createMessage({ type: "input", payload: "exit\n", payloadType: "output", nowMs: Date.now() }),
    );
    expect((await agent.take("input_stream_data")).payload.toString()).toBe("exit\n");
    const complete = { TaskId: SessionId, FinalTaskStatus: "Success", Output: "" };
    control.send(
      createMessage({ type: "taskComplete", payload: JSON.stringify(complete), nowMs: Date.now() }),
    );
    await client.take("channel_closed");
    const { Sessions } = await ssm.describeSessions({ State: "History" });
    expect(Sessions).toMatchObject([{ SessionId, Status: "Terminated", Target: node }]);
  });
});

it("a command is sent to a node, and its answer is told", async () => {
  const endpoint = await serve();
  const { node, control, ssm } = await startNode(endpoint);
  const { Command } = await ssm.sendCommand({
    DocumentName: "AWS-RunShellScript",
    InstanceIds: [node],
    Parameters: { commands: ["id"] },
  });
  const CommandId = Command?.CommandId;
  const { payload } = await control.take("agent_job");
  const { JobId } = JSON.parse(payload.toString()) as { readonly JobId: string };
  const step = { name: "aws:runShellScript", status: "Success", code: 0, standardOutput: "uid=0\n" };
  const content = JSON.stringify({
    documentStatus: "Success",
    runtimeStatus: { "0.aws:runShellScript": step },
  });
  const reply = { schemaVersion: 1, jobId: JobId, content, topic: "aws.ssm.runCommand" };
  control.send(createMessage({ type: "jobReply", payload: JSON.stringify(reply), nowMs: Date.now() }));
  await control.take("agent_job_reply_ack");
  expect(await ssm.getCommandInvocation({ CommandId, InstanceId: node })).toMatchObject({
    Status: "Success",
    StandardOutputContent: "uid=0\n",
  });
});
