/** What a failed call means: a refusal that leaves a fact unknown, or the end of the run. */
import { AppError } from "../../../model/app-error.ts";
import type { Reason, Reply } from "../../../readers/aws/index.ts";
import { failureOf } from "./retry.ts";
import type { Failure } from "./retry.ts";

type Refusal = Extract<Reply, { readonly kind: "refused" }>;

/** Throws an AppError where no further call can succeed, and what is a defect of denat as it is. */
export function toRefusal(error: unknown): Refusal {
  const failure = failureOf(error);
  const ending = endings.find(({ names }) => names.has(failure.name));
  if (ending !== undefined) throw ending.toError(failure, error);
  if (failure.status === 0 && failure.code === "" && failure.name !== "TimeoutError") throw error;
  const because = signs.find(({ is }) => is(failure))?.because ?? "failed";
  return { kind: "refused", because, message: messageOf(failure) };
}

interface Ending {
  readonly names: ReadonlySet<string>;
  readonly toError: (failure: Failure, cause: unknown) => AppError;
}

const endings: readonly Ending[] = [
  {
    names: new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired"]),
    toError: (_, cause) =>
      new AppError(
        "AWS_CREDENTIALS_EXPIRED",
        "the AWS credentials have expired",
        "sign in again and run again; nothing was written",
        { source: "aws", cause },
      ),
  },
  {
    names: new Set(["CredentialsProviderError", "TokenProviderError"]),
    toError: ({ message }, cause) =>
      new AppError(
        "AWS_NO_CREDENTIALS",
        `there are no usable AWS credentials (${message.replace(/\.$/, "")})`,
        "sign in with aws sso login or aws configure, or name a profile with --profile",
        { source: "aws", cause },
      ),
  },
];

/** In order. The codes of each service differ: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (read 2026-11-29). */
const signs: readonly { readonly because: Reason; readonly is: (failure: Failure) => boolean }[] = [
  {
    because: "denied",
    is: ({ name }) =>
      /^(?:AccessDenied(?:Exception)?|UnauthorizedOperation|AuthorizationError(?:Exception)?|NotAuthorized(?:Exception)?)$/.test(
        name,
      ),
  },
  // The credentials are good, as STS has shown, but not here.
  {
    because: "region-off",
    is: ({ name }) =>
      /^(?:OptInRequired|AuthFailure|UnrecognizedClientException|InvalidClientTokenId|SubscriptionRequiredException)$/.test(
        name,
      ),
  },
  {
    because: "unavailable",
    is: ({ name, status }) =>
      status === 0 ||
      status === 501 ||
      /^(?:InvalidAction|(?:Unknown|Unsupported)Operation(?:Exception)?)$/.test(name) ||
      (status === 404 && /^(?:NotFound|Unknown|404)$/.test(name)),
  },
  { because: "gone", is: ({ name }) => /NotFound(?:Exception)?$|^NoSuch|^ResourceNotFound/.test(name) },
  { because: "denied", is: ({ status }) => status === 401 || status === 403 },
];

function messageOf({ name, code, message }: Failure): string {
  const short = message.replaceAll(/\s+/g, " ").trim();
  const words = short.length > 300 ? `${short.slice(0, 299)}…` : short;
  return [code === "" ? name : code, words].filter((part) => part !== "").join(": ");
}
