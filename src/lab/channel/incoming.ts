/** The receiving half of a stream: every message once and in order, whatever the link does to them. */
import type { Message } from "./message.ts";

export interface Incoming {
  readonly receive: (message: Message) => void;
  /** Offers again what the receiver was not ready for. */
  readonly retry: () => void;
}

export interface IncomingOptions {
  readonly acknowledge: (message: Message) => void;
  /** False where the receiver is not ready: the message stays unacknowledged, so that it comes again. */
  readonly deliver: (message: Message) => boolean;
  /** How many messages may wait for an earlier one. */
  readonly room?: number;
}

/** As in the sources of session-manager-plugin (src/config, read 2026-11-29). */
const usualRoom = 10_000;

export function createIncoming({ acknowledge, deliver, room = usualRoom }: IncomingOptions): Incoming {
  const early = new Map<bigint, Message>();
  let expected = 0n;
  const deliverEarly = (): void => {
    for (let message = early.get(expected); message !== undefined; message = early.get(expected)) {
      if (!deliver(message)) return;
      early.delete(expected);
      expected += 1n;
    }
  };
  return {
    receive: (message) => {
      const { sequenceNumber } = message;
      if (sequenceNumber === expected && !early.has(expected)) {
        if (!deliver(message)) return;
        acknowledge(message);
        expected += 1n;
        return deliverEarly();
      }
      // What is neither new nor kept is acknowledged again: the first acknowledgement may be what got lost.
      if (sequenceNumber > expected && !early.has(sequenceNumber)) {
        if (early.size >= room || sequenceNumber - expected > BigInt(room)) return;
        early.set(sequenceNumber, message);
      }
      acknowledge(message);
      deliverEarly();
    },
    retry: deliverEarly,
  };
}
