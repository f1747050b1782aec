/**
 * Which interface endpoint owns a name in a VPC, and why the others do not.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html (read 2026-11-24)
 */
import type { Facts } from "../../facts/index.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import type { Unknown } from "../../model/known.ts";
import { valueOr } from "../../model/known.ts";
import { findGap } from "../../model/network.ts";
import { badState, isIndeterminate, stateFact } from "../endpoint/state.ts";
import type { Blocker } from "../finding.ts";
import type { World } from "../world.ts";

export interface Ownership {
  readonly endpoint: VpcEndpoint;
  /** Of the zone that AWS keeps for the endpoint: a private zone or rule of a longer name goes before it. */
  readonly zoneName: string;
  /** `maybe` names what is missing; `no` explains itself where the endpoint was meant to own the name. */
  readonly owns: "yes" | "maybe" | "no";
  readonly missing: readonly MissingFact[];
  readonly assumed: readonly MissingFact[];
  readonly blocker: Blocker | undefined;
}

/**
 * `*.` stands for one or more labels: the names are records of a zone, where a wildcard is that of DNS and not of a certificate.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html#domain-name-format-asterisk (read 2026-11-29)
 */
export const coversName = (pattern: string, host: string): boolean =>
  pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : pattern === host;

/** The private names of an endpoint: those that AWS lists for it, else those of its service in the catalogue. */
export function privateNames(facts: Facts, endpoint: VpcEndpoint): readonly string[] {
  const listed = valueOr(endpoint.dnsNames, []).filter((name) => !name.includes(".vpce."));
  return listed.length > 0 ? listed : facts.privateNames(valueOr(endpoint.serviceName, ""));
}

/** An interface endpoint, and what its service's clients may call it. */
interface Named {
  readonly endpoint: VpcEndpoint;
  readonly names: readonly string[];
  readonly token: string | undefined;
}

function namedEndpoints({ facts, topology }: World, vpc: Vpc): readonly Named[] {
  return topology
    .endpointsOf(vpc.id)
    .filter(({ type }) => type === "interface" || type === "other")
    .map((endpoint) => ({
      endpoint,
      names: privateNames(facts, endpoint),
      token: facts.tokenOf(valueOr(endpoint.serviceName, "")),
    }));
}

/** Every interface endpoint of the VPC that has to do with `host`: it covers the name, or serves the name's service. */
export function ownershipsOf(world: World, vpc: Vpc, host: string): readonly Ownership[] {
  const named = world.once("names of endpoints", vpc.id, () => namedEndpoints(world, vpc));
  const service = world.facts.classifyHost(host);
  return named.flatMap(({ endpoint, names, token }): readonly Ownership[] => {
    const covering = names.filter((name) => coversName(name, host));
    const [zoneName] = covering.map(withoutWildcard).toSorted((a, b) => b.length - a.length);
    if (zoneName !== undefined) return [{ ...judge(world, vpc, endpoint), zoneName }];
    if (!endpoint.serviceName.known && service.kind === "aws") {
      return mayServe(judge(world, vpc, endpoint), endpoint.serviceName, host);
    }
    const isRelated = service.kind === "aws" && service.service !== undefined && token === service.service;
    return isRelated ? [{ ...notCovered(endpoint, host), zoneName: "" }] : [];
  });
}

/** An endpoint of some service, it is not known which, may own any name of AWS. */
function mayServe(judged: Judged, service: Unknown, host: string): readonly Ownership[] {
  if (judged.owns === "no") return [];
  return [{ ...judged, owns: "maybe", missing: [...judged.missing, service], zoneName: host }];
}

const withoutWildcard = (name: string): string => name.replace(/^\*\./, "");

type Judged = Omit<Ownership, "zoneName">;

function judge(world: World, vpc: Vpc, endpoint: VpcEndpoint): Judged {
  const base = { endpoint, missing: [], assumed: [], blocker: undefined } as const;
  const no = (blocker: Blocker): Judged => ({ ...base, owns: "no", blocker });
  if (endpoint.privateDnsEnabled.known && !endpoint.privateDnsEnabled.value)
    return no(privateDnsOff(endpoint));
  if (valueOr(endpoint.privateDnsOnlyForInboundResolver ?? { known: true, value: false }, false))
    return no(inboundOnly(endpoint));
  const state = valueOr(endpoint.state, undefined);
  if (state !== undefined && state !== "available" && !isIndeterminate(state)) {
    return no(badState(endpoint, state));
  }
  const live = world.network.scopes.get(endpoint.scope)?.kind === "account";
  if (vpc.enableDnsHostnames.known && !vpc.enableDnsHostnames.value && live)
    return no(hostnamesOff(vpc, endpoint));
  const missing: MissingFact[] = [
    endpoint.privateDnsEnabled,
    endpoint.state,
    endpoint.privateDnsOnlyForInboundResolver,
  ].flatMap((fact) => (fact === undefined || fact.known ? [] : [fact]));
  if (state !== undefined && isIndeterminate(state)) missing.push(stateFact(endpoint, state));
  if (missing.length > 0) return { ...base, owns: "maybe", missing };
  // An available endpoint with private DNS could not have been made without both attributes.
  const assumed = vpc.enableDnsHostnames.known
    ? []
    : [
        {
          fact: `enableDnsHostnames of ${vpc.id} is true (implied by ${endpoint.id})`,
          settledBy: vpc.enableDnsHostnames.settledBy,
        },
      ];
  return { ...base, owns: "yes", assumed };
}

/** Why endpoints of the VPC may exist that the input does not show. */
export function endpointGap({ network }: World, vpc: Vpc): MissingFact | undefined {
  return findGap(network, "vpcEndpoints", vpc.scope);
}

function notCovered(endpoint: VpcEndpoint, host: string): Judged {
  const blocker = {
    code: "DNS_NAME_NOT_COVERED",
    direction: "egress",
    message: `the private names of ${endpoint.id} do not include ${host}, which resolves publicly`,
    fix: `have the client use a name that ${endpoint.id} covers (its Regional, non-FIPS name), or add an endpoint that lists ${host}`,
  } as const;
  return { endpoint, owns: "no", missing: [], assumed: [], blocker };
}

const privateDnsOff = (endpoint: VpcEndpoint): Blocker => ({
  code: "DNS_PRIVATE_DNS_DISABLED",
  direction: "egress",
  message: `private DNS of ${endpoint.id} is off: the service's name still resolves to public addresses`,
  fix: `enable private DNS on ${endpoint.id}, or have clients use its own names`,
});

const inboundOnly = (endpoint: VpcEndpoint): Blocker => ({
  code: "DNS_INBOUND_RESOLVER_ONLY",
  direction: "egress",
  message: `${endpoint.id} answers only queries that come through an inbound Resolver endpoint; VPC traffic keeps to the gateway endpoint`,
  fix: `associate the S3 gateway endpoint with the subnet's route table, or set PrivateDnsOnlyForInboundResolverEndpoint of ${endpoint.id} to false`,
});

export const hostnamesOff = (vpc: Vpc, endpoint: VpcEndpoint): Blocker => ({
  code: "DNS_HOSTNAMES_DISABLED",
  direction: "egress",
  message: `a DNS attribute of ${vpc.id} is off: private DNS of ${endpoint.id} needs both`,
  fix: `set enableDnsSupport and enableDnsHostnames of ${vpc.id} to true`,
});
