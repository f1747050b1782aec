/**
 * The bytes of a message, big-endian: where its fields are, and what is wrong with them. Whoever only hands messages on
 * reads here what it needs of one and leaves the rest alone.
 */
import { hash } from "node:crypto";

export const at = {
  headerLength: 0,
  type: 4,
  schemaVersion: 36,
  created: 40,
  sequenceNumber: 48,
  flags: 56,
  id: 64,
  digest: 80,
  payloadType: 112,
  payloadLength: 116,
  payload: 120,
} as const;

/** Everything before the length of the payload. */
export const headerLength = at.payloadLength;
export const typeLength = 32;
const digestLength = 32;
/** Neither end sends more than a kilobyte of a stream in one message; documents on the control channel are larger. */
export const longestPayload = 1024 * 1024;

export type Fault =
  | "too short"
  | "wrong header length"
  | "wrong payload length"
  | "payload too long"
  | "no message type"
  | "no creation date"
  | "wrong digest";

/** Undefined for the bytes of one whole message. Never throws. */
export function findFault(bytes: Buffer): Fault | undefined {
  if (bytes.length < at.payload) return "too short";
  if (bytes.length > at.payload + longestPayload) return "payload too long";
  if (bytes.readUInt32BE(at.headerLength) !== headerLength) return "wrong header length";
  if (bytes.readUInt32BE(at.payloadLength) !== bytes.length - at.payload) return "wrong payload length";
  if (endOfType(bytes) === at.type) return "no message type";
  const created = bytes.readBigUInt64BE(at.created);
  // Beyond what a number holds there is no date either.
  if (created === 0n || created > BigInt(Number.MAX_SAFE_INTEGER)) return "no creation date";
  const digest = sha256(bytes.subarray(at.payload));
  return bytes.compare(digest, 0, digestLength, at.digest, at.digest + digestLength) === 0
    ? undefined
    : "wrong digest";
}

/** Padded with spaces; readers take NUL for padding too. */
function endOfType(bytes: Buffer): number {
  let end: number = at.type + typeLength;
  while (end > at.type && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1;
  return end;
}

export const typeIn = (bytes: Buffer): string => bytes.toString("latin1", at.type, endOfType(bytes));

export const sequenceNumberIn = (bytes: Buffer): bigint => bytes.readBigInt64BE(at.sequenceNumber);

export const payloadIn = (bytes: Buffer): Buffer => bytes.subarray(at.payload);

/** The second half of a UUID comes first. */
export function readUuid(bytes: Buffer): string {
  const high = bytes.toString("hex", at.id + 8, at.id + 16);
  const low = bytes.toString("hex", at.id, at.id + 8);
  return `${high}${low}`.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const sha256 = (bytes: Buffer): Buffer => hash("sha256", bytes, "buffer");
