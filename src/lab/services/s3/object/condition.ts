/**
 * Requests that hold only for an object that is, or is not, what the client thinks.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html (read 2026-11-29)
 */
import { headerOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import type { ObjectRecord } from "../store/record.ts";

export type ReadVerdict = "read" | "not-modified" | S3Fault;

/** An ETag goes before a date: where both are there, the date is not asked. */
export function checkRead(exchange: Exchange, object: ObjectRecord, prefix = ""): ReadVerdict {
  const header = (name: string) => headerOf(exchange, `${prefix}${name}`);
  const match = header("if-match");
  const noneMatch = header("if-none-match");
  const modifiedSince = parseDate(header("if-modified-since"));
  const unmodifiedSince = parseDate(header("if-unmodified-since"));
  const second = Math.floor(object.lastModifiedMs / 1000) * 1000;
  if (match !== undefined && !names(match, object.etag)) return failed("If-Match");
  if (match === undefined && unmodifiedSince !== undefined && second > unmodifiedSince) {
    return failed("If-Unmodified-Since");
  }
  const isSame = noneMatch !== undefined && names(noneMatch, object.etag);
  const isOlder = noneMatch === undefined && modifiedSince !== undefined && second <= modifiedSince;
  return isSame || isOlder ? "not-modified" : "read";
}

/** Undefined when the object may be put or taken away. */
export function checkWrite(exchange: Exchange, object: ObjectRecord | undefined): S3Fault | undefined {
  const match = headerOf(exchange, "if-match");
  const noneMatch = headerOf(exchange, "if-none-match");
  if (noneMatch !== undefined && noneMatch !== "*") {
    return fault("NotImplemented", { details: { Header: "If-None-Match" } });
  }
  if (noneMatch === "*" && object !== undefined) return failed("If-None-Match");
  if (match === undefined) return undefined;
  if (object === undefined) return fault("NoSuchKey", { details: { Key: exchange.key } });
  return names(match, object.etag) ? undefined : failed("If-Match");
}

const failed = (condition: string) => fault("PreconditionFailed", { details: { Condition: condition } });

function names(header: string, etag: string): boolean {
  return header
    .split(",")
    .map((one) => one.trim().replace(/^W\//, "").replaceAll('"', ""))
    .some((one) => one === "*" || one === etag);
}

function parseDate(text: string | undefined): number | undefined {
  const milliseconds = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
