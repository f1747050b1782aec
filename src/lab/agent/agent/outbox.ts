/** Replies that the service has to acknowledge: kept until it does, and sent again to whoever answers next. */
import type { Message } from "../../channel/message.ts";

export interface Outbox {
  readonly add: (message: Message) => void;
  readonly acknowledge: (messageId: string) => void;
  /** All that are not acknowledged, the oldest first. */
  readonly waiting: () => readonly Message[];
}

/** The oldest goes for one too many: a service that acknowledges nothing must not fill this process. */
const room = 200;

export function createOutbox(): Outbox {
  const messages = new Map<string, Message>();
  return {
    add: (message) => {
      messages.set(message.id, message);
      const oldest = messages.keys().next().value;
      if (messages.size > room && oldest !== undefined) messages.delete(oldest);
    },
    acknowledge: (messageId) => void messages.delete(messageId),
    waiting: () => [...messages.values()],
  };
}
