/** A name that no zone or rule takes: the interface endpoint that owns it answers, else the public name servers. */
import { formatOrigin } from "../../model/entity/entity.ts";
import { cannotTell, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { World } from "../world.ts";
import { endpointGap, ownershipsOf } from "./owner.ts";
import type { Ownership } from "./owner.ts";
import { publicAnswer } from "./public-answer.ts";
import type { Query, Resolution, Resolutions } from "./resolution.ts";

export function fromEndpoints(world: World, query: Query, assumed: Finding["assumed"]): Resolutions {
  const ownerships = ownershipsOf(world, query.vpc, query.host);
  const owner = ownerships.find(({ owns }) => owns === "yes");
  if (owner !== undefined) return { doubts: [], alternatives: [answeredBy(world, owner, query, assumed)] };
  const maybes = ownerships.filter(({ owns }) => owns === "maybe");
  const gap = endpointGap(world, query.vpc);
  const isService = world.facts.classifyHost(query.host).kind === "aws";
  const missing = [
    ...maybes.flatMap((maybe) => maybe.missing),
    ...(gap === undefined || !isService ? [] : [gap]),
  ];
  const blockers = ownerships.flatMap(({ blocker }) => blocker ?? []);
  const publicly = publicAnswer(world, query, assumed).map(
    ({ findings: [first, ...rest], target }): Resolution => ({
      findings:
        first === undefined ? rest : [{ ...first, blockers: [...blockers, ...first.blockers] }, ...rest],
      target,
    }),
  );
  if (missing.length === 0) return { doubts: [], alternatives: publicly };
  const doubt = cannotTell(
    at("forward", "dns", "vpc", query.vpc.id),
    `an endpoint may own ${query.host}`,
    missing,
  );
  const hidden: Resolution = {
    findings: [cannotTell(doubt, doubt.rule, missing)],
    target: { kind: "nothing" },
  };
  const owned = maybes.map((maybe) => answeredBy(world, maybe, query, assumed));
  return {
    doubts: [doubt],
    alternatives: [...owned, ...(gap === undefined || !isService ? [] : [hidden]), ...publicly],
  };
}

function answeredBy(
  world: World,
  { endpoint, assumed }: Ownership,
  { host }: Query,
  more: Finding["assumed"],
): Resolution {
  const place = at("forward", "dns", "vpc-endpoint", endpoint.id);
  const text = `private DNS of ${endpoint.id} answers for ${host}`;
  const supposed = [...more, ...assumed, ...supposedPrivate(world, host)];
  return {
    findings: [pass(place, text, formatOrigin(endpoint.origin), supposed)],
    target: { kind: "endpoint", endpoint, availabilityZone: undefined },
  };
}

/**
 * The one wildcard of API Gateway's endpoint takes public APIs too, and they answer 403 through it.
 * https://aws.amazon.com/premiumsupport/knowledge-center/api-gateway-vpc-connections/ (read 2026-11-25)
 */
function supposedPrivate({ facts }: World, host: string): Finding["assumed"] {
  const name = facts.classifyHost(host);
  if (name.kind !== "aws" || name.service !== "execute-api") return [];
  const [api = ""] = host.split(".");
  return [
    { fact: `the API of ${host} is private`, settledBy: `aws apigateway get-rest-api --rest-api-id ${api}` },
  ];
}
