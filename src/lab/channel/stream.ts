/**
 * One end of a data channel: the stream that goes out and the one that comes in, over a link that may lose, repeat and reorder.
 * Numbering, acknowledgements and resending as in the public sources of amazon-ssm-agent (agent/session/datachannel) and of
 * session-manager-plugin (src/datachannel), read 2026-11-29. Pure: the clock is passed in, and whoever holds the stream calls
 * `check` in time.
 */
import { createAcknowledgement, parseAcknowledgement } from "./acknowledge.ts";
import { createIncoming } from "./incoming.ts";
import type { Message } from "./message.ts";
import { createOutgoing } from "./outgoing.ts";
import type { Outgoing } from "./outgoing.ts";
import { messageTypes } from "./type.ts";

export interface Stream extends Omit<Outgoing, "acknowledge"> {
  /** Takes messages of the stream and acknowledgements; false for any other, which is not the stream's matter. */
  readonly receive: (message: Message) => boolean;
  readonly retry: () => void;
}

export interface StreamOptions {
  /** The agent's end sends output and receives input; the client's does the reverse. */
  readonly end: "agent" | "client";
  readonly now: () => number;
  readonly transmit: (message: Message) => void;
  /** False where the receiver is not ready yet. */
  readonly deliver: (message: Message) => boolean;
}

const directions = {
  agent: { out: "output", in: "input" },
  client: { out: "input", in: "output" },
} as const;

export function createStream({ end, now, transmit, deliver }: StreamOptions): Stream {
  const direction = directions[end];
  const { acknowledge, ...outgoing } = createOutgoing({ type: direction.out, now, transmit });
  const incoming = createIncoming({
    deliver,
    acknowledge: (message) => transmit(createAcknowledgement(message, now())),
  });
  return {
    ...outgoing,
    retry: incoming.retry,
    receive: (message) => {
      if (message.type === messageTypes[direction.in]) {
        incoming.receive(message);
        return true;
      }
      if (message.type !== messageTypes.acknowledge) return false;
      const acknowledged = parseAcknowledgement(message.payload);
      if (acknowledged?.type === messageTypes[direction.out]) acknowledge(acknowledged.sequenceNumber);
      return true;
    },
  };
}
