import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { collect } from "./collect.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFrameReader, encodeFrame } from "../../../src/lab/agent/smux/frame.ts";
import { createMux } from "../../../src/lab/agent/smux/session.ts";
import type { Mux } from "../../../src/lab/agent/smux/session.ts";

/** Two ends of which each hears the other a moment later. */
function pair(onStream: (stream: Duplex) => void): { readonly client: Mux; readonly server: Mux } {
  const make = (end: "client" | "server", peer: () => Mux): Mux =>
    createMux({
      end,
      onStream,
      onRoom: () => undefined,
      send: (bytes) => {
        setImmediate(() => peer().receive(bytes));
        return true;
      },
    });
  const client: Mux = make("client", () => server);
  const server: Mux = make("server", () => client);
  return { client, server };
}

describe("smux", () => {
  it("has the frames of the library", () => {
    expect(encodeFrame("push", 0x01020304, Buffer.from("ab")).toString("hex")).toBe("01020200040302016162");
    expect(encodeFrame("open", 3).toString("hex")).toBe("0100000003000000");
    expect(encodeFrame("finish", 3).toString("hex")).toBe("0101000003000000");
  });

  it("reads frames cut anywhere, and nothing that is none", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 })),
        fc.integer({ min: 1, max: 30 }),
        (texts, step) => {
          const bytes = Buffer.concat(
            texts.map((text, index) => encodeFrame("push", index, Buffer.from(text))),
          );
          const read = createFrameReader();
          const frames = [];
          for (let at = 0; at < bytes.length; at += step) frames.push(...read(bytes.subarray(at, at + step)));
          expect(frames.map(({ data }) => data.toString("hex"))).toEqual(
            texts.map((text) => Buffer.from(text).toString("hex")),
          );
        },
      ),
    );
    expect(() => createFrameReader()(Buffer.from("HTTP/1.1 200 OK"))).toThrow("unsupported protocol version");
  });

  it("carries streams both ways, each with an end of its own in each direction", async () => {
    const { client } = pair((stream) => void collect(stream).then((bytes) => stream.end(bytes)));
    const sent = [0, 1, 40_000, 500_000].map((size) => randomBytes(size));
    const got = await Promise.all(
      sent.map((bytes) => {
        const stream = client.open();
        stream.end(bytes);
        return collect(stream);
      }),
    );
    expect(got.map((bytes, index) => bytes.equals(sent[index]!))).toEqual([true, true, true, true]);
  });

  it("is full while nobody reads, and has room again when somebody does", async () => {
    const streams: Duplex[] = [];
    const { client, server } = pair((stream) => streams.push(stream));
    const stream = client.open();
    stream.end(Buffer.alloc(6 * 1024 * 1024));
    await expect.poll(() => server.isFull()).toBe(true);
    expect((await collect(streams[0]!)).length).toBe(6 * 1024 * 1024);
    expect(server.isFull()).toBe(false);
  });
});
