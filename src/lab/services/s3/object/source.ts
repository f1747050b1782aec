/** The object that x-amz-copy-source names: whether it may be read, and is what the client thinks. */
import { decodePercent } from "../../../sigv4/index.ts";
import { deniedFault, headerOf } from "../exchange.ts";
import type { BucketExchange } from "../exchange.ts";
import { fault, notImplemented } from "../fault.ts";
import type { S3Fault } from "../fault.ts";
import type { StoredBucket } from "../store/bucket.ts";
import type { ObjectRecord } from "../store/record.ts";
import { checkRead } from "./condition.ts";

export interface CopySource {
  readonly kind: "source";
  readonly bucket: StoredBucket;
  readonly object: ObjectRecord;
}

export function readSource(exchange: BucketExchange): CopySource | S3Fault {
  const written = headerOf(exchange, "x-amz-copy-source") ?? "";
  const [path = "", version] = written.split("?versionId=");
  if (version !== undefined && version !== "null") return notImplemented("versionId of x-amz-copy-source");
  const [, bucketName = "", key = ""] =
    /^\/?([^/]+)\/(.+)$/s.exec(decodePercent(path).toString("utf8")) ?? [];
  if (key === "") {
    return fault("InvalidArgument", {
      message: "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      details: { ArgumentName: "x-amz-copy-source", ArgumentValue: written },
    });
  }
  const bucket = exchange.store.find(bucketName);
  if (bucket === undefined) return fault("NoSuchBucket", { details: { BucketName: bucketName } });
  const denial = exchange.mayDo("s3:GetObject", { bucket, bucketName, key });
  if (denial !== undefined) return deniedFault(denial);
  const object = bucket.objects.get(key);
  if (object === undefined) return fault("NoSuchKey", { details: { Key: key } });
  const verdict = checkRead(exchange, object, "x-amz-copy-source-");
  if (verdict === "read") return { kind: "source", bucket, object };
  return verdict === "not-modified" ? fault("PreconditionFailed") : verdict;
}
