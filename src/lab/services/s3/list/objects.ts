/** ListObjectsV2, and the older ListObjects. */
import { canonicalIdOf } from "../bucket/describe.ts";
import { isFault, isoTime, xmlAnswer } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import type { XmlElements } from "../../wire/xml.ts";
import { pageOf } from "./page.ts";
import type { Page } from "./page.ts";
import { readEncoding, readMax } from "./parameter.ts";

export async function listObjectsV2(exchange: BucketExchange): Promise<S3Outcome> {
  const { query } = exchange;
  const token = query.get("continuation-token");
  const place = token === undefined ? undefined : Buffer.from(token, "base64url").toString("utf8");
  if (token !== undefined && place?.startsWith(tokenMark) !== true) {
    return fault("InvalidArgument", {
      message: "The continuation token provided is incorrect",
      details: { ArgumentName: "continuation-token" },
    });
  }
  const startAfter = query.get("start-after");
  const listed = list(
    exchange,
    place?.slice(tokenMark.length) ?? startAfter ?? "",
    query.get("fetch-owner") === "true",
  );
  if (isFault(listed)) return listed;
  const { page, encode, common, contents } = listed;
  return xmlAnswer("ListBucketResult", {
    ...common,
    KeyCount: page.keys.length + page.commonPrefixes.length,
    ContinuationToken: token,
    NextContinuationToken: page.isTruncated
      ? Buffer.from(`${tokenMark}${page.last}`, "utf8").toString("base64url")
      : undefined,
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ...contents,
  });
}

/** Tells a token of ours from any other text. */
const tokenMark = "after ";

export async function listObjects(exchange: BucketExchange): Promise<S3Outcome> {
  const marker = exchange.query.get("marker") ?? "";
  const listed = list(exchange, marker, true);
  if (isFault(listed)) return listed;
  const { page, encode, common, contents } = listed;
  const hasDelimiter = (exchange.query.get("delimiter") ?? "") !== "";
  return xmlAnswer("ListBucketResult", {
    ...common,
    Marker: encode(marker),
    NextMarker: page.isTruncated && hasDelimiter ? encode(page.last) : undefined,
    ...contents,
  });
}

interface Listed {
  readonly page: Page;
  readonly encode: (text: string) => string;
  readonly common: XmlElements;
  readonly contents: XmlElements;
}

function list(exchange: BucketExchange, after: string, withOwner: boolean): Listed | S3Fault {
  const { bucket, query } = exchange;
  const most = readMax(exchange, "max-keys");
  if (typeof most !== "number") return most;
  const encode = readEncoding(exchange);
  if (typeof encode !== "function") return encode;
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const page = pageOf({ keys: bucket.keys.all(), prefix, delimiter, after, most });
  const common = {
    Name: bucket.record.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: most,
    EncodingType: query.get("encoding-type"),
    IsTruncated: page.isTruncated,
  };
  const contents = {
    Contents: page.keys.map((key) => rowOf(bucket, key, { encode, withOwner })),
    CommonPrefixes: page.commonPrefixes.map((one) => ({ Prefix: encode(one) })),
  };
  return { page, encode, common, contents };
}

function rowOf(
  bucket: BucketExchange["bucket"],
  key: string,
  { encode, withOwner }: { readonly encode: (text: string) => string; readonly withOwner: boolean },
): XmlElements {
  const object = bucket.objects.get(key);
  return {
    Key: encode(key),
    LastModified: isoTime(object?.lastModifiedMs ?? 0),
    ETag: `"${object?.etag ?? ""}"`,
    ChecksumAlgorithm: object?.checksum?.algorithm,
    ChecksumType: object?.checksum?.type,
    Size: object?.size ?? 0,
    Owner: withOwner ? { ID: canonicalIdOf(bucket.record.account) } : undefined,
    StorageClass: object?.headers["x-amz-storage-class"] ?? "STANDARD",
  };
}
