/** A session as it is seen in a lab: the agent's first result awaited, and a shell asked to answer. */
import { setTimeout as pause } from "node:timers/promises";
import { echoThrough } from "../../../lab/agent/client/echo.ts";
import type { Echo } from "../../../lab/agent/client/echo.ts";
import type { AgentStatus } from "../../../lab/agent/index.ts";
import type { AgentOrder, Told } from "../control.ts";
import { openSessionDesk } from "./start.ts";
import type { LabApi } from "./start.ts";

export interface SessionSeen {
  readonly agent: AgentStatus | undefined;
  /** From the agent's start, or the first look at it, until it was online or gave something up. */
  readonly agentMs: number;
  readonly session: SessionOutcome;
}

/** `refused` by StartSession; the others by what came of the session that it opened. */
export type SessionOutcome =
  | Echo
  | { readonly kind: "refused"; readonly code: string; readonly said: string };

export interface SessionAsk {
  /** Gives the agent of the instance an order. */
  readonly agent: (order: AgentOrder) => Promise<Told["agent"]>;
  readonly api: LabApi;
  readonly region: string;
  readonly target: string;
  /** For the agent to come to a result, and for the shell to answer. */
  /** Starts the agent anew; else it is taken as it is. */
  readonly isRestarted: boolean;
  readonly patience: { readonly agentMs: number; readonly shellMs: number };
}

const lookMs = 25;
const said = "denat asks";

export async function seeSession(ask: SessionAsk): Promise<SessionSeen> {
  const startedAtMs = performance.now();
  let { agent } = await ask.agent(ask.isRestarted ? "restart" : "tell");
  const isOpen = (): boolean => agent !== undefined && agent.state !== "online" && agent.failures === 0;
  while (isOpen() && performance.now() - startedAtMs < ask.patience.agentMs) {
    await pause(lookMs);
    ({ agent } = await ask.agent("tell"));
  }
  const agentMs = performance.now() - startedAtMs;
  const session = await trySession(ask);
  return { agent: (await ask.agent("tell")).agent, agentMs, session };
}

/** Whatever becomes of it is an answer. */
export async function trySession({
  api,
  region,
  target,
  patience,
}: Omit<SessionAsk, "agent" | "isRestarted">): Promise<SessionOutcome> {
  const { start, net, service, close } = openSessionDesk(api, region);
  try {
    const session = await start({ Target: target }).catch((error: Error) => error);
    if (session instanceof Error) return { kind: "refused", code: session.name, said: session.message };
    const { shellMs: patienceMs } = patience;
    const echo = await echoThrough({ session, target, net, service, patienceMs }, said).catch(
      (error: Error): Echo => ({ kind: "ended", said: error.message }),
    );
    if (echo.kind === "silent") await service.terminate(session.SessionId).catch(() => undefined);
    return echo;
  } finally {
    close();
  }
}
