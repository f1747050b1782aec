/**
 * Channels to the message gateway: a token by a signed call, a signed WebSocket, the token as its first frame, and pings that find out
 * when the other side is gone (agent/session/service and communicator of the real agent, read 2026-11-29).
 */
import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { failureOf } from "../net/service.ts";
import { signRequest } from "../net/sign.ts";
import { openWebSocket } from "../net/web-socket.ts";
import type { AgentContext } from "./context.ts";
import { schedule } from "./schedule.ts";
import { agentVersion, platform } from "./version.ts";

export interface Channel {
  readonly kind: "control-channel" | "data-channel";
  /** Of the instance, or of the session. */
  readonly id: string;
}

export type Opened =
  | { readonly kind: "open"; readonly webSocket: WebSocket }
  | {
      readonly kind: "failed";
      readonly why: string;
      /** No later try can succeed: the session is over. */
      readonly isFinal: boolean;
    };

const apiVersion = "v1";
const service = "ssmmessages";
const schemaVersion = "1.0";

const queries: Readonly<Record<Channel["kind"], Readonly<Record<string, string>>>> = {
  "control-channel": { role: "subscribe", stream: "input" },
  "data-channel": { role: "publish_subscribe" },
};

/** The gateway's one answer that is for ever. */
const terminated = "Session is already terminated";

export async function openChannel(context: AgentContext, channel: Channel): Promise<Opened> {
  try {
    const asked = await askToken(context, channel);
    if (asked.kind === "failed") return asked;
    const webSocket = await connectChannel(context, channel);
    webSocket.send(JSON.stringify(firstFrame(context, channel, asked.token)));
    keepAlive(webSocket, context);
    return { kind: "open", webSocket };
  } catch (error) {
    const why = `${connectNames[channel.kind]}: ${(error as Error).message}`;
    return { kind: "failed", why, isFinal: false };
  }
}

/** The real agent makes these calls without the SDK, which has words of its own. */
const unsent = /^RequestError: send request failed\ncaused by: /;

const pathOf = ({ kind, id }: Channel): string => `/${apiVersion}/${kind}/${encodeURIComponent(id)}`;

type Asked =
  | { readonly kind: "token"; readonly token: string }
  | Extract<Opened, { readonly kind: "failed" }>;

async function askToken(context: AgentContext, channel: Channel): Promise<Asked> {
  const { services, keys } = context;
  const body = {
    MessageSchemaVersion: schemaVersion,
    RequestId: randomUUID(),
    ...(channel.kind === "data-channel" ? { ClientId: "" } : {}),
  };
  const called = await services.once({
    service,
    method: "POST",
    path: pathOf(channel),
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    keys: await keys(),
    timeoutMs: schedule.token.timeoutMs,
  });
  if (called.kind !== "answer") {
    const why = failureOf(called).replace(unsent, "failed to make http client call: ");
    return { kind: "failed", why: `${callNames[channel.kind]}: ${why}`, isFinal: why.includes(terminated) };
  }
  const { status, body: text } = called.answer;
  const token = /<TokenValue>([^<]+)<\/TokenValue>/.exec(text)?.[1];
  if (status === created && token !== undefined) return { kind: "token", token };
  const why = `unexpected response from the service ${text.slice(0, 300)}`;
  return { kind: "failed", why: `${callNames[channel.kind]}: ${why}`, isFinal: text.includes(terminated) };
}

const created = 201;

const callNames: Readonly<Record<Channel["kind"], string>> = {
  "control-channel": "CreateControlChannel failed with error: createControlChannel request failed",
  "data-channel": "CreateDataChannel failed with error: createDataChannel request failed",
};

const connectNames: Readonly<Record<Channel["kind"], string>> = {
  "control-channel": "failed to connect controlchannel with error",
  "data-channel": "failed to open datachannel with error: failed to connect data channel with error",
};

async function connectChannel(
  { services, net, pace, keys }: AgentContext,
  channel: Channel,
): Promise<WebSocket> {
  const host = services.hostOf(service);
  const path = pathOf(channel);
  const query = queries[channel.kind];
  const unsigned = { method: "GET", host, path, query };
  const signed = await signRequest(unsigned, { service, region: services.region, keys: await keys() });
  return openWebSocket(net, {
    url: `wss://${host}${path}?${new URLSearchParams(query).toString()}`,
    headers: signed,
    timeoutMs: pace.limit(schedule.dialTimeoutMs),
  });
}

function firstFrame({ identity }: AgentContext, { kind, id }: Channel, token: string): object {
  const common = { MessageSchemaVersion: schemaVersion, RequestId: randomUUID(), TokenValue: token };
  if (kind === "data-channel") return { ...common, ClientInstanceId: identity.instanceId, ClientId: id };
  return { ...common, Cookie: null, AgentVersion: agentVersion, PlatformType: platform.type.toLowerCase() };
}

function keepAlive(webSocket: WebSocket, { pace }: AgentContext): void {
  const { pingMs, pongMs } = schedule.webSocket;
  const patience = (): NodeJS.Timeout => setTimeout(() => webSocket.terminate(), pace.limit(pongMs));
  let giveUp = patience();
  const ping = setInterval(() => webSocket.ping("keepalive"), pace.scaled(pingMs));
  webSocket.on("pong", () => {
    clearTimeout(giveUp);
    giveUp = patience();
  });
  webSocket.on("close", () => {
    clearInterval(ping);
    clearTimeout(giveUp);
  });
  // What a broken connection is about is told by its close, which follows.
  webSocket.on("error", () => undefined);
}
