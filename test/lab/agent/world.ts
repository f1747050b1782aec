/**
 * What an agent meets: the lab's own services behind TLS on AWS's names, with a scripted Systems Manager and metadata service before
 * them, and a network that leads everything there or does as it is told.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket, connect, createServer } from "node:net";
import type { AddressInfo, ListenOptions, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAgent } from "../../../src/lab/agent/agent/agent.ts";
import type { Agent } from "../../../src/lab/agent/agent/agent.ts";
import type { StartedSession } from "../../../src/lab/agent/client/connection.ts";
import type { Net } from "../../../src/lab/agent/net/net.ts";
import type { AgentPlace } from "../../../src/lab/agent/place.ts";
import { createMessage } from "../../../src/lab/channel/message.ts";
import type { Message } from "../../../src/lab/channel/message.ts";
import { createCredentialStore } from "../../../src/lab/credential.ts";
import type { Credential } from "../../../src/lab/credential.ts";
import { createFront } from "../../../src/lab/host/front.ts";
import { createServices } from "../../../src/lab/services/index.ts";
import type { Services } from "../../../src/lab/services/index.ts";
import { createCertificates, readOrCreateCa } from "../../../src/lab/tls/index.ts";
import { facts } from "../../facts/facts.ts";

const account = "123456789012";
export const owner: Credential = {
  accessKeyId: "AKIAOWNER",
  secretAccessKey: "owner-secret",
  sessionToken: undefined,
  account,
  arn: `arn:aws:iam::${account}:root`,
  userId: account,
  policies: undefined,
  expiresAtMs: undefined,
};
const publicArrival = { kind: "public", sourceAddress: "198.51.100.7" } as const;
export const instance = "i-0123456789abcdef0";
const region = "us-east-1";

export interface SsmCall {
  readonly action: string;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingMessage["headers"];
}

/** Status and body, or undefined for no answer at all. */
export type SsmAnswer = readonly [status: number, body: object] | undefined;

export interface Cloud {
  readonly services: Services;
  readonly port: number;
  readonly net: Net;
  /** Hosts that do not resolve, and hosts whose packets are dropped. */
  readonly faults: { unknown: string[]; dropped: string[] };
  readonly calls: SsmCall[];
  answer: (call: SsmCall) => SsmAnswer;
  /** Of the metadata service; undefined has no role. */
  role: Credential | undefined;
  hasMetadata: boolean;
  readonly messages: Message[];
  readonly sessions: (readonly [string, string])[];
  /** Sockets through which agents and clients reach the services. */
  readonly sockets: Set<Socket>;
  readonly place: AgentPlace;
  readonly startAgent: (timeScale?: number) => Agent;
  readonly startSession: (document?: object, more?: object) => StartedSession;
}

export const shellDocument = { schemaVersion: "1.0", sessionType: "Standard_Stream", inputs: {} };
/** Of this process, and taken down by `endClouds`. */
const closers: (() => Promise<void> | void)[] = [];
export async function endClouds(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

type Spot = ListenOptions | { readonly fd: number };

/** Where the two servers listen; the first port that is free of this machine where it is left out. */
export interface Listening {
  readonly services: Spot;
  readonly metadata: Spot;
}

const anywhere: Listening = {
  services: { host: "127.0.0.1", port: 0 },
  metadata: { host: "127.0.0.1", port: 0 },
};

export async function startCloud(listening: Listening = anywhere): Promise<Cloud> {
  const directory = mkdtempSync(join(tmpdir(), "lab-agent-"));
  closers.push(() => rmSync(directory, { recursive: true, force: true }));
  const ca = await readOrCreateCa(directory, facts);
  const caText = readFileSync(ca.caPath, "utf8");
  const keys = {
    ...owner,
    accessKeyId: "ASIAROLE",
    secretAccessKey: "role-secret",
    sessionToken: "role-token",
    arn: `arn:aws:sts::${account}:assumed-role/app/${instance}`,
    userId: `AROAAPP:${instance}`,
  };
  const cloud = {
    faults: { unknown: [] as string[], dropped: [] as string[] },
    calls: [] as SsmCall[],
    answer: () => [200, {}],
    role: keys,
    hasMetadata: true,
    messages: [] as Message[],
    sessions: [] as [string, string][],
    sockets: new Set<Socket>(),
  } as unknown as { -readonly [Name in keyof Cloud]: Cloud[Name] };
  cloud.services = createServices({
    facts,
    credentials: createCredentialStore([owner, keys]),
    account,
    now: () => Date.now(),
    report: (error) => {
      throw error;
    },
    endpointOf: () => undefined,
    findRole: () => undefined,
    storageDirectory: join(directory, "s3"),
    gateway: {
      timing: { lookMs: 20, lingerMs: 200 },
      events: {
        onChannel: () => undefined,
        onMessage: (_, message) => cloud.messages.push(message),
        onSession: (...told) => (cloud.sessions as unknown[]).push(told),
      },
    },
  });
  const front = createFront({
    sniCallback: createCertificates(ca, facts).sniCallback,
    arrivalOf: () => publicArrival,
    handle: async (request, response, arrival) =>
      request.headers.host?.startsWith("ssm.")
        ? answerSsm(cloud, request, response)
        : cloud.services.handle(request, response, arrival),
    upgrade: cloud.services.upgrade,
    report: (error) => process.stderr.write(`${String(error)}\n`),
  });
  const server = createServer();
  front.listen(server, 443);
  cloud.port = await listen(server, listening.services);
  const metadata = createHttpServer((request, response) => answerMetadata(cloud, request, response));
  const metadataPort = await listen(metadata, listening.metadata);
  closers.push(() => {
    cloud.services.close();
    front.close();
    metadata.closeAllConnections();
    metadata.close();
  });
  cloud.net = netOf(cloud, metadataPort, caText);
  cloud.place = { namespace: "", resolvers: ["10.0.0.2"], ca: caText, hostName: "ip-10-0-1-5", enter: [] };
  cloud.startAgent = (timeScale = 1) => {
    const agent = startAgent({ place: cloud.place, net: cloud.net, timeScale });
    closers.push(() => agent.stop());
    return agent;
  };
  let count = 0;
  cloud.startSession = (document = shellDocument, more = {}) => {
    const SessionId = `user-${String((count += 1)).padStart(17, "0")}`;
    const TokenValue = cloud.services.gateway.open({ id: SessionId, target: instance, region, owner });
    const content = {
      SessionId,
      DocumentName: "SSM-SessionManagerRunShell",
      DocumentContent: document,
      SessionOwner: owner.arn,
      Parameters: {},
      ...more,
    };
    const payload = JSON.stringify({
      Content: JSON.stringify(content),
      TaskId: SessionId,
      Topic: "aws.ssm.startSession",
      SchemaVersion: 1,
    });
    cloud.services.gateway.send(
      instance,
      createMessage({ type: "interactiveShell", payload, nowMs: Date.now() }),
    );
    const StreamUrl = `wss://ssmmessages.${region}.amazonaws.com/v1/data-channel/${SessionId}?role=publish_subscribe`;
    return { SessionId, TokenValue, StreamUrl };
  };
  return cloud;
}

async function listen(server: Server, at: Spot): Promise<number> {
  await new Promise<void>((resolve) => server.listen(at, resolve));
  return (server.address() as AddressInfo).port;
}

const addresses = new Map<string, string>();
const addressOf = (host: string): string => {
  const known = addresses.get(host) ?? `10.0.7.${addresses.size + 1}`;
  addresses.set(host, known);
  return known;
};

function netOf(cloud: Cloud, metadataPort: number, ca: string): Net {
  return {
    ca,
    lookup: (host) =>
      cloud.faults.unknown.includes(host)
        ? Promise.reject(new Error(`lookup ${host} on 10.0.0.2:53: no such host`))
        : Promise.resolve([addressOf(host)]),
    dial: ({ address, port }) => {
      if (address === "169.254.169.254") {
        return cloud.hasMetadata ? connect(metadataPort, "127.0.0.1") : new Socket();
      }
      if (address.startsWith("127.") || address === "::1") return connect(port, address);
      if (cloud.faults.dropped.some((host) => addressOf(host) === address)) return new Socket();
      const socket = connect(cloud.port, "127.0.0.1");
      cloud.sockets.add(socket);
      socket.on("close", () => cloud.sockets.delete(socket));
      return socket;
    },
  };
}

async function answerSsm(cloud: Cloud, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = "";
  for await (const piece of request) text += String(piece);
  const action = String(request.headers["x-amz-target"]).replace("AmazonSSM.", "");
  const call = { action, body: JSON.parse(text) as Record<string, unknown>, headers: request.headers };
  cloud.calls.push(call);
  const answered = cloud.answer(call);
  if (answered === undefined) return;
  response.writeHead(answered[0], { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(answered[1]));
}

function answerMetadata(cloud: Cloud, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "").replace("/latest/", "");
  const ttl = "x-aws-ec2-metadata-token-ttl-seconds";
  if (request.method === "PUT") {
    response.setHeader(ttl, String(request.headers[ttl]));
    return void response.end("token");
  }
  if (request.headers["x-aws-ec2-metadata-token"] !== "token") return void response.writeHead(401).end();
  const own = { ...owner, accessKeyId: "ASIAOWN", secretAccessKey: "own", sessionToken: "own-token" };
  const texts: Readonly<Record<string, string | undefined>> = {
    "meta-data/instance-id": instance,
    "dynamic/instance-identity/document": JSON.stringify({
      region,
      availabilityZone: `${region}a`,
      privateIp: "10.0.1.5",
    }),
    "meta-data/placement/availability-zone-id": "use1-az1",
    "meta-data/iam/security-credentials/": cloud.role === undefined ? undefined : "app",
    "meta-data/iam/security-credentials/app": cloud.role && keysText(cloud.role),
    "meta-data/identity-credentials/ec2/security-credentials/ec2-instance": keysText(own),
  };
  const text = texts[path];
  if (text === undefined) return void response.writeHead(404).end();
  response.end(text);
}

const keysText = ({ accessKeyId, secretAccessKey, sessionToken }: Credential): string =>
  JSON.stringify({
    Code: "Success",
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: new Date(Date.now() + 6 * 3_600_000).toISOString(),
  });
