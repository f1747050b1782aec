/**
 * CopyObject.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
import { checksumElement } from "../body/checksum.ts";
import { headerOf, isFault, isoTime, xmlAnswer } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import { linkSegments } from "../store/data.ts";
import type { ObjectRecord } from "../store/record.ts";
import { readHeaders } from "./headers.ts";
import { commitObject } from "./put.ts";
import { readSource } from "./source.ts";

export async function copyObject(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, key, call } = exchange;
  const source = readSource(exchange);
  if (isFault(source)) return source;
  const read = readHeaders(exchange);
  if (isFault(read)) return read;
  const isReplaced = headerOf(exchange, "x-amz-metadata-directive") === "REPLACE";
  const storageClass = headerOf(exchange, "x-amz-storage-class");
  if (source.bucket === bucket && source.object.key === key && !isReplaced && storageClass === undefined) {
    return fault("InvalidRequest", {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    });
  }
  const object: ObjectRecord = {
    ...source.object,
    key,
    lastModifiedMs: call.nowMs,
    headers: isReplaced ? read.headers : copiedHeaders(source.object, read.headers),
    segments: await linkSegments(source.bucket.dataDirectory, source.object.segments, bucket.dataDirectory),
  };
  const refusal = await commitObject(exchange, object);
  if (refusal !== undefined) return refusal;
  const { checksum } = object;
  return xmlAnswer("CopyObjectResult", {
    LastModified: isoTime(object.lastModifiedMs),
    ETag: `"${object.etag}"`,
    ...(checksum === undefined
      ? {}
      : { ChecksumType: checksum.type, [checksumElement(checksum.algorithm)]: checksum.value }),
  });
}

/** The storage class is the copy's own, whatever becomes of the metadata. */
function copiedHeaders(source: ObjectRecord, asked: ObjectRecord["headers"]): ObjectRecord["headers"] {
  const { "x-amz-storage-class": _, ...headers } = source.headers;
  const storageClass = asked["x-amz-storage-class"];
  return storageClass === undefined ? headers : { ...headers, "x-amz-storage-class": storageClass };
}
