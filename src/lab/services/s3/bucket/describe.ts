/** What buckets there are, where one is, and taking it away. */
import { createHash } from "node:crypto";
import { emptyAnswer, isoTime, xmlAnswer } from "../exchange.ts";
import type { BucketExchange, Exchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";

const maxBuckets = 10_000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export async function listBuckets({ store, signature, query }: Exchange): Promise<S3Outcome> {
  const account = signature?.credential.account ?? "";
  const prefix = query.get("prefix") ?? "";
  const region = query.get("bucket-region");
  const after = Buffer.from(query.get("continuation-token") ?? "", "base64url").toString("utf8");
  const most = Math.min(Number(query.get("max-buckets") ?? maxBuckets), maxBuckets);
  if (!(most >= 1)) return fault("InvalidArgument", { details: { ArgumentName: "max-buckets" } });
  const all = store
    .list()
    .filter((bucket) => bucket.account === account && bucket.name.startsWith(prefix) && bucket.name > after)
    .filter((bucket) => region === undefined || bucket.region === region);
  const page = all.slice(0, most);
  return xmlAnswer("ListAllMyBucketsResult", {
    Owner: { ID: canonicalIdOf(account) },
    Buckets: {
      Bucket: page.map(({ name, createdAtMs, region }) => ({
        Name: name,
        CreationDate: isoTime(createdAtMs),
        BucketRegion: region,
      })),
    },
    ContinuationToken:
      all.length > page.length
        ? Buffer.from(page.at(-1)?.name ?? "", "utf8").toString("base64url")
        : undefined,
    Prefix: query.get("prefix"),
  });
}

/** 64 hex digits that stand for an account; the real ones follow from nothing that is public. */
export function canonicalIdOf(account: string): string {
  return createHash("sha256").update(`canonical user of ${account}`).digest("hex");
}

export async function headBucket({ bucket }: BucketExchange): Promise<S3Outcome> {
  return emptyAnswer(200, {
    "x-amz-access-point-alias": "false",
    "content-type": "application/xml",
    ...regionHeader(bucket),
  });
}

/** Empty for us-east-1: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export async function getBucketLocation({ bucket }: BucketExchange): Promise<S3Outcome> {
  const { region } = bucket.record;
  return xmlAnswer("LocationConstraint", region === "us-east-1" ? "" : region);
}

/** No bucket of the lab keeps versions. */
export async function getBucketVersioning(): Promise<S3Outcome> {
  return xmlAnswer("VersioningConfiguration", "");
}

export async function deleteBucket({ bucket, store }: BucketExchange): Promise<S3Outcome> {
  const isGone = await store.remove(bucket);
  return isGone ? emptyAnswer(204) : fault("BucketNotEmpty", { details: { BucketName: bucket.record.name } });
}

function regionHeader({ record }: BucketExchange["bucket"]): Readonly<Record<string, string>> {
  return { "x-amz-bucket-region": record.region };
}
