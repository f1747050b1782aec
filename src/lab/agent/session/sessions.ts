/** The sessions of an agent: started, ended, and told about at their end. */
import { setTimeout as sleep } from "node:timers/promises";
import { parseFields, textAt } from "../../channel/fields.ts";
import { createMessage, flag } from "../../channel/message.ts";
import type { Message } from "../../channel/message.ts";
import type { AgentContext } from "../agent/context.ts";
import { failure } from "./activity.ts";
import { startSession } from "./session.ts";
import type { Session, SessionEnd } from "./session.ts";
import { parseTask } from "./task.ts";

export interface Sessions {
  /** Takes an `interactive_shell`. A repeated one is passed over. */
  readonly start: (message: Message) => void;
  /** Takes a `channel_closed`. */
  readonly close: (message: Message) => void;
  readonly end: () => Promise<void>;
  readonly running: () => number;
}

export interface SessionsOptions {
  readonly context: AgentContext;
  /** Until it is acknowledged. */
  readonly reply: (message: Message) => void;
}

/** A limit of this process, that no flood of orders may pass. */
const most = 200;
/** Sessions of old, whose orders may come again after a connection broke. */
const remembered = 1000;

/** A failure is told no sooner: the client is still on its way, and would find no session that could tell it why. */
const soonestFailureMs = 1000;

export function createSessions({ context, reply }: SessionsOptions): Sessions {
  const { log, pace, identity } = context;
  const running = new Map<string, Session>();
  const known = new Set<string>();
  const tell = async (sessionId: string, end: SessionEnd, startedAtMs: number): Promise<void> => {
    log.say("INFO", `[SessionWorker] session ${sessionId} ended: ${end.FinalTaskStatus} ${end.Output}`);
    if (end.FinalTaskStatus !== "Success") await sleep(startedAtMs + soonestFailureMs - pace.now());
    reply(completion(sessionId, end, { instanceId: identity.instanceId, nowMs: pace.now() }));
  };
  const start = ({ payload }: Message): void => {
    const parsed = parseTask(payload);
    const sessionId = parsed.kind === "task" ? parsed.task.sessionId : parsed.sessionId;
    if (sessionId === "")
      return log.say("ERROR", "[SessionWorker] an order to start a session that names none");
    if (known.has(sessionId)) return;
    const startedAtMs = pace.now();
    const refuse = (why: string): void => void tell(sessionId, refusedEnd(why), startedAtMs);
    known.add(sessionId);
    const [oldest] = known;
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
    if (parsed.kind === "fault") return refuse(parsed.why);
    if (running.size >= most) return refuse("too many sessions at once");
    log.say("INFO", `[SessionWorker] session ${sessionId} of ${parsed.task.owner}: ${parsed.task.type}`);
    const session = startSession(context, parsed.task);
    running.set(sessionId, session);
    void session.ended.then((end) => {
      running.delete(sessionId);
      return tell(sessionId, end, startedAtMs);
    });
  };
  return {
    start,
    running: () => running.size,
    close: ({ payload }) => running.get(textAt(parseFields(payload) ?? {}, "SessionId"))?.end(),
    end: async () => {
      const sessions = [...running.values()];
      for (const session of sessions) session.end();
      await Promise.all(sessions.map(({ ended }) => ended));
    },
  };
}

function refusedEnd(why: string): SessionEnd {
  const { status, output } = failure(why);
  return {
    FinalTaskStatus: status,
    Output: output,
    S3Bucket: "",
    S3UrlSuffix: "",
    CwlGroup: "",
    CwlStream: "",
  };
}

function completion(
  sessionId: string,
  end: SessionEnd,
  { instanceId, nowMs }: { readonly instanceId: string; readonly nowMs: number },
): Message {
  const content = {
    SchemaVersion: 1,
    TaskId: sessionId,
    Topic: "agent_task_complete",
    IsRoutingFailure: false,
    AwsAccountId: "",
    InstanceId: instanceId,
    ...end,
    RetryNumber: 0,
  };
  return {
    ...createMessage({ type: "taskComplete", payload: JSON.stringify(content), nowMs }),
    flags: flag.none,
  };
}
