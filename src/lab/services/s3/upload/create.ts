/**
 * Uploads in parts: begun, given up, and found again.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
 */
import { randomBytes } from "node:crypto";
import { canonicalIdOf } from "../bucket/describe.ts";
import { findChecksum } from "../body/checksum.ts";
import { emptyAnswer, headerOf, isFault, isoTime, xmlAnswer } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import { pageOf } from "../list/page.ts";
import { readEncoding, readMax } from "../list/parameter.ts";
import { readHeaders } from "../object/headers.ts";
import { putUpload, removeUpload } from "../store/bucket.ts";
import type { StoredUpload } from "../store/bucket.ts";
import { compareKeys } from "../store/key-order.ts";
import type { UploadRecord } from "../store/record.ts";

export async function createUpload(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, key, call, signature } = exchange;
  const read = readHeaders(exchange);
  if (isFault(read)) return read;
  const asked = headerOf(exchange, "x-amz-checksum-algorithm")?.toUpperCase();
  const types = asked === undefined ? undefined : findChecksum(asked)?.types;
  const type = headerOf(exchange, "x-amz-checksum-type")?.toUpperCase() ?? types?.[0];
  const checksumType = types?.find((one) => one === type);
  if (asked !== undefined && checksumType === undefined) {
    return fault("InvalidRequest", {
      message: `The ${type ?? ""} checksum type cannot be used with the ${asked.toLowerCase()} checksum algorithm.`,
    });
  }
  const upload: UploadRecord = {
    id: randomBytes(48).toString("base64url"),
    key,
    initiatedAtMs: call.nowMs,
    headers: read.headers,
    initiator: signature?.credential.arn ?? "anonymous",
    checksumAlgorithm: asked,
    checksumType,
  };
  await bucket.takeTurn(() => putUpload(bucket, upload));
  return xmlAnswer(
    "InitiateMultipartUploadResult",
    { Bucket: bucket.record.name, Key: key, UploadId: upload.id },
    asked === undefined || checksumType === undefined
      ? {}
      : { "x-amz-checksum-algorithm": asked, "x-amz-checksum-type": checksumType },
  );
}

export function findUpload({ bucket, key, query }: BucketExchange): StoredUpload | S3Fault {
  const id = query.get("uploadId") ?? "";
  const found = bucket.uploads.get(id);
  return found?.upload.key === key ? found : fault("NoSuchUpload", { details: { UploadId: id } });
}

export async function abortUpload(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, key } = exchange;
  return bucket.takeTurn(async () => {
    const found = findUpload(exchange);
    if (isFault(found)) return found;
    const segments = bucket.objects.get(key)?.segments ?? [];
    await removeUpload(bucket, found, new Set(segments.map(({ file }) => file)));
    return emptyAnswer(204);
  });
}

/** By key, and for one key by when they began: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export async function listUploads(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, query } = exchange;
  const most = readMax(exchange, "max-uploads");
  if (typeof most !== "number") return most;
  const encode = readEncoding(exchange);
  if (typeof encode !== "function") return encode;
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const keyMarker = query.get("key-marker") ?? "";
  const all = [...bucket.uploads.values()]
    .map(({ upload }) => upload)
    .sort((a, b) => compareKeys(a.key, b.key) || a.initiatedAtMs - b.initiatedAtMs);
  const keys = [...new Set(all.map(({ key }) => key))];
  const page = pageOf({ keys, prefix, delimiter, after: keyMarker, most });
  const owner = { ID: canonicalIdOf(bucket.record.account) };
  return xmlAnswer("ListMultipartUploadsResult", {
    Bucket: bucket.record.name,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: "",
    NextKeyMarker: page.isTruncated ? encode(page.last) : undefined,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    EncodingType: query.get("encoding-type"),
    MaxUploads: most,
    IsTruncated: page.isTruncated,
    Upload: all
      .filter(({ key }) => page.keys.includes(key))
      .map((upload) => ({
        Key: encode(upload.key),
        UploadId: upload.id,
        Initiator: { ID: upload.initiator },
        Owner: owner,
        StorageClass: upload.headers["x-amz-storage-class"] ?? "STANDARD",
        Initiated: isoTime(upload.initiatedAtMs),
        ChecksumAlgorithm: upload.checksumAlgorithm,
        ChecksumType: upload.checksumType,
      })),
    CommonPrefixes: page.commonPrefixes.map((one) => ({ Prefix: encode(one) })),
  });
}
