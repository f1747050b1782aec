/**
 * What a request in the form of Signature Version 4 is signed over, for those whose signature is no HMAC: agents of hybrid
 * nodes sign the same text with the RSA key that they registered.
 */
import { canonicalRequest, headerText } from "./canonical.ts";
import { findClaim, parseTimestamp } from "./claim.ts";
import { formatScope, sha256Hex } from "./signature.ts";
import type { ReceivedRequest } from "./verify.ts";

export interface Claimed {
  readonly keyId: string;
  readonly service: string;
  readonly region: string;
  readonly signedAtMs: number;
  readonly signature: string;
  readonly stringToSign: string;
}

/** Undefined for a request without an Authorization header of the form. */
export function readClaimed(request: ReceivedRequest): Claimed | undefined {
  const claim = findClaim(request.url, request.headers);
  if (claim === undefined || claim.kind === "fault" || claim.via !== "header") return undefined;
  const { scope, signedHeaders, timestamp, accessKeyId, signature } = claim;
  const payloadHash = headerText(request.headers, "x-amz-content-sha256") || request.bodyHash || "";
  if (request.bodyHash !== undefined && payloadHash !== request.bodyHash) return undefined;
  const canonical = canonicalRequest({ ...request, signedHeaders, payloadHash, encodesOnce: false });
  return {
    keyId: accessKeyId,
    service: scope.service,
    region: scope.region,
    signedAtMs: parseTimestamp(timestamp) ?? 0,
    signature,
    stringToSign: ["AWS4-HMAC-SHA256", timestamp, formatScope(scope), sha256Hex(canonical)].join("\n"),
  };
}
