/** Sessions that ended while their agents could not be told: without that their shells would live on. */
import { limits } from "../timing.ts";

export interface Untold {
  readonly add: (target: string, sessionId: string) => void;
  readonly take: (target: string) => readonly string[];
}

export function createUntold(): Untold {
  const byTarget = new Map<string, Set<string>>();
  return {
    add: (target, sessionId) => {
      const own = byTarget.get(target) ?? new Set();
      dropOldest(own, limits.untold.sessions);
      own.add(sessionId);
      // Last is youngest.
      byTarget.delete(target);
      dropOldest(byTarget, limits.untold.targets);
      byTarget.set(target, own);
    },
    take: (target) => {
      const own = byTarget.get(target) ?? [];
      byTarget.delete(target);
      return [...own];
    },
  };
}

interface Aging {
  readonly size: number;
  readonly keys: () => IterableIterator<string>;
  readonly delete: (key: string) => boolean;
}

function dropOldest(all: Aging, most: number): void {
  const [oldest] = all.keys();
  if (all.size >= most && oldest !== undefined) all.delete(oldest);
}
