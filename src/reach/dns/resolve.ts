/**
 * What a name resolves to, asked from inside a VPC.
 *
 * Order: the resolver the client uses, and DNS Firewall before it; a forwarding rule or private zone, the most specific
 * one; an interface endpoint that owns the name; the public answer. Where a fact is missing there are several alternatives, one of which is true.
 */
import type { HostedZone, ResolverRule } from "../../model/entity/dns.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import { findPlannedId } from "../../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { find, findGap } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { World } from "../world.ts";
import { ownershipsOf } from "./owner.ts";
import { throughFirewall } from "./firewall.ts";
import { fromEndpoints } from "./from-endpoints.ts";
import { publicAnswer } from "./public-answer.ts";
import type { Query, Resolution, Resolutions, Target } from "./resolution.ts";
import { findResolver } from "./resolver.ts";
import { answerOfZone, ruleFor, zonesFor } from "./zone.ts";

const maxAliases = 8;

export function resolveName(world: World, query: Query): Resolutions {
  const resolver = findResolver(world, query.vpc);
  if (resolver.kind === "none") return only(resolver.findings, { kind: "nothing" });
  const own = endpointName(world, query);
  const inside = own === undefined ? resolveInVpc(world, query, 0) : only(own.findings, own.target);
  if (resolver.kind === "vpc") return throughFirewall(world, query, prefixed(resolver.findings, inside));
  // Names of an endpoint itself are public records: any server that resolves public names answers alike.
  if (own !== undefined) return inside;
  const silent = drop(
    at("forward", "dns", "dns", "custom"),
    "the custom DNS servers may not answer at all",
    "",
  );
  return {
    doubts: [...resolver.findings, ...inside.doubts],
    alternatives: [
      ...inside.alternatives,
      ...publicAnswer(world, query, []),
      { findings: [silent], target: { kind: "nothing" } },
    ],
  };
}

const only = (findings: readonly Finding[], target: Target): Resolutions => ({
  doubts: [],
  alternatives: [{ findings, target }],
});

function prefixed(findings: readonly Finding[], { doubts, alternatives }: Resolutions): Resolutions {
  return {
    doubts,
    alternatives: alternatives.map((each) => ({ ...each, findings: [...findings, ...each.findings] })),
  };
}

/** `vpce-….service.region.vpce.amazonaws.com`, Regional or zonal: resolves everywhere, to private addresses. */
function endpointName(world: World, { host }: Query): Resolution | undefined {
  const planned = plannedEndpoint(world, host);
  if (planned !== undefined) return namedEndpoint(planned, host, undefined);
  const name = world.facts.classifyHost(host);
  if (name.kind !== "aws" || name.form !== "vpce") return undefined;
  const id = name.endpointId ?? host;
  const endpoint = find(world.network, "vpcEndpoints", id);
  if (endpoint.known) return namedEndpoint(endpoint.value, host, name.availabilityZone);
  const place = at("forward", "dns", "vpc-endpoint", id);
  return {
    findings: [cannotTell(place, `${host} is a name of an endpoint`, [endpoint])],
    target: { kind: "nothing" },
  };
}

function plannedEndpoint({ network }: World, host: string): VpcEndpoint | undefined {
  const id = findPlannedId(host);
  if (id === undefined) return undefined;
  return [...network.vpcEndpoints.values()].find((endpoint) => endpoint.id.toLowerCase() === id);
}

function namedEndpoint(
  endpoint: VpcEndpoint,
  host: string,
  availabilityZone: string | undefined,
): Resolution {
  const place = at("forward", "dns", "vpc-endpoint", endpoint.id);
  const step = pass(place, `${host} is ${endpoint.id}'s own public name`, formatOrigin(endpoint.origin));
  return { findings: [step], target: { kind: "endpoint", endpoint, availabilityZone } };
}

/**
 * Rules, private zones and the zones AWS keeps for endpoints: the longest name answers; of equally long ones a
 * forwarding rule goes before a zone (hosted-zone-private-considerations), and AWS lets no two zones be alike.
 */
function resolveInVpc(world: World, query: Query, aliases: number): Resolutions {
  const { network } = world;
  const { vpc, host } = query;
  const rule = ruleFor(network, vpc.id, host);
  const [zone] = zonesFor(network, vpc.id, host);
  const longest = Math.max(rule?.domainName.length ?? -1, zone?.zoneName.length ?? -1);
  const owners = ownershipsOf(world, vpc, host).filter(
    ({ owns, zoneName }) => owns !== "no" && zoneName.length > longest,
  );
  const own = fromEndpoints(world, query, assumedAbsent(world, query));
  if (owners.some(({ owns }) => owns === "yes")) return own;
  const others = otherAnswers(world, query, aliases);
  if (others === undefined) return own;
  if (owners.length === 0) return others;
  return {
    doubts: [...own.doubts, ...others.doubts],
    alternatives: [...own.alternatives, ...others.alternatives],
  };
}

/** What a rule or private zone answers; undefined when none takes the name. */
function otherAnswers(world: World, query: Query, aliases: number): Resolutions | undefined {
  const { network } = world;
  const { vpc, host } = query;
  const rule = ruleFor(network, vpc.id, host);
  const [zone] = zonesFor(network, vpc.id, host);
  if (rule?.kind === "forward" && rule.domainName.length >= (zone?.zoneName.length ?? 0)) {
    return only([forwarded(rule, query)], { kind: "nothing" });
  }
  if (zone === undefined) return undefined;
  const answers = answersOfZone(world, query, { zone, aliases });
  return vpc.enableDnsHostnames.known && !vpc.enableDnsHostnames.value
    ? perhaps(world, query, { zone, answers })
    : answers;
}

/** AWS requires both DNS attributes for private zones, and does not say what becomes of the names without. */
function perhaps(
  world: World,
  query: Query,
  { zone, answers }: { readonly zone: HostedZone; readonly answers: Resolutions },
): Resolutions {
  const { id } = query.vpc;
  const settledBy = `set enableDnsHostnames of ${id} to true`;
  const fact = `whether private zone ${zone.zoneName} answers in ${id} although its enableDnsHostnames is false`;
  const place = at("forward", "dns", "hosted-zone", zone.id);
  const doubt = cannotTell(
    place,
    "enableDnsHostnames is false",
    [{ fact, settledBy }],
    formatOrigin(zone.origin),
  );
  const rest = fromEndpoints(world, query, []);
  return {
    doubts: [doubt, ...answers.doubts, ...rest.doubts],
    alternatives: [...answers.alternatives, ...rest.alternatives],
  };
}

function answersOfZone(
  world: World,
  query: Query,
  { zone, aliases }: { readonly zone: HostedZone; readonly aliases: number },
): Resolutions {
  const { host } = query;
  const answer = answerOfZone(zone, query);
  if (answer.kind === "final") return only([answer.finding], answer.target);
  if (answer.kind === "doubt") {
    const rest = fromEndpoints(world, query, []);
    const silent = drop(answer.finding, answer.finding.rule, answer.finding.origin);
    const maybe: Resolution = { findings: [silent], target: { kind: "nothing" } };
    return { doubts: [answer.finding, ...rest.doubts], alternatives: [maybe, ...rest.alternatives] };
  }
  if (aliases >= maxAliases || answer.host === host)
    return only([answer.finding, answer.lost], { kind: "nothing" });
  const next = { ...query, host: answer.host };
  const own = endpointName(world, next);
  const rest = own === undefined ? resolveInVpc(world, next, aliases + 1) : only(own.findings, own.target);
  return prefixed([answer.finding], rest);
}

function forwarded(rule: ResolverRule, { vpc, host }: Query): Finding {
  const servers = rule.targets.join(", ") || "the servers";
  const fact = `what ${servers} of resolver rule ${rule.id} answer for ${host}`;
  const missing = { fact, settledBy: `dig +short ${host}, from inside ${vpc.id}` };
  const place = at("forward", "dns", "resolver-rule", rule.id);
  return cannotTell(
    place,
    `queries for ${rule.domainName || "."} are forwarded`,
    [missing],
    formatOrigin(rule.origin),
  );
}

const dnsTables = { hostedZones: "private hosted zone", resolverRules: "resolver rule" } as const;

/** Few estates shadow AWS's names, so that tables nobody collected are assumed to hold nothing for them. */
function assumedAbsent({ network }: World, { vpc, host }: Query): Finding["assumed"] {
  return Object.entries(dnsTables).flatMap(([table, noun]) => {
    const gap = findGap(network, table as keyof typeof dnsTables, vpc.scope);
    return gap === undefined
      ? []
      : [{ fact: `no ${noun} of ${vpc.id} answers for ${host}`, settledBy: gap.settledBy }];
  });
}
