/**
 * How the gateway ends a connection: the codes and reasons that a WebSocket closes with.
 * https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
 */
import type { Fault } from "../../../channel/message.ts";

export interface Ending {
  readonly code: number;
  /** At most 123 bytes. */
  readonly reason: string;
}

const violation = 1008;

export const endings = {
  over: { code: 1000, reason: "the channel is closed" },
  replaced: { code: 1000, reason: "another connection has taken its place" },
  defect: { code: 1011, reason: "the gateway failed" },
  goingAway: { code: 1001, reason: "the gateway is closing" },
  notText: { code: 1003, reason: "the first frame is the token's, and a text" },
  notBinary: { code: 1003, reason: "after the token every frame is binary" },
  unexpectedType: { code: 1003, reason: "no message of this type comes from this end" },
  wrongToken: { code: violation, reason: "the token is unknown, used, expired, or another channel's" },
  noToken: { code: violation, reason: "no token came in time" },
  flood: { code: violation, reason: "too many messages" },
} as const satisfies Record<string, Ending>;

/** Bytes that are no message, or a message that says nothing. */
export const malformed = (fault: Fault | "wrong sequence number" | "wrong content"): Ending => ({
  code: 1007,
  reason: `malformed message: ${fault}`,
});
