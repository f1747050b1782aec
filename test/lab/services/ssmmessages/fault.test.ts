/**
 * Sessions on bad lines: sockets are cut, messages lost and reordered. The ends keep the rules of the real ones: each
 * message is sent until it is acknowledged, the oldest alone again; what comes out of order waits for its turn. No byte is
 * lost or doubled, nobody sends for ever, and nothing is left behind.
 */
import { describe, expect, test } from "vitest";
import { createMessage, encodeMessage } from "../../../../src/lab/channel/message.ts";
import type { Message } from "../../../../src/lab/channel/message.ts";
import {
  ask,
  contentOf,
  keysOf,
  openAgent,
  openClient,
  openControl,
  startGateway,
  until,
} from "./gateway-lab.ts";
import type { End, GatewayLab } from "./gateway-lab.ts";

const key = keysOf("i-0abc");

/** What may happen to a message or its connection, out of a thousand. */
interface Weather {
  readonly lost: number;
  readonly late: number;
  readonly cut: number;
}

interface Peer {
  readonly say: (text: string) => void;
  /** What came, in the order of its numbers. */
  readonly heard: () => string;
  /** Not acknowledged yet. */
  readonly open: () => number;
  readonly calm: () => void;
  readonly stop: () => void;
}

interface PeerOptions {
  readonly type: "input" | "output";
  readonly connect: () => Promise<End>;
  readonly weather: Weather;
  /** Whether what comes again is acknowledged again: agents do, clients of AWS do not. */
  readonly acknowledgesAgain: boolean;
  readonly random: () => number;
}

function createPeer({ type, connect, weather, acknowledgesAgain, random }: PeerOptions): Peer {
  const unacknowledged = new Map<number, Message>();
  const early = new Map<number, string>();
  let [next, expected, heard] = [0, 0, ""];
  let end: End | undefined;
  const stopping = new AbortController();
  let isCalm = false;
  const happens = (kind: keyof Weather) => !isCalm && random() * 1000 < weather[kind];
  const put = (message: Message): void => {
    const line = end;
    if (line === undefined || line.ws.readyState !== 1 || happens("lost")) return;
    if (happens("late"))
      setTimeout(() => line.ws.readyState === 1 && line.sendRaw(encodeMessage(message)), 5);
    else line.sendRaw(encodeMessage(message));
    if (happens("cut")) line.ws.terminate();
  };
  const acknowledge = ({ type, id, sequenceNumber }: Message): void => {
    const payload = JSON.stringify({
      AcknowledgedMessageType: type,
      AcknowledgedMessageId: id,
      AcknowledgedMessageSequenceNumber: Number(sequenceNumber),
      IsSequentialMessage: true,
    });
    put(createMessage({ type: "acknowledge", payload, nowMs: Date.now() }));
  };
  const hear = (message: Message): void => {
    if (message.type === "acknowledge") {
      unacknowledged.delete(contentOf(message)["AcknowledgedMessageSequenceNumber"] as number);
    }
    if (!message.type.endsWith("_stream_data")) return;
    const number = Number(message.sequenceNumber);
    const isKnown = number < expected || early.has(number);
    if (!isKnown) early.set(number, message.payload.toString());
    if (!isKnown || acknowledgesAgain) acknowledge(message);
    for (let text = early.get(expected); text !== undefined; text = early.get(expected)) {
      heard += text;
      early.delete(expected);
      expected += 1;
    }
  };
  const live = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const line = await connect().catch(() => undefined);
      if (line === undefined) continue;
      end = line;
      for (const message of end.messages.splice(0)) hear(message);
      const { messages } = end;
      end.ws.on("message", () => {
        for (const message of messages.splice(0)) hear(message);
      });
      await end.closed;
    }
  };
  const again = setInterval(() => {
    const [oldest] = unacknowledged.values();
    if (oldest !== undefined) put(oldest);
  }, 10);
  void live();
  return {
    say: (payload) => {
      const message = createMessage({
        type,
        payload,
        nowMs: Date.now(),
        sequenceNumber: BigInt(next),
        flags: 0,
      });
      put(message);
      unacknowledged.set(next, message);
      next += 1;
    },
    heard: () => heard,
    open: () => unacknowledged.size,
    calm: () => {
      isCalm = true;
    },
    stop: () => {
      stopping.abort();
      clearInterval(again);
      end?.ws.terminate();
    },
  };
}

/** The same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

async function converse(lab: GatewayLab, seed: number, weather: Weather, clientAcknowledgesAgain: boolean) {
  const { gateway } = lab.services;
  const id = `user-${seed}`;
  let token: string | undefined = gateway.open({ id, target: "i-0abc", region: "us-east-1" });
  const random = randomFrom(seed);
  const agent = createPeer({
    type: "output",
    connect: () => openAgent(lab, id, key),
    weather,
    acknowledgesAgain: true,
    random,
  });
  const client = createPeer({
    type: "input",
    connect: () => {
      const own = token ?? gateway.resume(id) ?? "";
      token = undefined;
      return openClient(lab, id, own);
    },
    weather,
    acknowledgesAgain: clientAcknowledgesAgain,
    random,
  });
  const many = 150;
  for (let number = 0; number < many; number += 1) {
    agent.say(`${number}.`);
    client.say(`${number},`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const numbers = Array.from({ length: many }, (_, number) => number);
  await until(() => agent.heard().length >= numbers.join(",").length + 1);
  await until(() => client.heard().length >= numbers.join(".").length + 1);
  agent.calm();
  client.calm();
  let count = many;
  // As a shell goes on saying something: without that nobody learns what a client has.
  while (agent.open() + client.open() > 0) {
    agent.say(`${count}.`);
    client.say(`${count},`);
    count += 1;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return { id, agent, client, numbers: Array.from({ length: count }, (_, number) => number) };
}

describe.each([
  ["sockets are cut, and the client acknowledges once", { lost: 0, late: 0, cut: 15 }, false],
  ["messages are late, and come out of order", { lost: 0, late: 200, cut: 0 }, false],
  ["messages are lost", { lost: 100, late: 0, cut: 0 }, true],
  ["all of it", { lost: 50, late: 100, cut: 15 }, true],
] as const)("when %s", (_, weather, acknowledgesAgain) => {
  test.each([1, 2, 3])("no byte is lost or doubled, and nothing is left to send (%d)", async (seed) => {
    const lab = await startGateway({}, [key]);
    const { agent, client, numbers, id } = await converse(lab, seed, weather, acknowledgesAgain);
    expect(agent.heard()).toBe(numbers.map((number) => `${number},`).join(""));
    expect(client.heard()).toBe(numbers.map((number) => `${number}.`).join(""));
    expect([agent.open(), client.open()]).toEqual([0, 0]);
    agent.stop();
    client.stop();
    lab.services.gateway.end(id, "");
    expect(lab.reports).toEqual([]);
    lab.close();
  });
});

test("a gateway that was started anew ends the shells of the one before", async () => {
  const former = await startGateway({}, [key]);
  const ids = ["user-a", "user-b"];
  for (const id of ids) former.services.gateway.open({ id, target: "i-0abc", region: "us-east-1" });
  const shells = await Promise.all(ids.map((id) => openAgent(former, id, key)));
  former.close();
  await Promise.all(shells.map(({ closed }) => closed));
  const next = await startGateway({}, [key]);
  const control = await openControl(next, "i-0abc", key);
  for (const id of ids) {
    const { status, body } = await ask(next, { path: `/v1/data-channel/${id}`, key });
    expect([status, body.includes("Session is already terminated")]).toEqual([400, true]);
  }
  const ended = [await control.take("channel_closed"), await control.take("channel_closed")];
  expect(ended.map((message) => contentOf(message)["SessionId"])).toEqual(ids);
});
