/**
 * Headers that are kept with an object and come back with it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
import { headerOf } from "../exchange.ts";
import type { Exchange } from "../exchange.ts";
import { fault, notImplemented } from "../fault.ts";
import type { S3Fault } from "../fault.ts";

const kept = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
];
const storageClasses = [
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER_IR",
];
const missing = [
  /^x-amz-tagging$/,
  /^x-amz-object-lock-/,
  /^x-amz-server-side-encryption-/,
  /^x-amz-grant-/,
  /^x-amz-write-offset-bytes$/,
];
const maxMetadataBytes = 2048;

export type StoredHeaders = Readonly<Record<string, string>>;

export function readHeaders(exchange: Exchange): { readonly headers: StoredHeaders } | S3Fault {
  const refusal = checkHeaders(exchange);
  if (refusal !== undefined) return refusal;
  const all = Object.entries(exchange.request.headers);
  const metadata = all.filter(([name]) => name.startsWith("x-amz-meta-"));
  const bytes = metadata.reduce(
    (sum, [name, value]) => sum + name.length - "x-amz-meta-".length + String(value).length,
    0,
  );
  if (bytes > maxMetadataBytes) {
    return fault("MetadataTooLarge", {
      details: { Size: String(bytes), MaxSizeAllowed: String(maxMetadataBytes) },
    });
  }
  const named = all.flatMap(([name]) =>
    kept.includes(name) || name.startsWith("x-amz-meta-")
      ? [[name, storedValue(name, headerOf(exchange, name) ?? "")] as const]
      : [],
  );
  const headers = Object.fromEntries(named.filter(([, value]) => value !== ""));
  return { headers: { "content-type": "binary/octet-stream", ...headers } };
}

/** Chunks are of the way to S3; STANDARD goes without saying. */
function storedValue(name: string, value: string): string {
  if (name === "x-amz-storage-class" && value === "STANDARD") return "";
  if (name !== "content-encoding") return value;
  return value
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "aws-chunked" && coding !== "")
    .join(",");
}

function checkHeaders(exchange: Exchange): S3Fault | undefined {
  const names = Object.keys(exchange.request.headers);
  const left = names.find((name) => missing.some((pattern) => pattern.test(name)));
  if (left !== undefined) return notImplemented(left);
  const encryption = headerOf(exchange, "x-amz-server-side-encryption") ?? "AES256";
  if (encryption !== "AES256") return notImplemented(`x-amz-server-side-encryption ${encryption}`);
  const acl = headerOf(exchange, "x-amz-acl") ?? "private";
  if (!["private", "bucket-owner-full-control"].includes(acl)) return fault("AccessControlListNotSupported");
  const storageClass = headerOf(exchange, "x-amz-storage-class") ?? "STANDARD";
  return storageClasses.includes(storageClass)
    ? undefined
    : notImplemented(`x-amz-storage-class ${storageClass}`);
}
