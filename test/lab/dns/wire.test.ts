import { createSocket } from "node:dgram";
import type { Socket as DatagramSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { decode, encode } from "dns-packet";
import type { DecodedPacket, OptAnswer, Packet } from "dns-packet";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { respond, serveDns } from "../../../src/lab/dns/index.ts";
import type { Answer, Asked } from "../../../src/lab/dns/index.ts";
import { base, withEndpoints, withRows } from "../../reach/estate.ts";
import { answerTo, zone } from "./dig.ts";

const hundred = Array.from({ length: 100 }, (_, index) => `10.0.9.${index + 1}`).join("|");
const crowd = [1, 2, 3]
  .flatMap((net) => Array.from({ length: 100 }, (_, host) => `10.0.${net}.${host}`))
  .join("|");
const network = withRows(withEndpoints(base, "ssm"), {
  hostedZones: [
    zone("corp.example", [
      `many A ${hundred}`,
      `crowd A ${crowd}`,
      "three A 10.0.9.1|10.0.9.2|10.0.9.3",
      "www CNAME three.corp.example",
      'note TXT "one" "two"',
      "@ MX 10 mail.corp.example",
      "_ldap._tcp SRV 1 2 389 db.corp.example",
      'cert CAA 0 issue "ca.example"',
      "odd NAPTR 1 1 U a b .",
    ]),
  ],
});
const answerFor = ({ name, type }: Asked): Answer => answerTo(network, name, { type });

const query = (name: string, more: Packet & { questionType?: string } = {}): Buffer =>
  encode({
    type: "query",
    id: 42,
    flags: 0x0100,
    questions: [{ name, type: (more.questionType ?? "A") as "A" }],
    ...more,
  });
const edns = (udpPayloadSize: number): OptAnswer => ({
  type: "OPT",
  name: ".",
  udpPayloadSize,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
});

type Decoded = DecodedPacket & { readonly rcode: string };
const ask = (packet: Buffer, transport: "udp" | "tcp" = "udp"): Decoded => {
  const answer = respond(packet, answerFor, transport);
  if (answer === undefined) throw new Error("no answer");
  return decode(answer) as Decoded;
};
const dataOf = ({ answers = [] }: Decoded) => answers.map((each) => ("data" in each ? each.data : undefined));

describe("an answer", () => {
  it("repeats the id, the question as it was written, and what the client asked of the server", () => {
    const answer = ask(query("SSM.ap-northeast-1.AmazonAWS.com"));
    expect(answer).toMatchObject({
      id: 42,
      type: "response",
      rcode: "NOERROR",
      flag_rd: true,
      flag_ra: true,
      flag_tc: false,
      questions: [{ name: "SSM.ap-northeast-1.AmazonAWS.com", type: "A" }],
      answers: [{ name: "SSM.ap-northeast-1.AmazonAWS.com", type: "A", data: "10.0.2.20", ttl: 60 }],
      additionals: [],
    });
    expect(ask(query("example.com", { flags: 0 })).flag_rd).toBe(false);
  });

  it.each([
    ["www.corp.example", "A", ["three.corp.example", "10.0.9.1", "10.0.9.2", "10.0.9.3"]],
    ["example.com", "AAAA", ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"]],
    ["note.corp.example", "TXT", [[Buffer.from("one"), Buffer.from("two")]]],
    ["corp.example", "MX", [{ preference: 10, exchange: "mail.corp.example" }]],
    ["_ldap._tcp.corp.example", "SRV", [{ priority: 1, weight: 2, port: 389, target: "db.corp.example" }]],
    ["cert.corp.example", "CAA", [{ flags: 0, tag: "issue", value: "ca.example", issuerCritical: false }]],
    ["10.1.0.10.in-addr.arpa", "PTR", ["ip-10-0-1-10.ap-northeast-1.compute.internal"]],
    ["example.com", "ANY", [{ cpu: "RFC8482", os: "" }]],
  ])("carries the records of %s %s", (name, questionType, data) => {
    // 84 leaves three addresses in the order they were written.
    expect(dataOf(ask(query(name, { questionType, id: 84 })))).toEqual(data);
  });

  it.each([
    ["missing.corp.example", "NXDOMAIN", "corp.example"],
    ["three.corp.example", "NOERROR", "corp.example"],
    ["nowhere.test", "NXDOMAIN", "nowhere.test"],
  ])("says in whose name it has no AAAA of %s", (name, rcode, apex) => {
    const answer = ask(query(name, { questionType: "AAAA" }));
    expect(answer).toMatchObject({ rcode, answers: [], authorities: [{ type: "SOA", name: apex }] });
  });

  it("answers the types that the codec has no name for", () => {
    for (const questionType of ["UNKNOWN_64", "UNKNOWN_65", "UNKNOWN_65280"]) {
      const answer = ask(query("example.com", { questionType }));
      expect(answer).toMatchObject({ rcode: "NOERROR", answers: [], questions: [{ type: questionType }] });
    }
  });

  it("is a failure for records that a zone has and the resolver cannot write", () => {
    expect(ask(query("odd.corp.example", { questionType: "NAPTR" }))).toMatchObject({ rcode: "SERVFAIL" });
    expect(ask(query("odd.corp.example"))).toMatchObject({ rcode: "NOERROR", answers: [] });
  });

  it("has another address first each time", () => {
    const firsts = [0, 1, 2, 3].map((id) => dataOf(ask(query("www.corp.example", { id })))[1]);
    expect(firsts).toEqual(["10.0.9.1", "10.0.9.2", "10.0.9.3", "10.0.9.1"]);
  });

  it("does not come from a resolver that is silent", () => {
    expect(respond(query("example.com"), () => ({ kind: "silent" }), "udp")).toBeUndefined();
  });
});

describe("size", () => {
  it("of a datagram is 512 bytes, or what the client says it takes", () => {
    const small = ask(query("many.corp.example"));
    expect(small).toMatchObject({ flag_tc: true, answers: [], rcode: "NOERROR" });
    const roomy = respond(query("many.corp.example", { additionals: [edns(4096)] }), answerFor, "udp");
    expect(decode(roomy ?? Buffer.alloc(0)).answers).toHaveLength(100);
    const middling = ask(query("many.corp.example", { additionals: [edns(1232)] }));
    expect(middling).toMatchObject({ flag_tc: true, answers: [] });
    const tiny = ask(query("three.corp.example", { additionals: [edns(100)] }));
    expect(tiny).toMatchObject({ flag_tc: false });
    const vast = ask(query("crowd.corp.example", { additionals: [edns(65_535)] }));
    expect(vast).toMatchObject({ flag_tc: true });
  });

  it("over TCP is no matter", () => {
    expect(ask(query("many.corp.example"), "tcp").answers).toHaveLength(100);
  });

  it("is spared: an owner that is the question's name takes two bytes", () => {
    const [one, three] = ["example.com", "three.corp.example"].map((name) =>
      respond(query(name), answerFor, "udp"),
    );
    expect(one).toHaveLength(query("example.com").length + 16);
    expect(three).toHaveLength(query("three.corp.example").length + 3 * 16);
  });
});

describe("EDNS", () => {
  it("is answered in kind, and only then", () => {
    expect(ask(query("example.com", { additionals: [edns(1232)] })).additionals).toMatchObject([
      { type: "OPT", udpPayloadSize: 4096, ednsVersion: 0, flag_do: false, extendedRcode: 0 },
    ]);
    const wanting = { ...edns(1232), flags: 0x8000, flag_do: true };
    expect(ask(query("example.com", { additionals: [wanting] })).additionals).toMatchObject([
      { flag_do: true },
    ]);
  });

  it("of a later version is refused as such", () => {
    const later = { ...edns(1232), ednsVersion: 1 };
    expect(ask(query("example.com", { additionals: [later] }))).toMatchObject({
      rcode: "NOERROR",
      answers: [],
      additionals: [{ type: "OPT", extendedRcode: 1, ednsVersion: 0 }],
    });
  });
});

describe("what is no proper query", () => {
  const good = query("example.com");
  const changed = (change: (packet: Buffer) => void, packet = good): Buffer => {
    const copy = Buffer.from(packet);
    change(copy);
    return copy;
  };

  it.each<[string, Buffer, string]>([
    ["no question", query("example.com", { questions: [] }), "FORMERR"],
    [
      "two questions",
      query("", {
        questions: [
          { name: "a.test", type: "A" },
          { name: "b.test", type: "A" },
        ],
      }),
      "FORMERR",
    ],
    ["a question cut short", good.subarray(0, good.length - 1), "FORMERR"],
    ["a name that points at itself", changed((packet) => packet.writeUInt16BE(0xc00c, 12)), "FORMERR"],
    ["a label longer than the packet", changed((packet) => packet.writeUInt8(63, 12)), "FORMERR"],
    [
      "a name of more than 255 bytes",
      query(Array.from({ length: 5 }, () => "x".repeat(60)).join(".")),
      "FORMERR",
    ],
    ["answers in a query", changed((packet) => packet.writeUInt16BE(1, 6)), "FORMERR"],
    ["records that are not there", changed((packet) => packet.writeUInt16BE(1, 10)), "FORMERR"],
    ["two OPT records", query("example.com", { additionals: [edns(512), edns(512)] }), "FORMERR"],
    ["an opcode of another time", changed((packet) => packet.writeUInt16BE(0x1000, 2)), "NOTIMP"],
    ["an update", changed((packet) => packet.writeUInt16BE(0x2800, 2)), "NOTIMP"],
    ["another class", changed((packet) => packet.writeUInt16BE(3, packet.length - 2)), "REFUSED"],
    ["a zone transfer", query("corp.example", { questionType: "AXFR" }), "REFUSED"],
  ])("%s gets its own code", (_, packet, rcode) => {
    for (const transport of ["udp", "tcp"] as const) {
      expect(ask(packet, transport)).toMatchObject({ id: 42, rcode, answers: [], flag_qr: true });
    }
  });

  it("gets no answer when it is an answer itself, or too short for a header", () => {
    expect(
      respond(
        changed((packet) => packet.writeUInt8(0x81, 2)),
        answerFor,
        "udp",
      ),
    ).toBeUndefined();
    for (let length = 0; length < 12; length += 1) {
      expect(respond(good.subarray(0, length), answerFor, "udp")).toBeUndefined();
    }
  });

  it("never makes the server throw, and what comes back can be read", () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    const mutated = fc
      .tuple(
        fc.constantFrom(good, query("many.corp.example", { additionals: [edns(4096)] })),
        fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 6 }),
      )
      .map(([packet, edits]) =>
        changed((copy) => edits.forEach(([at, byte]) => void (copy[at % copy.length] = byte)), packet),
      );
    fc.assert(
      fc.property(
        fc.oneof(bytes, mutated),
        fc.constantFrom("udp" as const, "tcp" as const),
        (packet, transport) => {
          const answer = respond(packet, answerFor, transport);
          if (answer === undefined) return;
          expect(answer.readUInt16BE(0)).toBe(packet.readUInt16BE(0));
          expect(answer.length).toBeGreaterThanOrEqual(12);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("the server", () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function start(answer: (remote: string, local: string, asked: Asked) => Answer) {
    const udp = createSocket("udp4");
    await new Promise<void>((done) => udp.bind(0, "127.0.0.1", done));
    const tcp = createServer();
    await new Promise<void>((done) => tcp.listen(0, "127.0.0.1", done));
    const stop = serveDns({ udp, tcp, answerFor: answer });
    closing.push(
      stop,
      () => new Promise<void>((done) => udp.close(() => done())),
      () => new Promise((done) => tcp.close(done)),
    );
    return { udp, tcp, stop };
  }

  const overUdp = async (server: DatagramSocket, packet: Buffer): Promise<Buffer> => {
    const client = createSocket("udp4");
    closing.push(() => new Promise<void>((done) => client.close(() => done())));
    client.send(packet, server.address().port, "127.0.0.1");
    const [answer] = (await once(client, "message")) as [Buffer];
    return answer;
  };

  const open = async (server: Server): Promise<Socket> => {
    const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
    closing.push(() => client.destroy());
    await once(client, "connect");
    return client;
  };
  const framed = (packet: Buffer): Buffer =>
    Buffer.concat([Buffer.from([packet.length >> 8, packet.length & 0xff]), packet]);
  const readFrames = async (client: Socket, count: number): Promise<readonly Buffer[]> => {
    const frames: Buffer[] = [];
    let pending = Buffer.alloc(0);
    for await (const chunk of client) {
      pending = Buffer.concat([pending, chunk as Buffer]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        frames.push(pending.subarray(2, 2 + pending.readUInt16BE(0)));
        pending = pending.subarray(2 + pending.readUInt16BE(0));
      }
      if (frames.length >= count) break;
    }
    return frames;
  };

  it("answers over UDP, and knows who asked of which address", async () => {
    const seen: string[] = [];
    const { udp } = await start((remote, local, asked) => {
      seen.push(`${remote} asks ${local}`);
      return answerFor(asked);
    });
    const answer = decode(await overUdp(udp, query("example.com")));
    expect(answer.answers).toMatchObject([{ data: "93.184.215.14" }]);
    expect(seen).toEqual(["127.0.0.1 asks 127.0.0.1"]);
  });

  it("answers several queries on one TCP connection, however they are cut", async () => {
    const { tcp } = await start((_, __, asked) => answerFor(asked));
    const client = await open(tcp);
    const bytes = Buffer.concat(
      ["example.com", "many.corp.example", "nowhere.test"].map((name) => framed(query(name))),
    );
    for (const byte of bytes) {
      client.write(Buffer.from([byte]));
      if (byte === 0) await new Promise((done) => setImmediate(done));
    }
    const answers = (await readFrames(client, 3)).map((frame) => decode(frame) as Decoded);
    expect(answers.map(({ rcode, answers = [] }) => `${rcode} ${answers.length}`)).toEqual([
      "NOERROR 1",
      "NOERROR 100",
      "NXDOMAIN 0",
    ]);
  });

  it("is understood by a resolver of somebody else's, which turns to TCP when it is told to", async () => {
    const tcp = createServer();
    await new Promise<void>((done) => tcp.listen(0, "127.0.0.1", done));
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket("udp4");
    await new Promise<void>((done) => udp.bind(port, "127.0.0.1", done));
    closing.push(
      serveDns({ udp, tcp, answerFor: (_, __, asked) => answerFor(asked) }),
      () => new Promise<void>((done) => udp.close(() => done())),
      () => new Promise((done) => tcp.close(done)),
    );
    const client = new Resolver({ timeout: 5000, tries: 1 });
    client.setServers([`127.0.0.1:${port}`]);
    expect(await client.resolve4("ssm.ap-northeast-1.amazonaws.com", { ttl: true })).toEqual([
      { address: "10.0.2.20", ttl: 60 },
    ]);
    expect(await client.resolve4("many.corp.example")).toHaveLength(100);
    expect((await client.resolve4("www.corp.example")).toSorted()).toEqual([
      "10.0.9.1",
      "10.0.9.2",
      "10.0.9.3",
    ]);
    expect(await client.resolve6("example.com")).toEqual(["2606:2800:21f:cb07:6820:80da:af6b:8b2c"]);
    expect(await client.resolveTxt("note.corp.example")).toEqual([["one", "two"]]);
    expect(await client.resolveSrv("_ldap._tcp.corp.example")).toHaveLength(1);
    expect(await client.resolveNs("corp.example")).toHaveLength(4);
    expect(await client.resolveSoa("corp.example")).toMatchObject({
      hostmaster: "awsdns-hostmaster.amazon.com",
    });
    expect(await client.reverse("10.0.1.10")).toEqual(["ip-10-0-1-10.ap-northeast-1.compute.internal"]);
    await expect(client.resolve4("missing.corp.example")).rejects.toMatchObject({ code: "ENOTFOUND" });
    await expect(client.resolve6("three.corp.example")).rejects.toMatchObject({ code: "ENODATA" });
  });

  it("goes on after a client that sends rubbish and one that leaves in the middle", async () => {
    const { udp, tcp } = await start((_, __, asked) => answerFor(asked));
    const rude = createSocket("udp4");
    closing.push(() => new Promise<void>((done) => rude.close(() => done())));
    rude.send(Buffer.from("rubbish"), udp.address().port, "127.0.0.1");
    const accepted = once(tcp, "connection") as Promise<[Socket]>;
    const leaving = await open(tcp);
    leaving.write(Buffer.from([1, 0, 7]));
    const [left] = await accepted;
    if (left.bytesRead === 0) await new Promise((done) => left.once("data", done));
    const closed = new Promise((done) => left.once("close", done));
    leaving.resetAndDestroy();
    expect(await closed, "whether it closed with an error").toBe(true);
    const rubbish = await open(tcp);
    rubbish.write(framed(Buffer.alloc(3)));
    rubbish.write(framed(query("example.com")));
    expect(await readFrames(rubbish, 1)).toHaveLength(1);
    expect(decode(await overUdp(udp, query("example.com"))).answers).toHaveLength(1);
  });

  it("is quiet where the resolver is, and once it is stopped", async () => {
    const { udp, tcp, stop } = await start((_, __, asked) =>
      asked.name === "quiet.test" ? { kind: "silent" } : answerFor(asked),
    );
    const client = await open(tcp);
    client.write(framed(query("quiet.test")));
    client.write(framed(query("example.com", { id: 7 })));
    const [first] = await readFrames(client, 1);
    expect(decode(first ?? Buffer.alloc(0)).id).toBe(7);
    const held = await open(tcp);
    stop();
    await once(held, "close");
    expect(udp.listenerCount("message")).toBe(0);
  });

  it("lets a client go that asks and never reads", async () => {
    const answer = answerFor({ name: "many.corp.example", type: "A" });
    const { tcp } = await start(() => answer);
    const client = await open(tcp);
    client.pause();
    const block = Buffer.concat(Array.from({ length: 200 }, () => framed(query("many.corp.example"))));
    const closed = new Promise((done) => client.once("close", done));
    client.on("error", () => undefined);
    const pump = (): void => {
      while (!client.destroyed && client.write(block));
    };
    client.on("drain", pump);
    pump();
    await closed;
    expect(client.destroyed).toBe(true);
  });
});
