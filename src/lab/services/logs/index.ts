/**
 * CloudWatch Logs, as far as agents write to it and users read it back: groups, streams, events.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html (read 2026-11-29)
 */
import type {
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  FilterLogEventsRequest,
  GetLogEventsRequest,
  PutLogEventsRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../call.ts";
import { invalidMember, ServiceFault } from "../fault.ts";
import { createJsonService } from "../json/front.ts";
import type { Asked, Operations } from "../json/operation.ts";
import { pageOf } from "../json/page.ts";
import type { Answer } from "../wire/answer.ts";
import { putLogEvents } from "./put.ts";
import { filterLogEvents, getLogEvents } from "./read.ts";
import { createLogStore, mustGroup } from "./store.ts";
import type { LogGroup, LogStream, RegionLogs } from "./store.ts";

export interface Logs {
  readonly answer: (call: Call) => Promise<Answer>;
  /** Makes a group that is not there. */
  readonly give: (place: Place, group: Pick<LogGroup, "name" | "kmsKeyId">, nowMs: number) => void;
}

type Place = Pick<Asked, "partition" | "region" | "account">;

export function openLogs(): Logs {
  const groupsIn = createLogStore();
  const answer = createJsonService({
    target: "Logs_20140328",
    signingName: "logs",
    loadSdk: () => import("@aws-sdk/client-cloudwatch-logs"),
    operations: {
      CreateLogGroup: (input: CreateLogGroupRequest, asked) =>
        createLogGroup(groupsIn(asked.region), input, asked),
      CreateLogStream: (input: CreateLogStreamRequest, asked) =>
        createLogStream(groupsIn(asked.region), input, asked),
      DescribeLogGroups: (input: DescribeLogGroupsRequest, asked) =>
        describeLogGroups(groupsIn(asked.region), input, asked),
      DescribeLogStreams: (input: DescribeLogStreamsRequest, asked) =>
        describeLogStreams(groupsIn(asked.region), input, asked),
      PutLogEvents: (input: PutLogEventsRequest, asked) => putLogEvents(groupsIn(asked.region), input, asked),
      GetLogEvents: (input: GetLogEventsRequest, asked) => getLogEvents(groupsIn(asked.region), input, asked),
      FilterLogEvents: (input: FilterLogEventsRequest, asked) =>
        filterLogEvents(groupsIn(asked.region), input, asked),
    } satisfies Operations,
  });
  return {
    answer,
    give: (place, { name, kmsKeyId }, createdAtMs) => {
      const groups = groupsIn(place.region);
      const arn = groupArn(place, name);
      if (!groups.has(name)) groups.set(name, { name, arn, createdAtMs, kmsKeyId, streams: new Map() });
    },
  };
}

const groupName = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const streamName = /^[^:*]{1,512}$/;

const groupArn = ({ partition, region, account }: Place, name: string) =>
  `arn:${partition}:logs:${region}:${account}:log-group:${name}`;

const exists = (what: string) =>
  new ServiceFault("ResourceAlreadyExistsException", `The specified log ${what} already exists`);

function createLogGroup(groups: RegionLogs, { logGroupName, kmsKeyId }: CreateLogGroupRequest, asked: Asked) {
  const name = logGroupName ?? "";
  if (!groupName.test(name))
    throw invalidMember(
      "logGroupName",
      name,
      `Member must satisfy regular expression pattern: ${groupName.source}`,
    );
  const arn = groupArn(asked, name);
  asked.permit("logs:CreateLogGroup", arn);
  if (groups.has(name)) throw exists("group");
  groups.set(name, { name, arn, createdAtMs: asked.nowMs, kmsKeyId, streams: new Map() });
  return {};
}

function createLogStream(groups: RegionLogs, input: CreateLogStreamRequest, asked: Asked) {
  const name = input.logStreamName ?? "";
  if (!streamName.test(name))
    throw invalidMember(
      "logStreamName",
      name,
      `Member must satisfy regular expression pattern: ${streamName.source}`,
    );
  const arn = `${groupArn(asked, input.logGroupName ?? "")}:log-stream:${name}`;
  asked.permit("logs:CreateLogStream", arn);
  const group = mustGroup(groups, input.logGroupName ?? "");
  if (group.streams.has(name)) throw exists("stream");
  group.streams.set(name, { name, arn, createdAtMs: asked.nowMs, events: [] });
  return {};
}

function describeLogGroups(
  groups: RegionLogs,
  input: DescribeLogGroupsRequest,
  asked: Asked,
): DescribeLogGroupsResponse {
  asked.permit("logs:DescribeLogGroups", groupArn(asked, "*"));
  const { logGroupNamePrefix: prefix = "", logGroupNamePattern: pattern = "" } = input;
  const found = [...groups.values()]
    .filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(pattern.toLowerCase()))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, next } = pageOf(found, { most: input.limit ?? 50, token: input.nextToken });
  return { logGroups: items.map(toGroup), nextToken: next };
}

const toGroup = ({ name, arn, createdAtMs, kmsKeyId, streams }: LogGroup) => ({
  logGroupName: name,
  arn: `${arn}:*`,
  logGroupArn: arn,
  logGroupClass: "STANDARD" as const,
  creationTime: createdAtMs,
  metricFilterCount: 0,
  storedBytes: [...streams.values()].reduce((sum, stream) => sum + bytesIn(stream), 0),
  kmsKeyId,
});

const bytesIn = ({ events }: LogStream): number =>
  events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);

function describeLogStreams(
  groups: RegionLogs,
  input: DescribeLogStreamsRequest,
  asked: Asked,
): DescribeLogStreamsResponse {
  const group = mustGroup(groups, input.logGroupIdentifier ?? input.logGroupName ?? "");
  asked.permit("logs:DescribeLogStreams", `${group.arn}:*`);
  const { orderBy = "LogStreamName", descending = false, logStreamNamePrefix: prefix } = input;
  if (orderBy === "LastEventTime" && prefix !== undefined)
    throw new ServiceFault(
      "InvalidParameterException",
      "Cannot order by LastEventTime with a logStreamNamePrefix.",
    );
  const keyOf = ({ name, events }: LogStream): string | number =>
    orderBy === "LogStreamName" ? name : (events.at(-1)?.timestamp ?? 0);
  const found = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(prefix ?? ""))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const ordered = descending ? found.toReversed() : found;
  const { items, next } = pageOf(ordered, { most: input.limit ?? 50, token: input.nextToken });
  return { logStreams: items.map(toStream), nextToken: next };
}

const toStream = ({ name, arn, createdAtMs, events }: LogStream) => ({
  logStreamName: name,
  arn,
  creationTime: createdAtMs,
  firstEventTimestamp: events[0]?.timestamp,
  lastEventTimestamp: events.at(-1)?.timestamp,
  lastIngestionTime: events.at(-1)?.ingestedAtMs,
  uploadSequenceToken: String(events.length).padStart(56, "0"),
  storedBytes: 0,
});
