/** A WebSocket over a `Net`. */
import { WebSocket } from "ws";
import { longestPayload } from "../../channel/message.ts";
import { openConnection, openTls } from "./connect.ts";
import type { Net } from "./net.ts";

export interface WebSocketTarget {
  /** `wss:`, or `ws:` for a client that a service beside it told so. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the connection and the handshake, each. */
  readonly timeoutMs: number;
}

const headerLength = 120;

/** Open. Throws an Error where the connection or the handshake fails. */
export async function openWebSocket(
  net: Net,
  { url, headers = {}, timeoutMs }: WebSocketTarget,
): Promise<WebSocket> {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replaceAll(/^\[|\]$/g, "");
  const isSecure = protocol === "wss:";
  const target = { host, port: Number(port === "" ? (isSecure ? 443 : 80) : port), timeoutMs };
  const socket = await (isSecure ? openTls(net, target) : openConnection(net, target));
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(url, {
      headers: { ...headers },
      createConnection: () => socket,
      perMessageDeflate: false,
      handshakeTimeout: timeoutMs,
      maxPayload: longestPayload + headerLength,
    });
    webSocket.once("open", () => {
      webSocket.off("error", fail);
      resolve(webSocket);
    });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(new Error(`websocket: bad handshake: ${error.message}`));
    };
    webSocket.once("error", fail);
  });
}
