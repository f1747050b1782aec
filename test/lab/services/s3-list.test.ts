/** Lists of a bucket's keys. */
import {
  CreateBucketCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { ListObjectsCommandOutput, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { pageOf } from "../../../src/lab/services/s3/list/page.ts";
import { compareKeys } from "../../../src/lab/services/s3/store/key-order.ts";
import { startLab } from "./lab.ts";

const Bucket = "lists";
const keys = ["a.txt", "b/1", "b/2", "b/c/3", "d e+f&g", "z/", "z/1", "脱/1", "\u{1F600}"];
let s3: S3Client;

beforeAll(async () => {
  const lab = await startLab();
  s3 = lab.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys.toReversed()) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));

test("all keys, by their bytes in UTF-8", async () => {
  const answer = await list({});
  expect(answer.Contents?.map(({ Key }) => Key)).toEqual(keys);
  expect(answer).toMatchObject({ KeyCount: 9, MaxKeys: 1000, IsTruncated: false, Name: Bucket });
  expect(answer.Contents?.[0]).toMatchObject({ Size: 5, StorageClass: "STANDARD" });
});

test.each([
  [{ Prefix: "b/" }, ["b/1", "b/2", "b/c/3"], []],
  [{ Delimiter: "/" }, ["a.txt", "d e+f&g", "\u{1F600}"], ["b/", "z/", "脱/"]],
  [{ Prefix: "b/", Delimiter: "/" }, ["b/1", "b/2"], ["b/c/"]],
  [{ Prefix: "z/", Delimiter: "/" }, ["z/", "z/1"], []],
  [{ Prefix: "b", Delimiter: "/" }, [], ["b/"]],
  [{ Prefix: "none" }, [], []],
  [{ StartAfter: "b/2", Prefix: "b/" }, ["b/c/3"], []],
  [{ StartAfter: "b/1x" }, keys.slice(2), []],
  [{ MaxKeys: 0 }, [], []],
])("%o", async (asked, found, prefixes) => {
  const answer = await list(asked);
  expect((answer.Contents ?? []).map(({ Key }) => Key)).toEqual(found);
  expect((answer.CommonPrefixes ?? []).map(({ Prefix }) => Prefix)).toEqual(prefixes);
  expect(answer.IsTruncated).toBe(false);
});

test.each([1, 2, 3, 4])("pages of %i come to the same", async (MaxKeys) => {
  for (const Delimiter of [undefined, "/"]) {
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ MaxKeys, Delimiter, ContinuationToken });
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
      expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    const whole = await list({ Delimiter });
    const all = [
      ...(whole.Contents ?? []).map(({ Key }) => Key),
      ...(whole.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    ];
    expect(new Set(found)).toEqual(new Set(all));
    expect(found).toHaveLength(all.length);
  }
});

test("the older list, with its markers", async () => {
  const found: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page: ListObjectsCommandOutput = await s3.send(
      new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 1, Marker }),
    );
    found.push(
      ...(page.Contents ?? []).map(({ Key }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    );
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(found).toEqual(["a.txt", "b/", "d e+f&g", "z/", "脱/", "\u{1F600}"]);
});

test("names percent-encoded when asked", async () => {
  const answer = await list({ EncodingType: "url", Prefix: "d" });
  expect(answer.Contents?.map(({ Key }) => Key)).toEqual(["d%20e%2Bf%26g"]);
  const plain = await list({ Prefix: "d" });
  expect(plain.Contents?.map(({ Key }) => Key)).toEqual(["d e+f&g"]);
});

test.each([{ EncodingType: "other" }, { ContinuationToken: "!!" }, { MaxKeys: -1 }])(
  "%o is no argument",
  async (asked) => {
    await expect(list(asked)).rejects.toMatchObject({ name: "InvalidArgument" });
  },
);

test("a bucket of many keys is paged without looking at those under a common prefix", () => {
  const many = Array.from(
    { length: 50_000 },
    (_, index) => `p${index % 5}/${String(index).padStart(6, "0")}`,
  ).sort(compareKeys);
  const page = pageOf({ keys: many, prefix: "", delimiter: "/", after: "p1/", most: 2 });
  expect(page).toEqual({ keys: [], commonPrefixes: ["p2/", "p3/"], isTruncated: true, last: "p3/" });
});
