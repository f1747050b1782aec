/** The acknowledgement of one message of a stream. */
import { isFields, parseFields, textAt } from "./fields.ts";
import { createMessage } from "./message.ts";
import type { Message } from "./message.ts";

interface Acknowledged {
  readonly type: string;
  readonly sequenceNumber: bigint;
}

export function createAcknowledgement({ type, id, sequenceNumber }: Message, nowMs: number): Message {
  const content = {
    AcknowledgedMessageType: type,
    AcknowledgedMessageId: id,
    AcknowledgedMessageSequenceNumber: Number(sequenceNumber),
    IsSequentialMessage: true,
  };
  return createMessage({ type: "acknowledge", payload: JSON.stringify(content), nowMs });
}

/** Undefined for a payload that acknowledges nothing. */
export function parseAcknowledgement(payload: Buffer): Acknowledged | undefined {
  const content = parseFields(payload);
  if (!isFields(content)) return undefined;
  const number = content["AcknowledgedMessageSequenceNumber"];
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 0) return undefined;
  return { type: textAt(content, "AcknowledgedMessageType"), sequenceNumber: BigInt(number) };
}
