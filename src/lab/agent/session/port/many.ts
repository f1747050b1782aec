/** Many connections over one session, by smux (port_mux.go of the real agent, read 2026-11-29). */
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";
import { payloadFlags } from "../../../channel/type.ts";
import { createMux } from "../../smux/session.ts";
import { failure, success } from "../activity.ts";
import type { Activity, ActivityStart, Outcome } from "../activity.ts";
import type { Destination } from "./destination.ts";

export function forwardMany({ channel, context }: ActivityStart, destination: Destination): Activity {
  let finish: (outcome: Outcome) => void = () => {};
  const done = new Promise<Outcome>((resolve) => (finish = resolve));
  const serve = async (stream: Duplex): Promise<void> => {
    const opened = await destination.open().catch((error: Error) => error);
    if (opened instanceof Error) {
      context.log.say("ERROR", `Unable to dial connection to server: ${opened.message}`);
      channel.send("flag", flagBytes(payloadFlags.connectToPortError));
      stream.destroy();
      return;
    }
    // Each direction ends by itself; a broken one takes both down.
    const close = (error: Error | null | undefined): void => {
      if (error === null || error === undefined) return;
      opened.destroy();
      stream.destroy();
    };
    pipeline(stream, opened, close);
    pipeline(opened, stream, close);
  };
  const mux = createMux({
    end: "server",
    onStream: (stream) => void serve(stream),
    onRoom: channel.retry,
    send: (bytes) => {
      channel.send("output", bytes);
      return !channel.isFull();
    },
  });
  channel.onRoom(mux.resume);
  channel.receiveWith((type, payload) => {
    if (type === "flag" && payload.length === 4 && payload.readUInt32BE() === payloadFlags.terminateSession) {
      finish(success);
    }
    if (type !== "output") return true;
    if (mux.isFull()) return false;
    try {
      mux.receive(payload);
    } catch (error) {
      // Nothing that comes after it can be read.
      finish(failure((error as Error).message));
    }
    return true;
  });
  return { done: done.finally(mux.close), end: () => finish(success) };
}

export function flagBytes(flag: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(flag);
  return bytes;
}
