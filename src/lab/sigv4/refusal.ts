/**
 * What AWS answers to a request whose signature it does not take. The families of APIs name the same fault differently:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html.
 */

/** S3, EC2, other APIs of the Query protocol, and those of JSON. */
export type CodeFamily = "s3" | "ec2" | "query" | "json";

export interface Refusal {
  readonly kind: "refused";
  readonly code: string;
  readonly message: string;
  /** The HTTP status that goes with the code. */
  readonly status: number;
  /** Further elements that S3 puts beside code and message. */
  readonly details: Readonly<Record<string, string>>;
}

export type Fault =
  | "unsigned"
  | "algorithm"
  | "two-mechanisms"
  | "malformed-header"
  | "malformed-query"
  | "no-date"
  | "wrong-scope"
  | "skewed"
  | "expired-link"
  | "no-such-key"
  | "wrong-token"
  | "expired-token"
  | "no-content-hash"
  | "not-signed"
  | "wrong-signature"
  | "wrong-body";

type Answer = readonly [status: number, code: string, message: string];

const invalidToken = "The security token included in the request is invalid.";
const unvalidated = "AWS was not able to validate the provided access credentials";
const missingToken = "Missing Authentication Token";
const incomplete = "The request signature does not conform to AWS standards.";
const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const oneMechanism =
  "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified";

const authFailure: Answer = [401, "AuthFailure", unvalidated];
const requestExpired: Answer = [400, "RequestExpired", "Request has expired."];

/** For APIs that give a fault of form one code whatever it is. */
const nonconforming = {
  ec2: [400, "IncompleteSignature", incomplete],
  query: [400, "IncompleteSignature", incomplete],
  json: [400, "IncompleteSignatureException", incomplete],
} as const satisfies Record<string, Answer>;

const mismatched = {
  ec2: authFailure,
  query: [403, "SignatureDoesNotMatch", mismatch],
  json: [400, "InvalidSignatureException", mismatch],
} as const satisfies Record<string, Answer>;

const table: Readonly<Record<Fault, Readonly<Record<CodeFamily, Answer>>>> = {
  unsigned: {
    s3: [403, "AccessDenied", "Access Denied"],
    ec2: [403, "MissingAuthenticationToken", missingToken],
    query: [403, "MissingAuthenticationToken", "Request is missing Authentication Token"],
    json: [400, "MissingAuthenticationTokenException", missingToken],
  },
  algorithm: {
    s3: [
      400,
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    ],
    ...nonconforming,
  },
  "two-mechanisms": { s3: [400, "InvalidArgument", oneMechanism], ...nonconforming },
  "malformed-header": {
    s3: [400, "AuthorizationHeaderMalformed", "The authorization header that you provided is not valid."],
    ...nonconforming,
  },
  "malformed-query": {
    s3: [
      400,
      "AuthorizationQueryParametersError",
      "The authorization query parameters that you provided are not valid.",
    ],
    ...nonconforming,
  },
  "no-date": {
    s3: [403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header"],
    ...nonconforming,
  },
  "wrong-scope": {
    s3: [400, "AuthorizationHeaderMalformed", "The authorization header that you provided is not valid."],
    ...mismatched,
  },
  skewed: {
    s3: [
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    ],
    ...mismatched,
    ec2: requestExpired,
  },
  "expired-link": { s3: [403, "AccessDenied", "Request has expired"], ...mismatched, ec2: requestExpired },
  "no-such-key": {
    s3: [403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."],
    ec2: authFailure,
    query: [403, "InvalidClientTokenId", invalidToken],
    json: [400, "UnrecognizedClientException", invalidToken],
  },
  "wrong-token": {
    s3: [400, "InvalidToken", "The provided token is malformed or otherwise invalid."],
    ec2: authFailure,
    query: [403, "InvalidClientTokenId", invalidToken],
    json: [400, "UnrecognizedClientException", invalidToken],
  },
  "expired-token": {
    s3: [400, "ExpiredToken", "The provided token has expired."],
    ec2: requestExpired,
    query: [403, "ExpiredToken", "The security token included in the request is expired"],
    json: [400, "ExpiredTokenException", "The security token included in the request is expired"],
  },
  "no-content-hash": {
    s3: [400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256"],
    ...mismatched,
  },
  "not-signed": {
    s3: [403, "AccessDenied", "There were headers present in the request which were not signed"],
    ...mismatched,
  },
  "wrong-signature": {
    s3: [
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    ],
    ...mismatched,
  },
  "wrong-body": {
    s3: [
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
    ...mismatched,
  },
};

interface Particulars {
  /** In place of the message of the table. EC2 keeps its own: it says less than the others. */
  readonly message?: string | undefined;
  readonly details?: Readonly<Record<string, string>>;
}

export function refuse(
  family: CodeFamily,
  fault: Fault,
  { message: own, details = {} }: Particulars = {},
): Refusal {
  const [status, code, message] = table[fault][family];
  const keepsOwn = code === authFailure[1] || code === requestExpired[1];
  return { kind: "refused", code, status, message: keepsOwn ? message : (own ?? message), details };
}
