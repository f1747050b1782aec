/** A small HTTP client over a `Net`: connections are kept for the next request, and given up when they have been idle. */
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { ClientRequest, IncomingHttpHeaders, RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { openConnection, openTls } from "./connect.ts";
import type { Net } from "./net.ts";

export interface HttpRequest {
  readonly method: string;
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  /** For the connection to open. */
  readonly dialTimeoutMs: number;
  /** For the whole. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Http {
  /** Throws an Error in the words of Go's clients where there is no answer. */
  readonly ask: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly close: () => void;
}

const idleMs = 30_000;
const mostBytes = 8 * 1024 * 1024;

export function createHttp(net: Net): Http {
  const options = { keepAlive: true, timeout: idleMs, maxFreeSockets: 4 };
  const agents = { plain: new HttpAgent(options), secure: new HttpsAgent(options) };
  overNet(agents.plain, (target) => openConnection(net, target));
  overNet(agents.secure, (target) => openTls(net, target));
  return {
    ask: (request) => ask(request, request.isSecure ? agents.secure : agents.plain),
    close: () => {
      agents.plain.destroy();
      agents.secure.destroy();
    },
  };
}

interface Dialled extends RequestOptions {
  readonly dialTimeoutMs?: number;
}

type Opened = (error: Error | null, socket?: Duplex) => void;

/** Makes an agent of Node open its connections through ours. */
function overNet(
  agent: HttpAgent,
  open: (target: { host: string; port: number; timeoutMs: number }) => Promise<Duplex>,
): void {
  const createConnection = ({ host, port, dialTimeoutMs }: Dialled, opened: Opened): undefined => {
    open({ host: host ?? "", port: Number(port), timeoutMs: dialTimeoutMs ?? idleMs }).then(
      (socket) => opened(null, socket),
      opened,
    );
    return undefined;
  };
  Object.assign(agent, { createConnection });
}

function ask(
  { method, isSecure, host, port, path, headers, body, dialTimeoutMs, timeoutMs }: HttpRequest,
  agent: HttpAgent,
): Promise<HttpAnswer> {
  const bytes = Buffer.from(body);
  const options: Dialled = {
    agent,
    method,
    host,
    port,
    path,
    dialTimeoutMs,
    headers: { ...headers, "content-length": bytes.length },
  };
  return new Promise((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)(options);
    const timer = setTimeout(() => {
      // Before it has a connection, a request that is destroyed says so only when the connection has failed too.
      reject(new Error("context deadline exceeded (Client.Timeout exceeded while awaiting headers)"));
      request.destroy();
    }, timeoutMs);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      end();
    };
    request.on("error", (error) => settle(() => reject(error)));
    collect(request, (answer) => settle(() => resolve(answer)));
    request.end(bytes);
  });
}

function collect(request: ClientRequest, done: (answer: HttpAnswer) => void): void {
  request.on("response", (response) => {
    const pieces: Buffer[] = [];
    let size = 0;
    response.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > mostBytes) request.destroy(new Error("the answer is too long"));
      else pieces.push(piece);
    });
    response.on("error", (error) => request.destroy(error));
    response.on("end", () => {
      const { statusCode: status = 0, headers } = response;
      done({ status, headers, body: Buffer.concat(pieces).toString() });
    });
  });
}
