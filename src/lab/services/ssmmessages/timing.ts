/**
 * How long the gateway waits, and how much it takes. AWS publishes its own only where a page is named; the others are chosen
 * so that a real agent and a real client never meet them, and whoever is gone is missed soon.
 */

export interface Timing {
  /** Between two looks at everything that may have run out. */
  readonly lookMs: number;
  /** Each connection is asked for a sign of life this often. */
  readonly pingMs: number;
  /**
   * So many times without an answer, and a connection is dead: its route vanished, and nobody will ever close it. A control
   * channel that is dead must not count as connected, or StartSession would open a session to nobody. Times are counted and
   * not time, so that a machine that slept finds its connections alive.
   */
  readonly pings: number;
  /** From the WebSocket to the token in its first frame. */
  readonly greetingMs: number;
  /** A token that was not used by then is worth nothing. */
  readonly tokenMs: number;
  /** A session to which either end has not come by then is over. */
  readonly neverConnectedMs: number;
  /** https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html (read 2026-11-29) */
  readonly idleMs: number;
  /** Between telling an end that its channel is closed, and closing it. */
  readonly lingerMs: number;
  /** An empty answer to GetMessages: agents give up after 20 seconds. */
  readonly pollMs: number;
  /** An agent that asked ec2messages for its messages is there for so long. */
  readonly pollerMs: number;
}

const second = 1000;
const minute = 60 * second;

export const usualTiming: Timing = {
  lookMs: second,
  pingMs: 4 * second,
  pings: 2,
  greetingMs: 10 * second,
  tokenMs: 5 * minute,
  neverConnectedMs: 5 * minute,
  idleMs: 20 * minute,
  lingerMs: 5 * second,
  pollMs: 15 * second,
  pollerMs: 40 * second,
};

/** Bytes of a second that a connection may send: each frame counts its length and `perFrame`, useless ones `useless` more. */
export interface Allowance {
  readonly perSecond: number;
  readonly perFrame: number;
  readonly useless: number;
}

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

export const limits = {
  /** Of the payload of one message; streams have 1 kB in each, and handshakes a few. */
  payload: { data: 32 * kilobyte, control: megabyte },
  allowance: {
    data: { perSecond: 256 * megabyte, perFrame: kilobyte, useless: 64 * kilobyte },
    control: { perSecond: 4 * megabyte, perFrame: kilobyte, useless: 16 * kilobyte },
  },
  /** Connections that have not shown a token yet. */
  greetings: 1024,
  /** What waits for an end that is away; the other end sends again what finds no room. */
  waiting: { bytes: megabyte, frames: 1024 },
  /** More than this on its way to an end, and the other one is not read until it has left. */
  highWater: megabyte,
  /** Numbers of messages that were acknowledged out of their order. */
  outOfOrder: 16_384,
  /** Tokens for one end of one channel; an older one is worth nothing. */
  tokens: 4,
  /** Sessions that are over and of which an agent without control channel has not been told. */
  untold: { sessions: 256, targets: 4096 },
  /** Jobs for one agent at ec2messages. */
  jobs: 256,
  /** Body of a request. */
  body: megabyte,
} as const;
