import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { collect } from "./collect.ts";
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createHttp } from "../../../src/lab/agent/net/http.ts";
import { bodyOf, callService } from "../../../src/lab/agent/net/service.ts";
import { createSessionService } from "../../../src/lab/agent/client/service.ts";
import { online, shellDocument, startCloud, until } from "./cloud.ts";
import { sitDown } from "./user.ts";
import type { User } from "./user.ts";

const cloud = await startCloud();
const agent = cloud.startAgent(0.2);
await online(agent);

const http = createHttp(cloud.net);

async function asOwner(
  service: string,
  call: { method: string; path: string; host?: string; headers?: Record<string, string>; body?: string },
) {
  const called = await callService(http, {
    service,
    region: "us-east-1",
    host: `${service}.us-east-1.amazonaws.com`,
    headers: {},
    body: "",
    keys: cloud.role!,
    dialTimeoutMs: 5000,
    timeoutMs: 5000,
    ...call,
  });
  if (called.kind !== "answer") throw new Error(JSON.stringify(called));
  return called.answer;
}

async function createCall(service: string, target: string, body: object) {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
  return bodyOf(await asOwner(service, { method: "POST", path: "/", headers, body: JSON.stringify(body) }));
}

const createBucket = (name: string) => asOwner("s3", { method: "PUT", path: `/${name}` });
const getObject = async (bucket: string, key: string) =>
  (await asOwner("s3", { method: "GET", path: `/${bucket}/${key}` })).body;

const portDocument = (properties: object) => ({ schemaVersion: "1.0", sessionType: "Port", properties });

async function openedPort(user: User): Promise<number> {
  await user.sees(/Port \d+ opened/);
  return Number(/Port (\d+) opened/.exec(user.screen())?.[1]);
}

/** Answers with what it got, when it has got all. */
async function mirror(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    void collect(socket).then((bytes) => socket.end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function through(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect({ port, host: "localhost", allowHalfOpen: true });
  socket.end(bytes);
  return collect(socket);
}

describe("a forwarded port", () => {
  it("carries many connections at once, each byte once and in order", async () => {
    const portNumber = `${await mirror()}`;
    const user = sitDown(
      cloud.net,
      cloud.startSession(portDocument({ portNumber, localPortNumber: "0", type: "LocalPortForwarding" })),
    );
    const port = await openedPort(user);
    const sent = [3, 70_000, 1_000_000, 40, 3_000_000].map((size) => randomBytes(size));
    const got = await Promise.all(sent.map((bytes) => through(port, bytes)));
    expect(got.map((bytes, index) => bytes.equals(sent[index]!))).toEqual(sent.map(() => true));
    process.emit("SIGINT");
    expect(await user.status).toBe(0);
    expect(user.screen()).toContain("Terminate signal received, exiting.");
    await until(() => agent.status().sessions === 0);
  });

  it("says that nobody listens, and goes on", async () => {
    const portNumber = `${await freePort()}`;
    const user = sitDown(
      cloud.net,
      cloud.startSession(portDocument({ portNumber, type: "LocalPortForwarding" })),
    );
    const port = await openedPort(user);
    await through(port, Buffer.from("hello"));
    await user.sees("Connection to destination port failed");
    process.emit("SIGINT");
    await user.status;
  });

  it("leads to no address of metadata or DNS", async () => {
    for (const host of ["169.254.169.254", "10.0.0.2"]) {
      const properties = { portNumber: "80", type: "LocalPortForwarding", host };
      const user = sitDown(cloud.net, cloud.startSession(portDocument(properties)));
      await user.status;
      expect(user.screen()).toContain(`Forwarding to IP address ${host} is forbidden.`);
    }
  });

  it("leads over standard streams for SSH", async () => {
    const server = createServer((socket) => {
      socket.write("SSH-2.0-test\r\n");
      socket.once("data", (bytes) => socket.end(`got ${bytes.toString()}`));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref();
    const portNumber = `${(server.address() as AddressInfo).port}`;
    const user = sitDown(cloud.net, cloud.startSession(portDocument({ portNumber })), undefined, false);
    await user.sees("SSH-2.0-test");
    user.type("hello");
    await user.sees("got hello");
    await user.status;
  });
});

const command = (commands: string, more: object = {}) => ({
  schemaVersion: "1.0",
  sessionType: "NonInteractiveCommands",
  properties: { linux: { commands, ...more } },
});

describe("a command without a terminal", () => {
  it("is started as it is written, with no shell in between", async () => {
    const user = sitDown(
      cloud.net,
      cloud.startSession(command(`printf '%s|' one "two three" $HOME '; reboot'`)),
    );
    await user.status;
    expect(user.screen()).toContain("one|two three|$HOME|; reboot|");
  });

  it("tells its two streams and its exit code apart", async () => {
    const document = command(`sh -c 'echo out; echo err >&2; exit 7'`, { separateOutputStream: true });
    const user = sitDown(cloud.net, cloud.startSession(document));
    expect(await user.status).toBe(7);
    expect([user.screen().includes("out\n"), user.errors()]).toEqual([true, "err\n"]);
  });

  it("that is not there says so", async () => {
    const user = sitDown(cloud.net, cloud.startSession(command("no-such-program-at-all")));
    await user.status;
    expect(user.screen()).toContain("Error occurred starting the command");
  });
});

describe("an encrypted session", () => {
  const service = createSessionService({
    net: cloud.net,
    region: "us-east-1",
    keys: () => Promise.resolve({ ...cloud.role!, sessionToken: cloud.role!.sessionToken }),
  });
  const encrypted = async () => {
    const { KeyMetadata } = (await createCall("kms", "TrentService.CreateKey", {})) as {
      KeyMetadata: { KeyId: string };
    };
    return { ...shellDocument, inputs: { kmsKeyId: KeyMetadata.KeyId } };
  };

  it("agrees on a key of KMS, and works like any other", async () => {
    const user = sitDown(cloud.net, cloud.startSession(await encrypted()), service);
    await user.sees("This session is encrypted using AWS KMS.");
    await user.sees(/[#$] $/);
    user.type("echo $((6 * 7)); exit\n");
    await user.status;
    expect(user.screen()).toContain("42\r\n");
  });

  it("does not start where the agent gets no key from KMS, and says so", async () => {
    const dataKey = () => Promise.resolve({ plain: randomBytes(64), encrypted: "AQID" });
    const user = sitDown(cloud.net, cloud.startSession(await encrypted()), { ...service, dataKey });
    await user.status;
    expect(user.screen()).toMatch(
      /Fetching data key failed: Unable to retrieve data key, .*InvalidCiphertext/s,
    );
  });

  it("does not start where the client has no credentials for KMS", async () => {
    const user = sitDown(cloud.net, cloud.startSession(await encrypted()));
    await user.status;
    expect(user.screen()).toContain("KMSEncryption failed on client with status 2");
  });
});

describe("the log of a session", () => {
  it("goes to a log group and to a bucket", async () => {
    await createCall("logs", "Logs_20140328.CreateLogGroup", { logGroupName: "sessions" });
    await createBucket("session-logs");
    const inputs = { cloudWatchLogGroupName: "sessions", s3BucketName: "session-logs", s3KeyPrefix: "a/b/" };
    const session = cloud.startSession({ ...shellDocument, inputs });
    const user = sitDown(cloud.net, session);
    await user.sees(/[#$] $/);
    user.type("echo logged-$((3 * 3)); exit\n");
    await user.status;
    await until(() => agent.status().sessions === 0);
    const { events } = (await createCall("logs", "Logs_20140328.GetLogEvents", {
      logGroupName: "sessions",
      logStreamName: session.SessionId,
    })) as { events: { message: string }[] };
    expect(events.map(({ message }) => message).join("")).toContain("logged-9");
    expect(await getObject("session-logs", `a/b/${session.SessionId}.log`)).toContain("logged-9");
  });

  it("that must be encrypted and is not keeps the session from starting", async () => {
    await createCall("logs", "Logs_20140328.CreateLogGroup", { logGroupName: "plain" });
    const inputs = { cloudWatchLogGroupName: "plain", cloudWatchEncryptionEnabled: true };
    const user = sitDown(cloud.net, cloud.startSession({ ...shellDocument, inputs }));
    await user.status;
    expect(user.screen()).toContain("encryption is not set up on the selected CloudWatch Logs log group");
  });
});
