/** What the SDK's client puts into S3 comes out again. */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import type { ChecksumAlgorithm, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, test } from "vitest";
import { startLab } from "./lab.ts";
import type { TestLab } from "./lab.ts";

let lab: TestLab;
let s3: S3Client;
const Bucket = "round-trip";
const md5Of = (...parts: readonly Buffer[]) => createHash("md5").update(Buffer.concat(parts)).digest("hex");

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

async function read(Key: string, more = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from(await Body!.transformToByteArray());
}

describe("objects", () => {
  test("a text with its headers and metadata", async () => {
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "greeting",
        Body: "hello",
        ContentType: "text/plain",
        CacheControl: "no-cache",
        Metadata: { colour: "blue" },
      }),
    );
    expect(put.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "greeting" }));
    expect(await got.Body!.transformToString()).toBe("hello");
    expect(got).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-cache",
      ContentLength: 5,
      Metadata: { colour: "blue" },
      AcceptRanges: "bytes",
      ETag: put.ETag,
    });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "greeting" }))).toMatchObject({
      ContentLength: 5,
      ETag: put.ETag,
    });
  });

  test.each([
    "plain",
    "a/b/c",
    "with space + plus & amp",
    "脱NAT/é",
    "../../etc/passwd",
    "..",
    "a//b/./c/",
    "percent%20literal",
    "quote\"'<>",
    "k".repeat(1024),
  ])("under the key %s, in both styles", async (Key) => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    expect((await read(Key)).toString("utf8")).toBe(Key);
    const pathStyle = lab.s3({ forcePathStyle: true });
    const { Body } = await pathStyle.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body!.transformToString()).toBe(Key);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(read(Key)).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("an empty object", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "empty", Body: "" }));
    expect(await read("empty")).toHaveLength(0);
  });

  test("a stream of unknown length, sent in chunks with a trailer", async () => {
    const pieces = Array.from({ length: 40 }, () => randomBytes(10_000));
    const Body = Readable.from(pieces);
    await s3.send(new PutObjectCommand({ Bucket, Key: "streamed", Body, ContentLength: 400_000 }));
    expect((await read("streamed")).equals(Buffer.concat(pieces))).toBe(true);
  });

  test.each<ChecksumAlgorithm>(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"])(
    "%s goes with the object, before or after its body",
    async (ChecksumAlgorithm) => {
      const body = randomBytes(100_000);
      const name = `Checksum${ChecksumAlgorithm}` as const;
      const put = await s3.send(
        new PutObjectCommand({ Bucket, Key: "summed", Body: body, ChecksumAlgorithm }),
      );
      const streamed = await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: "summed",
          Body: Readable.from([body]),
          ContentLength: body.length,
          ChecksumAlgorithm,
        }),
      );
      const value = (put as unknown as Record<string, string>)[name];
      expect(value).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect((streamed as unknown as Record<string, string>)[name]).toBe(value);
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: "summed", ChecksumMode: "ENABLED" }));
      expect((got as unknown as Record<string, string>)[name]).toBe(value);
      expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
    },
  );

  test("over one that is there, whose bytes go", async () => {
    const files = () => readdirSync(join(lab.directory, "buckets"), { recursive: true }).length;
    await s3.send(new PutObjectCommand({ Bucket, Key: "twice", Body: "one" }));
    const before = files();
    await s3.send(new PutObjectCommand({ Bucket, Key: "twice", Body: "two" }));
    expect((await read("twice")).toString()).toBe("two");
    expect(files()).toBe(before);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "twice" }));
    expect(files()).toBe(before - 2);
  });

  test("copied, with its metadata or other", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "from é", Body: "copied", Metadata: { a: "1" } }));
    const CopySource = encodeURI(`${Bucket}/from é`);
    await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "from é" }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "to" }));
    expect(await got.Body!.transformToString()).toBe("copied");
    expect(got.Metadata).toEqual({ a: "1" });
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: "to",
        CopySource: `${Bucket}/to`,
        MetadataDirective: "REPLACE",
        Metadata: { b: "2" },
      }),
    );
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "to" }))).Metadata).toEqual({ b: "2" });
    expect((await read("to")).toString()).toBe("copied");
    await expect(
      s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/to` })),
    ).rejects.toMatchObject({ name: "InvalidRequest" });
    await expect(
      s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/none` })),
    ).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("several taken away at once", async () => {
    for (const Key of ["d&1", "d2", "d3"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    const answer = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: "d&1" }, { Key: "d2" }, { Key: "never" }] },
      }),
    );
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(["d&1", "d2", "never"]);
    await expect(read("d&1")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect((await read("d3")).toString()).toBe("x");
    const quiet = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "d3" }], Quiet: true } }),
    );
    expect(quiet.Deleted ?? []).toEqual([]);
  });
});

describe("ranges and conditions", () => {
  const Key = "digits";
  beforeAll(async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "0123456789" }));
  });

  test.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-2", "89", "bytes 8-9/10"],
    ["bytes=5-99", "56789", "bytes 5-9/10"],
  ])("%s", async (Range, text, ContentRange) => {
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, Range }));
    expect(await got.Body!.transformToString()).toBe(text);
    expect(got).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  test.each(["bytes=0-1,4-5", "bytes=5-2", "items=0-1"])("%s is taken no notice of", async (Range) => {
    expect((await read(Key, { Range })).toString()).toBe("0123456789");
  });

  test.each(["bytes=10-", "bytes=-0"])("%s cannot be satisfied", async (Range) => {
    await expect(read(Key, { Range })).rejects.toMatchObject({
      name: "InvalidRange",
      $metadata: { httpStatusCode: 416 },
    });
  });

  test("reading on a condition", async () => {
    const { ETag, LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    const outcome = (more: object) =>
      s3.send(new HeadObjectCommand({ Bucket, Key, ...more })).then(
        () => 200,
        (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
      );
    const before = new Date(LastModified!.getTime() - 60_000);
    expect(await outcome({ IfMatch: ETag })).toBe(200);
    expect(await outcome({ IfMatch: '"other"' })).toBe(412);
    expect(await outcome({ IfNoneMatch: ETag })).toBe(304);
    expect(await outcome({ IfNoneMatch: '"other"' })).toBe(200);
    expect(await outcome({ IfModifiedSince: LastModified })).toBe(304);
    expect(await outcome({ IfModifiedSince: before })).toBe(200);
    expect(await outcome({ IfUnmodifiedSince: before })).toBe(412);
    expect(await outcome({ IfMatch: ETag, IfUnmodifiedSince: before })).toBe(200);
  });

  test("writing on a condition", async () => {
    const put = (more: object) => s3.send(new PutObjectCommand({ Bucket, Key: "once", Body: "1", ...more }));
    const first = await put({ IfNoneMatch: "*" });
    await expect(put({ IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(put({ IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await put({ IfMatch: first.ETag });
  });

  test("of many that put the same new key, one is first", async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        s3.send(new PutObjectCommand({ Bucket, Key: "race", Body: String(index), IfNoneMatch: "*" })),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("uploads in parts", () => {
  const mebibyte = 1024 * 1024;

  async function upload(
    Key: string,
    parts: readonly Buffer[],
    more: { ChecksumAlgorithm?: ChecksumAlgorithm; ChecksumType?: "FULL_OBJECT" } = {},
  ) {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
    const sent = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index + 1;
      const { ChecksumAlgorithm } = more;
      const done = await s3.send(
        new UploadPartCommand({
          Bucket,
          Key,
          UploadId,
          PartNumber,
          Body,
          ...(ChecksumAlgorithm === undefined ? {} : { ChecksumAlgorithm }),
        }),
      );
      const { $metadata: _, ...rest } = done;
      sent.push({ PartNumber, ...rest });
    }
    return { UploadId, parts: sent };
  }

  test.each<[ChecksumAlgorithm | undefined, "FULL_OBJECT" | undefined]>([
    [undefined, undefined],
    ["CRC32", undefined],
    ["CRC32", "FULL_OBJECT"],
    ["CRC64NVME", undefined],
    ["SHA256", undefined],
  ])("11 MiB in three, with checksum %s %s", async (ChecksumAlgorithm, ChecksumType) => {
    const parts = [randomBytes(5 * mebibyte), randomBytes(5 * mebibyte), randomBytes(mebibyte)];
    const Key = "large";
    const begun = await upload(Key, parts, {
      ...(ChecksumAlgorithm === undefined ? {} : { ChecksumAlgorithm }),
      ...(ChecksumType === undefined ? {} : { ChecksumType }),
    });
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId: begun.UploadId }));
    expect(listed.Parts?.map(({ Size }) => Size)).toEqual(parts.map(({ length }) => length));
    const done = await s3.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId: begun.UploadId,
        MultipartUpload: { Parts: begun.parts },
      }),
    );
    const etags = parts.map((part) => Buffer.from(md5Of(part), "hex"));
    expect(done.ETag).toBe(`"${md5Of(...etags)}-3"`);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(Buffer.concat(parts))).toBe(true);
    if (ChecksumAlgorithm !== undefined) {
      expect(got.ChecksumType).toBe(
        ChecksumType ?? (ChecksumAlgorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE"),
      );
    }
    const across = await read(Key, { Range: `bytes=${5 * mebibyte - 2}-${5 * mebibyte + 1}` });
    expect(across.equals(Buffer.concat(parts).subarray(5 * mebibyte - 2, 5 * mebibyte + 2))).toBe(true);
    const second = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect(second).toMatchObject({ PartsCount: 3, ContentLength: 5 * mebibyte });
    await expect(
      s3.send(new ListPartsCommand({ Bucket, Key, UploadId: begun.UploadId })),
    ).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  test("what cannot be completed", async () => {
    const Key = "never";
    const { UploadId, parts } = await upload(Key, [randomBytes(1000), randomBytes(1000)]);
    const complete = (Parts: object[]) =>
      s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    await expect(complete(parts)).rejects.toMatchObject({ name: "EntityTooSmall" });
    await expect(complete(parts.toReversed())).rejects.toMatchObject({ name: "InvalidPartOrder" });
    await expect(complete([{ PartNumber: 1, ETag: '"other"' }])).rejects.toMatchObject({
      name: "InvalidPart",
    });
    await expect(complete([{ PartNumber: 7, ETag: parts[0]!.ETag }])).rejects.toMatchObject({
      name: "InvalidPart",
    });
    const uploads = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: "ne" }));
    expect(uploads.Uploads?.map((one) => [one.Key, one.UploadId])).toEqual([[Key, UploadId]]);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
    await expect(complete(parts)).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  test("parts are held to the checksum of their upload", async () => {
    const Key = "summed-parts";
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "SHA256" }),
    );
    const send = (ChecksumAlgorithm: ChecksumAlgorithm) =>
      s3.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "part", ChecksumAlgorithm }),
      );
    await expect(send("SHA1")).rejects.toMatchObject({ name: "InvalidRequest" });
    const part = await send("SHA256");
    const complete = (ChecksumSHA256: string | undefined) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag, ChecksumSHA256 }] },
        }),
      );
    await expect(complete("AAAA")).rejects.toMatchObject({ name: "InvalidPart" });
    expect((await complete(part.ChecksumSHA256)).ChecksumSHA256).toMatch(/=-1$/);
  });

  test("a part copied from a range of an object", async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "0123456789" }));
    const Key = "assembled";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const common = { Bucket, Key, UploadId, PartNumber: 1, CopySource: `${Bucket}/source` };
    await expect(
      s3.send(new UploadPartCopyCommand({ ...common, CopySourceRange: "bytes=5-20" })),
    ).rejects.toMatchObject({ name: "InvalidArgument" });
    const copied = await s3.send(new UploadPartCopyCommand({ ...common, CopySourceRange: "bytes=2-5" }));
    await s3.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: copied.CopyPartResult!.ETag! }] },
      }),
    );
    expect((await read(Key)).toString()).toBe("2345");
  });
});

describe("buckets", () => {
  test("made, found, listed and taken away", async () => {
    const Bucket = "coming-and-going";
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new HeadBucketCommand({ Bucket }));
    const listed = await s3.send(new ListBucketsCommand({}));
    expect(listed.Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "v" }));
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
    await expect(s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "v" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });

  test("in another Region", async () => {
    const Bucket = "far-away";
    const there = lab.s3({ region: "eu-west-1", endpoint: "http://s3.eu-west-1.amazonaws.com" });
    await there.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
    );
    expect(await there.send(new GetBucketLocationCommand({ Bucket }))).toMatchObject({
      LocationConstraint: "eu-west-1",
    });
    await expect(
      there.send(
        new CreateBucketCommand({
          Bucket: "elsewhere",
          CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
        }),
      ),
    ).rejects.toMatchObject({ name: "IllegalLocationConstraintException" });
    await expect(
      there.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
      ),
    ).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou" });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: "k" }))).rejects.toMatchObject({
      name: "PermanentRedirect",
      $metadata: { httpStatusCode: 301 },
    });
    const global = (region: string) =>
      lab
        .s3({ region, endpoint: "http://s3.amazonaws.com" })
        .send(new GetObjectCommand({ Bucket, Key: "k" }));
    await expect(global("us-east-1")).rejects.toMatchObject({
      name: "AuthorizationHeaderMalformed",
      Region: "eu-west-1",
    });
    await expect(global("eu-west-1")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test.each(["ab", "Upper-case", "under_score", "192.168.0.1", "two..dots", "xn--a", "dash-"])(
    "%s is no name for a bucket",
    async (name) => {
      const pathStyle = lab.s3({ forcePathStyle: true });
      await expect(pathStyle.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject({
        name: "InvalidBucketName",
      });
    },
  );
});

test("all is there after a restart, and no failure was ours", async () => {
  const Bucket = "restarted";
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "still here", Metadata: { a: "b" } }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "open" }));
  const part = await s3.send(
    new UploadPartCommand({ Bucket, Key: "open", UploadId, PartNumber: 1, Body: "part" }),
  );
  const again = await startLab({ storageDirectory: lab.directory });
  const second = again.s3();
  const got = await second.send(new GetObjectCommand({ Bucket, Key: "kept" }));
  expect([await got.Body!.transformToString(), got.Metadata]).toEqual(["still here", { a: "b" }]);
  await second.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key: "open",
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag! }] },
    }),
  );
  const assembled = await second.send(new GetObjectCommand({ Bucket, Key: "open" }));
  expect(await assembled.Body!.transformToString()).toBe("part");
  expect([...lab.failures, ...again.failures]).toEqual([]);
});
