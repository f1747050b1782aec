/**
 * Requests of clients outside the lab, which were given one address for all that they call (`aws --endpoint-url`): what a
 * request was signed for says which service it wants and where, as the host does for clients inside.
 */
import type { IncomingMessage } from "node:http";
import type { Facts } from "../../facts/index.ts";
import { findClaim, parseQuery, splitUrl } from "../sigv4/index.ts";
import { createRequestId } from "./call.ts";
import type { Call } from "./call.ts";
import type { ServicesOptions } from "./options.ts";
import { findTarget } from "./target.ts";
import type { Target } from "./target.ts";

/** Agents of hybrid nodes sign nothing when they register; a client of a data channel never does. */
const unsigned = { AmazonSSM: "ssm", channel: "ssmmessages" } as const;

/** Undefined for what is not said to be for any service but EC2. */
export function toOutsideCall(options: ServicesOptions, request: IncomingMessage): Call | undefined {
  const { url = "/", headers, socket } = request;
  const claim = findClaim(url, headers);
  const scope = claim?.kind === "claim" ? claim.scope : withoutScope(request);
  if (scope === undefined || scope.service === "ec2") return undefined;
  const target = targetOf(options.facts, scope);
  if (target === undefined) return undefined;
  return {
    request,
    url,
    arrival: { kind: "public", sourceAddress: socket.remoteAddress ?? "127.0.0.1" },
    target,
    endpoint: undefined,
    outside: headers.host,
    requestId: createRequestId(target.service),
    nowMs: options.now(),
    options,
  };
}

interface Scope {
  readonly service: string;
  readonly region: string;
}

function withoutScope({ url = "/", headers }: IncomingMessage): Scope | undefined {
  const { path, query } = splitUrl(url);
  const region = new Map(parseQuery(query)).get("region") ?? "us-east-1";
  if (/^\/v1\/(data|control)-channel\//.test(path)) return { service: unsigned.channel, region };
  const [target] = String(headers["x-amz-target"] ?? "").split(".");
  return target === "AmazonSSM" ? { service: unsigned.AmazonSSM, region } : undefined;
}

/** A scope that names no Region is refused by the service that it should have named one to. */
function targetOf(facts: Facts, { service, region }: Scope): Target | undefined {
  const own = facts.isRegionName(region) ? region : "us-east-1";
  const { partition } = facts.regionNamed(own);
  return (
    findTarget(facts, `${service}.${own}.${partition.dnsSuffix}`) ??
    findTarget(facts, `${service}.${partition.dnsSuffix}`)
  );
}
