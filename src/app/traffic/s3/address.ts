/** `s3://BUCKET/PREFIX` as an input. */
import { usageError } from "../../failure.ts";

export interface S3Address {
  readonly bucket: string;
  /** "" for all of the bucket. */
  readonly prefix: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (read 2026-11-29); old names are wider, and ARNs and aliases of access points pass too. */
const form =
  /^s3:\/\/(?<bucket>arn:aws[\w-]*:s3:[\w:/-]+|[A-Za-z0-9][A-Za-z0-9._-]{2,254})(?:\/(?<prefix>.*))?$/s;

export function parseS3Address(text: string): S3Address {
  const groups = form.exec(text)?.groups;
  if (groups === undefined)
    throw usageError(
      `input ${text}`,
      "it takes s3://BUCKET or s3://BUCKET/PREFIX, as in s3://my-logs/AWSLogs/",
    );
  return { bucket: groups["bucket"] ?? "", prefix: groups["prefix"] ?? "" };
}

export const formatS3Address = ({ bucket, prefix }: S3Address): string => `s3://${bucket}/${prefix}`;
