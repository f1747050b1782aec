/** Instances of the bench, and requests signed with their keys. */
import { createHash } from "node:crypto";
import type { Credential } from "../../src/lab/credential.ts";
import { canonicalRequest } from "../../src/lab/sigv4/canonical.ts";
import { formatTimestamp } from "../../src/lab/sigv4/claim.ts";
import { deriveKey, emptyHash, formatScope, sign } from "../../src/lab/sigv4/signature.ts";

export const account = "123456789012";
export const gatewayHost = "ssmmessages.us-east-1.amazonaws.com";

export const instanceOf = (number: number): string => `i-0${number.toString(16).padStart(16, "0")}`;

export const keysOf = (instance: string): Credential => ({
  accessKeyId: `ASIA${instance.slice(2).toUpperCase()}`,
  secretAccessKey: `secret of ${instance}`,
  sessionToken: undefined,
  account,
  arn: `arn:aws:sts::${account}:assumed-role/bench/${instance}`,
  userId: `AROABENCH:${instance}`,
  policies: undefined,
  expiresAtMs: undefined,
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Headers of a request to the gateway, with its signature. */
export function signedHeaders(
  method: "GET" | "POST",
  path: string,
  instance: string,
  body = "",
): Record<string, string> {
  const { accessKeyId, secretAccessKey } = keysOf(instance);
  const timestamp = formatTimestamp(Date.now());
  const scope = { date: timestamp.slice(0, 8), region: "us-east-1", service: "ssmmessages" };
  const headers = { host: gatewayHost, "x-amz-date": timestamp };
  const names = Object.keys(headers);
  const canonical = canonicalRequest({
    method,
    url: path,
    headers,
    signedHeaders: names,
    payloadHash: body === "" ? emptyHash : sha256(body),
    encodesOnce: false,
  });
  const text = ["AWS4-HMAC-SHA256", timestamp, formatScope(scope), sha256(canonical)].join("\n");
  const signature = sign(deriveKey(secretAccessKey, scope), text);
  const credential = `${accessKeyId}/${formatScope(scope)}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}
