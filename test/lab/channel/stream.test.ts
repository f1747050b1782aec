import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMessage, decodeMessage, encodeMessage } from "../../../src/lab/channel/message.ts";
import type { Message } from "../../../src/lab/channel/message.ts";
import { resending } from "../../../src/lab/channel/round-trip.ts";
import { createStream } from "../../../src/lab/channel/stream.ts";
import type { Stream } from "../../../src/lab/channel/stream.ts";
import { messageTypes } from "../../../src/lab/channel/type.ts";

/** What the link does with one frame: when it arrives, and how often; never, where there is no delay. */
interface Fate {
  readonly delaysMs: readonly number[];
}

const fates = fc.array(
  fc.record({ delaysMs: fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 0, maxLength: 3 }) }),
  { minLength: 1, maxLength: 30 },
);

interface World {
  readonly agent: Stream;
  readonly client: Stream;
  readonly heard: { readonly agent: string[]; readonly client: string[] };
  readonly run: (untilMs: number) => void;
}

function createWorld(link: readonly Fate[], isReady: (nowMs: number) => boolean = () => true): World {
  let nowMs = 1;
  let frame = 0;
  const onTheWay: { atMs: number; bytes: Buffer; to: () => Stream }[] = [];
  const heard = { agent: [] as string[], client: [] as string[] };
  const make = (end: "agent" | "client", peer: () => Stream): Stream =>
    createStream({
      end,
      now: () => nowMs,
      transmit: (message) => {
        // A link that is bad for a while and then good: nothing can be promised over one that always loses.
        const { delaysMs } = link[frame] ?? { delaysMs: [1] };
        frame += 1;
        for (const delayMs of delaysMs) {
          onTheWay.push({ atMs: nowMs + delayMs, bytes: encodeMessage(message), to: peer });
        }
      },
      deliver: ({ payload }) => {
        if (!isReady(nowMs)) return false;
        heard[end].push(payload.toString());
        return true;
      },
    });
  const agent: Stream = make("agent", () => client);
  const client: Stream = make("client", () => agent);
  const run = (untilMs: number): void => {
    for (; nowMs < untilMs; nowMs += 1) {
      for (const due of onTheWay.filter(({ atMs }) => atMs <= nowMs)) {
        onTheWay.splice(onTheWay.indexOf(due), 1);
        due.to().receive(decoded(due.bytes));
      }
      if (nowMs % resending.checkMs !== 0) continue;
      agent.check();
      client.check();
    }
  };
  return { agent, client, heard, run };
}

function decoded(bytes: Buffer): Message {
  const result = decodeMessage(bytes);
  if (result.kind === "fault") throw new Error(result.fault);
  return result.message;
}

describe("a stream", () => {
  it("delivers every message once and in order over a link that loses, repeats and reorders", () => {
    fc.assert(
      fc.property(
        fates,
        fc.array(fc.string(), { maxLength: 12 }),
        fc.array(fc.string(), { maxLength: 12 }),
        (link, fromAgent, fromClient) => {
          const { agent, client, heard, run } = createWorld(link);
          for (const text of fromAgent) agent.send("output", text);
          for (const text of fromClient) client.send("output", text);
          run(60_000);
          expect(heard).toEqual({ agent: fromClient, client: fromAgent });
          expect([agent.unacknowledged(), client.unacknowledged()]).toEqual([0, 0]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("leaves unacknowledged what its receiver is not ready for, and takes it when it comes again", () => {
    const { client, heard, run } = createWorld([], (nowMs) => nowMs > 900);
    for (const text of ["a", "b", "c"]) client.send("size", text);
    run(800);
    expect(client.unacknowledged()).toBeGreaterThan(0);
    run(5000);
    expect(heard.agent).toEqual(["a", "b", "c"]);
    expect(client.unacknowledged()).toBe(0);
  });

  it("sends all again on a new connection, and at once", () => {
    const sent: Message[] = [];
    const stream = createStream({
      end: "agent",
      now: () => 1,
      transmit: (m) => sent.push(m),
      deliver: () => true,
    });
    for (const text of ["a", "b", "c"]) stream.send("output", text);
    stream.repeat();
    expect(sent.map(({ payload }) => payload.toString())).toEqual(["a", "b", "c", "a", "b", "c"]);
    expect(sent.map(({ sequenceNumber }) => sequenceNumber)).toEqual([0n, 1n, 2n, 0n, 1n, 2n]);
  });

  it("keeps a bounded number of messages that come before their time, and acknowledges no other", () => {
    const acknowledged: bigint[] = [];
    const stream = createStream({
      end: "agent",
      now: () => 1,
      transmit: ({ payload }) =>
        acknowledged.push(BigInt(JSON.parse(payload.toString()).AcknowledgedMessageSequenceNumber)),
      deliver: () => true,
    });
    const input = (sequenceNumber: bigint) =>
      createMessage({ type: "input", payload: "x", payloadType: "output", nowMs: 1, sequenceNumber });
    for (const number of [5n, 1_000_000n, 2n ** 62n, -7n]) stream.receive(input(number));
    expect(acknowledged).toEqual([5n, -7n]);
  });

  it("passes over acknowledgements of what was never sent, and broken ones", () => {
    const stream = createStream({ end: "agent", now: () => 1, transmit: () => {}, deliver: () => true });
    stream.send("output", "a");
    for (const payload of ["", "{", "[]", '{"AcknowledgedMessageSequenceNumber":"0"}', "null"]) {
      expect(stream.receive(createMessage({ type: "acknowledge", payload, nowMs: 1 }))).toBe(true);
    }
    const other = {
      AcknowledgedMessageType: messageTypes.output,
      AcknowledgedMessageSequenceNumber: 9,
    };
    stream.receive(createMessage({ type: "acknowledge", payload: JSON.stringify(other), nowMs: 1 }));
    expect(stream.unacknowledged()).toBe(1);
    expect(stream.receive(createMessage({ type: "pause", payload: "", nowMs: 1 }))).toBe(false);
  });
});
