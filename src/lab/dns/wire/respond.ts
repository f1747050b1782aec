/**
 * From a client's packet to the packet that answers it. Never throws for what a client sent.
 *
 * An answer that does not fit a datagram says so (TC) and holds nothing, and the client asks again over TCP: 512 bytes, or
 * as many as the client's OPT says (RFC 6891). Addresses of one name take turns at the head, by the id of the message.
 */
import { DNSSEC_OK, encode } from "dns-packet";
import type { OptAnswer } from "dns-packet";
import type { Answer, Asked, DnsRecord } from "../answer.ts";
import { isDnsName, plainName } from "../name.ts";
import { readMessage } from "./message.ts";
import type { Edns, Message } from "./message.ts";

export type Transport = "udp" | "tcp";

const rcodes = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  BADVERS: 16,
} as const;
type WireRcode = keyof typeof rcodes;

const headerBytes = 12;
const responseFlag = 0x8000;
const truncated = 0x0200;
const recursionAvailable = 0x0080;
const plainUdpBytes = 512;
/** As AmazonProvidedDNS tells in its own OPT. */
const ownUdpBytes = 4096;
const maxTcpBytes = 0xffff;

/** Undefined where the client gets no answer: silence, and what is no query at all. */
export function respond(
  packet: Buffer,
  answerFor: (asked: Asked) => Answer,
  transport: Transport,
): Buffer | undefined {
  const message = readMessage(packet);
  if (message === undefined) return undefined;
  const { content } = message;
  if (content.kind === "fault") return write(message, { rcode: content.fault });
  const answer = answerFor(content.asked);
  if (answer.kind === "silent") return undefined;
  const limit = transport === "tcp" ? maxTcpBytes : udpLimit(message.edns);
  const whole = writeAnswer(message, content.asked, answer);
  if (whole.length <= limit) return whole;
  if (transport === "tcp") return write(message, { rcode: "SERVFAIL" });
  return write(message, { rcode: answer.rcode, flags: truncated });
}

const udpLimit = (edns: Edns | undefined): number =>
  edns === undefined ? plainUdpBytes : Math.min(Math.max(edns.udpPayloadSize, plainUdpBytes), ownUdpBytes);

function writeAnswer(message: Message, asked: Asked, answer: Exclude<Answer, { kind: "silent" }>): Buffer {
  const { rcode, records, authority } = answer;
  const all = [...records, ...authority];
  // A name that DNS cannot carry came out of a zone of the user.
  if (!all.every(({ name }) => isDnsName(name) || name === "" || name === asked.name)) {
    return write(message, { rcode: "SERVFAIL" });
  }
  return write(message, {
    rcode,
    answers: inTurn(records, message.header.id).map((record) => writeRecord(record, asked.name)),
    authorities: authority.map((record) => writeRecord(record, asked.name)),
  });
}

interface Parts {
  readonly rcode: WireRcode;
  readonly flags?: number;
  readonly answers?: readonly Buffer[];
  readonly authorities?: readonly Buffer[];
}

function write({ header, question, edns }: Message, parts: Parts): Buffer {
  const { rcode, flags = 0, answers = [], authorities = [] } = parts;
  const code = rcodes[rcode];
  // A code above fifteen has its upper bits in OPT, which a client that can cause it has sent.
  const options = edns === undefined ? [] : [writeOptions(edns, code >> 4)];
  const head = Buffer.alloc(headerBytes);
  head.writeUInt16BE(header.id, 0);
  head.writeUInt16BE(responseFlag | header.repeated | recursionAvailable | flags | (code & 0xf), 2);
  head.writeUInt16BE(question.length > 0 ? 1 : 0, 4);
  head.writeUInt16BE(answers.length, 6);
  head.writeUInt16BE(authorities.length, 8);
  head.writeUInt16BE(options.length, 10);
  return Buffer.concat([head, question, ...answers, ...authorities, ...options]);
}

/** Addresses of the same name, turned so that each comes first in turn. */
function inTurn(records: readonly DnsRecord[], id: number): readonly DnsRecord[] {
  const start = records.findIndex(({ type }) => type === "A" || type === "AAAA");
  if (start < 0) return records;
  const addresses = records.slice(start);
  const turn = id % addresses.length;
  return [...records.slice(0, start), ...addresses.slice(turn), ...addresses.slice(0, turn)];
}

/** The codec writes an owner in full; one that is the question's own name becomes a pointer to it. */
function writeRecord(record: DnsRecord, asked: string): Buffer {
  const rootBytes = 1;
  const body = encode({ type: "response", answers: [{ ...record, name: "." }] }).subarray(
    headerBytes + rootBytes,
  );
  return Buffer.concat([
    record.name === asked && asked !== "" ? pointerToQuestion : writeName(record.name),
    body,
  ]);
}

const pointerToQuestion = Buffer.from([0xc0, headerBytes]);

function writeName(name: string): Buffer {
  const labels = plainName(name).split(".").filter(Boolean);
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")])),
    Buffer.from([0]),
  ]);
}

function writeOptions({ wantsDnssec }: Edns, extendedRcode: number): Buffer {
  const option: OptAnswer = {
    type: "OPT",
    name: ".",
    udpPayloadSize: ownUdpBytes,
    extendedRcode,
    ednsVersion: 0,
    flags: wantsDnssec ? DNSSEC_OK : 0,
    flag_do: wantsDnssec,
    options: [],
  };
  return encode({ type: "response", additionals: [option] }).subarray(headerBytes);
}
