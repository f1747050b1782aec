/**
 * Which operation a request asks for, and the permission it needs.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
import { createBucket } from "./bucket/create.ts";
import {
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from "./bucket/describe.ts";
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from "./bucket/policy.ts";
import type { BucketExchange, Exchange, S3Outcome } from "./exchange.ts";
import { fault, notImplemented } from "./fault.ts";
import type { S3Fault } from "./fault.ts";
import { listObjects, listObjectsV2 } from "./list/objects.ts";
import { copyObject } from "./object/copy.ts";
import { deleteObject, deleteObjects } from "./object/delete.ts";
import { getObject } from "./object/get.ts";
import { putObject } from "./object/put.ts";
import { completeUpload } from "./upload/complete.ts";
import { abortUpload, createUpload, listUploads } from "./upload/create.ts";
import { copyPart, listParts, uploadPart } from "./upload/part.ts";

interface Matching {
  readonly method: string;
  /** A parameter that must be in the query. */
  readonly query?: string;
  readonly isCopy?: boolean;
  /** Undefined where the operation asks for itself: what it needs is in the body. */
  readonly action: string | undefined;
}

export type Operation = Matching &
  (
    | { readonly on: "service" | "new-bucket"; readonly run: (exchange: Exchange) => Promise<S3Outcome> }
    | { readonly on: "bucket" | "object"; readonly run: (exchange: BucketExchange) => Promise<S3Outcome> }
  );

/** The first row that fits decides. */
const operations: readonly Operation[] = [
  { on: "service", method: "GET", action: "s3:ListAllMyBuckets", run: listBuckets },
  { on: "bucket", method: "GET", query: "location", action: "s3:GetBucketLocation", run: getBucketLocation },
  {
    on: "bucket",
    method: "GET",
    query: "versioning",
    action: "s3:GetBucketVersioning",
    run: getBucketVersioning,
  },
  { on: "bucket", method: "GET", query: "policy", action: "s3:GetBucketPolicy", run: getBucketPolicy },
  { on: "bucket", method: "PUT", query: "policy", action: "s3:PutBucketPolicy", run: putBucketPolicy },
  {
    on: "bucket",
    method: "DELETE",
    query: "policy",
    action: "s3:DeleteBucketPolicy",
    run: deleteBucketPolicy,
  },
  {
    on: "bucket",
    method: "GET",
    query: "uploads",
    action: "s3:ListBucketMultipartUploads",
    run: listUploads,
  },
  { on: "bucket", method: "GET", query: "list-type", action: "s3:ListBucket", run: listObjectsV2 },
  { on: "bucket", method: "POST", query: "delete", action: undefined, run: deleteObjects },
  { on: "bucket", method: "GET", action: "s3:ListBucket", run: listObjects },
  { on: "bucket", method: "HEAD", action: "s3:ListBucket", run: headBucket },
  { on: "new-bucket", method: "PUT", action: undefined, run: createBucket },
  { on: "bucket", method: "DELETE", action: "s3:DeleteBucket", run: deleteBucket },
  { on: "object", method: "GET", query: "uploadId", action: "s3:ListMultipartUploadParts", run: listParts },
  { on: "object", method: "PUT", query: "uploadId", isCopy: true, action: "s3:PutObject", run: copyPart },
  { on: "object", method: "PUT", query: "uploadId", action: "s3:PutObject", run: uploadPart },
  { on: "object", method: "POST", query: "uploadId", action: "s3:PutObject", run: completeUpload },
  { on: "object", method: "DELETE", query: "uploadId", action: "s3:AbortMultipartUpload", run: abortUpload },
  { on: "object", method: "POST", query: "uploads", action: "s3:PutObject", run: createUpload },
  { on: "object", method: "GET", action: "s3:GetObject", run: getObject },
  { on: "object", method: "HEAD", action: "s3:GetObject", run: getObject },
  { on: "object", method: "PUT", isCopy: true, action: "s3:PutObject", run: copyObject },
  { on: "object", method: "PUT", action: "s3:PutObject", run: putObject },
  { on: "object", method: "DELETE", action: "s3:DeleteObject", run: deleteObject },
];

/** Parameters that make another operation of a request, none of which the lab has. */
const missing = [
  "accelerate",
  "acl",
  "analytics",
  "append",
  "attributes",
  "cors",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "logging",
  "metadataConfiguration",
  "metadataTable",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policyStatus",
  "publicAccessBlock",
  "renameObject",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "session",
  "tagging",
  "torrent",
  "versions",
  "website",
];

export interface AskedOperation {
  readonly method: string;
  readonly query: ReadonlyMap<string, string>;
  readonly bucketName: string;
  readonly key: string;
  readonly hasCopySource: boolean;
}

export function findOperation(asked: AskedOperation): Operation | S3Fault {
  const { method, query, bucketName, key } = asked;
  const left = missing.find((parameter) => query.has(parameter));
  if (left !== undefined) return notImplemented(`?${left}`);
  const version = query.get("versionId");
  if (version !== undefined && version !== "null") return notImplemented("?versionId");
  const place = bucketName === "" ? ["service"] : key === "" ? ["bucket", "new-bucket"] : ["object"];
  const found = operations.find(
    (row) =>
      place.includes(row.on) &&
      row.method === method &&
      (row.query === undefined || query.has(row.query)) &&
      (row.isCopy !== true || asked.hasCopySource),
  );
  if (found !== undefined) return found;
  return method === "POST" && key === "" && bucketName !== ""
    ? notImplemented("an upload by a form")
    : fault("MethodNotAllowed", { details: { Method: method } });
}
