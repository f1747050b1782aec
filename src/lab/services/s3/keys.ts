/**
 * Condition keys of S3.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
import { TLSSocket } from "node:tls";
import type { KeyValues } from "../authorise/keys.ts";
import type { Call } from "../call.ts";
import type { Verified } from "../../sigv4/index.ts";

const headers = [
  "if-match",
  "if-none-match",
  "x-amz-acl",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-grant-full-control",
  "x-amz-grant-read",
  "x-amz-grant-read-acp",
  "x-amz-grant-write",
  "x-amz-grant-write-acp",
  "x-amz-metadata-directive",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-customer-algorithm",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
];
/** Parameters of lists: the keys are those of ListBucket alone. */
const parameters = ["prefix", "delimiter", "max-keys"];

interface KeySource {
  readonly call: Call;
  readonly signature: Verified | undefined;
  readonly query: ReadonlyMap<string, string>;
  readonly action: string;
  readonly account: string;
}

export function s3Keys({ call, signature, query, action, account }: KeySource): KeyValues {
  const isList = action.startsWith("s3:ListBucket");
  const { request, nowMs } = call;
  return {
    ...Object.fromEntries(headers.map((name) => [`s3:${name}`, request.headers[name]])),
    ...(isList ? Object.fromEntries(parameters.map((name) => [`s3:${name}`, query.get(name)])) : {}),
    ...(action === "s3:PutObject" ? { "s3:objectcreationoperation": String(isCreation(call, query)) } : {}),
    "s3:resourceaccount": account,
    "s3:tlsversion": tlsVersionOf(call),
    ...(signature === undefined
      ? {}
      : {
          "s3:authtype": signature.via === "header" ? "REST-HEADER" : "REST-QUERY-STRING",
          "s3:signatureversion": "AWS4-HMAC-SHA256",
          "s3:signatureage": String(Math.max(nowMs - signature.signedAtMs, 0)),
        }),
  };
}

/** Neither a part nor the begin of an upload is an object yet. */
const isCreation = ({ request }: Call, query: ReadonlyMap<string, string>) =>
  !query.has("uploads") && !(query.has("uploadId") && request.method === "PUT");

/** `1.3`; absent without TLS. */
function tlsVersionOf({ request }: Call): string | undefined {
  const { socket } = request;
  return socket instanceof TLSSocket ? socket.getProtocol()?.replace(/^TLSv/, "") : undefined;
}
