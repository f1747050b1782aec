/**
 * Refusals in the shapes of the protocols that AWS speaks.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import type { CodeFamily } from "../../sigv4/index.ts";
import type { Answer } from "./answer.ts";
import { encodeCbor } from "./cbor.ts";
import { formatXml } from "./xml.ts";

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly details?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Wire {
  readonly family: CodeFamily;
  readonly requestId: string;
  /** The version of JSON that the client speaks, or CBOR; text/xml families do without. */
  readonly contentType: string;
  /** Of the elements of Query answers. */
  readonly namespace: string;
}

export function toFailureAnswer(failure: Failure, wire: Wire): Answer {
  const { status, headers = {} } = failure;
  const { family, requestId, contentType } = wire;
  switch (family) {
    case "s3":
      return {
        status,
        headers: { "content-type": "application/xml", ...headers },
        body: s3Body(failure, wire),
      };
    case "ec2":
      return {
        status,
        headers: { "content-type": "text/xml;charset=UTF-8", ...headers },
        body: ec2Body(failure, wire),
      };
    case "query":
      return {
        status,
        headers: { "content-type": "text/xml", "x-amzn-requestid": requestId, ...headers },
        body: queryBody(failure, wire),
      };
    case "json":
      return toJsonFailure(failure, { requestId, contentType, headers });
    default:
      return family satisfies never;
  }
}

/** `HostId` is the x-amz-id-2 of the answer. */
export const hostIdOf = (requestId: string): string => Buffer.from(`denat ${requestId}`).toString("base64");

function s3Body({ code, message, details }: Failure, { requestId }: Wire): string {
  const ids = { RequestId: requestId, HostId: hostIdOf(requestId) };
  return formatXml("Error", { Code: code, Message: message, ...details, ...ids });
}

function ec2Body({ code, message }: Failure, { requestId }: Wire): string {
  const Errors = { Error: { Code: code, Message: message } };
  return formatXml("Response", { Errors, RequestID: requestId });
}

function queryBody({ code, message }: Failure, { requestId, namespace }: Wire): string {
  const content = { Error: { Type: "Sender", Code: code, Message: message }, RequestId: requestId };
  return formatXml("ErrorResponse", content, namespace);
}

function toJsonFailure(
  { code, message, status }: Failure,
  {
    requestId,
    contentType,
    headers,
  }: Pick<Wire, "requestId" | "contentType"> & Required<Pick<Failure, "headers">>,
): Answer {
  const common = { "x-amzn-requestid": requestId, ...headers };
  const body = { __type: code, message };
  if (contentType === "application/cbor") {
    return {
      status,
      headers: { "content-type": contentType, "smithy-protocol": "rpc-v2-cbor", ...common },
      body: encodeCbor(body),
    };
  }
  return {
    status,
    headers: { "content-type": contentType, "x-amzn-errortype": code, ...common },
    body: JSON.stringify(body),
  };
}
