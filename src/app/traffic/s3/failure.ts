/** What S3 refuses, as the one line that a person can act on. */
import { AppError } from "../../../model/app-error.ts";
import { toRefusal } from "../../aws/client/refusal.ts";
import { failureOf } from "../../aws/client/retry.ts";
import type { Failure } from "../../aws/client/retry.ts";

export interface S3Question {
  readonly call: "list" | "get";
  readonly bucket: string;
  /** Of an object, or the prefix that was listed. */
  readonly key: string;
}

const permissions = {
  list: ({ bucket }: S3Question) => `s3:ListBucket on arn:aws:s3:::${bucket}`,
  get: ({ bucket, key }: S3Question) => `s3:GetObject on arn:aws:s3:::${bucket}/${key}`,
} as const;

interface Meaning {
  readonly is: (failure: Failure) => boolean;
  readonly toLine: (
    asked: S3Question,
    failure: Failure,
  ) => readonly [code: string, what: string, hint: string];
}

/** In order. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (read 2026-11-29) */
const meanings: readonly Meaning[] = [
  {
    is: ({ name }) => name === "NoSuchBucket",
    toLine: ({ bucket }) => [
      "S3_NO_BUCKET",
      `there is no bucket ${bucket}`,
      "check its name: aws s3 ls lists those of the account",
    ],
  },
  {
    is: ({ message }) => /\bkms:Decrypt\b/.test(message),
    toLine: (asked) => [
      "S3_DENIED",
      `may not decrypt ${place(asked)}`,
      "needs kms:Decrypt on the key of the bucket",
    ],
  },
  {
    is: ({ name }) => /^(?:InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken)$/.test(name),
    toLine: (_, { name }) => [
      "AWS_CREDENTIALS_REFUSED",
      `S3 refuses the credentials (${name})`,
      "sign in again with aws sso login or aws configure",
    ],
  },
  {
    is: ({ name }) => name === "InvalidObjectState",
    toLine: (asked) => [
      "S3_ARCHIVED",
      `${place(asked)} is archived`,
      "restore it first: aws s3api restore-object",
    ],
  },
  {
    is: ({ name, status }) => /^(?:AccessDenied|AllAccessDisabled)$/.test(name) || status === 403,
    toLine: (asked) => [
      "S3_DENIED",
      `may not ${asked.call === "list" ? "list" : "read"} ${place(asked)}`,
      `needs ${permissions[asked.call](asked)}`,
    ],
  },
  {
    is: ({ name }) => /^(?:NoSuchKey|PreconditionFailed)$/.test(name),
    toLine: (asked) => [
      "S3_CHANGED",
      `${place(asked)} was deleted or replaced while it was read`,
      "run again",
    ],
  },
  {
    is: ({ name, status }) =>
      /^(?:PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/.test(name) ||
      status === 301,
    toLine: ({ bucket }) => [
      "S3_OTHER_REGION",
      `bucket ${bucket} stands in another Region`,
      "name it in AWS_REGION: aws s3api get-bucket-location tells it",
    ],
  },
];

/** Throws what no retry and no other credential mends; a defect of denat stays what it is. */
export function toS3Error(error: unknown, asked: S3Question): AppError {
  if (error instanceof AppError) return error;
  const failure = failureOf(error);
  const meaning = meanings.find(({ is }) => is(failure));
  if (meaning !== undefined) {
    const [code, what, hint] = meaning.toLine(asked, failure);
    return new AppError(code, what, hint, { source: "aws", cause: error });
  }
  // Credentials that are missing or expired end the run there, in the words of every other verb.
  const { because, message } = toRefusal(error);
  const [code, what] =
    because === "unavailable" && asked.call === "list"
      ? ["AWS_UNREACHABLE", "S3 cannot be reached"]
      : ["S3_FAILED", `S3 did not serve ${place(asked)}`];
  return new AppError(code, `${what} (${message})`, "run again: what was fetched is kept", {
    source: "aws",
    cause: error,
  });
}

const place = ({ bucket, key }: S3Question) => `s3://${bucket}/${key}`;
