/** A request that asks for another protocol than HTTP/1.1, and does not get it: a server may pass over what it was asked. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Puts the request back into the connection as it came, without its Upgrade: whoever reads next finds it and its body.
 * Clients of HTTP/2 over plain text (`Upgrade: h2c`) ask so with every first request.
 * https://www.rfc-editor.org/rfc/rfc9110#section-7.8
 */
export function asPlainRequest(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method = "GET", url = "/", httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.toLowerCase() !== "upgrade") lines.push(`${name}: ${rawHeaders[at + 1] ?? ""}`);
  }
  if (head.length > 0) socket.unshift(head);
  socket.unshift(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
}
