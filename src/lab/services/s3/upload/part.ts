/**
 * Parts of an upload: sent, copied from an object, and listed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
 */
import { createHash } from "node:crypto";
import { canonicalIdOf } from "../bucket/describe.ts";
import { checksumElement, findChecksum } from "../body/checksum.ts";
import { maxUploadBytes } from "../body/receive.ts";
import { emptyAnswer, headerOf, isFault, isoTime, xmlAnswer } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import { readMax } from "../list/parameter.ts";
import { putHeaders, storeBody } from "../object/put.ts";
import { parseRange } from "../object/range.ts";
import type { ByteRange } from "../object/range.ts";
import { readSource } from "../object/source.ts";
import type { CopySource } from "../object/source.ts";
import { putPart } from "../store/bucket.ts";
import { createDataFile, readSegments, removeSegments } from "../store/data.ts";
import type { PartRecord } from "../store/record.ts";
import { findUpload } from "./create.ts";

const maxParts = 10_000;

export async function uploadPart(exchange: BucketExchange): Promise<S3Outcome> {
  const number = readNumber(exchange);
  if (typeof number !== "number") return number;
  const found = findUpload(exchange);
  if (isFault(found)) return found;
  const stored = await storeBody(exchange);
  if (isFault(stored)) return stored;
  const { received, segment } = stored;
  const expected = found.upload.checksumAlgorithm;
  const actual = received.checksum?.algorithm;
  if (expected !== undefined && actual !== undefined && actual !== expected) {
    await removeSegments(exchange.bucket.dataDirectory, [segment]);
    return fault("InvalidRequest", {
      message: `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`,
    });
  }
  const part = {
    number,
    etag: received.md5,
    lastModifiedMs: exchange.call.nowMs,
    checksum: received.checksum,
    segment,
  };
  const refusal = await commitPart(exchange, part);
  return refusal ?? emptyAnswer(200, partHeaders(part));
}

/** The type is the whole object's, and not told of a part. */
function partHeaders({ etag, checksum }: PartRecord) {
  const { "x-amz-checksum-type": _, ...headers } = putHeaders(etag, checksum);
  return headers;
}

/** The upload may have been given up while the part came in. */
async function commitPart(exchange: BucketExchange, part: PartRecord): Promise<S3Fault | undefined> {
  const { bucket } = exchange;
  return bucket.takeTurn(async () => {
    const found = findUpload(exchange);
    if (isFault(found)) {
      await removeSegments(bucket.dataDirectory, [part.segment]);
      return found;
    }
    await putPart(bucket, found, part);
    return undefined;
  });
}

function readNumber({ query }: BucketExchange): number | S3Fault {
  const text = query.get("partNumber") ?? "";
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= maxParts) return number;
  return fault("InvalidArgument", {
    message: `Part number must be an integer between 1 and ${maxParts}, inclusive`,
    details: { ArgumentName: "partNumber", ArgumentValue: text },
  });
}

export async function copyPart(exchange: BucketExchange): Promise<S3Outcome> {
  const number = readNumber(exchange);
  if (typeof number !== "number") return number;
  const found = findUpload(exchange);
  if (isFault(found)) return found;
  const source = readSource(exchange);
  if (isFault(source)) return source;
  const range = readCopyRange(exchange, source);
  if (isFault(range)) return range;
  const part = await copyBytes(exchange, {
    number,
    source,
    range,
    algorithm: found.upload.checksumAlgorithm,
  });
  const refusal = await commitPart(exchange, part);
  if (refusal !== undefined) return refusal;
  return xmlAnswer("CopyPartResult", {
    LastModified: isoTime(part.lastModifiedMs),
    ETag: `"${part.etag}"`,
    ...checksumOf(part),
  });
}

function readCopyRange(exchange: BucketExchange, { object }: CopySource): ByteRange | S3Fault {
  const header = headerOf(exchange, "x-amz-copy-source-range");
  const range = header === undefined ? { first: 0, last: object.size - 1 } : parseRange(header, object.size);
  const isInside =
    /^bytes=\d+-\d+$/.test(header ?? "bytes=0-0") && Number(header?.split("-")[1] ?? 0) < object.size;
  if (typeof range === "object" && (header === undefined || isInside)) {
    if (range.last - range.first < maxUploadBytes) return range;
    return fault("InvalidRequest", {
      message:
        "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    });
  }
  return fault("InvalidArgument", {
    message: `Range specified is not valid for source object of size: ${object.size}`,
    details: { ArgumentName: "x-amz-copy-source-range", ArgumentValue: header ?? "" },
  });
}

interface Copying {
  readonly number: number;
  readonly source: CopySource;
  readonly range: ByteRange;
  readonly algorithm: string | undefined;
}

async function copyBytes(
  { bucket, call }: BucketExchange,
  { number, source, range, algorithm }: Copying,
): Promise<PartRecord> {
  const file = await createDataFile(bucket.dataDirectory);
  const md5 = createHash("md5");
  const state = algorithm === undefined ? undefined : findChecksum(algorithm)?.create();
  try {
    for await (const bytes of readSegments(source.bucket.dataDirectory, source.object.segments, range)) {
      md5.update(bytes);
      state?.update(bytes);
      await file.write(bytes);
    }
  } catch (error) {
    await file.discard();
    throw error;
  }
  return {
    number,
    etag: md5.digest("hex"),
    lastModifiedMs: call.nowMs,
    checksum:
      algorithm === undefined || state === undefined
        ? undefined
        : { algorithm, value: state.digest().toString("base64"), type: "FULL_OBJECT" },
    segment: await file.finish(),
  };
}

const checksumOf = ({ checksum }: PartRecord) =>
  checksum === undefined ? {} : { [checksumElement(checksum.algorithm)]: checksum.value };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export async function listParts(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, key, query } = exchange;
  const found = findUpload(exchange);
  if (isFault(found)) return found;
  const most = readMax(exchange, "max-parts");
  if (typeof most !== "number") return most;
  const marker = Number(query.get("part-number-marker") ?? 0);
  const all = [...found.parts.values()]
    .filter(({ number }) => !(number <= marker))
    .sort((a, b) => a.number - b.number);
  const page = all.slice(0, most);
  const owner = { ID: canonicalIdOf(bucket.record.account) };
  return xmlAnswer("ListPartsResult", {
    Bucket: bucket.record.name,
    Key: key,
    UploadId: found.upload.id,
    PartNumberMarker: Number.isInteger(marker) ? marker : 0,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: most,
    IsTruncated: all.length > page.length,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: isoTime(part.lastModifiedMs),
      ETag: `"${part.etag}"`,
      Size: part.segment.size,
      ...checksumOf(part),
    })),
    Initiator: { ID: found.upload.initiator },
    Owner: owner,
    StorageClass: found.upload.headers["x-amz-storage-class"] ?? "STANDARD",
    ChecksumAlgorithm: found.upload.checksumAlgorithm,
    ChecksumType: found.upload.checksumType,
  });
}
