/**
 * A service that the lab has no more of than its front door: a signed call is told that it arrived, and by which way.
 * The answer takes the protocol of the question, so that a client can read it.
 */
import { createHash } from "node:crypto";
import { askPolicies, describeArrival } from "../call.ts";
import type { Call } from "../call.ts";
import { parseQuery, refuse, splitUrl, verifySignature } from "../../sigv4/index.ts";
import { familyOf } from "../target.ts";
import type { Answer } from "../wire/answer.ts";
import { encodeCbor } from "../wire/cbor.ts";
import { toFailureAnswer } from "../wire/failure.ts";
import type { Failure, Wire } from "../wire/failure.ts";
import { readBody } from "../wire/read-body.ts";
import { formatXml } from "../wire/xml.ts";
import { findOperation } from "./operation.ts";

const maxBody = 6 * 1024 * 1024;

export async function answerOther(call: Call): Promise<Answer> {
  const { request, target } = call;
  const body = await readBody(request, maxBody);
  const contentType = (request.headers["content-type"] ?? "application/json").split(";")[0] ?? "";
  const text = body !== undefined && contentType.endsWith("urlencoded") ? body.toString("utf8") : "";
  const parameters = new Map(parseQuery([splitUrl(call.url).query, text].join("&")));
  const wire: Wire = {
    family: familyOf(target.service, contentType, parameters.has("Action")),
    requestId: call.requestId,
    contentType: contentType === "application/cbor" ? contentType : jsonTypeOf(contentType),
    namespace: `https://${target.service}.${target.dnsSuffix}/`,
  };
  // REST says in the status what JSON by itself leaves to the code.
  const isRest = wire.family === "json" && wire.contentType === "application/json";
  const fail = (failure: Failure) =>
    toFailureAnswer(isRest && failure.status === 400 ? { ...failure, status: 403 } : failure, wire);
  if (body === undefined) {
    return fail({
      code: "RequestEntityTooLarge",
      message: `the body has more than ${maxBody} bytes`,
      status: 413,
    });
  }
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const signature = verifySignature(
    { method: request.method ?? "GET", url: call.url, headers: request.headers, bodyHash },
    call.options.credentials,
    { nowMs: call.nowMs, family: wire.family, region: target.isGlobal ? undefined : target.region },
  );
  if (signature.kind === "anonymous") return fail(refuse(wire.family, "unsigned"));
  if (signature.kind === "refused") return fail(signature);
  const operation = findOperation(call, signature.service, parameters);
  const { credential } = signature;
  const denial = askPolicies(call, { credential, need: { action: operation.action, resources: [] } });
  if (denial !== undefined)
    return fail({ ...denied(wire), message: denial.message, headers: ruleHeader(denial.rule) });
  return say(call, wire, operation.name);
}

const jsonTypeOf = (contentType: string) =>
  contentType.startsWith("application/x-amz-json") ? contentType : "application/json";

const ruleHeader = (rule: string) => ({ "x-denat-rule": rule });

function denied({ family }: Wire): Pick<Failure, "code" | "status"> {
  if (family === "ec2") return { code: "UnauthorizedOperation", status: 403 };
  if (family === "query") return { code: "AccessDenied", status: 403 };
  return { code: "AccessDeniedException", status: 400 };
}

function say(call: Call, wire: Wire, operation: string): Answer {
  const { arrival, target } = call;
  const way =
    arrival.kind === "endpoint"
      ? `through ${arrival.endpoint}`
      : `over the internet from ${arrival.sourceAddress}`;
  const fields = {
    Reached: `reached ${target.service} in ${target.region} ${way}`,
    Arrival: describeArrival(arrival),
  };
  const headers = { "x-amzn-requestid": wire.requestId };
  if (wire.family === "query" || wire.family === "ec2") {
    const body = { [`${operation}Result`]: fields, ResponseMetadata: { RequestId: wire.requestId } };
    return {
      status: 200,
      headers: { "content-type": "text/xml", ...headers },
      body: formatXml(`${operation}Response`, body, wire.namespace),
    };
  }
  if (wire.contentType === "application/cbor") {
    const protocol = { "content-type": wire.contentType, "smithy-protocol": "rpc-v2-cbor" };
    return { status: 200, headers: { ...protocol, ...headers }, body: encodeCbor(fields) };
  }
  return {
    status: 200,
    headers: { "content-type": wire.contentType, ...headers },
    body: JSON.stringify(fields),
  };
}
