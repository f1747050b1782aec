/**
 * The log of a session, where its preferences ask for one: to a log group of CloudWatch Logs while it runs or at its end, and to a
 * bucket of S3 at its end, each through the instance's own way there.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html (read 2026-11-29)
 */
import { isFields, listAt, textAt } from "../../channel/fields.ts";
import type { AgentContext } from "../agent/context.ts";
import { callBucket, putObject } from "../agent/bucket.ts";
import { bodyOf, failureOf } from "../net/service.ts";
import type { Called } from "../net/service.ts";
import type { Preferences, SessionTask } from "./task.ts";

export interface Transcript {
  readonly record: (bytes: Buffer) => void;
  /** Uploads what is to be uploaded. Where it went, for the service. */
  readonly finish: () => Promise<Destinations>;
}

interface Destinations {
  readonly S3Bucket: string;
  readonly S3UrlSuffix: string;
  readonly CwlGroup: string;
  readonly CwlStream: string;
}

/** The session must not start, and why. */
interface Refusal {
  readonly refused: string;
}

/** The real agent asks six times, for half a minute each. */
const groupTries = 6;
const streamEveryMs = 5000;
/** Of what a session prints, the first part. */
const mostBytes = 8 * 1024 * 1024;
/** Of one event, and of one call: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const eventBytes = 200 * 1024;
const callEvents = 4;

const notEncrypted = (what: string, whole: string): string =>
  `We couldn't start the session because encryption is not set up on the selected ${what}. Either encrypt the ${whole} or choose an option to enable logging without encryption.`;

const cannotTell = (what: string, why: string): string =>
  `Couldn't start the session because we are unable to validate encryption on ${what}. Error: ${why}`;

export async function openTranscript(
  context: AgentContext,
  task: SessionTask,
): Promise<Transcript | Refusal> {
  const { preferences, sessionId } = task;
  const isLogged = preferences.logGroup !== "" && task.type !== "Port";
  const isStored = preferences.s3BucketName !== "" && task.type !== "Port";
  const refused =
    (isLogged ? await checkGroup(context, preferences) : undefined) ??
    (isStored && preferences.s3EncryptionEnabled
      ? await checkBucket(context, preferences.s3BucketName)
      : undefined);
  if (refused !== undefined) return { refused };
  const log = isLogged ? createLogStream(context, preferences.logGroup, sessionId) : undefined;
  // Of one command there is little to stream; it is logged at its end.
  const isStreaming = preferences.logStreamingEnabled && task.type === "Standard_Stream";
  const timer =
    log !== undefined && isStreaming ? setInterval(() => void log.flush(), streamEveryMs) : undefined;
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    record: (bytes) => {
      if (!isLogged && !isStored) return;
      if (size + bytes.length > mostBytes) return;
      size += bytes.length;
      pieces.push(bytes);
      log?.add(bytes);
    },
    finish: async () => {
      clearInterval(timer);
      await log?.flush();
      const key = [preferences.s3KeyPrefix.replaceAll(/^\/+|\/+$/g, ""), `${sessionId}.log`]
        .filter((part) => part !== "")
        .join("/");
      if (isStored) await putObject(context, preferences.s3BucketName, key, Buffer.concat(pieces));
      return {
        S3Bucket: isStored ? preferences.s3BucketName : "",
        S3UrlSuffix: isStored ? key : "",
        CwlGroup: isLogged ? preferences.logGroup : "",
        CwlStream: isLogged ? sessionId : "",
      };
    },
  };
}

async function checkGroup(context: AgentContext, preferences: Preferences): Promise<string | undefined> {
  const { logGroup, logEncryptionEnabled } = preferences;
  const called = await callLogs(context, "DescribeLogGroups", { logGroupNamePrefix: logGroup }, groupTries);
  const groups = called.kind === "answer" ? listAt(bodyOf(called.answer), "logGroups").filter(isFields) : [];
  const group = groups.find((one) => textAt(one, "logGroupName") === logGroup);
  if (group === undefined) {
    context.log.say(
      "WARN",
      `The CloudWatch log group specified in session preferences either does not exist or unable to validate its existence. This might result in no logging of session data to CloudWatch.${called.kind === "answer" ? "" : ` ${failureOf(called)}`}`,
    );
  }
  if (!logEncryptionEnabled) return undefined;
  if (called.kind !== "answer") return cannotTell("CloudWatch Logs log group", failureOf(called));
  if (group === undefined) return cannotTell("CloudWatch Logs log group", "log group does not exist");
  return textAt(group, "kmsKeyId") === ""
    ? notEncrypted("CloudWatch Logs log group", "log group")
    : undefined;
}

async function checkBucket(context: AgentContext, bucket: string): Promise<string | undefined> {
  const called = await callBucket(context, bucket, { method: "GET", path: "/", query: { encryption: "" } });
  if (called.kind === "answer") {
    return called.answer.body.includes("<SSEAlgorithm>")
      ? undefined
      : notEncrypted("Amazon S3 bucket", "bucket");
  }
  if (called.kind === "refused" && called.code === "ServerSideEncryptionConfigurationNotFoundError") {
    return notEncrypted("Amazon S3 bucket", "bucket");
  }
  return cannotTell("Amazon S3 bucket", failureOf(called));
}

interface LogStream {
  readonly add: (bytes: Buffer) => void;
  readonly flush: () => Promise<void>;
}

function createLogStream(context: AgentContext, logGroupName: string, logStreamName: string): LogStream {
  const waiting: Buffer[] = [];
  let created: Promise<Called> | undefined;
  let turn = Promise.resolve();
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const bytes = Buffer.concat(waiting.splice(0));
    created ??= callLogs(context, "CreateLogStream", { logGroupName, logStreamName }, 1);
    await created;
    const timestamp = context.pace.now();
    const events = cut(bytes).map((message) => ({ message, timestamp }));
    for (let at = 0; at < events.length; at += callEvents) {
      const logEvents = events.slice(at, at + callEvents);
      const called = await callLogs(context, "PutLogEvents", { logGroupName, logStreamName, logEvents }, 1);
      if (called.kind !== "answer")
        context.log.say("ERROR", `Unable to push logs to CloudWatch: ${failureOf(called)}`);
    }
  };
  return {
    add: (bytes) => void waiting.push(bytes),
    // One at a time: events must arrive in the order of their making.
    flush: () => (turn = turn.then(flush)),
  };
}

function cut(bytes: Buffer): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += eventBytes)
    parts.push(bytes.toString("utf8", at, at + eventBytes));
  return parts;
}

async function callLogs(context: AgentContext, action: string, body: object, tries: number): Promise<Called> {
  const target = `Logs_20140328.${action}`;
  return context.services.json({ service: "logs", target, body, tries, keys: await context.keys() });
}
