/**
 * STS for clients outside the lab, which were given one address for all that they call: what a request was signed for says
 * which service it wants. Ansible's modules and many a test suite ask STS who they are before they ask EC2.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { findClaim } from "../sigv4/index.ts";
import { createRequestId } from "./call.ts";
import type { Call, CallOptions } from "./call.ts";
import { answerSts } from "./sts/index.ts";
import { sendAnswer } from "./wire/answer.ts";

export interface OutsideOptions extends CallOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** For `http.createServer`; what was not signed for STS is handed on. */
export function withSts(options: OutsideOptions, next: RequestListener): RequestListener {
  return (request, response) => {
    const call = toCall(request, options);
    if (call === undefined) next(request, response);
    // A client that went away in the middle of its request hears nothing.
    else answer(call, response).catch(() => void response.destroy());
  };
}

const answer = async (call: Call, response: ServerResponse) =>
  sendAnswer(call.request, response, await answerSts(call));

function toCall(request: IncomingMessage, options: OutsideOptions): Call | undefined {
  const { url = "/", headers } = request;
  const claim = findClaim(url, headers);
  if (claim?.kind !== "claim" || claim.scope.service !== "sts") return undefined;
  const { facts } = options;
  // A scope that names no Region is refused by the one it should have named.
  const region = facts.isRegionName(claim.scope.region) ? claim.scope.region : "us-east-1";
  const { partition } = facts.regionNamed(region);
  return {
    request,
    url,
    arrival: { kind: "public", sourceAddress: request.socket.remoteAddress ?? "127.0.0.1" },
    target: {
      host: headers.host ?? "",
      service: "sts",
      region,
      isGlobal: false,
      bucket: undefined,
      endpointId: undefined,
      partition: partition.name,
      dnsSuffix: partition.dnsSuffix,
    },
    endpoint: undefined,
    requestId: createRequestId("sts"),
    nowMs: options.now(),
    options,
  };
}
