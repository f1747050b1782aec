/** What S3 refuses, and in which words; requests are made by hand where no client would send them. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:net";
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseXml } from "../../../src/lab/services/wire/xml.ts";
import { presign, signHeaders } from "./sign.ts";
import { ask, everyone, owner, policyOf, startLab, statement } from "./lab.ts";
import type { RawRequest, TestLab } from "./lab.ts";

const Bucket = "refusals";
const host = `${Bucket}.s3.us-east-1.amazonaws.com`;
let lab: TestLab;
let s3: S3Client;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "value" }));
});

/** Signed by the owner, as it stands. */
function signed(request: RawRequest & { payload?: string }): RawRequest {
  const { method = "GET", path = "/", headers = {}, body = "", payload } = request;
  const hash = payload ?? createHash("sha256").update(body).digest("hex");
  const whole = { ...headers, "x-amz-content-sha256": hash } as Record<string, string>;
  return {
    host,
    ...request,
    headers: signHeaders({ method, path, host: request.host ?? host, headers: whole, key: owner }),
  };
}

const codeIn = (body: string) => /<Code>(\w+)<\/Code>/.exec(body)?.[1];

async function outcome(request: RawRequest): Promise<string> {
  const { status, body } = await ask(lab, request);
  return `${status} ${codeIn(body) ?? ""}`.trim();
}

describe("presigned links", () => {
  const link = (more: Partial<Parameters<typeof presign>[0]> = {}) =>
    presign({ method: "GET", path: "/k", host, key: owner, seconds: 60, ...more });

  test("get, and put with any body", async () => {
    expect(await ask(lab, { host, path: link() })).toMatchObject({ status: 200, body: "value" });
    const path = link({ method: "PUT", path: "/linked" });
    expect(await outcome({ host, method: "PUT", path, body: "by link" })).toBe("200");
    expect(await ask(lab, { host, path: link({ path: "/linked" }) })).toMatchObject({ body: "by link" });
  });

  test("with headers of the answer to the client's liking", async () => {
    const path = link({ path: "/k?response-content-type=text%2Fcss" });
    expect((await ask(lab, { host, path })).headers["content-type"]).toBe("text/css");
  });

  test("late, for another method, key or bucket", async () => {
    const old = link({ signedAt: Date.now() - 120_000 });
    expect(await outcome({ host, path: old })).toBe("403 AccessDenied");
    expect(await outcome({ host, method: "DELETE", path: link() })).toBe("403 SignatureDoesNotMatch");
    expect(await outcome({ host, path: link().replace("/k?", "/j?") })).toBe("403 SignatureDoesNotMatch");
    expect(await outcome({ host: `other.${host}`, path: link() })).toBe("403 SignatureDoesNotMatch");
  });
});

describe("bodies", () => {
  const put = (more: Partial<RawRequest> & { payload?: string }) =>
    outcome(signed({ method: "PUT", path: "/body", body: "hello", ...more }));
  const chunked = (trailer: string, text = "5\r\nhello\r\n0\r\n") => ({
    payload: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    body: `${text}${trailer}\r\n`,
    headers: {
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": "5",
      "x-amz-trailer": "x-amz-checksum-crc32",
    },
  });
  const wrong = createHash("sha256").update("other").digest("hex");

  test.each<[string, string, Partial<RawRequest> & { payload?: string }]>([
    ["as it is said to be", "200", {}],
    ["not as it was signed", "400 XAmzContentSHA256Mismatch", { payload: wrong }],
    ["unsigned", "200", { payload: "UNSIGNED-PAYLOAD" }],
    ["with its MD5", "200", { headers: { "content-md5": "XUFAKrxLKna5cZ2REBfFkg==" } }],
    ["with another MD5", "400 BadDigest", { headers: { "content-md5": "XUFAKrxLKna5cZ2REBfFkQ==" } }],
    ["with an MD5 that is none", "400 InvalidDigest", { headers: { "content-md5": "abc" } }],
    ["with its CRC32", "200", { headers: { "x-amz-checksum-crc32": "NhCmhg==" } }],
    ["with another CRC32", "400 BadDigest", { headers: { "x-amz-checksum-crc32": "NhCmhA==" } }],
    ["with a CRC32 that is none", "400 InvalidRequest", { headers: { "x-amz-checksum-crc32": "NhCm" } }],
    ["in chunks with its CRC32 after it", "200", chunked("x-amz-checksum-crc32:NhCmhg==\r\n")],
    ["in chunks with another CRC32", "400 BadDigest", chunked("x-amz-checksum-crc32:NhCmhA==\r\n")],
    ["in chunks without the trailer it promised", "400 MalformedTrailerError", chunked("")],
    ["in chunks of another length", "400 IncompleteBody", chunked("", "3\r\nhel\r\n0\r\n")],
    ["in chunks of more than was said", "400 IncompleteBody", chunked("", "6\r\nhello!\r\n0\r\n")],
    ["in what are no chunks", "400 InvalidRequest", chunked("", "hello\r\n")],
    ["of a length nobody told", "501 NotImplemented", { headers: { "transfer-encoding": "chunked" } }],
    ["with too much metadata", "400 MetadataTooLarge", { headers: { "x-amz-meta-a": "m".repeat(2100) } }],
    ["with a KMS key", "501 NotImplemented", { headers: { "x-amz-server-side-encryption": "aws:kms" } }],
    ["with tags", "501 NotImplemented", { headers: { "x-amz-tagging": "a=b" } }],
    ["with an ACL", "400 AccessControlListNotSupported", { headers: { "x-amz-acl": "public-read" } }],
  ])("%s: %s", async (_, expected, request) => {
    expect(await put(request)).toBe(expected);
  });

  test("what is refused leaves no file behind, and the object that was there", async () => {
    const data = () => readdirSync(lab.directory, { recursive: true }).length;
    await put({ path: "/stays" });
    const before = data();
    expect(await put({ path: "/stays", payload: wrong })).toBe("400 XAmzContentSHA256Mismatch");
    expect(await put({ path: "/fresh", payload: wrong })).toBe("400 XAmzContentSHA256Mismatch");
    expect(data()).toBe(before);
    expect((await ask(lab, signed({ path: "/stays" }))).body).toBe("hello");
  });

  test("more than five gibibytes are refused by their announcement", async () => {
    const headers = signed({ method: "PUT", path: "/huge", payload: "UNSIGNED-PAYLOAD" }).headers!;
    const lines = Object.entries({ host, ...headers, "content-length": String(5 * 1024 ** 3 + 1) });
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(lab.port, "127.0.0.1");
      socket.once("data", (bytes) => {
        resolve(bytes.toString());
        socket.destroy();
      });
      socket.on("error", reject);
      socket.write(
        `PUT /huge HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${String(value)}`).join("\r\n")}\r\n\r\n`,
      );
    });
    expect(text).toContain("400 Bad Request");
    expect(text).toContain("<Code>EntityTooLarge</Code>");
  });

  test("a body of an early refusal is let pass, and the connection serves on", async () => {
    const body = "b".repeat(5_000_000);
    for (const name of ["nobody", "nobody", "nobody"]) {
      const request = { method: "PUT", path: "/k", body, host: `${name}.s3.us-east-1.amazonaws.com` };
      expect(await outcome(signed(request))).toBe("404 NoSuchBucket");
      expect(await outcome(signed({ path: "/k" }))).toBe("200");
    }
  });

  test("a client that leaves in the middle leaves nothing, and is no failure of ours", async () => {
    const before = readdirSync(lab.directory, { recursive: true }).length;
    const { headers } = signed({ method: "PUT", path: "/left", payload: "UNSIGNED-PAYLOAD" });
    const lines = Object.entries({ host, ...headers, "content-length": "1000" });
    const socket = connect(lab.port, "127.0.0.1");
    socket.write(
      `PUT /left HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${String(value)}`).join("\r\n")}\r\n\r\nsome`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.destroy();
    await expect
      .poll(() => readdirSync(lab.directory, { recursive: true }).length, { timeout: 5000 })
      .toBe(before);
    expect(lab.failures).toEqual([]);
    expect(await outcome(signed({ path: "/left" }))).toBe("404 NoSuchKey");
  });

  test("a client that leaves while it is answered is no failure of ours", async () => {
    const body = Buffer.alloc(20_000_000);
    await ask(lab, signed({ method: "PUT", path: "/long", body, payload: "UNSIGNED-PAYLOAD" }));
    const { headers } = signed({ path: "/long" });
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${String(value)}`);
    const socket = connect(lab.port, "127.0.0.1");
    socket.write(`GET /long HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    await new Promise((resolve) => socket.once("data", resolve));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(lab.failures).toEqual([]);
  });

  test("a failure of ours is told to the client, and to us", async () => {
    const broken = await startLab({ storageDirectory: join(lab.directory, "file", "inside") });
    writeFileSync(join(lab.directory, "file"), "in the way");
    expect(codeIn((await ask(broken, signed({ path: "/k" }))).body)).toBe("InternalError");
    expect(broken.failures).toHaveLength(1);
    rmSync(join(lab.directory, "file"));
    expect(codeIn((await ask(broken, signed({ path: "/k" }))).body)).toBe("NoSuchBucket");
  });

  test("a request line with scheme and host, as a proxy gets it", async () => {
    const request = signed({ path: "/k" });
    expect(await ask(lab, { ...request, path: `http://${host}/k` })).toMatchObject({
      status: 200,
      body: "value",
    });
  });

  test("100-continue", async () => {
    const headers = { expect: "100-continue", "content-length": "5" };
    const request = signed({ method: "PUT", path: "/continued", body: "hello", headers });
    expect(await outcome(request)).toBe("200");
  });
});

describe("requests", () => {
  const broken = "<Delete><Object>";
  const md5 = { "content-md5": createHash("md5").update(broken).digest("base64") };
  test.each<[string, string, RawRequest]>([
    ["an unknown key", "404 NoSuchKey", { path: "/none" }],
    ["an unknown bucket", "404 NoSuchBucket", { host: "nobody.s3.us-east-1.amazonaws.com", path: "/k" }],
    ["a key of more than 1024 bytes", "400 KeyTooLongError", { path: `/${"k".repeat(1025)}` }],
    ["a key that is not UTF-8", "400 InvalidURI", { path: "/%ff" }],
    ["a path with half a percent sign", "400 InvalidURI", { path: "/a%4" }],
    ["a method that is none", "405 MethodNotAllowed", { method: "PATCH", path: "/k" }],
    ["a list of versions", "501 NotImplemented", { path: "/?versions" }],
    ["a form", "501 NotImplemented", { method: "POST", body: "x" }],
    ["another's bucket", "403 AccessDenied", { path: "/k", headers: { "x-amz-expected-bucket-owner": "9" } }],
    ["the API of access points", "501 NotImplemented", { host: "1.s3-control.us-east-1.amazonaws.com" }],
    [
      "XML that is none",
      "400 MalformedXML",
      { method: "POST", path: "/?delete", body: broken, headers: md5 },
    ],
    ["a body nobody sums up", "400 InvalidRequest", { method: "POST", path: "/?delete", body: "<Delete/>" }],
    ["no host of AWS", "404", { host: "example.com", path: "/k" }],
  ])("%s: %s", async (_, expected, request) => {
    expect(await outcome(signed(request))).toBe(expected);
  });

  test("the parts of S3 that are not here say so", async () => {
    await expect(s3.send(new GetBucketAclCommand({ Bucket }))).rejects.toMatchObject({
      name: "NotImplemented",
      message: "?acl is not implemented",
    });
  });

  test("an error says what it is about, and HEAD says nothing", async () => {
    const got = await ask(lab, signed({ path: "/none" }));
    expect(got.headers["content-type"]).toBe("application/xml");
    expect(parseXml(got.body, "Error")).toMatchObject({
      Code: "NoSuchKey",
      Message: "The specified key does not exist.",
      Key: "none",
      RequestId: got.headers["x-amz-request-id"],
      HostId: got.headers["x-amz-id-2"],
    });
    expect(await ask(lab, signed({ method: "HEAD", path: "/none" }))).toMatchObject({
      status: 404,
      body: "",
    });
  });

  test("documents with a DOCTYPE are not read", () => {
    expect(parseXml('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "a")).toBeUndefined();
    expect(parseXml("<a><__proto__>x</__proto__></a>", "a")).toBeUndefined();
    expect(parseXml("<b/>", "a")).toBeUndefined();
    expect(parseXml("<a>&amp;&#xD;&#10; </a>", "a")).toBe("&\r\n ");
  });

  test("nothing that a client names is the name of a file", async () => {
    await ask(lab, signed({ method: "PUT", path: "/..%2F..%2F..%2Fescaped", body: "x" }));
    await ask(lab, signed({ method: "PUT", path: "/../../escaped", body: "x" }));
    const path = "/..%2F..%2Fescaped";
    await ask(lab, signed({ method: "PUT", host: "s3.us-east-1.amazonaws.com", path, body: "x" }));
    const names = readdirSync(lab.directory, { recursive: true }).map(String);
    expect(names.filter((name) => name.includes("escaped"))).toEqual([]);
    expect(existsSync(join(lab.directory, "..", "escaped"))).toBe(false);
  });
});

describe("the policy of a bucket", () => {
  const put = (document: unknown) =>
    s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: typeof document === "string" ? document : JSON.stringify(document),
      }),
    );
  const own = `arn:aws:s3:::${Bucket}`;
  afterEach(async () => {
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  });

  test("is kept as it was put", async () => {
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: "NoSuchBucketPolicy",
    });
    const document = policyOf(statement("Allow", "s3:GetObject", `${own}/public/*`, everyone));
    await put(document);
    const got = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(got.Policy!)).toEqual(document);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: "NoSuchBucketPolicy",
    });
  });

  test.each<[string, unknown]>([
    ["no JSON", "not json"],
    ["an array", "[]"],
    ["no principal", policyOf(statement("Allow", "s3:GetObject", `${own}/*`))],
    ["another bucket", policyOf(statement("Allow", "s3:GetObject", "arn:aws:s3:::other/*", everyone))],
    ["an effect that is none", policyOf(statement("Maybe", "s3:GetObject", `${own}/*`, everyone))],
    ["no action", policyOf({ Effect: "Allow", Resource: own, ...everyone })],
  ])("%s is malformed", async (_, document) => {
    await expect(put(document)).rejects.toMatchObject({ name: "MalformedPolicy" });
  });

  test.each([own, `${own}/*`, "arn:aws:s3:::ref*", "*"])("%s may be its resource", async (resource) => {
    await put(policyOf(statement("Deny", "s3:GetObjectTorrent", resource, everyone)));
  });

  test("that denies all can still be taken away by the owner of the account", async () => {
    await put(policyOf(statement("Deny", "s3:*", [own, `${own}/*`], everyone)));
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: "k" }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
  });
});

test("records cut off in the middle are not loaded, and strays are cleared away", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "whole", Body: "whole" }));
  const buckets = join(lab.directory, "buckets");
  const own = join(buckets, createHash("sha256").update(Bucket).digest("hex"));
  writeFileSync(join(own, "objects", "torn.json"), '{"key":"torn","si');
  writeFileSync(join(own, "objects", "draft.json.1.tmp"), "{}");
  writeFileSync(join(own, "data", "stray"), "bytes");
  const again = await startLab({ storageDirectory: lab.directory });
  const got = await again.s3().send(new GetObjectCommand({ Bucket, Key: "whole" }));
  expect(await got.Body!.transformToString()).toBe("whole");
  await expect(again.s3().send(new GetObjectCommand({ Bucket, Key: "torn" }))).rejects.toMatchObject({
    name: "NoSuchKey",
  });
  expect(existsSync(join(own, "data", "stray"))).toBe(false);
});
