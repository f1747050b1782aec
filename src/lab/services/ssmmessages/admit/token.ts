/** Tokens that let a WebSocket be what it says it is: each for one end of one channel, good once, and not for long. */
import { randomBytes } from "node:crypto";
import { limits } from "../timing.ts";
import type { ChannelPath } from "./channel-path.ts";

export interface Grant extends ChannelPath {
  readonly role: "agent" | "client";
}

export interface Tokens {
  readonly issue: (grant: Grant) => string;
  /** True once, for the grant that it was issued for. One for another channel is left as it is. */
  readonly take: (token: string, grant: Grant) => boolean;
  /** All of a channel that is no more. */
  readonly revoke: (path: ChannelPath) => void;
  readonly sweep: (nowMs: number) => void;
}

const roles = ["agent", "client"] as const;
const keyOf = ({ kind, id, role }: Grant) => `${kind} ${role} ${id}`;

export function createTokens({ tokenMs, now }: { tokenMs: number; now: () => number }): Tokens {
  /** When each token ends, by what it is for, the oldest first. */
  const issued = new Map<string, Map<string, number>>();
  return {
    issue: (grant) => {
      const key = keyOf(grant);
      const own = issued.get(key) ?? new Map<string, number>();
      issued.set(key, own);
      const token = randomBytes(96).toString("base64");
      own.set(token, now() + tokenMs);
      const [oldest] = own.keys();
      if (own.size > limits.tokens && oldest !== undefined) own.delete(oldest);
      return token;
    },
    take: (token, grant) => {
      const own = issued.get(keyOf(grant));
      const endsMs = own?.get(token);
      if (own === undefined || endsMs === undefined) return false;
      own.delete(token);
      return now() < endsMs;
    },
    revoke: ({ kind, id }) => {
      for (const role of roles) issued.delete(keyOf({ kind, id, role }));
    },
    sweep: (nowMs) => {
      for (const [key, own] of issued) {
        for (const [token, endsMs] of own) if (nowMs >= endsMs) own.delete(token);
        if (own.size === 0) issued.delete(key);
      }
    },
  };
}
