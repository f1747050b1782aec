/** CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { beforeAll, describe, expect, it } from "vitest";
import { account, startLab, user } from "../lab.ts";
import type { TestLab } from "../lab.ts";

const idle = user("idle");
const logGroupName = "/sessions";
const logStreamName = "user-0abc";
const start = Date.now() - 60_000;
let lab: TestLab;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  lab = await startLab({ users: [idle] });
  logs = new CloudWatchLogsClient(lab.config("logs"));
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = ["begin", "ls error", "end error"].map((message, index) => ({
    timestamp: start + index,
    message,
  }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
});

describe("groups and streams", () => {
  it("are listed by prefix, with what agents look for", async () => {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/ses" }));
    expect(logGroups).toMatchObject([
      { logGroupName, arn: `arn:aws:logs:us-east-1:${account}:log-group:/sessions:*`, storedBytes: 22 },
    ]);
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams).toMatchObject([
      { logStreamName, firstEventTimestamp: start, lastEventTimestamp: start + 2 },
    ]);
  });

  it("cannot be made twice, nor written to before they are made", async () => {
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
    });
    await expect(
      logs.send(new CreateLogStreamCommand({ logGroupName: "none", logStreamName })),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The specified log group does not exist.",
    });
  });

  it("need permission", async () => {
    const unprivileged = new CloudWatchLogsClient(lab.config("logs", idle));
    await expect(unprivileged.send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });
});

describe("events", () => {
  const messages = (events: readonly { message?: string | undefined }[] | undefined) =>
    (events ?? []).map(({ message }) => message);

  it("are read page by page, until the token comes back", async () => {
    const first = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true, limit: 2 }),
    );
    expect(messages(first.events)).toEqual(["begin", "ls error"]);
    const second = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, nextToken: first.nextForwardToken }),
    );
    expect(messages(second.events)).toEqual(["end error"]);
    const third = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, nextToken: second.nextForwardToken }),
    );
    expect(third.events).toEqual([]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
    const latest = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 1 }));
    expect(messages(latest.events)).toEqual(["end error"]);
  });

  it("are filtered by terms and times", async () => {
    const filter = async (filterPattern: string, endTime?: number) =>
      messages(
        (
          await logs.send(
            new FilterLogEventsCommand({
              logGroupName,
              filterPattern,
              ...(endTime === undefined ? {} : { endTime }),
            }),
          )
        ).events,
      );
    expect(await filter("error -end")).toEqual(["ls error"]);
    expect(await filter("?begin ?ls")).toEqual(["begin", "ls error"]);
    expect(await filter('"ls error"')).toEqual(["ls error"]);
    expect(await filter("", start + 1)).toEqual(["begin", "ls error"]);
    await expect(filter("{ $.a = 1 }")).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  it("must come in order, and are not taken when they are too old or too young", async () => {
    const own = { logGroupName: "/late", logStreamName };
    await logs.send(new CreateLogGroupCommand({ logGroupName: own.logGroupName }));
    await logs.send(new CreateLogStreamCommand(own));
    const put = (...times: readonly number[]) =>
      logs.send(
        new PutLogEventsCommand({
          ...own,
          logEvents: times.map((timestamp) => ({ timestamp, message: "late" })),
        }),
      );
    await expect(put(start + 1, start)).rejects.toMatchObject({ name: "InvalidParameterException" });
    const old = await put(start - 15 * 86_400_000);
    expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    const young = await put(start, start + 3 * 3_600_000);
    expect(young.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  });
});
