/**
 * Jobs that wait for one agent at ec2messages. A message that was handed out and not acknowledged comes again after its
 * visibility timeout.
 */
import { limits } from "../ssmmessages/timing.ts";
import type { Job } from "./job.ts";

export interface Mailbox {
  /** False when it is full. */
  readonly put: (job: Job) => boolean;
  /** All that may be seen now. From then on they are out of sight for so long. */
  readonly take: (nowMs: number, hiddenMs: number) => readonly Job[];
  readonly remove: (messageId: string) => void;
}

export function createMailbox(): Mailbox {
  /** Until when each is out of sight. */
  const jobs = new Map<string, { readonly job: Job; hiddenMs: number }>();
  return {
    put: (job) => {
      if (jobs.size >= limits.jobs) return false;
      jobs.set(job.MessageId, { job, hiddenMs: 0 });
      return true;
    },
    take: (nowMs, hiddenMs) =>
      [...jobs.values()].flatMap((entry) => {
        if (nowMs < entry.hiddenMs) return [];
        entry.hiddenMs = nowMs + hiddenMs;
        return [entry.job];
      }),
    remove: (messageId) => void jobs.delete(messageId),
  };
}
