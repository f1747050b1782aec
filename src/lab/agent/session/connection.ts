/** The connection under a data channel: opened again whenever it breaks, until the session is over. */
import type { WebSocket } from "ws";
import type { AgentContext } from "../agent/context.ts";
import { openChannel } from "../agent/gateway.ts";
import { backOffMs, schedule } from "../agent/schedule.ts";

export interface Connection {
  readonly isOpen: () => boolean;
  /** Nothing while there is none: what is to arrive is sent again on the next. */
  readonly send: (bytes: Buffer) => void;
  readonly close: () => void;
}

export interface ConnectionEvents {
  readonly onBytes: (bytes: Buffer) => void;
  readonly onReopened: () => void;
  /** The session is over: the service said so, or nobody was to be reached for too long. */
  readonly onOver: () => void;
}

/** The first connection of a session, or the words of the failure. */
export async function openFirst(context: AgentContext, id: string): Promise<WebSocket | string> {
  const { tries } = schedule.dataChannel;
  let why = "";
  for (let tried = 1; tried <= tries; tried += 1) {
    const opened = await openChannel(context, { kind: "data-channel", id });
    if (opened.kind === "open") return opened.webSocket;
    why = opened.why;
    if (opened.isFinal || tried === tries) break;
    await context.pace.wait(backOffMs(schedule.dataChannel, tried), context.signal);
  }
  return why;
}

/** A connection that lived so long is no reason to wait before the next. */
const healthyMs = 1000;

export function keepConnection(
  context: AgentContext,
  id: string,
  { first, events }: { readonly first: WebSocket; readonly events: ConnectionEvents },
): Connection {
  const { pace, log, signal } = context;
  const state: { webSocket?: WebSocket | undefined; isClosed: boolean } = { isClosed: false };
  let failures = 0;
  const attach = (opened: WebSocket): void => {
    const openedAtMs = pace.now();
    state.webSocket = opened;
    opened.on("message", events.onBytes);
    opened.on("close", () => {
      state.webSocket = undefined;
      if (pace.now() - openedAtMs >= healthyMs) failures = 0;
      if (!state.isClosed) void reopen(pace.now());
    });
  };
  const reopen = async (lostAtMs: number): Promise<void> => {
    while (!state.isClosed && !signal.aborted) {
      if (failures > 0)
        await pace.wait(backOffMs(schedule.dataChannel, failures), signal).catch(() => undefined);
      failures += 1;
      const opened = await openChannel(context, { kind: "data-channel", id });
      if (opened.kind === "open") {
        if (state.isClosed) return opened.webSocket.terminate();
        attach(opened.webSocket);
        return events.onReopened();
      }
      log.say("WARN", `Retrying connection for data channel ${id}: ${opened.why}`);
      if (opened.isFinal || pace.now() - lostAtMs > pace.scaled(schedule.abandonedMs)) return events.onOver();
    }
  };
  attach(first);
  return {
    isOpen: () => state.webSocket !== undefined,
    send: (bytes) => state.webSocket?.send(bytes),
    close: () => {
      state.isClosed = true;
      state.webSocket?.close();
    },
  };
}
