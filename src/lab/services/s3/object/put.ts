/**
 * PutObject.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
import type { Answer } from "../../wire/answer.ts";
import { checksumHeader } from "../body/checksum.ts";
import { maxUploadBytes, receiveBody } from "../body/receive.ts";
import type { Received } from "../body/receive.ts";
import { emptyAnswer, isFault } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import type { S3Fault } from "../fault.ts";
import { putObject as keepObject } from "../store/bucket.ts";
import { createDataFile, removeSegments } from "../store/data.ts";
import type { Checksum, ObjectRecord, Segment } from "../store/record.ts";
import { checkWrite } from "./condition.ts";
import { readHeaders } from "./headers.ts";

export async function putObject(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, key, call } = exchange;
  const read = readHeaders(exchange);
  if (isFault(read)) return read;
  const early = checkWrite(exchange, bucket.objects.get(key));
  if (early !== undefined) return early;
  const stored = await storeBody(exchange);
  if (isFault(stored)) return stored;
  const { received, segment } = stored;
  const object: ObjectRecord = {
    key,
    size: received.size,
    etag: received.md5,
    lastModifiedMs: call.nowMs,
    headers: read.headers,
    checksum: received.checksum,
    segments: [segment],
  };
  const refusal = await commitObject(exchange, object);
  return refusal ?? emptyAnswer(200, putHeaders(object.etag, object.checksum));
}

export interface StoredBody {
  readonly received: Received;
  readonly segment: Segment;
}

/** The body in a file of its own; no file is left where it is refused. */
export async function storeBody(exchange: BucketExchange): Promise<StoredBody | S3Fault> {
  const file = await createDataFile(exchange.bucket.dataDirectory);
  try {
    const received = await receiveBody(exchange, maxUploadBytes, file.write);
    if (!isFault(received)) return { received, segment: await file.finish() };
    await file.discard();
    return received;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Conditions are asked again when the object takes its place, for another write may have come first. */
export async function commitObject(
  exchange: BucketExchange,
  object: ObjectRecord,
): Promise<S3Fault | undefined> {
  const { bucket } = exchange;
  return bucket.takeTurn(async () => {
    const refusal = checkWrite(exchange, bucket.objects.get(object.key));
    if (refusal === undefined) await keepObject(bucket, object);
    else await removeSegments(bucket.dataDirectory, object.segments);
    return refusal;
  });
}

export function putHeaders(etag: string, checksum: Checksum | undefined): Answer["headers"] {
  return {
    etag: `"${etag}"`,
    "x-amz-server-side-encryption": "AES256",
    ...(checksum === undefined
      ? {}
      : { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type }),
  };
}
