/** What Athena refuses, or gives up, as the one line that a person can act on. */
import type { QueryExecutionStatus } from "@aws-sdk/client-athena";
import { AppError } from "../../../model/app-error.ts";
import { toRefusal } from "../../aws/client/refusal.ts";
import { failureOf } from "../../aws/client/retry.ts";

export interface AthenaPlace {
  readonly region: string;
  readonly workgroup: string;
  readonly database: string;
  /** `s3://…`; undefined where the workgroup says it. */
  readonly output: string | undefined;
}

type Line = readonly [code: string, what: string, hint: string];

interface Meaning {
  readonly is: RegExp;
  readonly toLine: (place: AthenaPlace, found: RegExpExecArray) => Line;
}

const onS3 =
  "needs s3:GetObject and s3:ListBucket on the logs, and s3:GetBucketLocation, s3:GetObject and s3:PutObject on the output";

/**
 * In order; of what the API throws and of why a query failed alike, since Athena asks Glue and S3 only when it runs.
 * https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html (read 2026-11-29)
 */
const meanings: readonly Meaning[] = [
  {
    is: /not authorized to perform:? ([a-z0-9-]+:\w+)(?: on resource:? (\S+))?/i,
    toLine: (_, [, action = "", resource]) => [
      "ATHENA_DENIED",
      "may not ask Athena",
      `needs ${action}${resource === undefined ? "" : ` on ${resource.replace(/[.,;)]+$/, "")}`}`,
    ],
  },
  {
    is: /no output location provided|output location.{0,40}(?:required|not specified)/i,
    toLine: ({ workgroup }) => [
      "ATHENA_NO_OUTPUT",
      `workgroup ${workgroup} says no place for results`,
      "name one with --athena-output s3://BUCKET/PREFIX/",
    ],
  },
  {
    is: /workgroup\b.{0,80}(?:not found|does not exist)/i,
    toLine: ({ workgroup, region }) => [
      "ATHENA_NO_WORKGROUP",
      `there is no workgroup ${workgroup} in ${region}`,
      "name one with --athena-workgroup, or its Region with --region",
    ],
  },
  {
    is: /(?:database|schema)\b.{0,80}(?:not found|does not exist)|SCHEMA_NOT_FOUND|(?:database|schema).{0,10}does not exist/i,
    toLine: ({ database, region }) => [
      "ATHENA_NO_DATABASE",
      `there is no database ${database} in ${region}`,
      "name one with --athena-database, or make it: aws glue create-database --database-input Name=NAME",
    ],
  },
  {
    is: /bytes scanned limit/i,
    toLine: ({ workgroup }) => [
      "ATHENA_LIMIT",
      `the query would read more than workgroup ${workgroup} allows`,
      "ask for less with --from and --to, or name another workgroup",
    ],
  },
  {
    is: /unable to verify\/create output bucket|insufficient permissions|access ?denied|status code: 403/i,
    toLine: (_, { input }) => ["ATHENA_DENIED", `Athena was refused (${short(input)})`, onS3],
  },
];

/** What a call was answered with. */
export function toAthenaError(error: unknown, place: AthenaPlace): AppError {
  if (error instanceof AppError) return error;
  const { name, message, status } = failureOf(error);
  const line = status === 0 ? undefined : lineOf(message, place);
  if (line !== undefined) return new AppError(...line, { source: "aws", cause: error });
  // Credentials that are missing or expired, and defects, end the run there.
  const { because, message: refusal } = toRefusal(error);
  const [code, what, hint]: Line =
    because === "unavailable"
      ? [
          "AWS_UNREACHABLE",
          `Athena cannot be reached in ${place.region}`,
          "check the network, and the Region's name",
        ]
      : because === "denied"
        ? ["ATHENA_DENIED", "may not ask Athena", permissionsHint]
        : ["ATHENA_FAILED", "Athena did not answer", `look up ${name}`];
  return new AppError(code, `${what} (${refusal})`, hint, { source: "aws", cause: error });
}

const permissionsHint =
  "needs athena:StartQueryExecution, athena:GetQueryExecution, athena:GetQueryResults and athena:StopQueryExecution";

/** Why a query ended without rows. */
export function toQueryError(status: QueryExecutionStatus | undefined, place: AthenaPlace): AppError {
  const reason = status?.StateChangeReason ?? status?.AthenaError?.ErrorMessage ?? "";
  if (status?.State === "CANCELLED") {
    const why = reason === "" ? "" : ` (${short(reason)})`;
    return toError(
      lineOf(reason, place) ?? ["ATHENA_STOPPED", `Athena's query was cancelled${why}`, "run again"],
    );
  }
  return toError(
    lineOf(reason, place) ?? [
      "ATHENA_FAILED",
      `Athena's query failed (${reason === "" ? "without a reason" : short(reason)})`,
      "--dry-run prints the statements",
    ],
  );
}

const toError = (line: Line) => new AppError(...line, { source: "aws" });

function lineOf(text: string, place: AthenaPlace): Line | undefined {
  for (const { is, toLine } of meanings) {
    const found = is.exec(text);
    if (found !== null) return toLine(place, found);
  }
  return undefined;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
