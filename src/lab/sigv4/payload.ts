/**
 * What the header x-amz-content-sha256 says of the body.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html (read 2026-11-29)
 */

/** What the signatures of chunks are made with: each one follows from that of the chunk before. */
export interface ChunkSigning {
  readonly key: Buffer;
  readonly scope: string;
  readonly timestamp: string;
  /** The signature of the request, which the first chunk follows. */
  readonly seed: string;
}

export type Payload =
  | { readonly kind: "hash"; readonly sha256: string }
  | { readonly kind: "unsigned" }
  /** In chunks (`aws-chunked`): each one signed, or none. */
  | { readonly kind: "chunks"; readonly signing: ChunkSigning | undefined; readonly hasTrailer: boolean };

/** Undefined for a value that is none of those AWS takes. */
export function toPayload(text: string, signing: ChunkSigning): Payload | undefined {
  switch (text) {
    case "UNSIGNED-PAYLOAD":
      return { kind: "unsigned" };
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return { kind: "chunks", signing: undefined, hasTrailer: true };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
      return { kind: "chunks", signing, hasTrailer: false };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return { kind: "chunks", signing, hasTrailer: true };
    default:
      return /^[0-9a-f]{64}$/.test(text) ? { kind: "hash", sha256: text } : undefined;
  }
}
