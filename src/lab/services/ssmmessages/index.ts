/**
 * The message gateway of Systems Manager (`ssmmessages`): agents hold a control channel open to it, and for each session
 * agent and client a data channel each, between which it relays. Decides who may open which channel, and when a session
 * is over by itself; what a session or a command is, the control plane decides, which is on the other side of `Gateway`.
 *
 * All state is in memory: after a start no session is known. Agents that come back to one are told that it is over, on both
 * their channels, so that no shell is left behind.
 */
import type { Duplex } from "node:stream";
import type { Call } from "../call.ts";
import { createDelivery } from "../ec2messages/index.ts";
import type { Answer } from "../wire/answer.ts";
import { findChannelPath } from "./admit/channel-path.ts";
import { createChannel } from "./admit/create-channel.ts";
import { createJoining } from "./admit/join-channel.ts";
import { refusals, toRefusal } from "./admit/refusal.ts";
import { createTokens } from "./admit/token.ts";
import { createControlChannels } from "./control/channels.ts";
import type { Gateway, GatewayEvents } from "./gateway.ts";
import { createSessions } from "./session/sessions.ts";
import { createLiveSockets } from "./socket/live-sockets.ts";
import { usualTiming } from "./timing.ts";
import type { Timing } from "./timing.ts";

export type { Gateway, GatewayEvents } from "./gateway.ts";

export interface GatewayOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly events: GatewayEvents;
  /** Told of what went wrong on our side, in an event's listener too: a defect, which costs a connection at most. */
  readonly report: (error: unknown) => void;
  readonly timing?: Partial<Timing> | undefined;
}

export interface GatewayService extends Gateway {
  /** Requests to `ssmmessages` that are no WebSockets: tokens, and whatever is refused. */
  readonly answer: (call: Call) => Promise<Answer>;
  /** Takes over a connection that asks for a channel; false where `answer` has to refuse it. */
  readonly upgrade: (call: Call, socket: Duplex, head: Buffer) => boolean;
  /** Requests to `ec2messages`. */
  readonly deliver: (call: Call) => Promise<Answer>;
  /** Ends all connections; their agents and clients are told that the gateway is going away. */
  readonly close: () => void;
}

export function createGateway({ now, events, report, timing: own }: GatewayOptions): GatewayService {
  const timing = { ...usualTiming, ...own };
  const tokens = createTokens({ tokenMs: timing.tokenMs, now });
  const sockets = createLiveSockets();
  const delivery = createDelivery({ now, timing, onMessage: events.onMessage });
  const control = createControlChannels({
    now,
    events,
    onComplete: (target, sessionId, output) => {
      if (sessions.find(sessionId)?.target === target) sessions.end(sessionId, output, "agent");
    },
  });
  const sessions = createSessions({
    now,
    timing,
    onSession: events.onSession,
    tellTarget: control.close,
    onEnded: (id) => tokens.revoke({ kind: "data", id }),
  });
  const joining = createJoining({
    now,
    timing,
    tokens,
    sockets,
    report,
    findSession: sessions.find,
    onOrphan: control.close,
    join: ({ kind, id, role }, socket) =>
      kind === "control" ? control.join(id, socket) : sessions.join(id, role, socket),
  });
  const look = (nowMs: number): void => {
    sockets.look(nowMs);
    sessions.look(nowMs);
    tokens.sweep(nowMs);
    delivery.look(nowMs);
  };
  const looking = setInterval(() => {
    try {
      look(now());
    } catch (error) {
      report(error);
    }
  }, timing.lookMs);
  looking.unref();
  const toClient = (id: string): string => tokens.issue({ kind: "data", id, role: "client" });
  return {
    isConnected: control.isOpen,
    send: (target, message) => control.send(target, message) || delivery.offer(target, message),
    open: (session) => {
      sessions.open(session);
      return toClient(session.id);
    },
    resume: (sessionId) => (sessions.find(sessionId) === undefined ? undefined : toClient(sessionId)),
    end: (sessionId, output) => sessions.end(sessionId, output),
    answer: async (call) => {
      const path = findChannelPath(call.url);
      if (path === undefined) return toRefusal(refusals.noSuchChannel);
      if (call.request.method === "GET") return joining.refuse(call, path);
      if (call.request.method !== "POST") return toRefusal(refusals.wrongMethod);
      return createChannel(call, path, { tokens, findSession: sessions.find, onOrphan: control.close });
    },
    upgrade: (call, socket, head) => {
      const path = findChannelPath(call.url);
      return path !== undefined && joining.upgrade(call, path, socket, head);
    },
    deliver: delivery.answer,
    close: () => {
      clearInterval(looking);
      sockets.close();
      delivery.close();
    },
  };
}
