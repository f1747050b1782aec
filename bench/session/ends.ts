/** The other process of the bench: agents and clients on WebSockets to a gateway. Prints what it measured as JSON. */
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { setImmediate as breathe } from "node:timers/promises";
import { WebSocket } from "ws";
import { createMessage, encodeMessage } from "../../src/lab/channel/message.ts";
import { at } from "../../src/lab/channel/frame.ts";
import { median, quantile } from "../measure.ts";
import { gatewayHost, instanceOf, signedHeaders } from "./keys.ts";

export interface Order {
  readonly port: number;
  readonly task: keyof typeof tasks;
  readonly controls: number;
  /** To the first instances, in turn. */
  readonly sessions: readonly { readonly id: string; readonly token: string }[];
}

export interface Measured {
  readonly megabytes?: number;
  readonly megabytePerSecond?: number;
  readonly medianMs?: number;
  readonly slowMs?: number;
}

interface Session {
  readonly agent: WebSocket;
  readonly client: WebSocket;
}

const payloadBytes = 1024;
const pumpMs = 2000;
const trips = 3000;
const most = 4 * 1024 * 1024;

const tasks = { pump, trip, idle } as const;

export async function runEnds(text: string): Promise<void> {
  const { port, task, controls, sessions } = JSON.parse(text) as Order;
  for (let number = 0; number < controls; number += 1) {
    const path = `/v1/control-channel/${instanceOf(number)}`;
    await openSigned(port, path, instanceOf(number));
  }
  const open: Session[] = [];
  for (const [number, { id, token }] of sessions.entries()) {
    const path = `/v1/data-channel/${id}`;
    const agent = await openSigned(port, path, instanceOf(number));
    open.push({ agent, client: await join(port, path, token, {}) });
  }
  const [first] = open;
  console.log(JSON.stringify(first === undefined ? {} : await tasks[task](first)));
  if (task !== "idle") process.exit(0);
}

async function openSigned(port: number, path: string, instance: string): Promise<WebSocket> {
  const token = await askToken(port, path, instance);
  return join(port, path, token, signedHeaders("GET", path, instance));
}

async function askToken(port: number, path: string, instance: string): Promise<string> {
  const headers = signedHeaders("POST", path, instance, "{}");
  const sent = request({ host: "127.0.0.1", port, path, method: "POST", headers });
  sent.end("{}");
  const [response] = (await once(sent, "response")) as [AsyncIterable<Buffer>];
  let body = "";
  for await (const piece of response) body += piece.toString();
  const token = /<TokenValue>(.+)<\/TokenValue>/.exec(body)?.[1];
  if (token === undefined) throw new Error(body);
  return token;
}

/** When the gateway has taken the token. */
async function join(
  port: number,
  path: string,
  token: string,
  headers: Record<string, string>,
): Promise<WebSocket> {
  const createConnection = () => connect({ port, host: "127.0.0.1", noDelay: true });
  const ws = new WebSocket(`ws://${gatewayHost}${path}`, { headers, createConnection });
  await once(ws, "open");
  ws.send(JSON.stringify({ TokenValue: token }));
  ws.ping();
  await once(ws, "pong");
  return ws;
}

const frames = (type: "output" | "input") => {
  let next = 0n;
  return () => {
    const payload = Buffer.alloc(payloadBytes, "x");
    next += 1n;
    return encodeMessage(
      createMessage({ type, payload, nowMs: 1, sequenceNumber: next, flags: 0, payloadType: "output" }),
    );
  };
};

/** As fast as the agent can; what the client gets is counted. */
async function pump({ agent, client }: Session): Promise<Measured> {
  let bytes = 0;
  client.on("message", (data: Buffer) => (bytes += data.length - at.payload));
  const next = frames("output");
  const start = performance.now();
  while (performance.now() - start < pumpMs) {
    while (agent.bufferedAmount < most && performance.now() - start < pumpMs) {
      for (let count = 0; count < 64; count += 1) agent.send(next());
      await breathe();
    }
    await breathe();
  }
  return { megabytes: bytes / 1e6, megabytePerSecond: bytes / 1000 / (performance.now() - start) };
}

/** One way through the gateway, both halves of it on the wire. */
async function trip({ agent, client }: Session): Promise<Measured> {
  const next = frames("output");
  const times: number[] = [];
  for (let count = 0; count < trips; count += 1) {
    const frame = next();
    const came = once(client, "message");
    const start = performance.now();
    agent.send(frame);
    await came;
    times.push(performance.now() - start);
  }
  return { medianMs: median(times), slowMs: quantile(times, 0.99) };
}

async function idle(): Promise<Measured> {
  return {};
}
