/** GetLogEvents and FilterLogEvents: events of one stream, or of many, in the order of their times. */
import type {
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { ServiceFault } from "../fault.ts";
import type { Asked } from "../json/operation.ts";
import { pageOf } from "../json/page.ts";
import { parsePattern } from "./filter-pattern.ts";
import { mustGroup, mustStream } from "./store.ts";
import type { LogEvent, RegionLogs } from "./store.ts";

const mostAtOnce = 10_000;

interface Span {
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
}

/** The end is not part of it where events are got, and is where they are filtered. */
const within =
  ({ startTime = 0, endTime = Number.MAX_SAFE_INTEGER }: Span, isEndIn: boolean) =>
  ({ timestamp }: LogEvent): boolean =>
    timestamp >= startTime && (timestamp < endTime || (isEndIn && timestamp === endTime));

export function getLogEvents(
  groups: RegionLogs,
  input: GetLogEventsRequest,
  asked: Asked,
): GetLogEventsResponse {
  const group = mustGroup(groups, input.logGroupIdentifier ?? input.logGroupName ?? "");
  const stream = mustStream(group, input.logStreamName ?? "");
  asked.permit("logs:GetLogEvents", stream.arn);
  const all = stream.events.filter(within(input, false));
  const limit = input.limit ?? mostAtOnce;
  const { from, to } = pageAt(input, all.length, limit);
  return {
    events: all.slice(from, to).map(({ timestamp, message, ingestedAtMs }) => ({
      timestamp,
      message,
      ingestionTime: ingestedAtMs,
    })),
    // At either end the same token comes back.
    nextForwardToken: `f/${String(to).padStart(56, "0")}`,
    nextBackwardToken: `b/${String(from).padStart(56, "0")}`,
  };
}

/** Without a token the last page, or the first one if it is asked for from the head. */
function pageAt({ nextToken, startFromHead = false }: GetLogEventsRequest, count: number, limit: number) {
  const [, way, digits] = /^([fb])\/(\d{56})$/.exec(nextToken ?? "") ?? [];
  if (nextToken !== undefined && way === undefined)
    throw new ServiceFault("InvalidParameterException", "The specified nextToken is invalid.");
  const at = way === undefined ? (startFromHead ? 0 : count) : Math.min(Number(digits), count);
  const isForward = way === undefined ? startFromHead : way === "f";
  return isForward
    ? { from: at, to: Math.min(at + limit, count) }
    : { from: Math.max(at - limit, 0), to: at };
}

export function filterLogEvents(
  groups: RegionLogs,
  input: FilterLogEventsRequest,
  asked: Asked,
): FilterLogEventsResponse {
  const group = mustGroup(groups, input.logGroupIdentifier ?? input.logGroupName ?? "");
  asked.permit("logs:FilterLogEvents", `${group.arn}:*`);
  const { logStreamNames: names, logStreamNamePrefix: prefix = "", filterPattern = "" } = input;
  const isWanted = parsePattern(filterPattern);
  const streams =
    names === undefined ? [...group.streams.values()] : names.map((name) => mustStream(group, name));
  const all = streams
    .filter(({ name }) => name.startsWith(prefix))
    .flatMap(({ name, events }) =>
      events.filter(within(input, true)).map((event) => ({ ...event, logStreamName: name })),
    )
    .filter(({ message }) => isWanted(message))
    .sort((a, b) => a.timestamp - b.timestamp);
  const { items, next } = pageOf(all, { most: input.limit ?? mostAtOnce, token: input.nextToken });
  return {
    events: items.map(({ id, timestamp, message, ingestedAtMs, logStreamName }) => ({
      eventId: id,
      logStreamName,
      timestamp,
      message,
      ingestionTime: ingestedAtMs,
    })),
    searchedLogStreams: [],
    nextToken: next,
  };
}
