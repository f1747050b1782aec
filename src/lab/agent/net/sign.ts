/**
 * Signature version 4 on a request, by the library of the AWS SDK.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html (read 2026-11-29)
 */
import { createHash, createHmac } from "node:crypto";
import type { Hash, Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface Unsigned {
  readonly method: string;
  readonly host: string;
  /** Without its query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface SignAs {
  readonly service: string;
  readonly region: string;
  readonly keys: Keys;
}

/** All headers to send, `host` and `authorization` with them. */
export async function signRequest(
  { method, host, path, query = {}, headers = {}, body = "" }: Unsigned,
  { service, region, keys }: SignAs,
): Promise<Readonly<Record<string, string>>> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    sha256: Sha256,
    applyChecksum: service === "s3",
  });
  const signed = await signer.sign({
    method,
    protocol: "https:",
    hostname: host,
    path,
    query: { ...query },
    headers: { ...headers, host },
    body,
  });
  return signed.headers;
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** The digest that the library asks for, made by Node. */
class Sha256 {
  #hash: Hash | Hmac;
  readonly #create: () => Hash | Hmac;

  constructor(secret?: Bytes) {
    this.#create = () =>
      secret === undefined ? createHash("sha256") : createHmac("sha256", toBuffer(secret));
    this.#hash = this.#create();
  }

  update(data: Bytes): void {
    this.#hash.update(toBuffer(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#create();
  }
}

function toBuffer(data: Bytes): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
