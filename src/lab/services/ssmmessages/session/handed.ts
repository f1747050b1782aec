/**
 * Messages that were handed to a client and not acknowledged, and which of them it has all the same: it got them on an earlier
 * connection, with which the acknowledgement was lost. A client passes over what it knows; an agent sends the oldest again
 * until it is acknowledged, and meanwhile none of the younger ones that were lost as well. The session would stand still.
 *
 * A connection keeps order. So a client that answers to what was sent to it later has seen the message, and one that it saw
 * several times and never acknowledges it knows.
 */
import { limits } from "../timing.ts";

export interface Handed {
  readonly hand: (sequenceNumber: number) => void;
  readonly acknowledge: (sequenceNumber: number) => void;
  /** The connection is gone. */
  readonly leave: () => void;
  /** Whether the client knows a message that it has not acknowledged; it may take an answer of the client to tell. */
  readonly judge: (sequenceNumber: number) => "known" | "ask" | "open";
  /** Where the connection is. When the client answers what is sent now, it has seen all that came before. */
  readonly mark: () => () => void;
}

interface Open {
  /** On an earlier connection. */
  isBefore: boolean;
  /** On this one, since its first time. */
  times: number;
  order: number;
}

/** A client may not be ready for a message at once, and takes it when it comes again. */
const enough = 3;
const never = -1;

export function createHanded(): Handed {
  const open = new Map<number, Open>();
  let count = 0;
  let connections = 0;
  /** All before it on this connection the client has seen. */
  let seen = never;
  return {
    hand: (number) => {
      const known = open.get(number);
      // Of what finds no room nothing is concluded.
      if (known === undefined && open.size >= limits.outOfOrder) return;
      const entry = known ?? { isBefore: false, times: 0, order: never };
      if (entry.order === never) entry.order = count;
      entry.times += 1;
      count += 1;
      open.set(number, entry);
    },
    acknowledge: (number) => {
      seen = Math.max(seen, open.get(number)?.order ?? never);
      open.delete(number);
    },
    leave: () => {
      seen = never;
      connections += 1;
      for (const entry of open.values()) Object.assign(entry, { isBefore: true, times: 0, order: never });
    },
    judge: (number) => {
      const entry = open.get(number);
      if (entry === undefined || !entry.isBefore || entry.times <= enough) return "open";
      return entry.order < seen ? "known" : "ask";
    },
    mark: () => {
      const [order, connection] = [count, connections];
      return () => {
        if (connection === connections) seen = Math.max(seen, order);
      };
    },
  };
}
