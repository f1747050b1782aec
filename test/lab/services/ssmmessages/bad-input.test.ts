/** What no agent and no client sends: it costs the connection that it comes on, and nobody else. */
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createMessage, encodeMessage } from "../../../../src/lab/channel/message.ts";
import type { Message } from "../../../../src/lab/channel/message.ts";
import {
  checkSession,
  checkServices,
  dial,
  keysOf,
  openAgent,
  openClient,
  openControl,
  openSession,
  startGateway,
  until,
} from "./gateway-lab.ts";
import type { End, GatewayLab } from "./gateway-lab.ts";

const key = keysOf("i-0abc");
const other = keysOf("i-0def");
let lab: GatewayLab;
let bystander: Awaited<ReturnType<typeof openSession>>;
let control: End;

beforeAll(async () => {
  lab = await startGateway({}, [key, other]);
});

beforeEach(async () => {
  bystander = await openSession(lab, other);
  control = await openControl(lab, "i-0def", other);
});

afterEach(async () => {
  await checkSession(bystander);
  // The control channel lives on as well.
  control.send("jobReply", { jobId: "aws.ssm.1.i-0def", content: "{}" });
  await control.take("agent_job_reply_ack");
  control.ws.close();
  await until(() => !lab.services.gateway.isConnected("i-0def"));
  checkServices(lab);
});

const message = (type: "output" | "input" | "acknowledge" | "jobAcknowledge", more: Partial<Message> = {}) =>
  encodeMessage({ ...createMessage({ type, payload: "x", nowMs: 1 }), ...more });
const withByte = (frame: Buffer, at: number, value: number) => {
  const changed = Buffer.from(frame);
  changed.writeUInt8(value, at);
  return changed;
};
const acknowledging = (number: unknown) =>
  message("acknowledge", {
    payload: Buffer.from(JSON.stringify({ AcknowledgedMessageSequenceNumber: number })),
  });

type Case = readonly [string, Buffer | string, string];

const framesOfAnyEnd = (good: Buffer): readonly Case[] => [
  ["a text", "hello", "1003 after the token every frame is binary"],
  ["nothing", Buffer.alloc(0), "1007 malformed message: too short"],
  ["less than a header", good.subarray(0, 119), "1007 malformed message: too short"],
  ["another header's length", withByte(good, 3, 120), "1007 malformed message: wrong header length"],
  ["another payload's length", withByte(good, 119, 9), "1007 malformed message: wrong payload length"],
  [
    "another payload's digest",
    withByte(good, 80, good[80] === 0 ? 1 : 0),
    "1007 malformed message: wrong digest",
  ],
  ["no date", withByte(withByte(good, 47, 0), 46, 0), "1007 malformed message: no creation date"],
];

const fromClient: readonly Case[] = [
  ...framesOfAnyEnd(message("input")),
  [
    "an unknown type",
    message("input", { type: "unheard_of" }),
    "1003 no message of this type comes from this end",
  ],
  [
    "a name of all objects",
    message("input", { type: "constructor" }),
    "1003 no message of this type comes from this end",
  ],
  ["the agent's type", message("output"), "1003 no message of this type comes from this end"],
  [
    "the service's type",
    message("input", { type: "channel_closed" }),
    "1003 no message of this type comes from this end",
  ],
  [
    "a number below zero",
    message("input", { sequenceNumber: -1n }),
    "1007 malformed message: wrong sequence number",
  ],
  [
    "a number beyond all",
    message("input", { sequenceNumber: 2n ** 62n }),
    "1007 malformed message: wrong sequence number",
  ],
  ["too much", message("input", { payload: Buffer.alloc(33_000) }), "1009 "],
  ["an acknowledgement that is no JSON", message("acknowledge"), "1007 malformed message: wrong content"],
  ["an acknowledgement of nothing", acknowledging(undefined), "1007 malformed message: wrong content"],
  ["an acknowledgement of half", acknowledging(0.5), "1007 malformed message: wrong content"],
];

test.each(fromClient)("%s from a client", async (_, frame, ending) => {
  const { agent, client } = await openSession(lab, key);
  client.sendRaw(frame);
  expect(await client.closed).toBe(ending);
  // The agent waits for the client to come back.
  await agent.take("pause_publication");
  expect(agent.ws.readyState).toBe(1);
});

test.each([
  ...framesOfAnyEnd(message("output")),
  ["the client's type", message("input"), "1003 no message of this type comes from this end"],
] as readonly Case[])("%s from an agent", async (_, frame, ending) => {
  const { agent, client } = await openSession(lab, key);
  agent.sendRaw(frame);
  expect(await agent.closed).toBe(ending);
  expect(client.ws.readyState).toBe(1);
});

test.each([
  ...framesOfAnyEnd(message("jobAcknowledge")),
  ["an answer that is no JSON", message("jobAcknowledge"), "1007 malformed message: wrong content"],
  ["too much", message("jobAcknowledge", { payload: Buffer.alloc(1_050_000) }), "1009 "],
] as readonly Case[])("%s on a control channel", async (_, frame, ending) => {
  const own = await openControl(lab, "i-0abc", key);
  own.sendRaw(frame);
  expect(await own.closed).toBe(ending);
  await until(() => !lab.services.gateway.isConnected("i-0abc"));
});

test("an unknown type on a control channel is passed over: agents tell more than is asked", async () => {
  control.sendRaw(message("jobAcknowledge", { type: "agent_telemetry" }));
  control.send("jobReply", { jobId: "aws.ssm.1.i-0def", content: "{}" });
  await control.take("agent_job_reply_ack");
});

test("a defect on this side costs the connection, and is reported", async () => {
  const fresh = await startGateway({}, [key, other]);
  const session = await openSession(fresh, other);
  const own = await openControl(fresh, "i-0abc", key);
  fresh.hasDefect = true;
  own.send("jobReply", { jobId: "aws.ssm.1.i-0abc" });
  expect(await own.closed).toBe("1011 the gateway failed");
  expect(fresh.reports).toEqual([new Error("a defect of the control plane")]);
  await checkSession(session);
});

describe("a flood ends its connection", () => {
  /** Sends until it is cut off. */
  async function flood(end: End, frame: () => Buffer): Promise<string> {
    while (end.ws.readyState === WebSocket.OPEN) {
      for (let count = 0; count < 200; count += 1) end.sendRaw(frame());
      await new Promise((resolve) => setImmediate(resolve));
    }
    return end.closed;
  }

  test("of messages that nobody reads", async () => {
    const own = await openControl(lab, "i-0abc", key);
    const telemetry = message("jobAcknowledge", { type: "agent_telemetry" });
    expect(await flood(own, () => telemetry)).toMatch(/^1008 too many messages|^1006/);
    await until(() => !lab.services.gateway.isConnected("i-0abc"));
  });

  test("of messages for an end that is away", async () => {
    const { agent, client } = await openSession(lab, key);
    client.ws.terminate();
    await agent.take("pause_publication");
    let number = 0;
    const next = () => message("output", { sequenceNumber: BigInt((number += 1)) });
    expect(await flood(agent, next)).toMatch(/^1008 too many messages|^1006/);
  });

  test("of pings", async () => {
    const { client } = await openSession(lab, key);
    while (client.ws.readyState === WebSocket.OPEN) {
      for (let count = 0; count < 200; count += 1) client.ws.ping("", undefined, () => undefined);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await client.closed).toMatch(/^1008 too many messages|^1006/);
  });
});

test("what waits for an end that is away is bounded", async () => {
  const id = "user-bounded";
  const token = lab.services.gateway.open({ id, target: "i-0abc", region: "us-east-1" });
  const agent = await openAgent(lab, id, key);
  const payload = "x".repeat(1000);
  const many = 1500;
  for (let number = 0; number < many; number += 1) {
    agent.send("output", payload, { sequenceNumber: BigInt(number), flags: 0 });
  }
  agent.send("sessionState", { SessionState: "Connected" });
  await until(() => lab.events.some(([, first]) => first === id));
  const client = await openClient(lab, id, token);
  const came = client.messages.map(({ sequenceNumber }) => Number(sequenceNumber));
  expect(came).toEqual(Array.from({ length: came.length }, (_, number) => number));
  expect(came.length * 1120).toBeGreaterThan(900_000);
  expect(came.length * 1120).toBeLessThanOrEqual(1_048_576);
});

describe("whatever comes", () => {
  const mutation = fc.tuple(fc.nat(300), fc.nat(255));
  const frames = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc
        .tuple(
          fc.constantFrom("input", "output", "acknowledge", "jobAcknowledge" as const),
          fc.array(mutation),
        )
        .map(([type, mutations]) => {
          const frame = message(type);
          for (const [at, value] of mutations) if (at < frame.length) frame[at] = value;
          return frame;
        }),
      fc.string({ maxLength: 50 }),
      fc
        .tuple(fc.nat(5), fc.json())
        .map(([number, text]) =>
          message("acknowledge", { sequenceNumber: BigInt(number), payload: Buffer.from(text) }),
        ),
    ),
    { minLength: 1, maxLength: 10 },
  );

  test("every end of a session is answered or closed, and the gateway lives on", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.boolean(), async (all, isAgent) => {
        const { agent, client } = await openSession(lab, key);
        const end = isAgent ? agent : client;
        for (const frame of all) end.sendRaw(frame);
        end.ws.ping();
        await Promise.race([end.closed, new Promise((resolve) => end.ws.once("pong", resolve))]);
        agent.ws.terminate();
        client.ws.terminate();
        expect(lab.reports).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("every first frame is taken or closes the connection", async () => {
    lab.services.gateway.open({ id: "user-fuzz", target: "i-0abc", region: "us-east-1" });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        const end = dial(lab, { path: "/v1/data-channel/user-fuzz" });
        await end.opened;
        end.sendRaw(text);
        expect(await end.closed).toMatch(/^1008 the token/);
      }),
      { numRuns: 100 },
    );
  });
});
