/**
 * How long an acknowledgement may take before a message is sent again: an estimate as TCP makes it, with the constants that both
 * clients share (amazon-ssm-agent, agent/session/config; session-manager-plugin, src/config; read 2026-11-29).
 */
export const resending = { checkMs: 100, firstTimeoutMs: 200, longestTimeoutMs: 1000 } as const;

const firstRoundTripMs = 100;
const gain = { roundTrip: 1 / 8, variation: 1 / 4 } as const;
const clockGranularityMs = 10;

export interface RoundTrip {
  readonly timeoutMs: () => number;
  readonly measure: (roundTripMs: number) => void;
}

export function createRoundTrip(): RoundTrip {
  let roundTripMs = firstRoundTripMs;
  let variationMs = 0;
  let timeoutMs: number = resending.firstTimeoutMs;
  return {
    timeoutMs: () => timeoutMs,
    measure: (measuredMs) => {
      variationMs += gain.variation * (Math.abs(roundTripMs - measuredMs) - variationMs);
      roundTripMs += gain.roundTrip * (measuredMs - roundTripMs);
      const estimate = roundTripMs + Math.max(clockGranularityMs, 4 * variationMs);
      timeoutMs = Math.min(estimate, resending.longestTimeoutMs);
    },
  };
}
