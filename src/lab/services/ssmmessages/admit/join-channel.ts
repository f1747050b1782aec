/** The WebSocket at a channel's path: judged as a request, then by the token in its first frame. */
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { at } from "../../../channel/frame.ts";
import type { Call } from "../../call.ts";
import type { Answer } from "../../wire/answer.ts";
import { parseFields, textAt } from "../../../channel/fields.ts";
import { endings } from "../socket/ending.ts";
import type { ChannelSocket, Listener } from "../socket/channel-socket.ts";
import type { LiveSockets } from "../socket/live-sockets.ts";
import { limits } from "../timing.ts";
import type { Timing } from "../timing.ts";
import type { ChannelPath } from "./channel-path.ts";
import { judgeOpening } from "./judge.ts";
import type { Judgement, Question } from "./judge.ts";
import { refusals, toRefusal } from "./refusal.ts";
import type { Grant, Tokens } from "./token.ts";

export interface JoinOptions extends Pick<Question, "findSession" | "onOrphan"> {
  readonly now: () => number;
  readonly timing: Timing;
  readonly tokens: Tokens;
  readonly sockets: LiveSockets;
  readonly report: (error: unknown) => void;
  /** Undefined when there is nothing to join any more. */
  readonly join: (grant: Grant, socket: ChannelSocket) => Listener | undefined;
}

export interface Joining {
  /** False where the request is to be answered instead, as `refuse` does. */
  readonly upgrade: (call: Call, path: ChannelPath, socket: Duplex, head: Buffer) => boolean;
  readonly refuse: (call: Call, path: ChannelPath) => Answer;
}

export function createJoining(options: JoinOptions): Joining {
  const { now, timing, tokens, sockets, report, join } = options;
  const serverOf = (most: number) =>
    new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: at.payload + most });
  const servers = { data: serverOf(limits.payload.data), control: serverOf(limits.payload.control) };
  const judge = (call: Call, path: ChannelPath): Judgement =>
    sockets.isBusy() ? { kind: "refused", ...refusals.busy } : judgeOpening({ call, path, ...options });
  return {
    upgrade: (call, path, connection, head) => {
      const judgement = judge(call, path);
      if (judgement.kind === "refused") return false;
      const { grant } = judgement;
      servers[path.kind].handleUpgrade(call.request, connection, head, (ws) => {
        sockets.add({
          ws,
          connection,
          now,
          timing,
          report,
          allowance: limits.allowance[path.kind],
          greet: (text, socket) => {
            const isGranted = tokens.take(textAt(parseFields(text), "TokenValue"), grant);
            return (isGranted ? join(grant, socket) : undefined) ?? endings.wrongToken;
          },
        });
      });
      return true;
    },
    refuse: (call, path) => {
      const judgement = judge(call, path);
      return toRefusal(judgement.kind === "refused" ? judgement : refusals.noWebSocket);
    },
  };
}
