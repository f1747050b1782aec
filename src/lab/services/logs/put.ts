/**
 * PutLogEvents: the limits of a batch, and of how old and how young an event may be.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html (read 2026-11-29)
 */
import type {
  InputLogEvent,
  PutLogEventsRequest,
  PutLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { ServiceFault } from "../fault.ts";
import type { Asked } from "../json/operation.ts";
import { mustGroup, mustStream } from "./store.ts";
import type { RegionLogs } from "./store.ts";

const day = 86_400_000;
const most = { bytes: 1_048_576, events: 10_000, span: day } as const;
const window = { oldMs: 14 * day, youngMs: 2 * 3_600_000 } as const;
/** What AWS counts for each event besides its message. */
const eventOverhead = 26;

export function putLogEvents(
  groups: RegionLogs,
  { logGroupName, logStreamName, logEvents = [] }: PutLogEventsRequest,
  asked: Asked,
): PutLogEventsResponse {
  const group = mustGroup(groups, logGroupName ?? "");
  const stream = mustStream(group, logStreamName ?? "");
  asked.permit("logs:PutLogEvents", stream.arn);
  const batch = logEvents.map(({ timestamp = 0, message = "" }) => ({ timestamp, message }));
  checkBatch(batch);
  const oldest = asked.nowMs - window.oldMs;
  const youngest = asked.nowMs + window.youngMs;
  const kept = batch.filter(({ timestamp }) => timestamp >= oldest && timestamp <= youngest);
  const first = stream.events.length;
  const added = kept.map(({ timestamp, message }, index) => ({
    id: `${timestamp}${String(first + index).padStart(43, "0")}`,
    timestamp,
    ingestedAtMs: asked.nowMs,
    message,
  }));
  stream.events = [...stream.events, ...added].sort((a, b) => a.timestamp - b.timestamp);
  const tooOld = batch.filter(({ timestamp }) => timestamp < oldest).length;
  const tooNew = batch.findIndex(({ timestamp }) => timestamp > youngest);
  return {
    nextSequenceToken: String(stream.events.length).padStart(56, "0"),
    ...(kept.length === batch.length
      ? {}
      : {
          rejectedLogEventsInfo: {
            ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
            ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
          },
        }),
  };
}

function checkBatch(batch: readonly Required<InputLogEvent>[]): void {
  const times = batch.map(({ timestamp }) => timestamp ?? 0);
  const size = batch.reduce((sum, { message }) => sum + Buffer.byteLength(message ?? "") + eventOverhead, 0);
  const isSorted = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));
  const refusal =
    batch.length === 0
      ? "Log events must not be empty."
      : batch.length > most.events || size > most.bytes
        ? "Upload too large: the batch exceeds 1048576 bytes or 10000 events."
        : !isSorted
          ? "Log events in a single PutLogEvents request must be in chronological order."
          : (times.at(-1) ?? 0) - (times[0] ?? 0) > most.span
            ? "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
            : undefined;
  if (refusal !== undefined) throw new ServiceFault("InvalidParameterException", refusal);
}
