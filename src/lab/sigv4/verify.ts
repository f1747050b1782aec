/** Whether a signature is its request's, made by keys that the lab knows and in time. */
import type { Credential, CredentialStore } from "../credential.ts";
import { canonicalRequest, headerText, parseQuery, splitUrl } from "./canonical.ts";
import type { HeaderValues } from "./canonical.ts";
import { findClaim, formatTimestamp, parseTimestamp } from "./claim.ts";
import type { Claim } from "./claim.ts";
import { toPayload } from "./payload.ts";
import type { Payload } from "./payload.ts";
import { refuse } from "./refusal.ts";
import type { CodeFamily, Refusal } from "./refusal.ts";
import { deriveKey, emptyHash, formatScope, isSameSecret, sha256Hex, sign } from "./signature.ts";

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** By names in lower case, as `headers` or `headersDistinct` of Node give them. */
  readonly headers: HeaderValues;
  /** SHA-256 of the whole body in hex. Left out where the body is checked later, against `payload` of the answer. */
  readonly bodyHash?: string | undefined;
}

export interface SignatureTerms {
  readonly nowMs: number;
  readonly family: CodeFamily;
  /** Which services and Region the scope may name; anything when left out. */
  readonly services?: readonly string[] | undefined;
  readonly region?: string | undefined;
}

export interface Verified {
  readonly kind: "verified";
  readonly credential: Credential;
  readonly service: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
  /** How it was signed: S3's condition keys ask. */
  readonly via: "header" | "query";
  /** When it was signed, in milliseconds since 1970. */
  readonly signedAtMs: number;
  readonly payload: Payload;
}

export type SignatureAnswer = Verified | { readonly kind: "anonymous" } | Refusal;

const skewMs = 15 * 60_000;
/** How S3 begins what it says of an Authorization header. */
const malformed = "The authorization header is malformed; ";
/** Names that S3's own APIs are signed for. */
const singlyEncoded = ["s3", "s3express", "s3-outposts", "s3-object-lambda"];

export function verifySignature(
  request: ReceivedRequest,
  credentials: CredentialStore,
  terms: SignatureTerms,
): SignatureAnswer {
  const { family } = terms;
  const claim = findClaim(request.url, request.headers);
  if (claim === undefined) return { kind: "anonymous" };
  if (claim.kind === "fault") {
    const isS3Header = family === "s3" && claim.fault === "malformed-header";
    return refuse(family, claim.fault, {
      message: isS3Header ? `${malformed}${claim.message}` : claim.message,
    });
  }
  const credential = credentials.find(claim.accessKeyId);
  const refusal =
    checkScope(claim, terms) ??
    checkTime(claim, terms) ??
    (credential === undefined
      ? refuse(family, "no-such-key", { details: { AWSAccessKeyId: claim.accessKeyId } })
      : checkToken(claim, credential, terms)) ??
    checkHeaders(claim, request.headers, family);
  if (refusal !== undefined) return refusal;
  return credential === undefined
    ? { kind: "anonymous" }
    : checkSignature(request, claim, credential, family);
}

function checkScope(
  { scope, timestamp, via }: Claim,
  { family, services, region }: SignatureTerms,
): Refusal | undefined {
  const wrong = (message: string, details: Readonly<Record<string, string>> = {}) =>
    family === "s3" && via === "query"
      ? refuse(family, "malformed-query", { message, details })
      : refuse(family, "wrong-scope", { message, details });
  if (services !== undefined && !services.includes(scope.service)) {
    const [own = ""] = services;
    return wrong(
      family === "s3"
        ? `${malformed}incorrect service "${scope.service}". This endpoint belongs to "${own}".`
        : `Credential should be scoped to correct service: '${own}'.`,
    );
  }
  if (region !== undefined && region !== scope.region) {
    return wrong(
      family === "s3"
        ? `${malformed}the region '${scope.region}' is wrong; expecting '${region}'`
        : "Credential should be scoped to a valid region.",
      { Region: region },
    );
  }
  if (timestamp.startsWith(scope.date)) return undefined;
  const day = timestamp.slice(0, 8);
  return wrong(
    family === "s3"
      ? `${malformed}Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${day}".`
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${day}', from '${timestamp}'.`,
  );
}

function checkTime(
  { timestamp, expiresInSeconds }: Claim,
  { family, nowMs }: SignatureTerms,
): Refusal | undefined {
  const signedAtMs = parseTimestamp(timestamp) ?? 0;
  const now = formatTimestamp(nowMs);
  if (signedAtMs > nowMs + skewMs) {
    if (family === "s3" && expiresInSeconds !== undefined) {
      return refuse(family, "expired-link", { message: "Request is not yet valid" });
    }
    const latest = formatTimestamp(nowMs + skewMs);
    const message = `Signature not yet current: ${timestamp} is still later than ${latest} (${now} + 15 min.)`;
    return refuse(family, "skewed", toS3(family, message, { timestamp, nowMs }));
  }
  if (expiresInSeconds !== undefined) {
    const endMs = signedAtMs + expiresInSeconds * 1000;
    if (nowMs <= endMs) return undefined;
    const message = `Signature expired: ${formatTimestamp(endMs)} is now earlier than ${now}`;
    const details = { Expires: isoSeconds(endMs), ServerTime: isoSeconds(nowMs) };
    return refuse(family, "expired-link", family === "s3" ? { details } : { message });
  }
  if (signedAtMs >= nowMs - skewMs) return undefined;
  const earliest = formatTimestamp(nowMs - skewMs);
  const message = `Signature expired: ${timestamp} is now earlier than ${earliest} (${now} - 15 min.)`;
  return refuse(family, "skewed", toS3(family, message, { timestamp, nowMs }));
}

/** S3 says the times in elements of their own, and keeps its one message. */
function toS3(
  family: CodeFamily,
  message: string,
  { timestamp, nowMs }: { readonly timestamp: string; readonly nowMs: number },
) {
  if (family !== "s3") return { message };
  return {
    details: {
      RequestTime: timestamp,
      ServerTime: isoSeconds(nowMs),
      MaxAllowedSkewMilliseconds: String(skewMs),
    },
  };
}

const isoSeconds = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+/, "");

/** Temporary keys are worth nothing without their token, and not after their end. */
function checkToken(claim: Claim, credential: Credential, terms: SignatureTerms): Refusal | undefined {
  const { family, nowMs } = terms;
  const { sessionToken, expiresAtMs } = credential;
  if (sessionToken !== undefined && claim.sessionToken === undefined) {
    return refuse(family, "no-such-key", { details: { AWSAccessKeyId: claim.accessKeyId } });
  }
  if (claim.sessionToken !== undefined && !isSameSecret(claim.sessionToken, sessionToken ?? "")) {
    return refuse(family, "wrong-token");
  }
  return expiresAtMs !== undefined && nowMs >= expiresAtMs ? refuse(family, "expired-token") : undefined;
}

/** The host must be signed always; S3 wants every x-amz- header signed too. */
function checkHeaders(
  { signedHeaders, via }: Claim,
  headers: HeaderValues,
  family: CodeFamily,
): Refusal | undefined {
  const unsigned = Object.keys(headers).filter(
    (name) =>
      headers[name] !== undefined &&
      (name === "host" || (family === "s3" && name.startsWith("x-amz-"))) &&
      !signedHeaders.includes(name),
  );
  if (unsigned.length > 0) {
    return refuse(family, "not-signed", { details: { HeadersNotSigned: unsigned.join(", ") } });
  }
  const isWithoutHash = headerText(headers, "x-amz-content-sha256") === "";
  return family === "s3" && via === "header" && isWithoutHash ? refuse(family, "no-content-hash") : undefined;
}

function checkSignature(
  request: ReceivedRequest,
  claim: Claim,
  credential: Credential,
  family: CodeFamily,
): Verified | Refusal {
  const { scope, signedHeaders, timestamp, signature } = claim;
  const isS3 = singlyEncoded.includes(scope.service);
  const payloadHash = payloadHashOf(request, claim, isS3);
  const canonical = canonicalRequest({ ...request, signedHeaders, payloadHash, encodesOnce: isS3 });
  const stringToSign = ["AWS4-HMAC-SHA256", timestamp, formatScope(scope), sha256Hex(canonical)].join("\n");
  const key = deriveKey(credential.secretAccessKey, scope);
  if (!isSameSecret(sign(key, stringToSign), signature)) {
    const details = {
      AWSAccessKeyId: claim.accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: signature,
      CanonicalRequest: canonical,
    };
    return refuse(family, "wrong-signature", { details });
  }
  const payload = toPayload(payloadHash, { key, scope: formatScope(scope), timestamp, seed: signature });
  if (payload === undefined) return refuse(family, "wrong-body", { message: unknownHash });
  if (payload.kind === "hash" && request.bodyHash !== undefined && payload.sha256 !== request.bodyHash) {
    return refuse(family, "wrong-body");
  }
  return {
    kind: "verified",
    credential,
    service: scope.service,
    region: scope.region,
    signedHeaders,
    via: claim.via,
    signedAtMs: parseTimestamp(timestamp) ?? 0,
    payload,
  };
}

/** A link of S3 says nothing of the body unless it names a hash; other services sign what is sent. */
function payloadHashOf({ url, headers, bodyHash }: ReceivedRequest, { via }: Claim, isS3: boolean): string {
  const written = headerText(headers, "x-amz-content-sha256");
  if (written !== "") return written;
  if (via === "header" || !isS3) return bodyHash ?? emptyHash;
  const inLink = parseQuery(splitUrl(url).query).find(([name]) => name === "X-Amz-Content-Sha256");
  return inLink?.[1] ?? "UNSIGNED-PAYLOAD";
}

const unknownHash =
  "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.";
