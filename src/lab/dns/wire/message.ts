/**
 * A DNS message from a client, read with distrust: what it asks, or what is wrong with it. RFC 1035, RFC 6891.
 *
 * The header and the question are read here, byte by byte, and the question is kept as it came so that an answer can repeat
 * it; records behind it are read by the codec, and only as many as a query can have.
 */
import { decode } from "dns-packet";
import type { OptAnswer } from "dns-packet";
import { plainName } from "../name.ts";
import type { Asked } from "../answer.ts";

export interface Header {
  readonly id: number;
  /** Opcode and the flags RD and CD, where they stand in a message: an answer repeats them. */
  readonly repeated: number;
}

export interface Message {
  readonly header: Header;
  /** As it came; empty where there is none to repeat. */
  readonly question: Buffer;
  /** Of OPT, where the client sent one. */
  readonly edns: Edns | undefined;
  readonly content: Content;
}

export interface Edns {
  readonly udpPayloadSize: number;
  readonly wantsDnssec: boolean;
}

type Content =
  | { readonly kind: "query"; readonly asked: Asked }
  | { readonly kind: "fault"; readonly fault: "FORMERR" | "NOTIMP" | "REFUSED" | "BADVERS" };

const headerBytes = 12;
const responseBit = 0x8000;
const opcodeBits = 0x7800;
const recursionDesired = 0x0100;
const checkingDisabled = 0x0010;
const internetClass = 1;

/** Undefined where no answer is due: too short for a header, or itself an answer. */
export function readMessage(packet: Buffer): Message | undefined {
  if (packet.length < headerBytes) return undefined;
  const flags = packet.readUInt16BE(2);
  if ((flags & responseBit) !== 0) return undefined;
  const header = {
    id: packet.readUInt16BE(0),
    repeated: flags & (opcodeBits | recursionDesired | checkingDisabled),
  };
  const bare = { header, question: Buffer.alloc(0), edns: undefined } as const;
  if ((flags & opcodeBits) !== 0) return { ...bare, content: { kind: "fault", fault: "NOTIMP" } };
  const read = readQuestion(packet);
  if (read === undefined) return { ...bare, content: { kind: "fault", fault: "FORMERR" } };
  const options = readOptions(packet);
  if (options === undefined) {
    return { ...bare, question: read.bytes, content: { kind: "fault", fault: "FORMERR" } };
  }
  return { header, question: read.bytes, edns: options.edns, content: contentOf(read, options) };
}

interface Question {
  readonly bytes: Buffer;
  readonly asked: Asked;
  readonly recordClass: number;
}

function contentOf({ asked, recordClass }: Question, { version }: Options): Content {
  if (version > 0) return { kind: "fault", fault: "BADVERS" };
  return recordClass === internetClass ? { kind: "query", asked } : { kind: "fault", fault: "REFUSED" };
}

/** The only question, whose name is written out: there is nothing before it to point at. */
function readQuestion(packet: Buffer): Question | undefined {
  if (packet.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = headerBytes;
  for (;;) {
    const length = packet[at];
    if (length === undefined || length > 63) return undefined;
    at += 1;
    if (length === 0) break;
    if (at + length > packet.length || at + length - headerBytes > 254) return undefined;
    labels.push(packet.toString("latin1", at, at + length));
    at += length;
  }
  if (at + 4 > packet.length) return undefined;
  const asked = { name: plainName(labels.join(".")), type: typeName(packet.readUInt16BE(at)) };
  const recordClass = packet.readUInt16BE(at + 2);
  return { bytes: packet.subarray(headerBytes, at + 4), asked, recordClass };
}

/** Those that Route 53 has records of, and those that ask for something else than records. */
const typeNames: Readonly<Record<number, string>> = {
  1: "A",
  2: "NS",
  5: "CNAME",
  6: "SOA",
  12: "PTR",
  15: "MX",
  16: "TXT",
  28: "AAAA",
  33: "SRV",
  35: "NAPTR",
  43: "DS",
  44: "SSHFP",
  52: "TLSA",
  64: "SVCB",
  65: "HTTPS",
  99: "SPF",
  251: "IXFR",
  252: "AXFR",
  255: "ANY",
  257: "CAA",
};
const typeName = (type: number): string => typeNames[type] ?? `TYPE${type}`;

interface Options {
  readonly edns: Edns | undefined;
  readonly version: number;
}

const noOptions: Options = { edns: undefined, version: 0 };

/** A query has no answers and no authorities; OPT stands alone among the additional records (beside TSIG at most). */
function readOptions(packet: Buffer): Options | undefined {
  const [answers, authorities, additionals] = [6, 8, 10].map((at) => packet.readUInt16BE(at));
  if (answers !== 0 || authorities !== 0 || (additionals ?? 0) > 2) return undefined;
  if (additionals === 0) return noOptions;
  try {
    const options = (decode(packet).additionals ?? []).filter(
      (record): record is OptAnswer => record.type === "OPT",
    );
    const [option, ...more] = options;
    if (more.length > 0) return undefined;
    if (option === undefined) return noOptions;
    const { udpPayloadSize, flag_do, ednsVersion } = option;
    return { edns: { udpPayloadSize, wantsDnssec: flag_do }, version: ednsVersion };
  } catch {
    return undefined;
  }
}
