/**
 * CreateBucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
import { textOf } from "../../wire/xml.ts";
import { readXml } from "../body/read-xml.ts";
import { deniedFault, emptyAnswer, headerOf, isFault } from "../exchange.ts";
import type { Exchange, S3Outcome } from "../exchange.ts";
import { fault, notImplemented } from "../fault.ts";
import type { S3Fault } from "../fault.ts";

const maxBody = 64 * 1024;

export async function createBucket(exchange: Exchange): Promise<S3Outcome> {
  const { bucketName: name, call, store, signature } = exchange;
  if (!isBucketName(name)) return fault("InvalidBucketName", { details: { BucketName: name } });
  const refused = ["x-amz-bucket-object-lock-enabled"].find(
    (header) => headerOf(exchange, header) === "true",
  );
  if (refused !== undefined) return notImplemented(refused);
  const acl = headerOf(exchange, "x-amz-acl") ?? "private";
  if (acl !== "private") return fault("AccessControlListNotSupported");
  const read = await readRegion(exchange);
  if (isFault(read)) return read;
  const { region, constraint } = read;
  const denial = exchange.mayDo(
    "s3:CreateBucket",
    { bucket: undefined, bucketName: name },
    { "s3:locationconstraint": constraint },
  );
  if (denial !== undefined) return deniedFault(denial);
  const account = signature?.credential.account ?? call.options.account;
  const { bucket, isNew } = await store.create({
    name,
    region,
    account,
    createdAtMs: call.nowMs,
    policy: undefined,
  });
  if (!isNew && bucket.record.account !== account) {
    return fault("BucketAlreadyExists", { details: { BucketName: name } });
  }
  // For compatibility, us-east-1 takes it well when the owner asks again.
  if (!isNew && (call.target.region !== "us-east-1" || bucket.record.region !== "us-east-1")) {
    return fault("BucketAlreadyOwnedByYou", { details: { BucketName: name } });
  }
  return emptyAnswer(200, {
    location: region === "us-east-1" ? `/${name}` : `http://${name}.s3.amazonaws.com/`,
  });
}

interface Location {
  readonly region: string;
  /** As the request has it. */
  readonly constraint: string | undefined;
}

/** A Regional endpoint makes buckets of its own Region only; that of us-east-1 makes them anywhere. */
async function readRegion(exchange: Exchange): Promise<Location | S3Fault> {
  const { call, request } = exchange;
  const own = call.target.region;
  const { "content-length": length = "0", "transfer-encoding": encoding } = request.headers;
  const isEmpty = length === "0" && encoding === undefined;
  const read = isEmpty ? undefined : await readXml(exchange, "CreateBucketConfiguration", maxBody);
  if (read !== undefined && isFault(read)) return read;
  const constraint = textOf(read?.root, "LocationConstraint");
  const asked = constraint === "EU" ? "eu-west-1" : constraint;
  if (own === "us-east-1") {
    const isRegion = asked === undefined || call.options.facts.regions.some(({ name }) => name === asked);
    if (isRegion && asked !== "us-east-1") return { region: asked ?? own, constraint };
    return fault("InvalidLocationConstraint", { details: { LocationConstraint: asked ?? "" } });
  }
  if (asked === own) return { region: own, constraint };
  return fault("IllegalLocationConstraintException", {
    message: `The ${asked ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  });
}

function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(?:xn--|sthree-)/.test(name) &&
    !/(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}
