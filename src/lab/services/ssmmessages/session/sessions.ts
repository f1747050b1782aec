/** Sessions that are open, from StartSession to their end. */
import { encodeMessage } from "../../../channel/message.ts";
import type { GatewayEvents, GatewaySession } from "../gateway.ts";
import { channelClosed } from "../notice.ts";
import { endings } from "../socket/ending.ts";
import type { ChannelSocket, Listener } from "../socket/channel-socket.ts";
import type { Timing } from "../timing.ts";
import { createRelay } from "./relay.ts";
import type { Relay, Role } from "./relay.ts";

export interface Sessions {
  readonly open: (session: GatewaySession) => void;
  readonly find: (id: string) => GatewaySession | undefined;
  /** Undefined when the session is over. */
  readonly join: (id: string, role: Role, socket: ChannelSocket) => Listener | undefined;
  /** `by` the agent: its end is closed already, and it need not be told. */
  readonly end: (id: string, output: string, by?: "agent") => void;
  readonly look: (nowMs: number) => void;
}

export interface SessionsOptions {
  readonly now: () => number;
  readonly timing: Timing;
  readonly onSession: GatewayEvents["onSession"];
  /** The agent of a session that is over, on its control channel: a shell lives on that lost its data channel. */
  readonly tellTarget: (target: string, sessionId: string) => void;
  readonly onEnded: (sessionId: string) => void;
}

interface Open {
  readonly session: GatewaySession;
  readonly relay: Relay;
  readonly openedMs: number;
  usedMs: number;
  readonly awaited: Set<Role>;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { now, timing, onSession } = options;
  const sessions = new Map<string, Open>();
  const end: Sessions["end"] = (id, output, by) => {
    const open = sessions.get(id);
    if (open === undefined) return;
    sessions.delete(id);
    const { session, relay } = open;
    const closed = encodeMessage(
      channelClosed({ sessionId: id, target: session.target, output, nowMs: now() }),
    );
    for (const socket of relay.sockets()) {
      socket.send(closed);
      setTimeout(() => socket.end(endings.over), timing.lingerMs).unref();
    }
    if (by !== "agent") options.tellTarget(session.target, id);
    options.onEnded(id);
    onSession(id, "ended");
  };
  return {
    end,
    open: (session) => {
      const opened: Open = {
        session,
        openedMs: now(),
        usedMs: now(),
        awaited: new Set<Role>(["agent", "client"]),
        relay: createRelay({
          sessionId: session.id,
          now,
          onConnected: () => onSession(session.id, "connected"),
          onActivity: () => {
            opened.usedMs = now();
          },
        }),
      };
      sessions.set(session.id, opened);
    },
    find: (id) => sessions.get(id)?.session,
    join: (id, role, socket) => {
      const open = sessions.get(id);
      open?.awaited.delete(role);
      return open?.relay.attach(role, socket);
    },
    look: (nowMs) => {
      for (const [id, open] of sessions) {
        const output = findEnd(open, timing, nowMs);
        if (output !== undefined) end(id, output);
      }
    },
  };
}

const minuteMs = 60_000;

/** What the user is told of a session whose time is up; undefined for one that goes on. */
function findEnd({ session, ...open }: Open, timing: Timing, nowMs: number): string | undefined {
  const { idleMinutes, longestMinutes } = session;
  const ageMs = nowMs - open.openedMs;
  if (longestMinutes !== undefined && ageMs >= longestMinutes * minuteMs) {
    return "Your session has reached its maximum duration.";
  }
  if (open.awaited.size > 0 && ageMs >= timing.neverConnectedMs) {
    return `The ${[...open.awaited].join(" and the ")} did not connect in time.`;
  }
  const idleMs = idleMinutes === undefined ? timing.idleMs : idleMinutes * minuteMs;
  return nowMs - open.usedMs >= idleMs ? "Your session timed out due to inactivity." : undefined;
}
