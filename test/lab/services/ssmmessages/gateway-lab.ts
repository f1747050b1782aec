/** A lab's services behind a front of its own on a loopback port, and agents and clients made by hand. */
import { createHash } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import type { OutgoingHttpHeaders } from "node:http";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { WebSocket } from "ws";
import type { ClientOptions } from "ws";
import type { Arrival } from "../../../../src/lab/arrival.ts";
import { createMessage, decodeMessage, encodeMessage } from "../../../../src/lab/channel/message.ts";
import type { Message } from "../../../../src/lab/channel/message.ts";
import type { MessageType } from "../../../../src/lab/channel/type.ts";
import { createCredentialStore } from "../../../../src/lab/credential.ts";
import type { Credential } from "../../../../src/lab/credential.ts";
import { createFront } from "../../../../src/lab/host/front.ts";
import { createServices } from "../../../../src/lab/services/index.ts";
import type { LabEndpoint, Services, ServicesOptions } from "../../../../src/lab/services/index.ts";
import type { GatewayEvents } from "../../../../src/lab/services/ssmmessages/index.ts";
import { facts } from "../../../facts/facts.ts";
import { account, owner, publicArrival } from "../lab.ts";
import type { RawAnswer } from "../lab.ts";
import { signHeaders } from "../sign.ts";

export const gatewayHost = "ssmmessages.us-east-1.amazonaws.com";
const plainPort = 80;

/** Keys of an instance's role, as its metadata service hands them out. */
export const keysOf = (instance: string, ...policies: readonly unknown[]): Credential => ({
  ...owner,
  accessKeyId: `ASIA${instance.toUpperCase()}`,
  secretAccessKey: `${instance}-secret`,
  sessionToken: `${instance}-token`,
  arn: `arn:aws:sts::${account}:assumed-role/app/${instance}`,
  userId: `AROAAPP:${instance}`,
  policies: policies.length === 0 ? undefined : policies,
});

export interface GatewayLab {
  readonly services: Services;
  readonly port: number;
  arrival: Arrival;
  readonly endpoints: Map<string, LabEndpoint>;
  readonly events: (readonly [kind: keyof GatewayEvents, ...rest: unknown[]])[];
  readonly reports: unknown[];
  /** Whether whoever listens to the gateway fails. */
  hasDefect: boolean;
  /** Milliseconds that the clock of the services is ahead. */
  ahead: number;
  readonly close: () => void;
}

export async function startGateway(
  timing: NonNullable<ServicesOptions["gateway"]>["timing"] = {},
  users: readonly Credential[] = [],
): Promise<GatewayLab> {
  const directory = mkdtempSync(join(tmpdir(), "lab-gateway-"));
  const endpoints = new Map<string, LabEndpoint>();
  const events: GatewayLab["events"] = [];
  const reports: unknown[] = [];
  const services = createServices({
    facts,
    credentials: createCredentialStore([owner, ...users]),
    account,
    now: () => Date.now() + lab.ahead,
    report: (error) => reports.push(error),
    endpointOf: (id) => endpoints.get(id),
    findRole: () => undefined,
    storageDirectory: directory,
    gateway: {
      timing: { lookMs: 20, ...timing },
      events: {
        onChannel: (...rest) => events.push(["onChannel", ...rest]),
        onMessage: (...rest) => {
          if (lab.hasDefect) throw new Error("a defect of the control plane");
          events.push(["onMessage", ...rest]);
        },
        onSession: (...rest) => events.push(["onSession", ...rest]),
      },
    },
  });
  const front = createFront({
    sniCallback: (_, done) => done(null),
    arrivalOf: () => lab.arrival,
    handle: services.handle,
    upgrade: services.upgrade,
    report: (error) => reports.push(error),
  });
  const server = createServer();
  front.listen(server, plainPort);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const lab: GatewayLab = {
    services,
    port: (server.address() as AddressInfo).port,
    arrival: publicArrival,
    endpoints,
    events,
    reports,
    ahead: 0,
    hasDefect: false,
    close: () => {
      services.close();
      front.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  opened.push(lab);
  return lab;
}

const opened: GatewayLab[] = [];
afterAll(() => {
  for (const lab of opened.splice(0)) lab.close();
});

export interface Asking {
  readonly path: string;
  readonly method?: string;
  readonly body?: string;
  readonly key?: Credential | undefined;
  readonly host?: string;
  readonly service?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function headersOf({ path, method = "POST", body = "{}", key, host = gatewayHost, ...more }: Asking) {
  const { service = "ssmmessages", headers = {} } = more;
  if (key === undefined) return headers;
  const hash = createHash("sha256")
    .update(method === "GET" ? "" : body)
    .digest("hex");
  const signed = { ...headers, "x-amz-content-sha256": hash };
  return signHeaders({ method, path, host, key, service, headers: signed });
}

/** A request that is answered. */
export function ask(lab: GatewayLab, asking: Asking, agent = new Agent()): Promise<RawAnswer> {
  const { path, method = "POST", body = "{}", host = gatewayHost } = asking;
  const headers: OutgoingHttpHeaders = { host, ...headersOf(asking) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: "127.0.0.1", port: lab.port, agent, method, path, headers },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString("utf8"),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(method === "GET" ? undefined : body);
  });
}

export async function tokenFor(lab: GatewayLab, path: string, key: Credential): Promise<string> {
  const { status, body } = await ask(lab, { path, key });
  const token = /<TokenValue>(.+)<\/TokenValue>/.exec(body)?.[1];
  if (status !== 201 || token === undefined) throw new Error(`${status} ${body}`);
  return token;
}

/** One end of a channel, made by hand. */
export interface End {
  readonly ws: WebSocket;
  readonly messages: Message[];
  readonly send: (type: MessageType, payload: string | object, more?: Partial<Message>) => Message;
  readonly sendRaw: (frame: Buffer | string) => void;
  /** Code and reason, or what the request was answered with. */
  readonly closed: Promise<string>;
  readonly opened: Promise<void>;
  /** The first message of that type that has not been taken yet. */
  readonly take: (type: string) => Promise<Message>;
}

/** A session between an agent and a client that are both there. */
export async function openSession(lab: GatewayLab, key: Credential, more: object = {}) {
  count += 1;
  const id = `user-${count}`;
  const target = key.userId.split(":")[1] ?? "";
  const token = lab.services.gateway.open({ id, target, region: "us-east-1", ...more });
  return { id, client: await openClient(lab, id, token), agent: await openAgent(lab, id, key) };
}
let count = 0;

/** That a session carries what it is given, in both directions. */
export async function checkSession({
  agent,
  client,
}: Pick<Awaited<ReturnType<typeof openSession>>, "agent" | "client">) {
  for (const [from, to, type] of [
    [agent, client, "output"],
    [client, agent, "input"],
  ] as const) {
    const sent = from.send(type, "still here", { sequenceNumber: 0n, flags: 0 });
    const came = await to.take(`${type}_stream_data`);
    if (came.id !== sent.id) throw new Error("another message came");
  }
}

/** Throws when something went wrong on the side of the services. */
export function checkServices({ reports }: GatewayLab): void {
  if (reports.length > 0) throw new Error("a defect in the services", { cause: reports });
}

export interface Dialling {
  readonly path: string;
  /** Signs the upgrade. */
  readonly key?: Credential | undefined;
  /** Sent in the first frame. */
  readonly token?: string;
  readonly options?: ClientOptions;
}

export function dial(lab: GatewayLab, { path, key, token, options }: Dialling): End {
  const ws = new WebSocket(`ws://${gatewayHost}${path}`, {
    headers: headersOf({ path, method: "GET", key }),
    createConnection: () => connect(lab.port, "127.0.0.1"),
    ...options,
  });
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  ws.on("message", (data) => {
    const decoded = decodeMessage(data as Buffer);
    if (decoded.kind === "fault") throw new Error(decoded.fault);
    messages.push(decoded.message);
    for (const look of waiting) look();
  });
  const closed = new Promise<string>((resolve) => {
    ws.on("unexpected-response", (request, response) => {
      resolve(`answered ${response.statusCode}`);
      request.destroy();
    });
    ws.on("error", () => undefined);
    ws.on("close", (code, reason) => resolve(`${code} ${reason.toString()}`));
  });
  // The answer to a ping comes when all that was sent before it has been read.
  const opened = new Promise<void>((resolve) => {
    ws.on("open", () => {
      if (token === undefined) return resolve();
      ws.send(JSON.stringify({ MessageSchemaVersion: "1.0", TokenValue: token }));
      ws.ping();
      ws.once("pong", () => resolve());
    });
    ws.once("close", () => resolve());
  });
  return {
    ws,
    messages,
    closed,
    opened,
    sendRaw: (frame) => ws.send(frame),
    send: (type, payload, more = {}) => {
      const text = typeof payload === "string" ? payload : JSON.stringify(payload);
      const message = { ...createMessage({ type, payload: text, nowMs: Date.now() }), ...more };
      ws.send(encodeMessage(message));
      return message;
    },
    take: (type) =>
      new Promise((resolve) => {
        const look = (): void => {
          const at = messages.findIndex((message) => message.type === type);
          const [found] = at < 0 ? [] : messages.splice(at, 1);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

export const contentOf = ({ payload }: Message): Record<string, unknown> =>
  JSON.parse(payload.toString("utf8")) as Record<string, unknown>;

/** As an agent does it: a token, then the WebSocket. */
export async function openControl(
  lab: GatewayLab,
  target: string,
  key: Credential,
  options: ClientOptions = {},
): Promise<End> {
  const path = `/v1/control-channel/${target}`;
  const token = await tokenFor(lab, path, key);
  const end = dial(lab, { path: `${path}?role=subscribe&stream=input`, key, token, options });
  await end.opened;
  await until(() => lab.services.gateway.isConnected(target));
  return end;
}

export async function openAgent(lab: GatewayLab, session: string, key: Credential): Promise<End> {
  const path = `/v1/data-channel/${session}`;
  const token = await tokenFor(lab, path, key);
  const end = dial(lab, { path: `${path}?role=publish_subscribe`, key, token });
  await end.opened;
  return end;
}

export async function openClient(lab: GatewayLab, session: string, token: string): Promise<End> {
  const end = dial(lab, { path: `/v1/data-channel/${session}?role=publish_subscribe`, token });
  await end.opened;
  return end;
}

/** Waits for what is not told; the test's own timeout ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
