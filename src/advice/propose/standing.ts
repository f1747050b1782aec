/** Endpoints and names that stand already in a VPC, as far as a proposal has to mind them. */
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import type { World } from "../../reach/index.ts";

/** In these states an endpoint is as good as gone: it holds no name and no route. */
const gone = new Set(["failed", "rejected", "expired", "deleted"]);

/** Endpoints of `service` that stand in the VPC, by id. */
export function standingEndpoints(
  { topology, facts }: World,
  vpc: Vpc,
  service: string,
): readonly VpcEndpoint[] {
  return topology
    .endpointsOf(vpc.id)
    .filter(({ state, serviceName, type }) => {
      if (type !== "interface" && type !== "gateway") return false;
      return !gone.has(valueOr(state, "")) && facts.tokenOf(valueOr(serviceName, "")) === service;
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Answers for the service's name in the VPC, or may; one kept for inbound Resolver endpoints does not. */
export function ownsName({
  type,
  privateDnsEnabled,
  privateDnsOnlyForInboundResolver,
}: VpcEndpoint): boolean {
  if (type !== "interface" || (privateDnsEnabled.known && !privateDnsEnabled.value)) return false;
  return !(
    privateDnsOnlyForInboundResolver !== undefined && valueOr(privateDnsOnlyForInboundResolver, false)
  );
}

/**
 * What owns one of `names` in the VPC already, beside `except`: an endpoint with private DNS, or a private zone of that
 * very name. AWS refuses a second owner ("conflicting DNS domain").
 */
export function findOwner(
  { network, topology, facts }: World,
  vpc: Vpc,
  { names, except }: { readonly names: readonly string[]; readonly except: string | undefined },
): { readonly kind: "vpc-endpoint" | "hosted-zone"; readonly id: string } | undefined {
  const owned = new Set(names);
  const endpoint = topology
    .endpointsOf(vpc.id)
    .find(
      (other) =>
        other.id !== except &&
        other.type === "interface" &&
        !gone.has(valueOr(other.state, "")) &&
        (!other.privateDnsEnabled.known || other.privateDnsEnabled.value) &&
        facts.privateNames(valueOr(other.serviceName, "")).some((name) => owned.has(name)),
    );
  if (endpoint !== undefined) return { kind: "vpc-endpoint", id: endpoint.id };
  const zone = [...network.hostedZones.values()].find(
    ({ visibility, zoneName, vpcs }) =>
      visibility === "private" && owned.has(zoneName) && (!vpcs.known || vpcs.value.includes(vpc.id)),
  );
  return zone === undefined ? undefined : { kind: "hosted-zone", id: zone.id };
}
