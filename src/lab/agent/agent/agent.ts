/**
 * One agent of Session Manager: the real agent's part, for one instance of a lab, among many in one process. Decides what is done
 * when; what a session or a command is, is the matter of its neighbours.
 */
import { setMaxListeners } from "node:events";
import { messageTypes } from "../../channel/type.ts";
import type { Message } from "../../channel/message.ts";
import { createJobs } from "../job/jobs.ts";
import { createHttp } from "../net/http.ts";
import type { Http } from "../net/http.ts";
import type { Net } from "../net/net.ts";
import type { AgentPlace } from "../place.ts";
import { createSessions } from "../session/sessions.ts";
import type { AgentContext } from "./context.ts";
import { keepControlChannel } from "./control-channel.ts";
import { keepAskingAssociations, keepReporting, report, wakeUp } from "./health.ts";
import { registrationKey } from "./key.ts";
import { createKeyring } from "./keyring.ts";
import { createLog } from "./log.ts";
import type { Log } from "./log.ts";
import { createMetadata } from "./metadata.ts";
import type { Identity } from "./metadata.ts";
import { createPace } from "./pace.ts";
import type { Pace } from "./pace.ts";
import { schedule } from "./schedule.ts";
import { createServices } from "./service.ts";
import { findIdentity, keepRegistering, waitForCredentials } from "./start-up.ts";

/** In the order of a good start; `hibernating` and `stopped` are where a bad one ends. */
export type AgentState = "starting" | "registering" | "connecting" | "online" | "hibernating" | "stopped";

export interface AgentStatus {
  readonly state: AgentState;
  readonly instanceId: string | undefined;
  readonly sessions: number;
  readonly commands: number;
  /** How often it had to give something up for a while, since it was started. */
  readonly failures: number;
  /** The last lines, oldest first. */
  readonly log: readonly string[];
}

export interface Agent {
  readonly status: () => AgentStatus;
  /** With all its sessions and commands. */
  readonly stop: () => Promise<void>;
}

export interface AgentOptions {
  readonly place: AgentPlace;
  readonly net: Net;
  readonly timeScale: number;
}

/** What the life of an agent hangs on; `doing` is what it is busy with. */
interface Life {
  readonly place: AgentPlace;
  readonly net: Net;
  readonly http: Http;
  readonly pace: Pace;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly onFailure: () => void;
  state: AgentState;
  failures: number;
  identity: Identity | undefined;
  doing: Doing | undefined;
}

interface Doing {
  readonly sessions: () => number;
  readonly commands: () => number;
  readonly end: () => Promise<void>;
}

export function startAgent({ place, net, timeScale }: AgentOptions): Agent {
  const ending = new AbortController();
  // Everything that an agent waits for listens.
  setMaxListeners(0, ending.signal);
  const pace = createPace(timeScale);
  const life: Life = {
    place,
    net,
    pace,
    http: createHttp(net),
    log: createLog(pace.now),
    signal: ending.signal,
    onFailure: () => (life.failures += 1),
    state: "starting",
    failures: 0,
    identity: undefined,
    doing: undefined,
  };
  const over = live(life).catch((error: Error) => {
    if (!ending.signal.aborted) life.log.say("ERROR", error.message);
    life.state = "stopped";
  });
  return {
    status: () => ({
      state: life.state,
      instanceId: life.identity?.instanceId,
      sessions: life.doing?.sessions() ?? 0,
      commands: life.doing?.commands() ?? 0,
      failures: life.failures,
      log: life.log.lines(),
    }),
    stop: async () => {
      await life.doing?.end();
      ending.abort();
      life.http.close();
      await over;
    },
  };
}

/** A program that ends without an identity is started again, as by the unit of the real agent. */
async function live(life: Life): Promise<never> {
  const { http, pace, log, signal } = life;
  const metadata = createMetadata(http, pace);
  for (;;) {
    life.state = "starting";
    const identity = await findIdentity(metadata, life);
    if (identity !== undefined) {
      life.identity = identity;
      const services = createServices(http, identity.region, pace, signal);
      const ask = { metadata, services, identity, log, key: await registrationKey() };
      life.state = "registering";
      await keepRegistering(ask, life);
      const found = await waitForCredentials(ask, life);
      const keys = createKeyring(ask, found, pace.now);
      return work(life, { ...life, identity, services, keys });
    }
    life.state = "stopped";
    life.onFailure();
    await pace.wait(schedule.restartMs, signal);
  }
}

async function work(life: Life, context: AgentContext): Promise<never> {
  life.state = "connecting";
  await wakeUp(context, () => {
    life.state = "hibernating";
    life.onFailure();
  });
  life.state = "connecting";
  const connection = () => (channel.wasOpen() ? "ssmmessages" : "ec2messages");
  const channel = keepControlChannel(context, {
    onMessage: (message) => receive(message),
    onChange: () => {
      life.state = channel.isOpen() ? "online" : "connecting";
      if (channel.isOpen()) void report(context, connection());
    },
    onFailure: life.onFailure,
  });
  const sessions = createSessions({ context, reply: channel.reply });
  const jobs = createJobs({ context, send: channel.send, reply: channel.reply });
  const handlers: Readonly<Record<string, (message: Message) => void>> = {
    [messageTypes.interactiveShell]: sessions.start,
    [messageTypes.channelClosed]: sessions.close,
    [messageTypes.job]: jobs.take,
  };
  const receive = (message: Message): void => handlers[message.type]?.(message);
  life.doing = {
    sessions: sessions.running,
    commands: jobs.running,
    end: async () => {
      jobs.end();
      await sessions.end();
    },
  };
  await Promise.all([keepReporting(context, connection), keepAskingAssociations(context)]);
  throw new Error("an agent reports for as long as it lives");
}
