/** Which numbers of a stream were acknowledged: all below one, and a few beyond it. */
import { limits } from "../timing.ts";

export interface Acknowledged {
  readonly add: (sequenceNumber: number) => void;
  readonly has: (sequenceNumber: number) => boolean;
}

export function createAcknowledged(): Acknowledged {
  let below = 0;
  const beyond = new Set<number>();
  const has = (number: number): boolean => number < below || beyond.has(number);
  return {
    has,
    add: (number) => {
      // What finds no room is asked for again by whoever waits for it, and acknowledged again.
      if (has(number) || beyond.size >= limits.outOfOrder) return;
      beyond.add(number);
      while (beyond.delete(below)) below += 1;
    },
  };
}
