/** Connections that ask for another protocol than HTTP/1.1, at the front of the services. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectTls } from "node:tls";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFront } from "../../../src/lab/host/front.ts";
import type { Front, FrontOptions } from "../../../src/lab/host/front.ts";
import { createCertificates, readOrCreateCa } from "../../../src/lab/tls/index.ts";
import { facts } from "../../facts/facts.ts";

const directory = mkdtempSync(join(tmpdir(), "lab-front-"));
const servers: Server[] = [];
let front: Front;
let takes: FrontOptions["upgrade"] = () => false;
const reports: unknown[] = [];

beforeAll(async () => {
  const ca = await readOrCreateCa(directory, facts);
  front = createFront({
    sniCallback: createCertificates(ca, facts).sniCallback,
    arrivalOf: (_, remote) => ({ kind: "public", sourceAddress: remote }),
    report: (error) => reports.push(error),
    upgrade: (...args) => takes(...args),
    handle: async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      response.end(`${request.method} ${request.url} ${Buffer.concat(pieces).toString()}`);
    },
  });
  for (const port of [80, 443]) {
    const server = createServer();
    servers.push(server);
    front.listen(server, port);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
});

beforeEach(() => {
  reports.length = 0;
  takes = () => false;
});

afterAll(() => {
  front.close();
  rmSync(directory, { recursive: true, force: true });
});

const portOf = (index: number) => (servers[index]?.address() as AddressInfo | undefined)?.port ?? 0;

/** What comes back on one connection until it is silent after `count` answers. */
async function converse(connection: Duplex, text: string, end: RegExp): Promise<string> {
  let heard = "";
  connection.write(text);
  for await (const piece of connection) {
    heard += String(piece);
    if (end.test(heard)) break;
  }
  connection.destroy();
  return heard;
}

const upgrade = (protocol: string, method = "GET") =>
  `${method} /a HTTP/1.1\r\nHost: s3.us-east-1.amazonaws.com\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n`;

describe("a request for a protocol that is not there is answered as any other", () => {
  test("with what follows on its connection", async () => {
    const text = `${upgrade("h2c")}\r\nGET /b HTTP/1.1\r\nHost: b\r\n\r\n`;
    const heard = await converse(connect(portOf(0), "127.0.0.1"), text, /GET \/b/);
    expect(heard.match(/GET \/[ab] /g)).toEqual(["GET /a ", "GET /b "]);
  });

  test("with its body", async () => {
    const text = `${upgrade("h2c", "POST")}Content-Length: 5\r\n\r\nhello`;
    const heard = await converse(connect(portOf(0), "127.0.0.1"), text, /POST \/a/);
    expect(heard).toContain("POST /a hello");
  });

  test("over TLS", async () => {
    const tls = connectTls({
      port: portOf(1),
      host: "127.0.0.1",
      servername: "s3.us-east-1.amazonaws.com",
      rejectUnauthorized: false,
    });
    expect(await converse(tls, `${upgrade("websocket")}\r\n`, /GET \/a/)).toContain("GET /a");
  });
});

test("one that is taken over is not answered", async () => {
  takes = (_, socket, head) => {
    socket.end(`taken with ${head.length}`);
    return true;
  };
  const text = `${upgrade("websocket")}\r\nabc`;
  expect(await converse(connect(portOf(0), "127.0.0.1"), text, /taken/)).toBe("taken with 3");
});

test("a defect costs its connection and is reported", async () => {
  takes = () => {
    throw new Error("defect");
  };
  expect(await converse(connect(portOf(0), "127.0.0.1"), `${upgrade("websocket")}\r\n`, /./)).toBe("");
  expect(reports).toEqual([new Error("defect")]);
});

test("a connection may be idle for more than a minute", async () => {
  const heard = await converse(connect(portOf(0), "127.0.0.1"), `${upgrade("websocket")}\r\n`, /GET/);
  const seconds = Number(/keep-alive: timeout=(\d+)/i.exec(heard)?.[1]);
  expect(seconds).toBeGreaterThanOrEqual(75);
});
