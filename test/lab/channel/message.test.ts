/** The codec against vectors of the real sources, and against anything at all. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createMessage,
  decodeMessage,
  encodeMessage,
  longestPayload,
} from "../../../src/lab/channel/message.ts";
import type { Message } from "../../../src/lab/channel/message.ts";

/**
 * The message that TestSerializeAndDeserializeClientMessage of session-manager-plugin (src/message/messageparser_test.go)
 * and TestSerializeAndDeserializeAgentMessage of amazon-ssm-agent (agent/session/contracts/agentmessage_test.go) make, put
 * together by another program from the offsets that they check.
 */
const golden = [
  "00000074",
  "696e7075745f73747265616d5f64617461202020202020202020202020202020",
  "00000001",
  "0000015e0baa7884",
  "0000000000000001",
  "0000000000000002",
  // dd01e56b-ff48-483e-a508-b5f073f31b16, its second half first.
  "a508b5f073f31b16dd01e56bff48483e",
  "239f59ed55e737c77147cf55ad0c1b030b6d7ee748a7426952f9b852d5a935e5",
  "00000000",
  "00000007",
  "7061796c6f6164",
].join("");

const message: Message = {
  type: "input_stream_data",
  schemaVersion: 1,
  createdAtMs: 1_503_434_274_948,
  sequenceNumber: 1n,
  flags: 2,
  id: "dd01e56b-ff48-483e-a508-b5f073f31b16",
  payloadType: 0,
  payload: Buffer.from("payload"),
};

const goldenBytes = () => Buffer.from(golden, "hex");

describe("the vector of the real sources", () => {
  test("is what the message is encoded to, and decoded from", () => {
    expect(encodeMessage(message).toString("hex")).toBe(golden);
    expect(decodeMessage(goldenBytes())).toEqual({ kind: "message", message });
  });

  test("pads its type with NUL as well", () => {
    const bytes = goldenBytes();
    bytes.fill(0, 21, 36);
    expect(decodeMessage(bytes)).toEqual({ kind: "message", message });
  });

  test("holds numbers below zero, as a sequence number may be", () => {
    const negative = { ...message, sequenceNumber: -1n };
    expect(encodeMessage(negative).subarray(48, 56).toString("hex")).toBe("ffffffffffffffff");
    expect(decodeMessage(encodeMessage(negative))).toEqual({ kind: "message", message: negative });
  });
});

const changed = (change: (bytes: Buffer) => unknown) => {
  const bytes = goldenBytes();
  change(bytes);
  return bytes;
};

test.each([
  ["too short", goldenBytes().subarray(0, 119)],
  ["too short", Buffer.alloc(0)],
  ["wrong header length", changed((bytes) => bytes.writeUInt32BE(120, 0))],
  ["wrong payload length", changed((bytes) => bytes.writeUInt32BE(8, 116))],
  ["wrong payload length", Buffer.concat([goldenBytes(), Buffer.from("!")])],
  ["payload too long", encodeMessage({ ...message, payload: Buffer.alloc(longestPayload + 1) })],
  ["no message type", changed((bytes) => bytes.fill(" ", 4, 36))],
  ["no creation date", changed((bytes) => bytes.fill(0, 40, 48))],
  ["no creation date", changed((bytes) => bytes.fill(0xff, 40, 48))],
  ["wrong digest", changed((bytes) => bytes.writeUInt8(0, 80))],
  ["wrong digest", changed((bytes) => bytes.write("P", 120))],
] as const)("%s", (fault, bytes) => {
  expect(decodeMessage(bytes)).toEqual({ kind: "fault", fault });
});

const anyMessage = fc.record({
  type: fc.stringMatching(/^[a-z_]{1,32}$/),
  schemaVersion: fc.nat(0xffff_ffff),
  createdAtMs: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  sequenceNumber: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  flags: fc.nat(0xffff_ffff),
  id: fc.uuid(),
  payloadType: fc.nat(0xffff_ffff),
  payload: fc.uint8Array({ maxLength: 2048 }).map((bytes) => Buffer.from(bytes)),
});

test("any message is decoded to what it was", () => {
  fc.assert(
    fc.property(anyMessage, (any) => {
      expect(decodeMessage(encodeMessage(any))).toEqual({ kind: "message", message: any });
    }),
  );
});

test("a message of one's own says when and what, and has an id", () => {
  const made = createMessage({ type: "output", payload: "hi", nowMs: 5, payloadType: "output" });
  expect(made).toMatchObject({ type: "output_stream_data", createdAtMs: 5, payloadType: 1, flags: 3 });
  expect(decodeMessage(encodeMessage(made))).toEqual({ kind: "message", message: made });
});

test("no bytes whatever make it throw, and what is taken for a message is one", () => {
  const mutilated = fc
    .tuple(anyMessage, fc.array(fc.tuple(fc.nat(400), fc.nat(255))), fc.nat(400))
    .map(([any, changes, length]) => {
      const bytes = Buffer.from(encodeMessage(any));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes.subarray(0, Math.max(0, bytes.length - (length % 7)));
    });
  const raw = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(mutilated, raw), (bytes) => {
      const decoded = decodeMessage(bytes);
      if (decoded.kind === "fault") return;
      expect(decodeMessage(encodeMessage(decoded.message))).toEqual(decoded);
    }),
    { numRuns: 2000 },
  );
});
