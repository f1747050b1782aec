/** The message gateway at work: what it carries, what it adds, and what it keeps for those who are idle. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFacts } from "../src/app/facts.ts";
import { createMessage, encodeMessage } from "../src/lab/channel/message.ts";
import { createCredentialStore } from "../src/lab/credential.ts";
import { createFront } from "../src/lab/host/front.ts";
import { createServices } from "../src/lab/services/index.ts";
import type { Gateway } from "../src/lab/services/ssmmessages/index.ts";
import { createRelay } from "../src/lab/services/ssmmessages/session/relay.ts";
import type { ChannelSocket } from "../src/lab/services/ssmmessages/socket/channel-socket.ts";
import type { Measured, Order } from "./session/ends.ts";
import { account, instanceOf, keysOf } from "./session/keys.ts";

export interface SessionRun {
  /** Of the relay alone, without sockets, in a second of the processor. */
  readonly relayMegabytePerSecond: number;
  /** From end to end, in a second of the clock: the ends take most of it. */
  readonly socketMegabytePerSecond: number;
  /** The same in a second that the processor spends on the gateway. */
  readonly gatewayMegabytePerSecond: number;
  readonly medianMs: number;
  readonly slowMs: number;
  /** That all those channels add to the process. */
  readonly idleMb: number;
}

export const idleAgents = 500;
export const idleSessions = 100;
const relayed = 200_000;
const payloadBytes = 1024;

export async function measureSessions(): Promise<SessionRun> {
  const { port, gateway, close } = await startGateway();
  let count = 0;
  const order = (task: Order["task"], sessions: number, controls = 0): Order => ({
    port,
    task,
    controls,
    sessions: Array.from({ length: sessions }, (_, number) => {
      count += 1;
      const id = `bench-${count}`;
      return { id, token: gateway.open({ id, target: instanceOf(number), region: "us-east-1" }) };
    }),
  });
  try {
    // First, while the process holds nothing else.
    const before = residentMb();
    let idleMb = Number.NaN;
    await runEnds(order("idle", idleSessions, idleAgents), () => {
      idleMb = residentMb() - before;
    });
    const trip = await runEnds(order("trip", 1));
    const started = process.cpuUsage();
    const pump = await runEnds(order("pump", 1));
    const pumpSeconds = processorSeconds(started);
    const relayMegabytePerSecond = measureRelay();
    return {
      relayMegabytePerSecond,
      socketMegabytePerSecond: pump.megabytePerSecond ?? Number.NaN,
      gatewayMegabytePerSecond: (pump.megabytes ?? Number.NaN) / pumpSeconds,
      medianMs: trip.medianMs ?? Number.NaN,
      slowMs: trip.slowMs ?? Number.NaN,
      idleMb,
    };
  } finally {
    close();
  }
}

async function startGateway(): Promise<{ port: number; gateway: Gateway; close: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), "denat-bench-"));
  const services = createServices({
    facts: await readFacts(),
    credentials: createCredentialStore(
      Array.from({ length: idleAgents }, (_, number) => keysOf(instanceOf(number))),
    ),
    account,
    now: Date.now,
    report: (error) => console.error(error),
    endpointOf: () => undefined,
    findRole: () => undefined,
    storageDirectory: directory,
  });
  const front = createFront({
    sniCallback: (_, done) => done(null),
    arrivalOf: (_, remote) => ({ kind: "public", sourceAddress: remote }),
    handle: services.handle,
    upgrade: services.upgrade,
    report: (error) => console.error(error),
  });
  const server = createServer({ noDelay: true });
  front.listen(server, 80);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    gateway: services.gateway,
    close: () => {
      services.close();
      front.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** Until it has printed what it measured; then it is looked at, and ended. */
async function runEnds(order: Order, look: () => void = () => undefined): Promise<Measured> {
  const child = spawn(process.execPath, ["--import", "tsx", main, "session-ends", JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let text = "";
    for await (const piece of child.stdout) {
      text += String(piece);
      if (text.includes("\n")) break;
    }
    if (text === "") throw new Error("the ends of the session ended without a word");
    look();
    return JSON.parse(text) as Measured;
  } finally {
    child.kill();
  }
}

/** What other processes do meanwhile does not count. */
function processorSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function residentMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
}

/** Each message with its acknowledgement, as the ends of a session send them. */
function measureRelay(): number {
  let carried = 0;
  const relay = createRelay({
    sessionId: "bench",
    now: () => 1,
    onConnected: () => undefined,
    onActivity: () => undefined,
  });
  const agent = relay.attach(
    "agent",
    createEnd(() => undefined),
  );
  const client = relay.attach(
    "client",
    createEnd(({ length }) => {
      carried += length;
    }),
  );
  const pairs = Array.from({ length: relayed }, (_, number) => toPair(number));
  const start = process.cpuUsage();
  for (const [message, acknowledgement] of pairs) {
    agent.onFrame(message);
    client.onFrame(acknowledgement);
  }
  const seconds = processorSeconds(start);
  if (carried < relayed * payloadBytes) throw new Error("the relay lost something");
  return (relayed * payloadBytes) / 1e6 / seconds;
}

function toPair(number: number): readonly [Buffer, Buffer] {
  const message = createMessage({
    type: "output",
    payload: Buffer.alloc(payloadBytes, "x"),
    nowMs: 1,
    sequenceNumber: BigInt(number),
    flags: 0,
    payloadType: "output",
  });
  const content = {
    AcknowledgedMessageType: message.type,
    AcknowledgedMessageId: message.id,
    AcknowledgedMessageSequenceNumber: number,
    IsSequentialMessage: true,
  };
  const acknowledgement = createMessage({ type: "acknowledge", payload: JSON.stringify(content), nowMs: 1 });
  return [encodeMessage(message), encodeMessage(acknowledgement)];
}

const createEnd = (take: (frame: Buffer) => void): ChannelSocket => ({
  send: take,
  ask: () => undefined,
  waiting: () => 0,
  pause: () => undefined,
  resume: () => undefined,
  end: () => undefined,
});
