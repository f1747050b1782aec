/** What the agent tells of a command: payloads of `agent_job_ack` and `agent_job_reply` (agent/runcommand of the real agent, read 2026-11-29). */
import { createMessage } from "../../channel/message.ts";
import type { Message } from "../../channel/message.ts";
import { agentName, agentVersion, platform } from "../agent/version.ts";
import { cutStream, cutTogether } from "./output.ts";
import type { Status, StepEnd } from "./step.ts";
import type { JobTask } from "./task.ts";

/** From the least to the greatest: the document has the status of its worst step. */
const severity: readonly Status[] = ["Skipped", "Success", "Failed", "Cancelled", "TimedOut"];

const iso = (ms: number): string => new Date(ms).toISOString();

export function jobAcknowledgement(
  { id, createdAtMs }: Message,
  { jobId, statusCode, why }: { readonly jobId: string; readonly statusCode: string; readonly why: string },
  nowMs: number,
): Message {
  const content = {
    jobId,
    acknowledgedMessageId: id,
    createdDate: `${createdAtMs}`,
    statusCode,
    errorMessage: why,
  };
  return createMessage({ type: "jobAcknowledge", payload: JSON.stringify(content), nowMs });
}

export interface Progress {
  readonly task: JobTask;
  readonly ends: readonly StepEnd[];
  /** Undefined while there are steps to come. */
  readonly isOver: boolean;
  readonly s3Keys: ReadonlyMap<StepEnd, string>;
}

export function jobReply({ task, ends, isOver, s3Keys }: Progress, nowMs: number): Message {
  const status = isOver ? worst(ends) : "InProgress";
  const agent = {
    lang: "en-US",
    name: agentName,
    os: platform.name,
    osver: platform.version,
    ver: agentVersion,
  };
  const counts: Record<string, number> = {};
  for (const end of ends) counts[end.status] = (counts[end.status] ?? 0) + 1;
  const content = {
    additionalInfo: { agent, dateTime: iso(nowMs), runId: "", runtimeStatusCounts: counts },
    documentStatus: status,
    documentTraceOutput: "",
    runtimeStatus: Object.fromEntries(
      ends.map((end) => [end.step.name, stepStatus(end, task, s3Keys.get(end))]),
    ),
  };
  const payload = {
    schemaVersion: 1,
    jobId: task.jobId,
    content: JSON.stringify(content),
    topic: "aws.ssm.sendCommand",
  };
  return createMessage({ type: "jobReply", payload: JSON.stringify(payload), nowMs });
}

/** All steps skipped is a success. */
function worst(ends: readonly StepEnd[]): Status {
  const rank = Math.max(...ends.map(({ status }) => severity.indexOf(status)), 1);
  return severity[rank] ?? "Failed";
}

function stepStatus(end: StepEnd, { s3BucketName }: JobTask, s3Key: string | undefined): object {
  const { step, status, exitCode, output, error, startedAtMs, endedAtMs } = end;
  const [standardOutput, standardError] = [output.toString(), error.toString()];
  return {
    status: status === "Skipped" ? "Success" : status,
    code: exitCode,
    name: step.action,
    output: cutTogether(standardOutput, standardError),
    startDateTime: iso(startedAtMs),
    endDateTime: iso(endedAtMs),
    outputS3BucketName: s3Key === undefined ? "" : s3BucketName,
    outputS3KeyPrefix: s3Key ?? "",
    stepName: step.name,
    standardOutput: cutStream(standardOutput),
    standardError: cutStream(standardError),
  };
}
