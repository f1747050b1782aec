/**
 * A port of this machine that leads to one of the instance: every connection is a stream of smux
 * (src/sessionmanagerplugin/session/portsession of session-manager-plugin, read 2026-11-29).
 */
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { pipeline } from "node:stream";
import { textAt } from "../../channel/fields.ts";
import { payloadFlags } from "../../channel/type.ts";
import { createMux } from "../smux/session.ts";
import { terminate } from "./front.ts";
import type { Front, FrontStart } from "./front.ts";

export function forwardPort(start: FrontStart): Front {
  const { client, kind, sessionId, screen } = start;
  const say = (text: string): void => void screen.output.write(text);
  const mux = createMux({
    end: "client",
    // The agent opens none.
    onStream: (stream) => stream.destroy(),
    onRoom: client.retry,
    send: (bytes) => {
      client.send("output", bytes);
      return !client.isFull();
    },
  });
  let isFirst = true;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (isFirst) say(`\nConnection accepted for session [${sessionId}]\n`);
    isFirst = false;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    const stream = mux.open();
    const close = (error: Error | null | undefined): void => {
      if (error === null || error === undefined) return;
      socket.destroy();
      stream.destroy();
    };
    pipeline(socket, stream, close);
    pipeline(stream, socket, close);
  });
  server.on("error", ({ message }) => {
    say(`Cannot perform start session: ${message}\n`);
    void terminate(start);
  });
  const port = Number(textAt(kind.properties, "localPortNumber") || 0);
  server.listen(port, "localhost", () => {
    const { port: opened } = server.address() as AddressInfo;
    say(`Port ${opened} opened for sessionId ${sessionId}.\nWaiting for connections...\n`);
  });
  return {
    onPayload: (type, payload) => {
      if (
        type === "flag" &&
        payload.length === 4 &&
        payload.readUInt32BE() === payloadFlags.connectToPortError
      ) {
        say("\nConnection to destination port failed, check SSM Agent logs.\n");
      }
      if (type !== "output") return true;
      if (mux.isFull()) return false;
      mux.receive(payload);
      return true;
    },
    onRoom: mux.resume,
    onInterrupt: () => void terminate(start),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      mux.close();
    },
  };
}
