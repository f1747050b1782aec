/** One session of an agent, from the order to start it to its end: a channel, a handshake where it takes one, and what it is for. */
import type { AgentContext } from "../agent/context.ts";
import type { Activity, ActivityStart, Outcome } from "./activity.ts";
import { failure, success } from "./activity.ts";
import { startNonInteractive } from "./command.ts";
import { openFirst } from "./connection.ts";
import { createDataChannel } from "./data-channel.ts";
import type { DataChannel } from "./data-channel.ts";
import { shakeHands } from "./handshake.ts";
import { startPort } from "./port/index.ts";
import { startShell } from "./shell.ts";
import type { SessionTask, SessionType } from "./task.ts";
import { openTranscript } from "./transcript.ts";

export interface Session {
  /** Ends it from outside: the service closed its channel, or the agent ends. */
  readonly end: () => void;
  readonly ended: Promise<SessionEnd>;
}

/** Fields of an `agent_task_complete`. */
export interface SessionEnd {
  readonly FinalTaskStatus: string;
  readonly Output: string;
  readonly S3Bucket: string;
  readonly S3UrlSuffix: string;
  readonly CwlGroup: string;
  readonly CwlStream: string;
}

const starters: Readonly<Record<SessionType, (start: ActivityStart) => Promise<Activity> | Activity>> = {
  Standard_Stream: startShell,
  InteractiveCommands: startShell,
  NonInteractiveCommands: startNonInteractive,
  Port: startPort,
};

const nowhere = { S3Bucket: "", S3UrlSuffix: "", CwlGroup: "", CwlStream: "" } as const;
const endOf = (
  { status, output }: Outcome,
  logged: Omit<SessionEnd, "FinalTaskStatus" | "Output">,
): SessionEnd => ({
  FinalTaskStatus: status,
  Output: output,
  ...logged,
});

export function startSession(context: AgentContext, task: SessionTask): Session {
  let isCancelled = false;
  let endActivity = (): void => {};
  const cancelled = new Promise<void>((resolve) => {
    endActivity = resolve;
  });
  const end = (): void => {
    isCancelled = true;
    endActivity();
  };
  const ended = run(context, task, { end, cancelled, isCancelled: () => isCancelled }).catch((error: Error) =>
    endOf(failure(error.message), nowhere),
  );
  return { end, ended };
}

interface Cancelling {
  readonly end: () => void;
  readonly cancelled: Promise<void>;
  readonly isCancelled: () => boolean;
}

async function run(context: AgentContext, task: SessionTask, cancelling: Cancelling): Promise<SessionEnd> {
  const { sessionId } = task;
  const first = await openFirst(context, sessionId);
  if (typeof first === "string") {
    return endOf(failure(`Setting up data channel with id ${sessionId} failed: ${first}`), nowhere);
  }
  const channel = createDataChannel(context, sessionId, { first, onOver: cancelling.end });
  try {
    channel.tell("Connected");
    return await converse(context, task, { channel, cancelling });
  } finally {
    channel.close();
  }
}

interface Conversation {
  readonly channel: DataChannel;
  readonly cancelling: Cancelling;
}

async function converse(
  context: AgentContext,
  task: SessionTask,
  { channel, cancelling }: Conversation,
): Promise<SessionEnd> {
  const needsHandshake =
    task.type === "Port" || task.type === "NonInteractiveCommands" || task.preferences.kmsKeyId !== "";
  const over = cancelling.cancelled.then(() => undefined);
  const shaken = needsHandshake
    ? await Promise.race([shakeHands(context, channel, task), over])
    : ({ kind: "ok", clientVersion: "" } as const);
  if (shaken === undefined) return endOf(success, nowhere);
  if (shaken.kind === "failed") {
    return endOf(failure(`Encountered error while initiating handshake. ${shaken.why}`), nowhere);
  }
  const transcript = await Promise.race([openTranscript(context, task), over]);
  if (transcript === undefined) return endOf(success, nowhere);
  if ("refused" in transcript) return endOf(failure(transcript.refused), nowhere);
  const { clientVersion } = shaken;
  const activity = await starters[task.type]({
    context,
    channel,
    task,
    clientVersion,
    record: transcript.record,
  });
  const ending = cancelling.cancelled.then(() => activity.end());
  if (cancelling.isCancelled()) await ending;
  const outcome = await activity.done;
  if (!cancelling.isCancelled()) {
    await channel.drain();
    channel.tell("Terminating");
  }
  channel.close();
  return endOf(outcome, await transcript.finish());
}
