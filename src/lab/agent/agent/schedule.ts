/**
 * When the agent does what, and how long it waits before it tries again: the constants of the real agent, from its public sources
 * (github.com/aws/amazon-ssm-agent: agent/session/config, core/app/credentialrefresher, core/app/registrar, agent/health,
 * agent/hibernation; read 2026-11-29) and from what was seen of it at work. All in milliseconds, before any scaling of time.
 */
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const schedule = {
  identity: { tries: 3, apartMs: 500 },
  metadataTimeoutMs: second,
  /** `RestartSec` of the unit that keeps the real agent running: without an identity it ends itself. */
  restartMs: 15 * minute,
  dialTimeoutMs: 30 * second,
  requestTimeoutMs: 60 * second,
  /** Before the second, third and fourth try of a call that got no answer, and as much again at random up to half. */
  callRetriesMs: [second, 2 * second, 4 * second],
  registration: { firstMs: 15 * second, jitter: 0.2, longestMs: 20 * hour },
  /** After a failure of any kind but the refusal of Default Host Management, the last for ever. */
  credentials: {
    retriesMs: [5, 10, 10, 10, 20, 20, 20, 40, 40, 40, 60].map((minutes) => minutes * minute),
    refusedMs: 25 * minute,
    /** Role credentials are asked for anew. */
    refreshMs: hour,
    /** So long before their end they count as over. */
    marginMs: 5 * minute,
  },
  hibernation: { firstMs: 5 * minute, nextMs: 10 * minute, longestMs: 60 * minute },
  health: { everyMs: 5 * minute },
  associations: { firstMs: 9 * second, everyMs: 10 * minute },
  token: { timeoutMs: 15 * second },
  controlChannel: { firstMs: 5 * second, ratio: 2, jitter: 1, longestMs: 40 * minute },
  dataChannel: { tries: 5, firstMs: 100, ratio: 2, jitter: 1, longestMs: 5 * second },
  webSocket: { pingMs: 54 * second, pongMs: 60 * second },
  /** Replies that nobody acknowledged. */
  replyRetryMs: 5 * minute,
  handshakeTimeoutMs: 15 * second,
  /** Without a connection for so long a session is over: the idle timeout that Session Manager comes with. */
  abandonedMs: 20 * minute,
} as const;

export interface BackOff {
  readonly firstMs: number;
  readonly ratio?: number;
  /** At most so much of the wait is added at random. */
  readonly jitter: number;
  readonly longestMs: number;
}

/** The wait after the `failures`th failure, from 1 on. */
export function backOffMs({ firstMs, ratio = 2, jitter, longestMs }: BackOff, failures: number): number {
  const wait = firstMs * ratio ** (failures - 1) * (1 + Math.random() * jitter);
  return Math.min(wait, longestMs);
}
