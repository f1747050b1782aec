/** What one connection may send: so many bytes in a second, and for a moment twice as many. */
import type { Allowance } from "../timing.ts";

export interface Spending {
  /** False when there is no more to spend. */
  readonly spend: (bytes: number, isOfUse: boolean) => boolean;
}

export function createSpending({ perSecond, perFrame, useless }: Allowance, now: () => number): Spending {
  const most = 2 * perSecond;
  let left = most;
  let atMs = now();
  return {
    spend: (bytes, isOfUse) => {
      const nowMs = now();
      left = Math.min(most, left + ((nowMs - atMs) * perSecond) / 1000);
      atMs = nowMs;
      left -= bytes + perFrame + (isOfUse ? 0 : useless);
      return left >= 0;
    },
  };
}
