/**
 * The time of one agent. A factor below one makes all its waits shorter alike, so that what takes the real agent an hour can be seen
 * in seconds; what is measured on the wire, the resending of a stream, is not touched. Limits on what somebody else answers become
 * shorter too, as far as a machine with much to do can still answer in time.
 */
import { setTimeout as sleep } from "node:timers/promises";

export interface Pace {
  readonly timeScale: number;
  readonly now: () => number;
  readonly scaled: (ms: number) => number;
  /** Of a time within which somebody has to answer. */
  readonly limit: (ms: number) => number;
  /** Rejects when `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const shortestMs = 2000;

/** What is longer stays longer: which of two limits is met first tells itself in a log. */
export const limitMs = (ms: number, timeScale: number, shortest = shortestMs): number =>
  Math.min(ms, shortest + ms * timeScale);

export function createPace(timeScale: number): Pace {
  const scaled = (ms: number): number => ms * timeScale;
  return {
    timeScale,
    scaled,
    limit: (ms) => limitMs(ms, timeScale),
    now: () => Date.now(),
    wait: async (ms, signal) => {
      await sleep(scaled(ms), undefined, { signal });
    },
  };
}
