/** Systems Manager and KMS on a loopback port, with a gateway that only notes what it is told. */
import { createHash } from "node:crypto";
import { Agent, createServer } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { KMSClient } from "@aws-sdk/client-kms";
import { SSMClient } from "@aws-sdk/client-ssm";
import { afterAll } from "vitest";
import { createMessage } from "../../../../src/lab/channel/message.ts";
import type { Message } from "../../../../src/lab/channel/message.ts";
import type { MessageType } from "../../../../src/lab/channel/type.ts";
import type { Arrival } from "../../../../src/lab/arrival.ts";
import { createCredentialStore } from "../../../../src/lab/credential.ts";
import type { Credential, CredentialStore } from "../../../../src/lab/credential.ts";
import type { Call } from "../../../../src/lab/services/call.ts";
import type { LabEndpoint, Role } from "../../../../src/lab/services/index.ts";
import { openKms } from "../../../../src/lab/services/kms/index.ts";
import { openSsm } from "../../../../src/lab/services/ssm/index.ts";
import type {
  Gateway,
  GatewayEvents,
  GatewaySession,
} from "../../../../src/lab/services/ssmmessages/gateway.ts";
import { findTarget } from "../../../../src/lab/services/target.ts";
import { sendAnswer } from "../../../../src/lab/services/wire/answer.ts";
import { facts } from "../../../facts/facts.ts";
import { account, ask, owner, publicArrival } from "../lab.ts";
import { signHeaders } from "../sign.ts";

interface FakeGateway extends Gateway {
  readonly connected: Set<string>;
  readonly sent: { readonly target: string; readonly message: Message }[];
  readonly opened: GatewaySession[];
  readonly ended: string[];
}

export interface TestPlane {
  readonly gateway: FakeGateway;
  readonly events: GatewayEvents;
  readonly credentials: CredentialStore;
  readonly port: number;
  readonly agent: Agent;
  /** How much later it is than it is. */
  laterMs: number;
  outside: string | undefined;
  arrival: Arrival;
  endpoint: LabEndpoint | undefined;
  readonly ssm: (credential?: Credential) => SSMClient;
  readonly kms: (credential?: Credential) => KMSClient;
}

interface Terms {
  readonly users?: readonly Credential[];
  readonly roles?: readonly Role[];
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const region = "us-east-1";

export async function startPlane({ users = [], roles = [], tags = {} }: Terms = {}): Promise<TestPlane> {
  const credentials = createCredentialStore([owner, ...users]);
  const now = () => Date.now() + plane.laterMs;
  const gateway = createFakeGateway((id) => ssm.events.onSession(id, "ended"));
  const options = {
    account,
    credentials,
    now,
    findRole: (arn: string) => roles.find((role) => role.arn === arn),
    tagsOf: (_: string, id: string) => new Map(Object.entries(tags[id] ?? {})),
  };
  const kms = openKms();
  const ssm = openSsm({ ...options, gateway: () => gateway, kms });
  const unused = { facts, endpointOf: () => undefined, storageDirectory: "" };
  const server = createServer((request, response) => {
    const target = findTarget(facts, request.headers.host ?? "");
    if (target === undefined) throw new Error(`no host ${request.headers.host}`);
    const { arrival, endpoint, outside } = plane;
    const common = { request, url: request.url ?? "/", arrival, endpoint, outside, target };
    const call: Call = { ...common, requestId: "1", nowMs: now(), options: { ...options, ...unused } };
    const service = target.service === "kms" ? kms : ssm;
    void service.answer(call).then((answer) => sendAnswer(request, response, answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = () => connect(port, "127.0.0.1");
  const config = (service: string, { accessKeyId, secretAccessKey, sessionToken }: Credential) => ({
    region,
    endpoint: `http://${service}.${region}.amazonaws.com`,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    requestHandler: { httpAgent: agent },
    maxAttempts: 1,
    systemClockOffset: plane.laterMs,
  });
  const plane: TestPlane = {
    gateway,
    events: ssm.events,
    credentials,
    port,
    agent,
    laterMs: 0,
    outside: undefined,
    arrival: publicArrival,
    endpoint: undefined,
    ssm: (credential = owner) => new SSMClient(config("ssm", credential)),
    kms: (credential = owner) => new KMSClient(config("kms", credential)),
  };
  closing.push(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  return plane;
}

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing.splice(0)) close();
});

function createFakeGateway(onEnded: (id: string) => void): FakeGateway {
  const connected = new Set<string>();
  const sent: { target: string; message: Message }[] = [];
  const opened: GatewaySession[] = [];
  const ended: string[] = [];
  const isOpen = (id: string) => opened.some((one) => one.id === id) && !ended.includes(id);
  return {
    connected,
    sent,
    opened,
    ended,
    isConnected: (target) => connected.has(target),
    send: (target, message) => {
      if (connected.has(target)) sent.push({ target, message });
      return connected.has(target);
    },
    open: (session) => {
      opened.push(session);
      return `token of ${session.id}`;
    },
    resume: (id) => (isOpen(id) ? `another token of ${id}` : undefined),
    end: (id) => {
      if (!isOpen(id)) return;
      ended.push(id);
      onEnded(id);
    },
  };
}

/** The JSON of a payload, and of the `Content` in it. */
export function readPayload({ payload }: Message): {
  readonly outer: Record<string, unknown>;
  readonly content: Record<string, unknown>;
} {
  const outer = JSON.parse(payload.toString()) as Record<string, unknown>;
  return { outer, content: JSON.parse(String(outer["Content"])) as Record<string, unknown> };
}

export const fromAgent = (type: MessageType, payload: object): Message =>
  createMessage({ type, payload: JSON.stringify(payload), nowMs: Date.now() });

export interface AgentCall {
  readonly operation: string;
  readonly input: object;
  /** Undefined does not sign at all. */
  readonly key: Credential | undefined;
  /** Further headers, of the Authorization header. */
  readonly beside?: (authorization: string) => Readonly<Record<string, string>>;
}

export interface AgentAnswer {
  readonly status: number;
  readonly told: Readonly<Record<string, unknown>>;
}

const host = `ssm.${region}.amazonaws.com`;

/** An operation that no public SDK has. */
export async function callAgentApi(plane: TestPlane, agentCall: AgentCall): Promise<AgentAnswer> {
  const { operation, input, key, beside = () => ({}) } = agentCall;
  const body = JSON.stringify(input);
  const bare = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AmazonSSM.${operation}`,
    "x-amz-content-sha256": createHash("sha256").update(body).digest("hex"),
  };
  const signing = { method: "POST", path: "/", host, service: "ssm", headers: bare };
  const headers: Record<string, string> = key === undefined ? bare : signHeaders({ ...signing, key });
  const all = { ...headers, ...beside(headers["authorization"] ?? "") };
  const { status, body: text } = await ask(plane, { method: "POST", host, headers: all, body });
  return { status, told: JSON.parse(text) as Record<string, unknown> };
}
