/** The sending half of a stream: numbers its messages, and keeps each until it is acknowledged. */
import { createMessage, flag } from "./message.ts";
import type { Message } from "./message.ts";
import { createRoundTrip } from "./round-trip.ts";
import type { MessageType, PayloadType } from "./type.ts";

/** What either end puts into one message of a stream. */
export const pieceLength = 1024;

interface Sent {
  readonly message: Message;
  sentAtMs: number;
  resends: number;
}

export interface Outgoing {
  /** The whole payload in one message. */
  readonly send: (payloadType: PayloadType, payload: Buffer | string) => void;
  /** Of a message that was sent; anything else is passed over. */
  readonly acknowledge: (sequenceNumber: bigint) => void;
  /** Sends the oldest message again whose acknowledgement is overdue. To be called every `resending.checkMs`. */
  readonly check: () => void;
  /** Sends all again that is not acknowledged: to be called on a new connection, for what the last one lost. */
  readonly repeat: () => void;
  readonly unacknowledged: () => number;
  /** How often the oldest message was sent again. */
  readonly resends: () => number;
}

export interface OutgoingOptions {
  readonly type: Extract<MessageType, "input" | "output">;
  readonly now: () => number;
  readonly transmit: (message: Message) => void;
}

export function createOutgoing({ type, now, transmit }: OutgoingOptions): Outgoing {
  const roundTrip = createRoundTrip();
  /** In the order of their numbers. */
  const waiting = new Map<bigint, Sent>();
  let next = 0n;
  const sendAgain = (sent: Sent): void => {
    sent.sentAtMs = now();
    transmit(sent.message);
  };
  const oldest = (): Sent | undefined => waiting.values().next().value;
  return {
    send: (payloadType, payload) => {
      const flags = next === 0n ? flag.first : flag.none;
      const message = createMessage({
        type,
        payload,
        payloadType,
        sequenceNumber: next,
        flags,
        nowMs: now(),
      });
      // Kept before it goes out: on a fast link the acknowledgement is back at once.
      waiting.set(next, { message, sentAtMs: now(), resends: 0 });
      next += 1n;
      transmit(message);
    },
    acknowledge: (sequenceNumber) => {
      const sent = waiting.get(sequenceNumber);
      if (sent === undefined) return;
      waiting.delete(sequenceNumber);
      roundTrip.measure(now() - sent.sentAtMs);
    },
    check: () => {
      const sent = oldest();
      if (sent === undefined || now() - sent.sentAtMs <= roundTrip.timeoutMs()) return;
      sent.resends += 1;
      sendAgain(sent);
    },
    repeat: () => [...waiting.values()].forEach(sendAgain),
    unacknowledged: () => waiting.size,
    resends: () => oldest()?.resends ?? 0,
  };
}
