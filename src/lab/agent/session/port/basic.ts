/** One connection at a time: for old clients, and for SSH over standard streams (port_basic.go of the real agent, read 2026-11-29). */
import type { Socket } from "node:net";
import { payloadFlags } from "../../../channel/type.ts";
import { failure, success } from "../activity.ts";
import type { Activity, ActivityStart, Outcome } from "../activity.ts";
import type { Destination } from "./destination.ts";

export async function forwardOne(
  { channel, context }: ActivityStart,
  destination: Destination,
): Promise<Activity> {
  let finish: (outcome: Outcome) => void = () => {};
  const done = new Promise<Outcome>((resolve) => (finish = resolve));
  let socket: Socket | undefined;
  let isOpening = false;
  const open = async (): Promise<void> => {
    isOpening = true;
    const opened = await destination.open().catch((error: Error) => error);
    isOpening = false;
    if (opened instanceof Error)
      return finish(failure(`Unable to connect to specified port: ${opened.message}`));
    socket = opened;
    opened.on("data", (bytes: Buffer) => {
      channel.send("output", bytes);
      if (channel.isFull()) opened.pause();
    });
    opened.on("drain", channel.retry);
    opened.on("error", ({ message }) => context.log.say("WARN", `Failed to read from port: ${message}`));
    opened.on("close", () => {
      socket = undefined;
      // Local forwarding waits for the client's next connection; with standard streams there is no next.
      if (!destination.isLocal) finish(success);
    });
    channel.retry();
  };
  const flags: Readonly<Record<number, () => void>> = {
    [payloadFlags.disconnectToPort]: () => socket?.destroy(),
    [payloadFlags.terminateSession]: () => finish(success),
  };
  await open();
  channel.onRoom(() => socket?.resume());
  channel.receiveWith((type, payload) => {
    if (type === "flag" && payload.length === 4) flags[payload.readUInt32BE()]?.();
    if (type !== "output") return true;
    if (socket === undefined || socket.writableNeedDrain) {
      if (socket === undefined && !isOpening) void open();
      return false;
    }
    socket.write(payload);
    return true;
  });
  return {
    done: done.finally(() => socket?.destroy()),
    end: () => finish(success),
  };
}
