/**
 * What AWS would refuse about an endpoint of a template: whatever rests on it is blocked, for it will never be there.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html and vpc-endpoints-s3 (read 2026-11-24)
 *
 * A live endpoint has passed these checks.
 */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Subnet } from "../../model/entity/vpc.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import { hostnamesOff, privateNames } from "../dns/owner.ts";
import { drop } from "../finding.ts";
import type { Blocker, Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { World } from "../world.ts";

type Check = (world: World, endpoint: VpcEndpoint) => Blocker | undefined;

export function refusalsOf(world: World, endpoint: VpcEndpoint): readonly Finding[] {
  if (world.network.scopes.get(endpoint.scope)?.kind !== "template") return [];
  return world.once("refusals", endpoint, () => {
    const place = at("forward", "endpoint", "vpc-endpoint", endpoint.id);
    const blockers = checks.flatMap((check) => check(world, endpoint) ?? []);
    return blockers.map((blocker) => drop(place, blocker.message, formatOrigin(endpoint.origin), blocker));
  });
}

type Refusal = Pick<Blocker, "code" | "message" | "fix">;

const refusal = ({ code, message, fix }: Refusal): Blocker => ({
  code,
  direction: "egress",
  message: `AWS would refuse it: ${message}`,
  fix,
});

/** A gateway is the default type, and only two or three services have one. */
const typeNotSupported: Check = ({ facts }, { id, type, serviceName }) => {
  const { types } = facts.endpointServiceOf(valueOr(serviceName, ""));
  if ((type !== "gateway" && type !== "interface") || types.length === 0 || types.includes(type))
    return undefined;
  return refusal({
    code: "VPCE_TYPE_NOT_SUPPORTED",
    message: `${valueOr(serviceName, "")} has no endpoint of type ${type}`,
    fix: `make ${id} an endpoint of type ${types.join(" or ")}`,
  });
};

const subnetsShareZone: Check = (world, { id, subnets }) => {
  const seen = new Map<string, Subnet>();
  for (const subnet of subnetsOf(world, subnets)) {
    const zone = valueOr(subnet.availabilityZone, undefined);
    const other = zone === undefined ? undefined : seen.get(zone);
    if (other !== undefined) {
      return refusal({
        code: "VPCE_SUBNETS_SHARE_AZ",
        message: `${id} names two subnets of ${zone}, ${other.id} and ${subnet.id}`,
        fix: `leave one of them out of ${id}`,
      });
    }
    if (zone !== undefined) seen.set(zone, subnet);
  }
  return undefined;
};

const serviceNotInZone: Check = (world, { id, serviceName, subnets, type }) => {
  const service = [...world.network.endpointServices.values()].find(
    (row) => row.serviceName === valueOr(serviceName, ""),
  );
  if (service === undefined || service.availabilityZones.length === 0 || type !== "interface")
    return undefined;
  const outside = subnetsOf(world, subnets).find(
    ({ availabilityZone: zone }) => zone.known && !service.availabilityZones.includes(zone.value),
  );
  if (outside === undefined) return undefined;
  const zones = service.availabilityZones.join(", ");
  return refusal({
    code: "VPCE_SERVICE_NOT_INSTALLED_IN_AZ",
    message: `${service.serviceName} is not offered in the zone of ${outside.id}`,
    fix: `give ${id} subnets in ${zones}`,
  });
};

const attributesOff: Check = (world, endpoint) => {
  const vpc = endpoint.vpc.known ? world.network.vpcs.get(endpoint.vpc.value) : undefined;
  if (vpc === undefined || !ownsNames(endpoint)) return undefined;
  const isOff = [vpc.enableDnsHostnames, vpc.enableDnsSupport].some((fact) => fact.known && !fact.value);
  return isOff ? hostnamesOff(vpc, endpoint) : undefined;
};

/** One owner of a private name in a VPC: neither another endpoint nor a private zone of that very name beside it. */
const namesTaken: Check = (world, endpoint) => {
  if (!ownsNames(endpoint) || !endpoint.vpc.known) return undefined;
  const vpc = endpoint.vpc.value;
  const names = privateNames(world.facts, endpoint);
  const rival = world.topology
    .endpointsOf(vpc)
    .find(
      (other) =>
        other !== endpoint &&
        ownsNames(other) &&
        privateNames(world.facts, other).some((name) => names.includes(name)),
    );
  const zone = [...world.network.hostedZones.values()].find(
    ({ visibility, zoneName, vpcs }) =>
      visibility === "private" && names.includes(zoneName) && vpcs.known && vpcs.value.includes(vpc),
  );
  const owner = rival?.id ?? zone?.id;
  if (owner === undefined) return undefined;
  return refusal({
    code: "VPCE_PRIVATE_DNS_CONFLICT",
    message: `${owner} already owns the private names of ${endpoint.id} in ${vpc}`,
    fix: `keep one of ${owner} and ${endpoint.id}, or switch private DNS of ${endpoint.id} off`,
  });
};

/** Private DNS for inbound Resolver endpoints alone rests on a gateway endpoint for the VPC's own traffic. */
const gatewayMissing: Check = (world, endpoint) => {
  const inboundOnly = endpoint.privateDnsOnlyForInboundResolver;
  if (
    !ownsNames(endpoint) ||
    inboundOnly === undefined ||
    !valueOr(inboundOnly, false) ||
    !endpoint.vpc.known
  )
    return undefined;
  const name = valueOr(endpoint.serviceName, "");
  const hasGateway = world.topology
    .endpointsOf(endpoint.vpc.value)
    .some((other) => other.type === "gateway" && valueOr(other.serviceName, name) === name);
  if (hasGateway) return undefined;
  return refusal({
    code: "VPCE_GATEWAY_REQUIRED",
    message: `private DNS of ${endpoint.id} for inbound Resolver endpoints only requires an S3 gateway endpoint in the VPC`,
    fix: `add the gateway endpoint, or set PrivateDnsOnlyForInboundResolverEndpoint of ${endpoint.id} to false`,
  });
};

/** One gateway endpoint a service in a route table. */
const routeTaken: Check = (world, endpoint) => {
  if (endpoint.type !== "gateway" || !endpoint.vpc.known) return undefined;
  const tables: readonly string[] = valueOr(endpoint.routeTables, []);
  const name = valueOr(endpoint.serviceName, undefined);
  const rival = world.topology
    .endpointsOf(endpoint.vpc.value)
    .find(
      (other) =>
        other !== endpoint &&
        other.type === "gateway" &&
        valueOr(other.serviceName, undefined) === name &&
        valueOr(other.routeTables, []).some((id) => tables.includes(id)),
    );
  if (rival === undefined) return undefined;
  return refusal({
    code: "VPCE_ROUTE_TABLE_CONFLICT",
    message: `${rival.id} already routes ${name ?? "its service"} in a route table of ${endpoint.id}`,
    fix: `keep one of ${rival.id} and ${endpoint.id} in each route table`,
  });
};

const checks: readonly Check[] = [
  typeNotSupported,
  subnetsShareZone,
  serviceNotInZone,
  attributesOff,
  namesTaken,
  gatewayMissing,
  routeTaken,
];

/** One that may not come to be (its state is not known) takes nothing from anybody for certain. */
const ownsNames = ({ type, state, privateDnsEnabled }: VpcEndpoint): boolean =>
  type === "interface" && state.known && valueOr(privateDnsEnabled, false);

function subnetsOf({ network }: World, subnets: VpcEndpoint["subnets"]): readonly Subnet[] {
  return valueOr(subnets, []).flatMap((id) => {
    const row = find(network, "subnets", id);
    return row.known ? [row.value] : [];
  });
}
