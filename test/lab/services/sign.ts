/** Signatures made by hand, for requests that no client makes: written apart from what they test. */
import { createHash, createHmac } from "node:crypto";
import type { Credential } from "../../../src/lab/credential.ts";

interface Signing {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly key: Credential;
  readonly signedAt?: number;
  readonly region?: string;
  readonly service?: string;
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const stamp = (milliseconds: number) => new Date(milliseconds).toISOString().replaceAll(/[:-]|\.\d+/g, "");

function signatureOf(
  { method, path, key, signedAt = Date.now(), region = "us-east-1", service = "s3" }: Signing,
  headers: Readonly<Record<string, string>>,
  payload: string,
): { signature: string; scope: string; names: string } {
  const [place = "", query = ""] = path.split("?");
  const sorted = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`))
    .sort()
    .join("&");
  const all = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = all.map(([name]) => name).join(";");
  const lines = all.map(([name, value]) => `${name}:${value}\n`).join("");
  const canonical = [method, place, sorted, lines, names, payload].join("\n");
  const date = stamp(signedAt).slice(0, 8);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const signing = [date, region, service, "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${key.secretAccessKey}`,
  );
  const text = ["AWS4-HMAC-SHA256", stamp(signedAt), scope, hash(canonical)].join("\n");
  return { signature: hmac(signing, text).toString("hex"), scope, names };
}

export function signHeaders(
  signing: Signing & { readonly headers: Readonly<Record<string, string>> },
): Record<string, string> {
  const { host, key, signedAt = Date.now(), headers } = signing;
  const token = key.sessionToken === undefined ? {} : { "x-amz-security-token": key.sessionToken };
  const sent = { ...headers, "x-amz-date": stamp(signedAt), ...token };
  const {
    expect: _,
    "content-length": __,
    "transfer-encoding": ___,
    ...signed
  } = { ...sent } as Record<string, string>;
  const payload = headers["x-amz-content-sha256"] ?? "";
  const { signature, scope, names } = signatureOf({ ...signing, signedAt }, { host, ...signed }, payload);
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** Path and query of a link. */
export function presign(signing: Signing & { readonly seconds: number }): string {
  const { path, host, key, seconds, signedAt = Date.now(), region = "us-east-1", service = "s3" } = signing;
  const scope = `${stamp(signedAt).slice(0, 8)}/${region}/${service}/aws4_request`;
  const query = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    `X-Amz-Credential=${encode(`${key.accessKeyId}/${scope}`)}`,
    `X-Amz-Date=${stamp(signedAt)}`,
    `X-Amz-Expires=${seconds}`,
    "X-Amz-SignedHeaders=host",
    ...(key.sessionToken === undefined ? [] : [`X-Amz-Security-Token=${encode(key.sessionToken)}`]),
  ].join("&");
  const whole = `${path}${path.includes("?") ? "&" : "?"}${query}`;
  const payload = service === "s3" ? "UNSIGNED-PAYLOAD" : hash("");
  const { signature } = signatureOf({ ...signing, path: whole, signedAt }, { host }, payload);
  return `${whole}&X-Amz-Signature=${signature}`;
}
