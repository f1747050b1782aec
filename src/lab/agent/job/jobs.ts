/** The commands of an agent: run, told about, cancelled. */
import { messageTypes } from "../../channel/type.ts";
import type { Message } from "../../channel/message.ts";
import type { AgentContext } from "../agent/context.ts";
import { putObject } from "../agent/bucket.ts";
import { jobAcknowledgement, jobReply } from "./reply.ts";
import { runStep } from "./step.ts";
import type { StepEnd } from "./step.ts";
import { parseJob } from "./task.ts";
import type { JobTask } from "./task.ts";

export interface Jobs {
  /** Takes an `agent_job`. */
  readonly take: (message: Message) => void;
  readonly end: () => void;
  readonly running: () => number;
}

export interface JobsOptions {
  readonly context: AgentContext;
  readonly send: (message: Message) => void;
  /** Until it is acknowledged. */
  readonly reply: (message: Message) => void;
}

/** The real agent's limits: commands at once, and the ids of old ones by which it knows a repeated message. */
const most = 5;
const remembered = 1000;

const codes = { taken: "200", busy: "51402", repeated: "51405" } as const;

export function createJobs({ context, send, reply }: JobsOptions): Jobs {
  const running = new Map<string, () => void>();
  const known = new Set<string>();
  const acknowledge = (message: Message, jobId: string, statusCode: string, why = ""): void =>
    send(jobAcknowledgement(message, { jobId, statusCode, why }, context.pace.now()));
  const start = async (task: JobTask): Promise<void> => {
    let cancel = (): void => {};
    const cancelled = new Promise<void>((resolve) => (cancel = resolve));
    running.set(task.jobId, cancel);
    await runJob({ context, task, cancelled, reply }).finally(() => running.delete(task.jobId));
  };
  const take = (message: Message): void => {
    if (message.type !== messageTypes.job) return;
    const job = parseJob(message.payload);
    if (job.kind === "fault") return acknowledge(message, job.jobId, job.code, job.why);
    if (job.kind === "cancel") {
      acknowledge(message, job.jobId, codes.taken);
      running.get(job.cancelledJobId)?.();
      return;
    }
    const { jobId } = job.task;
    if (known.has(jobId)) return acknowledge(message, jobId, codes.repeated, "duplicate command");
    if (running.size >= most) return acknowledge(message, jobId, codes.busy, "too many commands at once");
    remember(known, jobId);
    acknowledge(message, jobId, codes.taken);
    void start(job.task).catch((error: Error) =>
      context.log.say("ERROR", `command ${jobId}: ${error.message}`),
    );
  };
  return { take, running: () => running.size, end: () => running.forEach((cancel) => cancel()) };
}

function remember(known: Set<string>, jobId: string): void {
  known.add(jobId);
  const [oldest] = known;
  if (known.size > remembered && oldest !== undefined) known.delete(oldest);
}

interface JobStart extends Pick<JobsOptions, "context" | "reply"> {
  readonly task: JobTask;
  readonly cancelled: Promise<void>;
}

async function runJob({ context, task, cancelled, reply }: JobStart): Promise<void> {
  const { commandId, steps } = task;
  const ends: StepEnd[] = [];
  const s3Keys = new Map<StepEnd, string>();
  const tell = (isOver: boolean): void => reply(jobReply({ task, ends, isOver, s3Keys }, context.pace.now()));
  tell(false);
  for (const step of steps) {
    const end = await runStep({ context, commandId, step, cancelled });
    const key = await store(context, task, end);
    if (key !== undefined) s3Keys.set(end, key);
    ends.push(end);
    const isStopped = end.status === "Cancelled" || (end.status !== "Success" && step.exitsOnFailure);
    if (isStopped) break;
    if (ends.length < steps.length) tell(false);
  }
  tell(true);
}

/** Where the whole output of a step is kept, if it is to be kept. */
async function store(context: AgentContext, task: JobTask, end: StepEnd): Promise<string | undefined> {
  const { s3BucketName, s3KeyPrefix, commandId } = task;
  if (s3BucketName === "") return undefined;
  const parts = [
    s3KeyPrefix,
    commandId,
    context.identity.instanceId,
    end.step.action.replace(":", ""),
    end.step.name,
  ];
  const prefix = parts.filter((part) => part !== "").join("/");
  for (const [name, body] of [
    ["stdout", end.output],
    ["stderr", end.error],
  ] as const) {
    if (body.length > 0) await putObject(context, s3BucketName, `${prefix}/${name}`, body);
  }
  return prefix;
}
