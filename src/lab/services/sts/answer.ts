/** Answers of STS, in the Query protocol. */
import type { Failure } from "../wire/failure.ts";
import { toFailureAnswer } from "../wire/failure.ts";
import type { Answer } from "../wire/answer.ts";
import { formatXml } from "../wire/xml.ts";
import type { XmlElements } from "../wire/xml.ts";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

export type StsOutcome = { readonly kind: "result"; readonly result: XmlElements } | StsFault;

export interface StsFault extends Failure {
  readonly kind: "fault";
}

export function fault(status: number, code: string, message: string): StsFault {
  return { kind: "fault", status, code, message };
}

export function toStsAnswer(outcome: StsOutcome, operation: string, requestId: string): Answer {
  if (outcome.kind === "fault") {
    return toFailureAnswer(outcome, { family: "query", requestId, contentType: "text/xml", namespace });
  }
  const content = { [`${operation}Result`]: outcome.result, ResponseMetadata: { RequestId: requestId } };
  return {
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: formatXml(`${operation}Response`, content, namespace),
  };
}
