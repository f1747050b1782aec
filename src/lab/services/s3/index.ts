/**
 * Amazon S3: buckets, objects and uploads in parts, with bucket policies.
 *
 * Not here, and answered with NotImplemented: versions, ACLs, tags, locks, KMS keys and keys of the customer, access
 * points, S3 Select, websites, uploads by form, and all configuration of a bucket but its policy. Block Public Access is
 * not in force.
 */
import { parseQuery, splitUrl, verifySignature } from "../../sigv4/index.ts";
import { askPolicies } from "../call.ts";
import type { Call } from "../call.ts";
import type { ServicesOptions } from "../options.ts";
import type { Answer } from "../wire/answer.ts";
import { hostIdOf, toFailureAnswer } from "../wire/failure.ts";
import { readAddress } from "./address.ts";
import type { Address } from "./address.ts";
import { deniedFault, isFault } from "./exchange.ts";
import type { Exchange, S3Outcome } from "./exchange.ts";
import { fault } from "./fault.ts";
import type { S3Fault } from "./fault.ts";
import { s3Keys } from "./keys.ts";
import { findOperation } from "./operation.ts";
import type { Operation } from "./operation.ts";
import type { StoredBucket } from "./store/bucket.ts";
import { openStore } from "./store/index.ts";
import type { S3Store } from "./store/index.ts";

export function openS3({ storageDirectory }: ServicesOptions): (call: Call) => Promise<Answer> {
  let opening: Promise<S3Store> | undefined;
  return async (call) => {
    opening ??= openStore(storageDirectory).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return toAnswer(await run(call, await opening), call);
  };
}

function toAnswer(outcome: S3Outcome, { requestId }: Call): Answer {
  const answer = isFault(outcome)
    ? toFailureAnswer(outcome, { family: "s3", requestId, contentType: "application/xml", namespace: "" })
    : outcome;
  const ids = { "x-amz-request-id": requestId, "x-amz-id-2": hostIdOf(requestId) };
  const common = { ...ids, server: "AmazonS3" };
  return { ...answer, headers: { ...common, ...answer.headers } };
}

async function run(call: Call, store: S3Store): Promise<S3Outcome> {
  const address = readAddress(call.url, call.target);
  if (address.kind === "fault") return address;
  const query = new Map(parseQuery(splitUrl(call.url).query));
  const bucket = store.find(address.bucketName);
  const operation = findOperation({
    ...address,
    method: call.request.method ?? "GET",
    query,
    hasCopySource: call.request.headers["x-amz-copy-source"] !== undefined,
  });
  const isNew = !isFault(operation) && operation.on === "new-bucket";
  const redirect = isNew ? undefined : findRedirect(call, bucket);
  if (redirect !== undefined) return redirect;
  const signature = verify(call, isNew ? undefined : bucket);
  if (signature.kind === "fault") return signature;
  if (isFault(operation)) return operation;
  const exchange = toExchange(call, { store, address, query, bucket, signature: signature.verified });
  return operate(exchange, operation);
}

/** A Regional host serves the buckets of its Region alone; a global one leads to all. */
function findRedirect({ target }: Call, bucket: StoredBucket | undefined): S3Fault | undefined {
  if (bucket === undefined || target.isGlobal || bucket.record.region === target.region) return undefined;
  const { name, region } = bucket.record;
  return fault("PermanentRedirect", {
    details: { Endpoint: `${name}.s3.${region}.${target.dnsSuffix}`, Bucket: name },
    headers: { "x-amz-bucket-region": region },
  });
}

function verify(
  call: Call,
  bucket: StoredBucket | undefined,
): { readonly kind: "signed"; readonly verified: Exchange["signature"] } | S3Fault {
  const { request, options, nowMs, target } = call;
  const region = bucket?.record.region ?? target.region;
  const signature = verifySignature(
    { method: request.method ?? "GET", url: call.url, headers: request.headers },
    options.credentials,
    { nowMs, family: "s3", services: ["s3"], region },
  );
  if (signature.kind === "anonymous") return { kind: "signed", verified: undefined };
  if (signature.kind === "verified") return { kind: "signed", verified: signature };
  return { ...signature, kind: "fault", headers: { "x-amz-bucket-region": region } };
}

interface Found {
  readonly store: S3Store;
  readonly address: Address;
  readonly query: ReadonlyMap<string, string>;
  readonly bucket: StoredBucket | undefined;
  readonly signature: Exchange["signature"];
}

function toExchange(call: Call, { store, address, query, bucket, signature }: Found): Exchange {
  const { bucketName, key } = address;
  return {
    call,
    request: call.request,
    store,
    signature,
    query,
    bucketName,
    key,
    bucket,
    mayDo: (action, of, keys = {}) => {
      const account = of.bucket?.record.account ?? signature?.credential.account ?? call.options.account;
      return askPolicies(call, {
        credential: signature?.credential,
        need: { action, resources: [arnOf(call, of)] },
        keys: {
          ...s3Keys({ call, signature, query, action, account }),
          "aws:requestedregion": of.bucket?.record.region ?? call.target.region,
          ...keys,
        },
        resourcePolicy: policyFor(action, of.bucket, signature),
        resourceAccount: account,
      });
    },
  };
}

function arnOf(
  { target }: Call,
  { bucketName, key }: { readonly bucketName: string; readonly key?: string | undefined },
): string {
  const bucket = `arn:${target.partition}:s3:::${bucketName}`;
  return key === undefined ? bucket : `${bucket}/${key}`;
}

/**
 * The owner of the account is never locked out of the policy itself.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
function policyFor(
  action: string,
  bucket: StoredBucket | undefined,
  signature: Exchange["signature"],
): unknown {
  const isOwner = signature?.credential.arn.endsWith(`:iam::${bucket?.record.account}:root`) === true;
  return isOwner && action.endsWith("BucketPolicy") ? undefined : bucket?.record.policy;
}

async function operate(exchange: Exchange, operation: Operation): Promise<S3Outcome> {
  const { bucket, bucketName, key, mayDo, signature } = exchange;
  if (operation.on === "service" || operation.on === "new-bucket") {
    if (signature === undefined) return fault("AccessDenied");
    const denial =
      operation.action === undefined ? undefined : mayDo(operation.action, { bucket, bucketName });
    return denial === undefined ? operation.run(exchange) : deniedFault(denial);
  }
  if (bucket === undefined) return fault("NoSuchBucket", { details: { BucketName: bucketName } });
  const owner = exchange.request.headers["x-amz-expected-bucket-owner"] ?? bucket.record.account;
  if (owner !== bucket.record.account) return fault("AccessDenied");
  const of = { bucket, bucketName, key: operation.on === "object" ? key : undefined };
  const denial = operation.action === undefined ? undefined : mayDo(operation.action, of);
  if (denial === undefined) return operation.run({ ...exchange, bucket });
  return signature === undefined ? { ...deniedFault(denial), message: "Access Denied" } : deniedFault(denial);
}
