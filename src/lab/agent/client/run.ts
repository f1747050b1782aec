/**
 * A session in front of a user, or of a script: what session-manager-plugin does, in its words. Where standard input is no terminal the
 * plugin stops; here what it holds is typed, and its end ends the session when everything has been answered.
 */
import type { Net } from "../net/net.ts";
import type { SessionType } from "../session/task.ts";
import { openClient } from "./client.ts";
import type { Client } from "./client.ts";
import type { StartedSession } from "./connection.ts";
import { forwardPort } from "./forward.ts";
import type { Front, FrontStart, Screen } from "./front.ts";
import type { SessionKind } from "./handshake.ts";
import { typeInto } from "./keyboard.ts";
import type { SessionService } from "./service.ts";
import { carryStreams } from "./standard-stream.ts";

export interface RunSessionOptions {
  readonly session: StartedSession;
  /** The instance. */
  readonly target: string;
  readonly net: Net;
  /** For coming back to a lost session, and for encrypted ones; without it both fail. */
  readonly service: SessionService | undefined;
  readonly screen: Screen;
}

const fronts: Readonly<Record<SessionType, (start: FrontStart) => Front>> = {
  Standard_Stream: typeInto,
  InteractiveCommands: typeInto,
  NonInteractiveCommands: typeInto,
  Port: (start) =>
    start.kind.properties["type"] === "LocalPortForwarding" ? forwardPort(start) : carryStreams(start),
};

const signals = ["SIGINT", "SIGQUIT", "SIGTSTP"] as const;
const exitCodeShape = /EXIT_CODE: (\d+)/;

/**
 * Resolves when the session is over: with the exit code of a command that told it, else 0. Rejects where the session cannot be joined.
 */
export async function runSession(options: RunSessionOptions): Promise<number> {
  const { session, screen } = options;
  const { SessionId: sessionId } = session;
  screen.output.write(`\nStarting session with SessionId: ${sessionId}\n`);
  let front: Front | undefined;
  let exitCode = 0;
  let early: SessionKind | undefined;
  let client: Client | undefined;
  const begin = (kind: SessionKind): void => {
    if (client === undefined) early = kind;
    else front = fronts[kind.type]({ client, kind, sessionId, screen });
  };
  client = await openClient({
    ...options,
    onKind: begin,
    onSay: (text) => screen.output.write(`${text}\n`),
    onRoom: () => front?.onRoom(),
    onPayload: (type, payload) => {
      if (type !== "exitCode") return front?.onPayload(type, payload) ?? false;
      exitCode = Number(exitCodeShape.exec(payload.toString())?.[1] ?? 0);
      return true;
    },
  });
  if (early !== undefined) begin(early);
  client.retry();
  const interrupt = (signal: NodeJS.Signals): void => {
    if (front === undefined) client.leave();
    else front.onInterrupt(signal);
  };
  for (const signal of signals) process.on(signal, interrupt);
  const said = await client.ended;
  for (const signal of signals) process.off(signal, interrupt);
  front?.close();
  screen.output.write(said ?? "");
  return exitCode;
}
