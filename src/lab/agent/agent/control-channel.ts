/**
 * The control channel: over which the service tells the agent what to do, and hears what became of it. Kept open for as long as the
 * agent lives.
 */
import { once } from "node:events";
import type { WebSocket } from "ws";
import { parseFields, textAt } from "../../channel/fields.ts";
import { decodeMessage, encodeMessage } from "../../channel/message.ts";
import type { Message } from "../../channel/message.ts";
import { messageTypes } from "../../channel/type.ts";
import type { AgentContext } from "./context.ts";
import { openChannel } from "./gateway.ts";
import { createOutbox } from "./outbox.ts";
import { backOffMs, schedule } from "./schedule.ts";

export interface ControlChannel {
  readonly isOpen: () => boolean;
  /** Whether it ever was: what the agent reports as its way to Systems Manager. */
  readonly wasOpen: () => boolean;
  /** Nothing where the channel is not open. */
  readonly send: (message: Message) => void;
  /** Now, or when the channel opens; and again until it is acknowledged. */
  readonly reply: (message: Message) => void;
}

export interface ControlChannelEvents {
  readonly onMessage: (message: Message) => void;
  readonly onChange: () => void;
  /** It did not open, and is tried again later. */
  readonly onFailure: () => void;
}

const farewellMs = 500;

/** Runs until the agent ends. */
export function keepControlChannel(context: AgentContext, events: ControlChannelEvents): ControlChannel {
  const outbox = createOutbox();
  let open: WebSocket | undefined;
  let wasOpen = false;
  const send = (message: Message): void => open?.send(encodeMessage(message));
  const receive = (message: Message): void => {
    const { type, payload } = message;
    const field = acknowledgements[type];
    if (field === undefined) events.onMessage(message);
    else outbox.acknowledge(textAt(parseFields(payload) ?? {}, field));
  };
  const use = async (webSocket: WebSocket): Promise<void> => {
    open = webSocket;
    wasOpen = true;
    events.onChange();
    webSocket.on("message", (data: Buffer) => read(context, data, receive));
    for (const message of outbox.waiting()) send(message);
    await once(webSocket, "close");
    open = undefined;
    events.onChange();
  };
  const again = setInterval(() => outbox.waiting().forEach(send), context.pace.scaled(schedule.replyRetryMs));
  context.signal.addEventListener("abort", () => {
    clearInterval(again);
    const left = open;
    left?.close();
    // Where its way is gone, nobody answers the farewell.
    setTimeout(() => left?.terminate(), farewellMs).unref();
  });
  void keepOpen(context, use, events.onFailure);
  return {
    send,
    isOpen: () => open !== undefined,
    wasOpen: () => wasOpen,
    reply: (message) => {
      outbox.add(message);
      send(message);
    },
  };
}

/** Messages that only acknowledge, and the field with the id of what they do. */
const acknowledgements: Readonly<Record<string, string>> = {
  [messageTypes.taskAcknowledge]: "MessageId",
  [messageTypes.jobReplyAcknowledge]: "acknowledgedMessageId",
};

/** A malformed frame is logged and passed over, as the real agent does: the channel lives on. */
function read({ log }: AgentContext, data: Buffer, receive: (message: Message) => void): void {
  const decoded = decodeMessage(data);
  if (decoded.kind === "message") receive(decoded.message);
  else log.say("ERROR", `[MessageService] Cannot deserialize raw message: ${decoded.fault}`);
}

async function keepOpen(
  context: AgentContext,
  use: (webSocket: WebSocket) => Promise<void>,
  onFailure: () => void,
): Promise<void> {
  const { identity, signal, log, pace } = context;
  let failures = 0;
  while (!signal.aborted) {
    const opened = await openChannel(context, { kind: "control-channel", id: identity.instanceId });
    if (signal.aborted) {
      if (opened.kind === "open") opened.webSocket.terminate();
      return;
    }
    if (opened.kind === "open") {
      log.say("INFO", "[MessageService] [MGSInteractor] Control channel ready to receive messages");
      const openedAtMs = pace.now();
      await use(opened.webSocket);
      if (signal.aborted) return;
      log.say("WARN", "[MessageService] [MGSInteractor] Control channel closed, reconnecting");
      // The first try is at once, save after a channel that somebody closes as soon as it is open.
      failures = 0;
      if (pace.now() - openedAtMs >= pace.scaled(schedule.controlChannel.firstMs)) continue;
    } else {
      log.say(
        "ERROR",
        `[MessageService] [MGSInteractor] Failed to get controlchannel token, error: ${opened.why}`,
      );
      onFailure();
      if (failures === 0) log.say("INFO", "SSM Connection channel status is set to ec2messages");
    }
    failures += 1;
    await pace.wait(backOffMs(schedule.controlChannel, failures), signal).catch(() => undefined);
  }
}
