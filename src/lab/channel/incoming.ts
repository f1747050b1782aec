/** The receiving half of a stream: every message once and in order, whatever the link does to them. */
import type { Message } from "./message.ts";

export interface Incoming {
  readonly receive: (message: Message) => void;
  /** Offers again what the receiver was not ready for. */
  readonly retry: () => void;
}

export interface IncomingOptions {
  readonly acknowledge: (message: Message) => void;
  /** False where the receiver is not ready: the message stays unacknowledged until it is, and the sender learns to wait. */
  readonly deliver: (message: Message) => boolean;
  /** How many messages may wait for an earlier one. */
  readonly room?: number;
}

/** As in the sources of session-manager-plugin (src/config, read 2026-11-29). */
const usualRoom = 10_000;

interface Waiting {
  readonly message: Message;
  readonly isAcknowledged: boolean;
}

export function createIncoming({ acknowledge, deliver, room = usualRoom }: IncomingOptions): Incoming {
  const waiting = new Map<bigint, Waiting>();
  let expected = 0n;
  const deliverWaiting = (): void => {
    for (let next = waiting.get(expected); next !== undefined; next = waiting.get(expected)) {
      if (!deliver(next.message)) return;
      waiting.delete(expected);
      expected += 1n;
      if (!next.isAcknowledged) acknowledge(next.message);
    }
  };
  return {
    retry: deliverWaiting,
    receive: (message) => {
      const { sequenceNumber } = message;
      const isKnown = sequenceNumber < expected || waiting.get(sequenceNumber)?.isAcknowledged === true;
      // The first acknowledgement may be what got lost.
      if (isKnown) return acknowledge(message);
      if (sequenceNumber === expected) {
        waiting.set(sequenceNumber, { message, isAcknowledged: false });
        return deliverWaiting();
      }
      if (waiting.size >= room || sequenceNumber - expected > BigInt(room)) return;
      waiting.set(sequenceNumber, { message, isAcknowledged: true });
      acknowledge(message);
    },
  };
}
