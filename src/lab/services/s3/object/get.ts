/**
 * GetObject and HeadObject.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
import type { Answer } from "../../wire/answer.ts";
import { checksumHeader } from "../body/checksum.ts";
import { emptyAnswer, headerOf, isFault } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import { readSegments } from "../store/data.ts";
import type { ObjectRecord } from "../store/record.ts";
import { checkRead } from "./condition.ts";
import { parseRange } from "./range.ts";
import type { ByteRange } from "./range.ts";

export async function getObject(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, key, query } = exchange;
  const object = bucket.objects.get(key);
  if (object === undefined) return absent(exchange);
  const verdict = checkRead(exchange, object);
  if (verdict === "not-modified") return emptyAnswer(304, headersOf(object));
  if (verdict !== "read") return verdict;
  if (exchange.signature === undefined && overrides.some(([name]) => query.has(name))) {
    return fault("InvalidRequest", {
      message: "Request specific response headers cannot be used for anonymous GET requests.",
    });
  }
  const range = rangeOf(exchange, object);
  if (range !== undefined && isFault(range)) return range;
  const { first, last } = range ?? { first: 0, last: object.size - 1 };
  const isPart = range !== undefined;
  return {
    status: isPart ? 206 : 200,
    headers: {
      ...headersOf(object),
      ...overridesOf(query),
      ...(isPart
        ? { "content-range": `bytes ${first}-${last}/${object.size}` }
        : checksumOf(exchange, object)),
      ...(query.has("partNumber") ? { "x-amz-mp-parts-count": String(object.segments.length) } : {}),
      "content-length": String(last - first + 1),
    },
    body: readSegments(bucket.dataDirectory, object.segments, { first, last }),
  };
}

/** Who may not list the bucket is not told that there is no such key. */
function absent({ bucket, key, mayDo }: BucketExchange): S3Fault {
  const denial = mayDo("s3:ListBucket", { bucket, bucketName: bucket.record.name });
  return denial === undefined
    ? fault("NoSuchKey", { details: { Key: key } })
    : fault("AccessDenied", { message: denial.message, headers: { "x-denat-rule": denial.rule } });
}

export function headersOf(object: ObjectRecord): Answer["headers"] {
  return {
    ...object.headers,
    "accept-ranges": "bytes",
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.lastModifiedMs).toUTCString(),
    "x-amz-server-side-encryption": "AES256",
  };
}

const overrides = [
  ["response-cache-control", "cache-control"],
  ["response-content-disposition", "content-disposition"],
  ["response-content-encoding", "content-encoding"],
  ["response-content-language", "content-language"],
  ["response-content-type", "content-type"],
  ["response-expires", "expires"],
] as const;

function overridesOf(query: ReadonlyMap<string, string>): Answer["headers"] {
  return Object.fromEntries(
    overrides.flatMap(([parameter, header]) => {
      const value = query.get(parameter);
      return value === undefined ? [] : [[header, value]];
    }),
  );
}

/** Of the whole object, and only when the client asks. */
function checksumOf(exchange: BucketExchange, { checksum }: ObjectRecord): Answer["headers"] {
  const isAsked = (headerOf(exchange, "x-amz-checksum-mode") ?? "").toUpperCase() === "ENABLED";
  if (!isAsked || checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type };
}

function rangeOf(exchange: BucketExchange, object: ObjectRecord): ByteRange | S3Fault | undefined {
  const number = exchange.query.get("partNumber");
  if (number !== undefined) return partOf(object, number);
  const header = headerOf(exchange, "range");
  const range = header === undefined ? undefined : parseRange(header, object.size);
  if (range !== "unsatisfiable") return range;
  return fault("InvalidRange", {
    details: { RangeRequested: header ?? "", ActualObjectSize: String(object.size) },
    headers: { "content-range": `bytes */${object.size}` },
  });
}

/** The bytes that came as one part of an upload. */
function partOf({ segments }: ObjectRecord, number: string): ByteRange | S3Fault {
  const index = /^\d{1,5}$/.test(number) ? Number(number) - 1 : -1;
  const segment = segments[index];
  if (segment === undefined) return fault("InvalidPartNumber");
  const first = segments.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return { first, last: first + segment.size - 1 };
}
