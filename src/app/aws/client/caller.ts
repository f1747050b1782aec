/** The calls of one account and Region: clients made when needed, few at a time, tried again, refusals told apart from failures. */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Call, Reply, Service } from "../../../readers/aws/index.ts";
import { makeClient, makeCommand } from "./clients.ts";
import type { Client, ClientSettings } from "./clients.ts";
import { createLimit } from "./limit.ts";
import type { Limit } from "./limit.ts";
import { toRefusal } from "./refusal.ts";
import { withRetries } from "./retry.ts";

/** Route 53 takes five requests a second of an account, and IAM not many more (their quotas pages, read 2026-11-29). */
const atATime: Readonly<Partial<Record<Service, number>>> = { route53: 2, iam: 2 };
const atATimeElsewhere = 8;

interface Line {
  readonly client: Promise<Client>;
  readonly limit: Limit;
  /** Set once the service could not be reached: nobody waits for it twice. */
  down: Reply | undefined;
}

export interface Caller {
  readonly call: Call;
  /** Ends what is under way or waits its turn, so that a run that fails is over at once. */
  readonly close: () => Promise<void>;
}

/** `onReply` hears of every answer. */
export function createCaller(settings: ClientSettings, onReply: () => void): Caller {
  const lines = new Map<Service, Line>();
  const ending = new AbortController();
  // Every call that waits to be tried again listens to it.
  setMaxListeners(0, ending.signal);
  const lineOf = (service: Service): Line => {
    const line = lines.get(service) ?? {
      client: makeClient(service, settings),
      limit: createLimit(atATime[service] ?? atATimeElsewhere),
      down: undefined,
    };
    lines.set(service, line);
    return line;
  };
  return {
    call: async (service, operation, input) => {
      const line = lineOf(service);
      const reply = await line.limit(async () => {
        if (line.down !== undefined) return line.down;
        const client = await line.client;
        const command = await makeCommand(service, operation, input);
        return send(client, command, ending.signal);
      });
      if (isUnreachable(reply)) line.down = reply;
      if (!ending.signal.aborted) onReply();
      return reply;
    },
    close: async () => {
      ending.abort();
      for (const { client } of lines.values()) (await client).destroy();
    },
  };
}

async function send(client: Client, command: object, signal: AbortSignal): Promise<Reply> {
  const patience = { sleep: (ms: number) => sleep(ms, undefined, { signal }), random: Math.random };
  try {
    const output = await withRetries(async () => {
      signal.throwIfAborted();
      return client.send(command);
    }, patience);
    return { kind: "answered", output: output as Readonly<Record<string, unknown>> };
  } catch (error) {
    return signal.aborted
      ? { kind: "refused", because: "failed", message: "the run has ended" }
      : toRefusal(error);
  }
}

/** A code of the operating system in front: no answer came at all. */
function isUnreachable(reply: Reply): boolean {
  return (
    reply.kind === "refused" &&
    reply.because === "unavailable" &&
    /^(?:E[A-Z_]+|TimeoutError)\b/.test(reply.message)
  );
}
