/**
 * The client's connection to its session: lost ones are taken up again with a new token, five times at most
 * (src/sessionmanagerplugin/session and src/retry of session-manager-plugin, read 2026-11-29).
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { Net } from "../net/net.ts";
import { openWebSocket } from "../net/web-socket.ts";
import type { SessionService } from "./service.ts";
import { clientVersion } from "./version.ts";

/** What StartSession answered. */
export interface StartedSession {
  readonly SessionId: string;
  readonly TokenValue: string;
  readonly StreamUrl: string;
}

export interface ClientConnection {
  readonly send: (bytes: Buffer) => void;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

export interface ClientConnectionOptions {
  readonly session: StartedSession;
  readonly net: Net;
  /** Without it a lost connection is the end. */
  readonly service: SessionService | undefined;
  readonly onBytes: (bytes: Buffer) => void;
  readonly onReopened: () => void;
  /** Nothing more will come; why, in the plugin's words. */
  readonly onLost: (why: string) => void;
}

const retry = { tries: 5, firstMs: 100, longestMs: 5000 } as const;
const timeoutMs = 30_000;
const pingMs = 5 * 60_000;

/** Rejects where the first connection cannot be made. */
export async function connectClient(options: ClientConnectionOptions): Promise<ClientConnection> {
  const { session, net, service, onBytes, onReopened, onLost } = options;
  const clientId = randomUUID();
  const state: { webSocket?: WebSocket | undefined; isClosed: boolean } = { isClosed: false };
  const open = async (token: string): Promise<void> => {
    const opened = await openWebSocket(net, { url: session.StreamUrl, timeoutMs });
    if (state.isClosed) return opened.terminate();
    opened.on("message", onBytes);
    opened.on("error", () => undefined);
    opened.send(JSON.stringify(firstFrame(token, clientId)));
    const ping = setInterval(() => opened.ping("keepalive"), pingMs);
    state.webSocket = opened;
    opened.on("close", () => {
      clearInterval(ping);
      state.webSocket = undefined;
      if (!state.isClosed) void resume();
    });
  };
  const resume = async (): Promise<void> => {
    if (service === undefined) return onLost(`Session: ${session.SessionId} lost its connection.`);
    let why = "";
    let waitMs = retry.firstMs * (1 + Math.random());
    for (let tried = 1; tried <= retry.tries; tried += 1) {
      if (state.isClosed) return;
      try {
        const token = await service.resume(session.SessionId);
        if (token === "") return onLost(`Session: ${session.SessionId} timed out.`);
        await open(token);
        return onReopened();
      } catch (error) {
        why = (error as Error).message;
      }
      await sleep(waitMs);
      waitMs = Math.min(waitMs * 2, retry.longestMs);
    }
    onLost(`Session: ${session.SessionId} cannot be resumed: ${why}.`);
  };
  await open(session.TokenValue);
  return {
    send: (bytes) => state.webSocket?.send(bytes),
    isOpen: () => state.webSocket !== undefined,
    close: () => {
      state.isClosed = true;
      state.webSocket?.close();
    },
  };
}

const firstFrame = (TokenValue: string, ClientId: string): object => ({
  MessageSchemaVersion: "1.0",
  RequestId: randomUUID(),
  TokenValue,
  ClientId,
  ClientVersion: clientVersion,
});
