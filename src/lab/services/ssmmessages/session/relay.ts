/**
 * Between the two ends of a session: what one sends is handed to the other as it came, in order. The ends number their
 * streams, acknowledge what they got and send again what was not acknowledged; so whatever is lost on the way comes again,
 * and whatever comes twice is told by its number.
 *
 * One thing the service has to add. An end remembers a message for sending again after it has sent it: where the other end
 * is near, the acknowledgement may be there before that, and is lost. An agent answers what it sees again with another
 * acknowledgement, but a client does not, and the agent would send for ever. So what the client acknowledged is remembered
 * here, and an agent that sends it again is answered in its place.
 */
import { findFault, payloadIn, sequenceNumberIn, typeIn } from "../../../channel/frame.ts";
import { decodeMessage, encodeMessage } from "../../../channel/message.ts";
import { messageTypes } from "../../../channel/type.ts";
import { parseFields, textAt } from "../../../channel/fields.ts";
import { acknowledgement, publication } from "../notice.ts";
import { endings, malformed } from "../socket/ending.ts";
import type { ChannelSocket, Listener } from "../socket/channel-socket.ts";
import { limits } from "../timing.ts";
import { createClientMemory } from "./client-memory.ts";
import type { ClientMemory } from "./client-memory.ts";
import { createWaiting } from "./waiting.ts";
import type { Waiting } from "./waiting.ts";

export type Role = "agent" | "client";

export interface RelayOptions {
  readonly sessionId: string;
  readonly now: () => number;
  /** `Connected`, as the agent tells it. */
  readonly onConnected: () => void;
  /** A message of a stream that was not seen before. */
  readonly onActivity: () => void;
}

export interface Relay {
  /** In place of an earlier connection of the same end, which is closed. */
  readonly attach: (role: Role, socket: ChannelSocket) => Listener;
  /** Those that are there now. */
  readonly sockets: () => readonly ChannelSocket[];
}

interface End {
  socket: ChannelSocket | undefined;
  /** For it, while it is away. */
  readonly waiting: Waiting;
  /** The greatest number of its own stream so far. */
  highest: number;
}

type Ends = Readonly<Record<Role, End>>;
type Reaction = ReturnType<Listener["onFrame"]>;
type Rule = (frame: Buffer, socket: ChannelSocket) => Reaction;

const otherOf = { agent: "client", client: "agent" } as const;

export function createRelay(options: RelayOptions): Relay {
  const ends: Ends = { agent: createEnd(), client: createEnd() };
  const memory = createClientMemory();
  const rules = rulesOf(ends, memory, options);
  const { tell, tellAgain } = createPublication(ends.agent, options);
  const leave = (role: Role, socket: ChannelSocket): void => {
    // What it could not take any more is not waited for.
    ends[otherOf[role]].socket?.resume();
    if (role === "client") memory.leave();
    if (ends[role].socket !== socket) return;
    ends[role].socket = undefined;
    if (role === "client") tell("pause");
  };
  return {
    sockets: () => [ends.agent.socket, ends.client.socket].flatMap((socket) => socket ?? []),
    attach: (role, socket) => {
      const own = ends[role];
      const former = own.socket;
      own.socket = socket;
      former?.end(endings.replaced);
      for (const [number, frame] of own.waiting.takeAll()) {
        if (role === "client") memory.hand(number);
        socket.send(frame);
      }
      if (role === "client") tell("start");
      else tellAgain();
      return {
        onFrame: (frame) => react(rules[role], frame, socket),
        onGone: () => leave(role, socket),
      };
    },
  };
}

/** An agent is told when nobody takes what it has to say. It remembers that from one connection to the next. */
function createPublication(agent: End, { sessionId, now }: RelayOptions) {
  let wanted: "pause" | "start" = "start";
  let told: "pause" | "start" = "start";
  const tellAgain = (): void => {
    if (agent.socket === undefined || told === wanted) return;
    told = wanted;
    agent.socket.send(encodeMessage(publication(wanted, sessionId, now())));
  };
  return {
    tellAgain,
    tell: (type: "pause" | "start"): void => {
      wanted = type;
      tellAgain();
    },
  };
}

const createEnd = (): End => ({ socket: undefined, waiting: createWaiting(), highest: -1 });

function react(rules: Readonly<Record<string, Rule>>, frame: Buffer, socket: ChannelSocket): Reaction {
  const fault = findFault(frame);
  if (fault !== undefined) return malformed(fault);
  const type = typeIn(frame);
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  return rule === undefined ? endings.unexpectedType : rule(frame, socket);
}

/** What each end may send, and what becomes of it. */
function rulesOf(
  ends: Ends,
  memory: ClientMemory,
  { now, onConnected, onActivity }: RelayOptions,
): Readonly<Record<Role, Readonly<Record<string, Rule>>>> {
  const stream = (role: Role, frame: Buffer, socket: ChannelSocket): Reaction => {
    const number = Number(sequenceNumberIn(frame));
    if (number < 0 || !Number.isSafeInteger(number)) return malformed("wrong sequence number");
    const own = ends[role];
    const other = ends[otherOf[role]];
    if (number > own.highest) {
      own.highest = number;
      onActivity();
    } else if (role === "agent" && memory.has(number)) return answerAgain(frame, socket, now());
    if (other.socket === undefined) return other.waiting.add(number, frame) ? "of use" : "of no use";
    if (role === "agent") {
      memory.hand(number);
      const answer = memory.findQuestion(number);
      if (answer !== undefined) other.socket.ask(answer);
    }
    return hand(socket, other.socket, frame);
  };
  /** Nobody waits for one that missed it: the message is sent again, and acknowledged again. */
  const pass = (role: Role, frame: Buffer, socket: ChannelSocket): Reaction => {
    const to = ends[otherOf[role]].socket;
    return to === undefined ? "of no use" : hand(socket, to, frame);
  };
  return {
    agent: {
      [messageTypes.output]: (frame, socket) => stream("agent", frame, socket),
      [messageTypes.acknowledge]: (frame, socket) => pass("agent", frame, socket),
      [messageTypes.sessionState]: (frame) => {
        if (textAt(parseFields(payloadIn(frame)), "SessionState") === "Connected") onConnected();
        return "of use";
      },
    },
    client: {
      [messageTypes.input]: (frame, socket) => stream("client", frame, socket),
      [messageTypes.acknowledge]: (frame, socket) => {
        const number = parseFields(payloadIn(frame))?.["AcknowledgedMessageSequenceNumber"];
        if (typeof number !== "number" || number < 0 || !Number.isSafeInteger(number)) {
          return malformed("wrong content");
        }
        // What was never sent cannot have been got.
        if (number <= ends.agent.highest) memory.acknowledge(number);
        return pass("client", frame, socket);
      },
    },
  };
}

/** Where the receiver does not keep up, the sender has to wait. */
function hand(from: ChannelSocket, to: ChannelSocket, frame: Buffer): Reaction {
  if (to.waiting() < limits.highWater) to.send(frame);
  else {
    from.pause();
    to.send(frame, from.resume);
  }
  return "of use";
}

function answerAgain(frame: Buffer, socket: ChannelSocket, nowMs: number): Reaction {
  const decoded = decodeMessage(frame);
  if (decoded.kind === "fault") return malformed(decoded.fault);
  socket.send(encodeMessage(acknowledgement(decoded.message, nowMs)));
  return "of no use";
}
