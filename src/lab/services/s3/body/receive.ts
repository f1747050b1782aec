/**
 * The body of an upload, taken piece by piece to wherever it goes, and held against everything the request says of it:
 * its length, the hash or the chunks that were signed, Content-MD5, and the checksums before or after it.
 */
import { createHash } from "node:crypto";
import { decodeChunks } from "../../../sigv4/index.ts";
import type { BodyFault, BodyPart, Payload } from "../../../sigv4/index.ts";
import { bytesOf } from "../../wire/read-body.ts";
import { headerOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import { fault, notImplemented } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import type { Checksum } from "../store/record.ts";
import { checksumHeader, checksumNames, findChecksum, isChecksum } from "./checksum.ts";
import type { Crc } from "./crc.ts";

export interface Received {
  readonly kind: "received";
  readonly size: number;
  readonly md5: string;
  readonly checksum: Checksum | undefined;
}

const gibibyte = 1024 ** 3;
export const maxUploadBytes: number = 5 * gibibyte;

const faults: Readonly<Record<BodyFault, () => S3Fault>> = {
  "wrong-signature": () => fault("SignatureDoesNotMatch"),
  malformed: () => fault("InvalidRequest", { message: "The body is no well-formed aws-chunked content." }),
  "cut-short": () => fault("IncompleteBody"),
  "small-chunk": () => fault("InvalidChunkSizeError"),
};

interface Announced {
  readonly kind: "announced";
  readonly payload: Payload;
  readonly size: number;
  readonly md5: Buffer | undefined;
  /** Which checksum is computed, and its value where it came before the body. */
  readonly checksum:
    | { readonly name: string; readonly value: string | undefined; readonly isPromised: boolean }
    | undefined;
}

export async function receiveBody(
  exchange: Exchange,
  most: number,
  write: (bytes: Buffer) => Promise<void>,
): Promise<Received | S3Fault> {
  const announced = readAnnouncement(exchange, most);
  if (announced.kind === "fault") return announced;
  const md5 = createHash("md5");
  const sha256 = announced.payload.kind === "hash" ? createHash("sha256") : undefined;
  const crc = announced.checksum === undefined ? undefined : findChecksum(announced.checksum.name)?.create();
  let size = 0;
  let trailers: ReadonlyMap<string, string> = new Map();
  for await (const part of partsOf(exchange, announced.payload)) {
    if (part.kind === "fault") return faults[part.fault]();
    if (part.kind === "end") {
      trailers = part.trailers;
      continue;
    }
    size += part.bytes.length;
    if (size > announced.size) return fault("IncompleteBody");
    md5.update(part.bytes);
    sha256?.update(part.bytes);
    crc?.update(part.bytes);
    await write(part.bytes);
  }
  if (size < announced.size) return fault("IncompleteBody");
  const digest = md5.digest();
  return (
    checkDigests(announced, { md5: digest, sha256: sha256?.digest("hex") }) ??
    toReceived(announced, { size, md5: digest.toString("hex"), crc, trailers })
  );
}

/** What is said before the body comes. */
function readAnnouncement(exchange: Exchange, most: number): Announced | S3Fault {
  const payload = payloadOf(exchange);
  if (payload === undefined) return notImplemented("x-amz-content-sha256 of this kind");
  const { headers } = exchange.request;
  const written =
    payload.kind === "chunks"
      ? headerOf(exchange, "x-amz-decoded-content-length")
      : headers["content-length"];
  if (written === undefined && headers["transfer-encoding"] !== undefined && payload.kind !== "chunks") {
    return fault("NotImplemented", { details: { Header: "Transfer-Encoding" } });
  }
  if (written !== undefined && !/^\d{1,15}$/.test(written)) return fault("InvalidArgument");
  if (written === undefined && payload.kind === "chunks") return fault("MissingContentLength");
  const size = Number(written ?? 0);
  if (size > most) {
    return fault("EntityTooLarge", { details: { ProposedSize: String(size), MaxSizeAllowed: String(most) } });
  }
  const encoded = headerOf(exchange, "content-md5");
  const md5 = encoded === undefined ? undefined : Buffer.from(encoded, "base64");
  if (md5 !== undefined && md5.length !== 16) return fault("InvalidDigest");
  const checksum = readChecksum(exchange);
  if (checksum !== undefined && "kind" in checksum) return checksum;
  return { kind: "announced", payload, size, md5, checksum };
}

function payloadOf(exchange: Exchange): Payload | undefined {
  if (exchange.signature !== undefined) return exchange.signature.payload;
  const written = headerOf(exchange, "x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  if (written === "STREAMING-UNSIGNED-PAYLOAD-TRAILER") {
    return { kind: "chunks", signing: undefined, hasTrailer: true };
  }
  return written.startsWith("STREAMING-") ? undefined : { kind: "unsigned" };
}

/** In a header of its own, promised for the trailer, or only asked for. */
function readChecksum(exchange: Exchange): Announced["checksum"] | S3Fault {
  const given = checksumNames.filter((name) => headerOf(exchange, checksumHeader(name)) !== undefined);
  const trailer = (headerOf(exchange, "x-amz-trailer") ?? "").toLowerCase().trim();
  const asked = headerOf(exchange, "x-amz-sdk-checksum-algorithm");
  if (given.length > 1) {
    return fault("InvalidRequest", {
      message: "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    });
  }
  const [name] = given;
  if (name !== undefined) {
    const value = headerOf(exchange, checksumHeader(name)) ?? "";
    if (isChecksum(name, value)) return { name, value, isPromised: false };
    return fault("InvalidRequest", { message: `Value for ${checksumHeader(name)} header is invalid.` });
  }
  if (trailer !== "") {
    const promised = checksumNames.find((one) => checksumHeader(one) === trailer);
    if (promised !== undefined) return { name: promised, value: undefined, isPromised: true };
    return fault("InvalidRequest", {
      message: `The value specified in the x-amz-trailer header is not supported`,
    });
  }
  if (asked === undefined) return undefined;
  if (findChecksum(asked.toUpperCase()) === undefined) {
    return fault("InvalidRequest", {
      message:
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
    });
  }
  return { name: asked.toUpperCase(), value: undefined, isPromised: false };
}

async function* partsOf({ request }: Exchange, payload: Payload): AsyncGenerator<BodyPart> {
  if (payload.kind === "chunks") {
    yield* decodeChunks(bytesOf(request), payload.signing, payload.hasTrailer);
    return;
  }
  for await (const bytes of bytesOf(request)) yield { kind: "content", bytes };
}

function checkDigests(
  { payload, md5 }: Announced,
  computed: { readonly md5: Buffer; readonly sha256: string | undefined },
): S3Fault | undefined {
  if (payload.kind === "hash" && payload.sha256 !== computed.sha256)
    return fault("XAmzContentSHA256Mismatch");
  return md5 !== undefined && !md5.equals(computed.md5) ? fault("BadDigest") : undefined;
}

interface Ended {
  readonly size: number;
  readonly md5: string;
  readonly crc: Crc | undefined;
  readonly trailers: ReadonlyMap<string, string>;
}

function toReceived({ checksum }: Announced, { size, md5, crc, trailers }: Ended): Received | S3Fault {
  if (checksum === undefined || crc === undefined)
    return { kind: "received", size, md5, checksum: undefined };
  const { name } = checksum;
  const value = crc.digest().toString("base64");
  const given = checksum.value ?? trailers.get(checksumHeader(name));
  if (given === undefined && checksum.isPromised) return fault("MalformedTrailerError");
  if (given !== undefined && given !== value) {
    return fault("BadDigest", {
      message: `The ${name} you specified did not match the calculated checksum.`,
    });
  }
  return { kind: "received", size, md5, checksum: { algorithm: name, value, type: "FULL_OBJECT" } };
}
