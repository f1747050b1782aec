/**
 * Sessions between a user and a node, from StartSession to thirty days after their end.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Session.html (read 2026-11-29)
 */
import type { Session as SessionAnswer, SessionStatus } from "@aws-sdk/client-ssm";

export interface Session {
  readonly id: string;
  readonly target: string;
  readonly status: SessionStatus;
  readonly startedAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly documentName: string;
  /** ARN of who started it. */
  readonly owner: string;
  readonly reason: string | undefined;
  /** What the agent said at its end. */
  readonly details: string | undefined;
  readonly longestMinutes: number | undefined;
  /** Where its log went, as far as the agent told. */
  readonly output: { readonly s3: string | undefined; readonly logGroup: string | undefined };
}

const day = 86_400_000;
const keptMs = 30 * day;
const over: readonly SessionStatus[] = ["Terminated", "Failed"];

export const isOver = ({ status }: Session): boolean => over.includes(status);

/** Those that ended too long ago are shown no more. */
export const isShown = ({ endedAtMs }: Session, nowMs: number): boolean =>
  endedAtMs === undefined || nowMs - endedAtMs <= keptMs;

export function toAnswer(session: Session): SessionAnswer {
  const { startedAtMs, endedAtMs, longestMinutes, output } = session;
  const hasOutput = output.s3 !== undefined || output.logGroup !== undefined;
  return {
    SessionId: session.id,
    Target: session.target,
    Status: session.status,
    StartDate: new Date(startedAtMs),
    ...(endedAtMs === undefined ? {} : { EndDate: new Date(endedAtMs) }),
    DocumentName: session.documentName,
    Owner: session.owner,
    Reason: session.reason,
    Details: session.details,
    ...(hasOutput ? { OutputUrl: { S3OutputUrl: output.s3, CloudWatchOutputUrl: output.logGroup } } : {}),
    ...(longestMinutes === undefined ? {} : { MaxSessionDuration: String(longestMinutes) }),
  };
}
