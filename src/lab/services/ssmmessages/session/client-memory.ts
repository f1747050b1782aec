/** Which messages of the agent its client has: those that it acknowledged, and those that it must have got before. */
import { createAcknowledged } from "./acknowledged.ts";
import { createHanded } from "./handed.ts";

export interface ClientMemory {
  /** It is being handed a message. */
  readonly hand: (sequenceNumber: number) => void;
  readonly acknowledge: (sequenceNumber: number) => void;
  /** Its connection is gone. */
  readonly leave: () => void;
  readonly has: (sequenceNumber: number) => boolean;
  /** What an answer of the client to something that is sent now will tell, where it is needed for that message. */
  readonly findQuestion: (sequenceNumber: number) => (() => void) | undefined;
}

export function createClientMemory(): ClientMemory {
  const acknowledged = createAcknowledged();
  const handed = createHanded();
  const acknowledge = (number: number): void => {
    acknowledged.add(number);
    handed.acknowledge(number);
  };
  return {
    hand: handed.hand,
    leave: handed.leave,
    acknowledge,
    has: (number) => {
      if (handed.judge(number) === "known") acknowledge(number);
      return acknowledged.has(number);
    },
    findQuestion: (number) => (handed.judge(number) === "ask" ? handed.mark() : undefined),
  };
}
