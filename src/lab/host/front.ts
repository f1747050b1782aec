/**
 * The front of the lab's services in one namespace: takes connections from sockets that listen there, speaks TLS on every
 * port but 80, and tells the services by which way each request came.
 */
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Server, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Arrival } from "../arrival.ts";
import type { Certificates } from "../tls/index.ts";
import type { Handle, Upgrade } from "./options.ts";
import { asPlainRequest } from "./plain-request.ts";

const plainPort = 80;

export interface FrontOptions {
  readonly sniCallback: Certificates["sniCallback"];
  /** Undefined where nobody is at the address: the connection is dropped. */
  readonly arrivalOf: (localAddress: string, remoteAddress: string) => Arrival | undefined;
  readonly handle: Handle;
  readonly upgrade: Upgrade;
  /** What went wrong in a handler: a defect, which costs one request and not the lab. */
  readonly report: (error: unknown) => void;
}

export interface Front {
  readonly listen: (server: Server, port: number) => void;
  readonly close: () => void;
}

export function createFront(options: FrontOptions): Front {
  const arrivalOf = ({ socket: { localAddress = "", remoteAddress = "" } }: IncomingMessage) =>
    options.arrivalOf(plain(localAddress), plain(remoteAddress));
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const arrival = arrivalOf(request);
    if (arrival === undefined) return void request.socket.destroy();
    options.handle(request, response, arrival).catch((error: unknown) => {
      options.report(error);
      response.destroy();
    });
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const arrival = arrivalOf(request);
    if (arrival === undefined) return void socket.destroy();
    const isWebSocket = request.headers.upgrade?.toLowerCase() === "websocket";
    try {
      if (isWebSocket && options.upgrade(request, socket, head, arrival)) return;
    } catch (error) {
      options.report(error);
      return void socket.destroy();
    }
    asPlainRequest(request, socket, head);
    // A server of HTTP takes any stream as a connection: this one was decrypted before.
    http.emit("connection", socket);
  };
  const http = createHttpServer(limits, answer);
  const https = createHttpsServer({ ...limits, SNICallback: options.sniCallback }, answer);
  const servers: readonly HttpServer[] = [http, https];
  for (const server of servers) {
    server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
      response.writeContinue();
      answer(request, response);
    });
    server.on("upgrade", upgrade);
    server.on("clientError", (_, socket) => socket.destroy());
  }
  https.on("tlsClientError", () => undefined);
  const listening = new Set<Server>();
  return {
    listen: (server, port) => {
      listening.add(server);
      const own = port === plainPort ? http : https;
      server.on("connection", (socket: Socket) => own.emit("connection", socket));
    },
    close: () => {
      for (const server of listening) server.close();
      for (const server of servers) server.closeAllConnections();
    },
  };
}

/**
 * The agent of Systems Manager leaves connections idle for a minute and more, and takes one that is closed meanwhile for an
 * error of the network.
 */
const limits = { maxHeaderSize: 32_768, requestTimeout: 0, keepAliveTimeout: 90_000 } as const;

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, "");
