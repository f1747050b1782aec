/**
 * Bodies in chunks. The signatures are those of
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html.
 */
import { expect, test } from "vitest";
import { decodeChunks, verifySignature } from "../../../src/lab/sigv4/index.ts";
import type { BodyPart, Payload } from "../../../src/lab/sigv4/index.ts";
import { storeOf } from "./keys.ts";

const terms = { nowMs: Date.parse("2013-05-24T00:00:00Z"), family: "s3" } as const;

function verified(hasTrailer: boolean): Payload & { readonly kind: "chunks" } {
  const signature = hasTrailer
    ? "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"
    : "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
  const headers = {
    host: "s3.amazonaws.com",
    "content-encoding": "aws-chunked",
    "x-amz-date": "20130524T000000Z",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
    "x-amz-decoded-content-length": "66560",
    "x-amz-content-sha256": `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${hasTrailer ? "-TRAILER" : ""}`,
    ...(hasTrailer ? { "x-amz-trailer": "x-amz-checksum-crc32c" } : { "content-length": "66824" }),
  };
  const signed = Object.keys(headers).sort().join(";");
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed},Signature=${signature}`;
  const answer = verifySignature(
    { method: "PUT", url: "/examplebucket/chunkObject.txt", headers: { ...headers, authorization } },
    storeOf(),
    terms,
  );
  if (answer.kind !== "verified" || answer.payload.kind !== "chunks") {
    throw new Error(`not verified: ${JSON.stringify(answer)}`);
  }
  return answer.payload;
}

const a = (count: number) => "a".repeat(count);
const signatures = {
  plain: [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ],
  trailer: [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
  ],
};
const frames = ([first, second, last]: readonly string[]) =>
  `10000;chunk-signature=${first}\r\n${a(65_536)}\r\n400;chunk-signature=${second}\r\n${a(1024)}\r\n0;chunk-signature=${last}\r\n`;
const plainBody = `${frames(signatures.plain)}\r\n`;
const trailer =
  "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The content, and how it ended. */
async function decode(
  text: string,
  { signing, hasTrailer }: { signing: (Payload & { kind: "chunks" })["signing"]; hasTrailer: boolean },
  size = 1000,
): Promise<{ content: string; last: BodyPart | undefined }> {
  const content: Buffer[] = [];
  let last: BodyPart | undefined;
  for await (const part of decodeChunks(pieces(text, size), signing, hasTrailer)) {
    last = part;
    if (part.kind === "content") content.push(part.bytes);
  }
  return { content: Buffer.concat(content).toString("latin1"), last };
}

test.each([1, 7, 65_536, 1_000_000])("signed chunks that come in pieces of %i bytes", async (size) => {
  const { content, last } = await decode(plainBody, verified(false), size);
  expect(content).toBe(a(66_560));
  expect(last).toEqual({ kind: "end", trailers: new Map() });
});

test("signed chunks and a signed trailer", async () => {
  const { content, last } = await decode(frames(signatures.trailer) + trailer, verified(true));
  expect(content).toBe(a(66_560));
  expect(last).toEqual({ kind: "end", trailers: new Map([["x-amz-checksum-crc32c", "sOO8/Q=="]]) });
});

const unsigned = { signing: undefined, hasTrailer: true };

test("unsigned chunks with a trailer", async () => {
  const { content, last } = await decode(
    "5\r\nhello\r\n0\r\nX-Amz-Checksum-Crc32:NhCmhg==\r\n\r\n",
    unsigned,
  );
  expect(content).toBe("hello");
  expect(last).toEqual({ kind: "end", trailers: new Map([["x-amz-checksum-crc32", "NhCmhg=="]]) });
});

test.each([
  ["a byte of the content changed", plainBody.replace("aa", "ab"), "wrong-signature"],
  [
    "two chunks changed about",
    plainBody.replace(signatures.plain[0]!, signatures.plain[1]!),
    "wrong-signature",
  ],
  ["a chunk without signature", plainBody.replace(/;chunk-signature=0055\w+/, ""), "wrong-signature"],
  ["no last chunk", plainBody.slice(0, plainBody.indexOf("\r\n0;chunk")), "cut-short"],
  ["half a chunk", plainBody.slice(0, 30_000), "cut-short"],
  ["nothing at all", "", "cut-short"],
  ["a size that is no number", "zz\r\n", "malformed"],
  ["more content than the size says", plainBody.replace("\r\n400;", "b\r\n400;"), "malformed"],
  ["a trailer that was not announced", frames(signatures.plain) + trailer, "malformed"],
])("%s: %s is told", async (_, body, fault) => {
  const { last } = await decode(body, verified(false));
  expect(last).toEqual({ kind: "fault", fault });
});

test.each([
  ["changed", trailer.replace("sOO8", "sOO9")],
  ["without signature", "x-amz-checksum-crc32c:sOO8/Q==\r\n\r\n"],
])("a signed trailer that is %s is told", async (_, text) => {
  const { last } = await decode(frames(signatures.trailer) + text, verified(true));
  expect(last).toEqual({ kind: "fault", fault: "wrong-signature" });
});

test("only the last chunk may be small, whoever signs", async () => {
  const body = `4\r\nabcd\r\n2001\r\n${a(8193)}\r\n0\r\n\r\n`;
  expect((await decode(body, unsigned)).last).toEqual({ kind: "fault", fault: "small-chunk" });
});

test("lines without end are not read to their end", async () => {
  const { last } = await decode(a(20_000), unsigned);
  expect(last).toEqual({ kind: "fault", fault: "cut-short" });
  const endless = `0\r\n${"a:b\r\n".repeat(1000)}`;
  expect((await decode(endless, unsigned)).last).toEqual({ kind: "fault", fault: "malformed" });
});
