/**
 * CompleteMultipartUpload: the parts become an object, whose bytes are theirs and are not copied.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
import { createHash } from "node:crypto";
import { elementsOf, textOf } from "../../wire/xml.ts";
import {
  checksumElement,
  checksumHeader,
  checksumNames,
  composeChecksum,
  findChecksum,
} from "../body/checksum.ts";
import { readXml } from "../body/read-xml.ts";
import { headerOf, isFault, xmlAnswer } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import { checkWrite } from "../object/condition.ts";
import { putObject, removeUpload } from "../store/bucket.ts";
import type { StoredUpload } from "../store/bucket.ts";
import { readSegments } from "../store/data.ts";
import type { Checksum, ObjectRecord, PartRecord } from "../store/record.ts";
import { findUpload } from "./create.ts";

const maxBody = 4 * 1024 * 1024;
const leastPart = 5 * 1024 * 1024;

export async function completeUpload(exchange: BucketExchange): Promise<S3Outcome> {
  const read = await readXml(exchange, "CompleteMultipartUpload", maxBody);
  if (isFault(read)) return read;
  const asked = elementsOf(read.root, "Part").map((part) => ({
    number: Number(textOf(part, "PartNumber") ?? Number.NaN),
    etag: (textOf(part, "ETag") ?? "").trim().replaceAll('"', ""),
    checksums: checksumNames.flatMap((name) => textOf(part, checksumElement(name))?.trim() ?? []),
  }));
  if (asked.length === 0 || asked.some(({ number }) => !Number.isInteger(number)))
    return fault("MalformedXML");
  const { bucket } = exchange;
  return bucket.takeTurn(async () => {
    const found = findUpload(exchange);
    if (isFault(found)) return found;
    const parts = chooseParts(found, asked);
    if (isFault(parts)) return parts;
    const refusal = checkWrite(exchange, bucket.objects.get(found.upload.key));
    if (refusal !== undefined) return refusal;
    const object = await toObject(exchange, found, parts);
    if (isFault(object)) return object;
    await putObject(bucket, object);
    await removeUpload(bucket, found, new Set(object.segments.map(({ file }) => file)));
    return answer(exchange, object);
  });
}

interface AskedPart {
  readonly number: number;
  readonly etag: string;
  /** What the client says of the part, besides. */
  readonly checksums: readonly string[];
}

function chooseParts(
  { upload, parts }: StoredUpload,
  asked: readonly AskedPart[],
): readonly PartRecord[] | S3Fault {
  const isOrdered = asked.every(({ number }, index) => number > (asked[index - 1]?.number ?? 0));
  if (!isOrdered) return fault("InvalidPartOrder");
  const chosen: PartRecord[] = [];
  for (const [index, { number, etag, checksums }] of asked.entries()) {
    const part = parts.get(number);
    const isSame =
      part?.etag === etag && checksums.every((value) => value === (part.checksum?.value ?? value));
    if (part === undefined || !isSame) {
      return fault("InvalidPart", {
        details: { UploadId: upload.id, PartNumber: String(number), ETag: etag },
      });
    }
    if (index < asked.length - 1 && part.segment.size < leastPart) {
      return fault("EntityTooSmall", {
        details: {
          ProposedSize: String(part.segment.size),
          MinSizeAllowed: String(leastPart),
          PartNumber: String(number),
          ETag: etag,
        },
      });
    }
    chosen.push(part);
  }
  return chosen;
}

async function toObject(
  exchange: BucketExchange,
  { upload }: StoredUpload,
  parts: readonly PartRecord[],
): Promise<ObjectRecord | S3Fault> {
  const checksum = await checksumOf(exchange, upload, parts);
  const algorithm = checksum?.algorithm ?? "";
  const given = headerOf(exchange, checksumHeader(algorithm));
  if (checksum !== undefined && given !== undefined && given !== checksum.value) {
    return fault("BadDigest", {
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
  }
  const md5s = createHash("md5");
  for (const { etag } of parts) md5s.update(Buffer.from(etag, "hex"));
  return {
    key: upload.key,
    size: parts.reduce((sum, { segment }) => sum + segment.size, 0),
    etag: `${md5s.digest("hex")}-${parts.length}`,
    lastModifiedMs: exchange.call.nowMs,
    headers: upload.headers,
    checksum,
    segments: parts.map(({ segment }) => segment),
  };
}

/** Made of the checksums of the parts, or read anew over all their bytes. */
async function checksumOf(
  { bucket }: BucketExchange,
  { checksumAlgorithm: algorithm, checksumType: type }: StoredUpload["upload"],
  parts: readonly PartRecord[],
): Promise<Checksum | undefined> {
  if (algorithm === undefined || type === undefined) return undefined;
  if (type === "COMPOSITE") {
    const values = parts.flatMap(({ checksum }) => (checksum?.algorithm === algorithm ? checksum.value : []));
    const value = values.length === parts.length ? composeChecksum(algorithm, values) : undefined;
    return value === undefined ? undefined : { algorithm, value, type };
  }
  const state = findChecksum(algorithm)?.create();
  const segments = parts.map(({ segment }) => segment);
  for await (const bytes of readSegments(bucket.dataDirectory, segments, {
    first: 0,
    last: Number.MAX_SAFE_INTEGER,
  })) {
    state?.update(bytes);
  }
  return state === undefined ? undefined : { algorithm, value: state.digest().toString("base64"), type };
}

function answer({ bucket, call, key }: BucketExchange, { etag, checksum }: ObjectRecord): S3Outcome {
  const { name } = bucket.record;
  const path = key.split("/").map(encodeURIComponent).join("/");
  return xmlAnswer(
    "CompleteMultipartUploadResult",
    {
      Location: `https://${name}.s3.${call.target.region}.${call.target.dnsSuffix}/${path}`,
      Bucket: name,
      Key: key,
      ETag: `"${etag}"`,
      ...(checksum === undefined
        ? {}
        : { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }),
    },
    { "x-amz-server-side-encryption": "AES256" },
  );
}
