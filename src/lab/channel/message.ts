/**
 * The message of the message gateway service: what agents, clients and the service put into each binary frame of their
 * WebSockets. Layout as in the public sources of amazon-ssm-agent (agent/session/contracts/agentmessage.go) and of
 * session-manager-plugin (src/message), read 2026-11-29.
 */
import { randomUUID } from "node:crypto";
import {
  at,
  findFault,
  headerLength,
  readUuid,
  sequenceNumberIn,
  sha256,
  typeIn,
  typeLength,
} from "./frame.ts";
import type { Fault } from "./frame.ts";
import { messageTypes, payloadTypes } from "./type.ts";
import type { MessageType, PayloadType } from "./type.ts";

export { longestPayload } from "./frame.ts";
export type { Fault } from "./frame.ts";

export interface Message {
  /** One of `messageTypes`, or whatever else came: unknown types are for their reader to pass over. */
  readonly type: string;
  readonly schemaVersion: number;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
  readonly sequenceNumber: bigint;
  readonly flags: number;
  /** UUID in lower case. */
  readonly id: string;
  readonly payloadType: number;
  readonly payload: Buffer;
}

/** Of the stream a message is in: its first, its last. */
export const flag = { none: 0, first: 1, last: 2, only: 3 } as const;

export function encodeMessage(message: Message): Buffer {
  const { payload } = message;
  const bytes = Buffer.alloc(at.payload + payload.length);
  bytes.writeUInt32BE(headerLength, at.headerLength);
  bytes.fill(" ", at.type, at.type + typeLength);
  bytes.write(message.type, at.type, typeLength, "ascii");
  bytes.writeUInt32BE(message.schemaVersion, at.schemaVersion);
  bytes.writeBigUInt64BE(BigInt(message.createdAtMs), at.created);
  bytes.writeBigInt64BE(message.sequenceNumber, at.sequenceNumber);
  bytes.writeBigUInt64BE(BigInt(message.flags), at.flags);
  writeUuid(bytes, message.id);
  sha256(payload).copy(bytes, at.digest);
  bytes.writeUInt32BE(message.payloadType, at.payloadType);
  bytes.writeUInt32BE(payload.length, at.payloadLength);
  payload.copy(bytes, at.payload);
  return bytes;
}

function writeUuid(bytes: Buffer, id: string): void {
  const uuid = Buffer.from(id.replaceAll("-", ""), "hex");
  uuid.copy(bytes, at.id, 8, 16);
  uuid.copy(bytes, at.id + 8, 0, 8);
}

export type Decoded =
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "fault"; readonly fault: Fault };

/** Never throws. The payload shares its memory with `bytes`. */
export function decodeMessage(bytes: Buffer): Decoded {
  const fault = findFault(bytes);
  if (fault !== undefined) return { kind: "fault", fault };
  const payload = bytes.subarray(at.payload);
  const message: Message = {
    type: typeIn(bytes),
    schemaVersion: bytes.readUInt32BE(at.schemaVersion),
    createdAtMs: Number(bytes.readBigUInt64BE(at.created)),
    sequenceNumber: sequenceNumberIn(bytes),
    flags: Number(bytes.readBigUInt64BE(at.flags) & 0xffff_ffffn),
    id: readUuid(bytes),
    payloadType: bytes.readUInt32BE(at.payloadType),
    payload,
  };
  return { kind: "message", message };
}

interface Fresh {
  readonly type: MessageType;
  readonly payload: Buffer | string;
  readonly nowMs: number;
  readonly payloadType?: PayloadType;
  readonly sequenceNumber?: bigint;
  readonly flags?: number;
}

/** A message of one's own: with an id, and where nothing else is said, outside any stream. */
export function createMessage(fresh: Fresh): Message {
  const { type, payload, nowMs, payloadType, sequenceNumber = 0n, flags = flag.only } = fresh;
  return {
    type: messageTypes[type],
    schemaVersion: 1,
    createdAtMs: nowMs,
    sequenceNumber,
    flags,
    id: randomUUID(),
    payloadType: payloadType === undefined ? 0 : payloadTypes[payloadType],
    payload: Buffer.from(payload),
  };
}
