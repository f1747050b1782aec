/**
 * An interface endpoint's own names: public records, Regional and one for each zone, that answer with private addresses.
 *
 * Names that the network lists hold; where it lists none they are made in AWS's shape, the same in every run.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
import { createHash } from "node:crypto";
import type { Facts } from "../../../facts/index.ts";
import { once } from "../../../facts/once.ts";
import { plannedNameOf } from "../../../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../../model/known.ts";
import { regionOf } from "../../../model/network.ts";
import type { Network } from "../../../model/network.ts";
import { plainName } from "../name.ts";
import type { Sources } from "../places.ts";
import { isAnswering, zonesOf } from "./address.ts";

/** What a name of an endpoint stands for: all of its interfaces, or those of one zone. */
export interface OwnName {
  readonly endpoint: VpcEndpoint;
  readonly zone: string | undefined;
}

export interface EndpointNames {
  readonly find: (name: string) => OwnName | undefined;
}

interface Listed extends OwnName {
  /** Names below it are the endpoint's too: `bucket.vpce-….s3.…`. */
  readonly isParent: boolean;
}

export function createEndpointNames({ network, facts }: Sources): EndpointNames {
  const index = once(() => indexOf(network, facts));
  return {
    find: (name) => {
      const exact = index().get(name);
      if (exact !== undefined) return exact;
      const alias = aliasOf(network, facts, name);
      if (alias !== undefined) return alias;
      const parents = name.split(".").map((_, depth, labels) => labels.slice(depth).join("."));
      return parents.map((parent) => index().get(parent)).find((found) => found?.isParent === true);
    },
  };
}

function indexOf(network: Network, facts: Facts): ReadonlyMap<string, Listed> {
  const index = new Map<string, Listed>();
  for (const endpoint of network.vpcEndpoints.values()) {
    if (endpoint.type !== "interface" || !isAnswering(endpoint)) continue;
    const zones = zonesOf(network, endpoint);
    const private_ = facts.privateNames(valueOr(endpoint.serviceName, ""));
    const isParent = private_.some((name) => name.startsWith("*."));
    for (const written of endpointNames({ network, facts }, endpoint)) {
      const name = plainName(written).replace(/^\*\./, "");
      const [first = ""] = name.split(".");
      const zone = zones.find((each) => first.endsWith(`-${each}`));
      index.set(name, { endpoint, zone, isParent: isParent || written.startsWith("*.") });
    }
    index.set(plannedNameOf(endpoint.id).toLowerCase(), { endpoint, zone: undefined, isParent: false });
  }
  return index;
}

/** `API-vpce-….execute-api.REGION.amazonaws.com`, the name of a private API by its endpoint, is a public record too. */
function aliasOf(network: Network, facts: Facts, name: string): OwnName | undefined {
  if (!/^[a-z0-9]+-vpce-[0-9a-f]+\.execute-api\./.test(name)) return undefined;
  const host = facts.classifyHost(name);
  const id = host.kind === "aws" && host.form === "vpce" ? host.endpointId : undefined;
  const endpoint = [...network.vpcEndpoints.values()].find((each) => each.id === id);
  return endpoint !== undefined && isAnswering(endpoint) ? { endpoint, zone: undefined } : undefined;
}

/** The Regional name first, then those of the zones. */
export function endpointNames(
  { network, facts }: Pick<Sources, "network" | "facts">,
  endpoint: VpcEndpoint,
): readonly string[] {
  const listed = valueOr(endpoint.dnsNames, []).filter((name) => name.includes(".vpce."));
  if (listed.length > 0) return listed;
  const { stem, tail } = familyName(network, facts, endpoint);
  return [`${stem}.${tail}`, ...zonesOf(network, endpoint).map((zone) => `${stem}-${zone}.${tail}`)];
}

function familyName(network: Network, facts: Facts, endpoint: VpcEndpoint) {
  const serviceName = valueOr(endpoint.serviceName, "");
  const region = valueOr(endpoint.serviceRegion, regionOf(network, endpoint));
  const { dnsSuffix } = facts.regionNamed(region).partition;
  const digest = createHash("sha256").update(endpoint.id).digest();
  const id = /^vpce-[0-9a-f]+$/.test(endpoint.id)
    ? endpoint.id
    : `vpce-0${digest.toString("hex").slice(0, 16)}`;
  const suffix = digest.readBigUInt64BE(16).toString(36).padStart(8, "0").slice(-8);
  return { stem: `${id}-${suffix}`, tail: `${serviceLabels(facts, serviceName, region)}.vpce.${dnsSuffix}` };
}

/** `dkr.ecr.us-east-1` of `*.dkr.ecr.us-east-1.amazonaws.com`; a service of a customer has its id for a label. */
function serviceLabels(facts: Facts, serviceName: string, region: string): string {
  const customer = serviceName.split(".").find((label) => label.startsWith("vpce-svc-"));
  if (customer !== undefined) return `${customer}.${region}`;
  const { dnsSuffix } = facts.regionNamed(region).partition;
  const hosts = facts.privateNames(serviceName);
  const host = hosts.map((name) => name.replace(/^\*\./, "")).find((name) => name.endsWith(`.${dnsSuffix}`));
  if (host !== undefined) return host.slice(0, -dnsSuffix.length - 1);
  return `${facts.tokenOf(serviceName) ?? "service"}.${region}`;
}
