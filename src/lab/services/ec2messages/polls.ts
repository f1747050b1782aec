/** Agents that wait for their messages: one request each, answered when there may be some, or after a while. */
import type { IncomingMessage } from "node:http";

export interface Polls {
  /** In place of an earlier request of the same agent, which is answered. */
  readonly wait: (target: string, request: IncomingMessage, endsMs: number) => Promise<void>;
  readonly isWaiting: (target: string) => boolean;
  readonly answer: (target: string) => void;
  readonly look: (nowMs: number) => void;
  readonly close: () => void;
}

interface Poll {
  readonly endsMs: number;
  readonly answer: () => void;
}

export function createPolls(): Polls {
  const polls = new Map<string, Poll>();
  const answer: Polls["answer"] = (target) => {
    const poll = polls.get(target);
    polls.delete(target);
    poll?.answer();
  };
  return {
    answer,
    isWaiting: (target) => polls.has(target),
    wait: (target, { socket }, endsMs) =>
      new Promise((resolve) => {
        answer(target);
        const onClose = (): void => {
          if (polls.get(target) === poll) answer(target);
        };
        const poll: Poll = {
          endsMs,
          answer: () => {
            socket.off("close", onClose);
            resolve();
          },
        };
        socket.once("close", onClose);
        polls.set(target, poll);
      }),
    look: (nowMs) => {
      for (const [target, { endsMs }] of polls) if (nowMs >= endsMs) answer(target);
    },
    close: () => {
      for (const target of polls.keys()) answer(target);
    },
  };
}
