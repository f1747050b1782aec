/** Requests that the signer of the AWS SDK made, and what happens to them when something is not as it was signed. */
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, test } from "vitest";
import type { Credential } from "../../../src/lab/credential.ts";
import { verifySignature } from "../../../src/lab/sigv4/index.ts";
import type { CodeFamily, ReceivedRequest, SignatureTerms } from "../../../src/lab/sigv4/index.ts";
import { keyOf, secret, storeOf } from "./keys.ts";

const signedAt = Date.parse("2026-11-29T10:00:00Z");
const minute = 60_000;

/** SHA-256 and HMAC in the shape that the signer asks for. */
class Sha256 {
  readonly #hash;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", toBytes(key));
  }
  update(data: string | ArrayBuffer | ArrayBufferView) {
    this.#hash.update(toBytes(data));
  }
  digest() {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data, "utf8");
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

interface Asked {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly token?: string;
  readonly presign?: number;
}

async function signed({
  service,
  method = "GET",
  path = "/",
  query = {},
  headers = {},
  body = "",
  token,
  presign,
}: Asked): Promise<ReceivedRequest> {
  const signer = new SignatureV4({
    service,
    region: "eu-west-1",
    credentials: {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: secret,
      ...(token === undefined ? {} : { sessionToken: token }),
    },
    sha256: Sha256,
    uriEscapePath: service !== "s3",
  });
  const request = {
    method,
    protocol: "https:",
    hostname: "host.example",
    path,
    query,
    headers: {
      host: "host.example",
      ...(service === "s3" && presign !== undefined ? { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } : {}),
      ...headers,
    },
    body,
  };
  const options = { signingDate: new Date(signedAt) };
  const done =
    presign === undefined
      ? await signer.sign(request, options)
      : await signer.presign(request, { ...options, expiresIn: presign });
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(done.query ?? {}).flatMap(([name, value]) =>
    [value ?? ""].flat().map((one) => `${encode(name)}=${encode(one)}`),
  );
  return {
    method,
    url: pairs.length === 0 ? path : `${path}?${pairs.join("&")}`,
    headers: Object.fromEntries(
      Object.entries(done.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    bodyHash: createHash("sha256").update(body).digest("hex"),
  };
}

const at = (family: CodeFamily, minutes = 0): SignatureTerms => ({
  nowMs: signedAt + minutes * minute,
  family,
});

describe("what the SDK signs is verified", () => {
  test.each<[string, Asked]>([
    ["a body", { service: "ec2", method: "POST", body: "Action=DescribeVpcs&Version=2016-11-15" }],
    ["a path with an encoded space, encoded twice", { service: "execute-api", path: "/a%20b/c" }],
    ["a path of S3 with an encoded space, encoded once", { service: "s3", path: "/a%20b/c" }],
    ["a path of S3 with dots and doubled slashes", { service: "s3", path: "/a//b/../c/./d" }],
    ["a path with dots, doubled slashes and an end", { service: "execute-api", path: "/a//b/../c/./d/" }],
    ["a path in UTF-8", { service: "s3", path: "/%E8%84%B1NAT" }],
    [
      "a query whose order differs from the sorted one",
      { service: "sts", query: { b: "2", a: "1", A: "3" } },
    ],
    ["a query with a list", { service: "sts", query: { a: ["2", "1"], ab: "" } }],
    ["a query with signs to encode", { service: "sts", query: { "a b": "c+d/e=&f~!'()*" } }],
    ["a header with spaces to fold", { service: "sts", headers: { "x-amz-note": "  a   b " } }],
    ["a presigned link", { service: "s3", presign: 60, path: "/bucket/key" }],
    [
      "a presigned call of another service",
      { service: "sts", presign: 60, query: { Action: "GetCallerIdentity" } },
    ],
  ])("%s", async (_, asked) => {
    const request = await signed(asked);
    const family = asked.service === "s3" ? "s3" : "query";
    expect(verifySignature(request, storeOf(), at(family))).toMatchObject({
      kind: "verified",
      service: asked.service,
      region: "eu-west-1",
      signedAtMs: signedAt,
    });
  });
});

describe("what differs from what was signed is refused", () => {
  const whole: Asked = { service: "sts", method: "POST", path: "/p", query: { a: "1" }, body: "x" };
  test.each<[string, (request: ReceivedRequest) => ReceivedRequest]>([
    ["method", (request) => ({ ...request, method: "PUT" })],
    ["path", (request) => ({ ...request, url: request.url.replace("/p", "/q") })],
    ["query", (request) => ({ ...request, url: `${request.url}&b=2` })],
    ["host", (request) => ({ ...request, headers: { ...request.headers, host: "other.example" } })],
    [
      "signed header taken away",
      (request) => ({
        ...request,
        headers: { ...request.headers, "x-amz-date": undefined, date: "Sun, 29 Nov 2026 10:00:00 GMT" },
      }),
    ],
    ["body", (request) => ({ ...request, bodyHash: createHash("sha256").update("y").digest("hex") })],
  ])("%s", async (_, change) => {
    const request = await signed(whole);
    expect(verifySignature(request, storeOf(), at("query")).kind).toBe("verified");
    expect(verifySignature(change(request), storeOf(), at("query"))).toMatchObject({
      kind: "refused",
      code: "SignatureDoesNotMatch",
      status: 403,
    });
  });

  test("another secret", async () => {
    const store = storeOf({ secretAccessKey: `${secret}x` });
    expect(verifySignature(await signed(whole), store, at("query"))).toMatchObject({
      code: "SignatureDoesNotMatch",
    });
  });

  test("S3 wants every x-amz- header signed, others do not", async () => {
    const request = await signed({ service: "s3" });
    const headers = { ...request.headers, "x-amz-acl": "public-read" };
    expect(verifySignature({ ...request, headers }, storeOf(), at("s3"))).toMatchObject({
      code: "AccessDenied",
      details: { HeadersNotSigned: "x-amz-acl" },
    });
    const other = await signed({ service: "sts" });
    const more = { ...other.headers, "x-amz-acl": "public-read" };
    expect(verifySignature({ ...other, headers: more }, storeOf(), at("query")).kind).toBe("verified");
  });

  test("a host that is not signed", async () => {
    const request = await signed({ service: "sts" });
    const authorization = String(request.headers["authorization"]).replace("host;", "");
    const headers = { ...request.headers, authorization };
    expect(verifySignature({ ...request, headers }, storeOf(), at("query")).kind).toBe("refused");
  });
});

describe("time", () => {
  test.each<[minutes: number, kind: string]>([
    [-16, "refused"],
    [-15, "verified"],
    [15, "verified"],
    [16, "refused"],
  ])("signed, received %i minutes later: %s", async (minutes, kind) => {
    const request = await signed({ service: "s3" });
    expect(verifySignature(request, storeOf(), at("s3", minutes)).kind).toBe(kind);
  });

  test.each<[CodeFamily, string, number]>([
    ["s3", "RequestTimeTooSkewed", 403],
    ["ec2", "RequestExpired", 400],
    ["query", "SignatureDoesNotMatch", 403],
    ["json", "InvalidSignatureException", 400],
  ])("too late for %s is %s", async (family, code, status) => {
    const request = await signed({ service: "s3" });
    expect(verifySignature(request, storeOf(), at(family, 20))).toMatchObject({ code, status });
  });

  test("a link may not be for more than a week", async () => {
    const request = await signed({ service: "s3", presign: 60 });
    const url = request.url.replace("X-Amz-Expires=60", "X-Amz-Expires=604801");
    expect(verifySignature({ ...request, url }, storeOf(), at("s3"))).toMatchObject({
      code: "AuthorizationQueryParametersError",
    });
  });
});

describe("keys and tokens", () => {
  const temporary: Partial<Credential> = { sessionToken: "the/token==", expiresAtMs: signedAt + 5 * minute };
  test.each<[string, Partial<Credential>, string | undefined, Record<CodeFamily, string>]>([
    [
      "an unknown key",
      { accessKeyId: "AKIAOTHER" },
      undefined,
      {
        s3: "InvalidAccessKeyId",
        ec2: "AuthFailure",
        query: "InvalidClientTokenId",
        json: "UnrecognizedClientException",
      },
    ],
    [
      "no token where one is needed",
      temporary,
      undefined,
      {
        s3: "InvalidAccessKeyId",
        ec2: "AuthFailure",
        query: "InvalidClientTokenId",
        json: "UnrecognizedClientException",
      },
    ],
    [
      "another token",
      temporary,
      "other",
      {
        s3: "InvalidToken",
        ec2: "AuthFailure",
        query: "InvalidClientTokenId",
        json: "UnrecognizedClientException",
      },
    ],
    [
      "a token with keys that have none",
      {},
      "other",
      {
        s3: "InvalidToken",
        ec2: "AuthFailure",
        query: "InvalidClientTokenId",
        json: "UnrecognizedClientException",
      },
    ],
    [
      "expired keys",
      { ...temporary, expiresAtMs: signedAt },
      "the/token==",
      { s3: "ExpiredToken", ec2: "RequestExpired", query: "ExpiredToken", json: "ExpiredTokenException" },
    ],
  ])("%s", async (_, parts, token, codes) => {
    const request = await signed({ service: "s3", ...(token === undefined ? {} : { token }) });
    for (const family of ["s3", "ec2", "query", "json"] as const) {
      expect(verifySignature(request, storeOf(parts), at(family))).toMatchObject({ code: codes[family] });
    }
  });

  test.each([undefined, 60])("the right token, in header or link", async (presign) => {
    const request = await signed({
      service: "s3",
      token: "the/token==",
      ...(presign === undefined ? {} : { presign }),
    });
    expect(verifySignature(request, storeOf(temporary), at("s3"))).toMatchObject({
      kind: "verified",
      credential: keyOf(temporary),
    });
  });
});

describe("scope and form", () => {
  test("a service or Region that is not the endpoint's", async () => {
    const request = await signed({ service: "sts" });
    const ask = (parts: Partial<SignatureTerms>) =>
      verifySignature(request, storeOf(), { ...at("query"), ...parts });
    expect(ask({ services: ["sts"], region: "eu-west-1" }).kind).toBe("verified");
    expect(ask({ services: ["iam"] })).toMatchObject({
      code: "SignatureDoesNotMatch",
      message: "Credential should be scoped to correct service: 'iam'.",
    });
    expect(ask({ region: "us-east-1" })).toMatchObject({
      message: "Credential should be scoped to a valid region.",
    });
    expect(ask({ family: "s3", region: "us-east-1" })).toMatchObject({
      code: "AuthorizationHeaderMalformed",
      details: { Region: "us-east-1" },
    });
    expect(ask({ family: "s3", services: ["s3"] })).toMatchObject({ code: "AuthorizationHeaderMalformed" });
  });

  const ofForm = async (authorization: string, family: CodeFamily) => {
    const request = await signed({ service: "s3" });
    const headers = { ...request.headers, authorization };
    return verifySignature({ ...request, headers }, storeOf(), at(family));
  };

  test.each<[string, string, string]>([
    ["AWS AKIAIOSFODNN7EXAMPLE:c2ln", "InvalidRequest", "IncompleteSignature"],
    ["AWS4-ECDSA-P256-SHA256 Credential=a", "InvalidRequest", "IncompleteSignature"],
    [
      "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=a",
      "AuthorizationHeaderMalformed",
      "IncompleteSignature",
    ],
    [
      "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=a",
      "AuthorizationHeaderMalformed",
      "IncompleteSignature",
    ],
    [
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261128/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=a",
      "AuthorizationHeaderMalformed",
      "SignatureDoesNotMatch",
    ],
  ])("%s", async (authorization, s3, query) => {
    const message: unknown =
      s3 === "AuthorizationHeaderMalformed"
        ? expect.stringMatching(/^The authorization header is malformed; (the|Auth|Inv)/)
        : expect.stringContaining("not supported");
    expect(await ofForm(authorization, "s3")).toMatchObject({
      kind: "refused",
      code: s3,
      status: 400,
      message,
    });
    expect(await ofForm(authorization, "query")).toMatchObject({ kind: "refused", code: query });
  });

  test("no signature at all is anonymous, two are one too many, and none of them is dated by nothing", async () => {
    const plain = { method: "GET", url: "/", headers: { host: "h" } };
    expect(verifySignature(plain, storeOf(), at("s3"))).toEqual({ kind: "anonymous" });
    const request = await signed({ service: "s3", presign: 60 });
    const headers = { ...request.headers, authorization: "AWS4-HMAC-SHA256 Credential=a" };
    expect(verifySignature({ ...request, headers }, storeOf(), at("s3"))).toMatchObject({
      code: "InvalidArgument",
    });
    const undated = await signed({ service: "s3" });
    const without = { ...undated.headers, "x-amz-date": undefined };
    expect(verifySignature({ ...undated, headers: without }, storeOf(), at("s3"))).toMatchObject({
      code: "AccessDenied",
      message: "AWS authentication requires a valid Date or x-amz-date header",
    });
  });

  test("links of Signature Version 2 are not supported", () => {
    const url = "/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1&Signature=a";
    const request = { method: "GET", url, headers: { host: "h" } };
    expect(verifySignature(request, storeOf(), at("s3"))).toMatchObject({ code: "InvalidRequest" });
  });
});

describe("the hash of the body", () => {
  test("S3 wants the header, others do without", async () => {
    const request = await signed({ service: "s3" });
    const headers = { ...request.headers, "x-amz-content-sha256": undefined };
    expect(verifySignature({ ...request, headers }, storeOf(), at("s3"))).toMatchObject({
      code: "InvalidRequest",
      message: "Missing required header for this request: x-amz-content-sha256",
    });
  });

  test("a signed hash that is not the body's", async () => {
    const request = await signed({ service: "s3", method: "PUT", body: "x" });
    const bodyHash = createHash("sha256").update("y").digest("hex");
    expect(verifySignature({ ...request, bodyHash }, storeOf(), at("s3"))).toMatchObject({
      code: "XAmzContentSHA256Mismatch",
      status: 400,
    });
  });

  test.each([
    ["UNSIGNED-PAYLOAD", { kind: "unsigned" }],
    ["STREAMING-UNSIGNED-PAYLOAD-TRAILER", { kind: "chunks", signing: undefined, hasTrailer: true }],
    ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", { kind: "chunks", hasTrailer: false }],
    ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", { kind: "chunks", hasTrailer: true }],
  ])("%s", async (text, payload) => {
    const request = await signed({ service: "s3", headers: { "x-amz-content-sha256": text } });
    expect(verifySignature(request, storeOf(), at("s3"))).toMatchObject({ kind: "verified", payload });
  });

  test("a value that is none", async () => {
    const request = await signed({ service: "s3", headers: { "x-amz-content-sha256": "whatever" } });
    expect(verifySignature(request, storeOf(), at("s3"))).toMatchObject({ kind: "refused", status: 400 });
  });
});
