/**
 * The time of one agent. A factor below one makes all its waits and time limits shorter alike, so that what takes the real agent an
 * hour can be seen in seconds; what is measured on the wire, the resending of a stream, is not touched.
 */
import { setTimeout as sleep } from "node:timers/promises";

export interface Pace {
  readonly timeScale: number;
  readonly now: () => number;
  readonly scaled: (ms: number) => number;
  /** Rejects when `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function createPace(timeScale: number): Pace {
  const scaled = (ms: number): number => ms * timeScale;
  return {
    timeScale,
    scaled,
    now: () => Date.now(),
    wait: async (ms, signal) => {
      await sleep(scaled(ms), undefined, { signal });
    },
  };
}
