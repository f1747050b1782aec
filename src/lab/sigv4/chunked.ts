/**
 * A body sent in chunks (`Content-Encoding: aws-chunked`), each with its own signature or none, and the headers after it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html (read 2026-11-29)
 *
 * Content is passed on before the signature of its chunk is known: it counts for nothing until the part `end`.
 */
import { createHash } from "node:crypto";
import { createByteReader } from "./byte-reader.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ChunkSigning } from "./payload.ts";
import { emptyHash, isSameSecret, sha256Hex, sign } from "./signature.ts";

export type BodyPart =
  | { readonly kind: "content"; readonly bytes: Buffer }
  /** Headers that came after the body, by names in lower case. */
  | { readonly kind: "end"; readonly trailers: ReadonlyMap<string, string> }
  | { readonly kind: "fault"; readonly fault: BodyFault };

/** `cut-short`: the body ended before its last chunk. `small-chunk`: only the last one may have less than 8 KiB. */
export type BodyFault = "wrong-signature" | "malformed" | "cut-short" | "small-chunk";

const maxLine = 8192;
const maxTrailerLines = 32;
const minChunk = 8192;

export async function* decodeChunks(
  source: AsyncIterable<Buffer>,
  signing: ChunkSigning | undefined,
  hasTrailer: boolean,
): AsyncGenerator<BodyPart> {
  const reader = createByteReader(source);
  let previous = signing?.seed ?? "";
  let wasSmall = false;
  for (;;) {
    const line = await reader.readLine(maxLine);
    if (line === undefined) return yield { kind: "fault", fault: "cut-short" };
    const head = parseChunkHead(line);
    if (head === undefined) return yield { kind: "fault", fault: "malformed" };
    if (wasSmall && head.size > 0) return yield { kind: "fault", fault: "small-chunk" };
    wasSmall = head.size < minChunk;
    const hash = createHash("sha256");
    for (let left = head.size; left > 0;) {
      const bytes = await reader.readSome(left);
      if (bytes === undefined) return yield { kind: "fault", fault: "cut-short" };
      if (signing !== undefined) hash.update(bytes);
      left -= bytes.length;
      yield { kind: "content", bytes };
    }
    if (signing !== undefined) {
      const signature = signChunk(signing, previous, hash.digest("hex"));
      if (!isSameSecret(signature, head.signature)) return yield { kind: "fault", fault: "wrong-signature" };
      previous = signature;
    }
    if (head.size === 0) break;
    const gap = await reader.readLine(maxLine);
    if (gap !== "") return yield { kind: "fault", fault: gap === undefined ? "cut-short" : "malformed" };
  }
  yield await readTrailer(reader, { signing, previous, hasTrailer });
}

/** `10000;chunk-signature=ad80…`: the size in hex. */
function parseChunkHead(line: string): { readonly size: number; readonly signature: string } | undefined {
  const [, size, signature = ""] =
    /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  return size === undefined ? undefined : { size: Number.parseInt(size, 16), signature };
}

function signChunk({ key, scope, timestamp }: ChunkSigning, previous: string, contentHash: string): string {
  return sign(
    key,
    ["AWS4-HMAC-SHA256-PAYLOAD", timestamp, scope, previous, emptyHash, contentHash].join("\n"),
  );
}

interface Ending {
  readonly signing: ChunkSigning | undefined;
  readonly previous: string;
  readonly hasTrailer: boolean;
}

const trailerSignature = "x-amz-trailer-signature";

async function readTrailer(reader: ByteReader, { signing, previous, hasTrailer }: Ending): Promise<BodyPart> {
  const trailers = new Map<string, string>();
  for (let lines = 0; ; lines += 1) {
    if (lines > maxTrailerLines) return { kind: "fault", fault: "malformed" };
    const line = await reader.readLine(maxLine);
    if (line === undefined) break;
    const colon = line.indexOf(":");
    if (line !== "" && colon < 1) return { kind: "fault", fault: "malformed" };
    if (line !== "") trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const given = trailers.get(trailerSignature) ?? "";
  trailers.delete(trailerSignature);
  if (!hasTrailer && trailers.size > 0) return { kind: "fault", fault: "malformed" };
  if (hasTrailer && signing !== undefined) {
    const text = [...trailers]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}:${value}\n`);
    const { key, scope, timestamp } = signing;
    const toSign = ["AWS4-HMAC-SHA256-TRAILER", timestamp, scope, previous, sha256Hex(text.join(""))];
    if (!isSameSecret(sign(key, toSign.join("\n")), given))
      return { kind: "fault", fault: "wrong-signature" };
  }
  return { kind: "end", trailers };
}
