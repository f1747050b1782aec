/**
 * The names of an interface endpoint: one for the Region, one for each zone it is in, and the service's own names where
 * private DNS is on. Names of a service with a wildcard of its own (S3) begin with `*`.
 */
import { createHash } from "node:crypto";
import type { DnsEntry } from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import type { SubnetRow, VpcEndpointRow, VpcRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { baseName } from "./service.ts";
import type { EndpointService } from "./service.ts";

/** AWS's hosted zones have ids of a capital Z and letters and digits; any stable one does. */
const zoneIdOf = (text: string) =>
  `Z${createHash("sha256").update(text).digest("hex").slice(0, 20).toUpperCase()}`;

/** Buckets stand before the name of S3's endpoints. */
const tokensWithWildcard: readonly string[] = ["s3"];

export function dnsEntries(
  context: Context,
  service: EndpointService,
  endpoint: Pick<VpcEndpointRow, "VpcEndpointId" | "dnsSuffix" | "SubnetIds" | "PrivateDnsEnabled">,
): DnsEntry[] {
  const { VpcEndpointId, dnsSuffix, SubnetIds, PrivateDnsEnabled } = endpoint;
  const base = baseName(context, service);
  const prefix = tokensWithWildcard.includes(service.token) ? "*." : "";
  const zones = SubnetIds.map((id) => mustFind(context, "subnets", id).AvailabilityZone);
  const labels = [
    `${VpcEndpointId}-${dnsSuffix}`,
    ...zones.map((zone) => `${VpcEndpointId}-${dnsSuffix}-${zone}`),
  ];
  return [
    ...labels.map((label) => ({
      DnsName: `${prefix}${label}.${base}`,
      HostedZoneId: zoneIdOf(`vpce ${context.region}`),
    })),
    ...(PrivateDnsEnabled ? service.privateNames : []).map((name) => ({
      DnsName: name,
      HostedZoneId: zoneIdOf(`${VpcEndpointId} ${name}`),
    })),
  ];
}

interface Wish {
  readonly vpc: VpcRow;
  readonly service: EndpointService;
  /** The endpoint that private names are for; undefined while it is not made yet. */
  readonly id?: string | undefined;
}

/** What private DNS takes: names to answer, a VPC that answers, and nobody who answers them already. */
export function checkPrivateDns(context: Context, { vpc, service, id }: Wish): void {
  const { VpcId, attributes } = vpc;
  const [first] = service.privateNames;
  if (first === undefined)
    throw refused(
      `Private DNS can't be enabled because the service ${service.serviceName} does not provide a private DNS name.`,
    );
  if (!attributes.enableDnsSupport || !attributes.enableDnsHostnames)
    throw refused(
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${VpcId}`,
    );
  const taken = new Set(
    context.tables.vpcEndpoints
      .rows()
      .filter((one) => one.VpcId === VpcId && one.PrivateDnsEnabled && one.VpcEndpointId !== id)
      .flatMap(({ DnsEntries }) => (DnsEntries ?? []).map(({ DnsName }) => DnsName)),
  );
  const conflict = service.privateNames.find((name) => taken.has(name));
  if (conflict !== undefined)
    throw refused(
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${conflict} in the VPC ${VpcId}`,
    );
}

/** Private names for inbound resolvers alone leave the VPC's own clients to the gateway endpoint, which must be there. */
export function checkInboundOnly({ tables }: Context, { vpc, service }: Wish): void {
  if (!service.hasGateway)
    throw refused(
      `PrivateDnsOnlyForInboundResolverEndpoint is not supported for the service ${service.serviceName}`,
    );
  const hasGateway = tables.vpcEndpoints
    .rows()
    .some(
      (one) =>
        one.VpcId === vpc.VpcId &&
        one.VpcEndpointType === "Gateway" &&
        one.ServiceName === service.serviceName,
    );
  if (!hasGateway)
    throw refused(
      `To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC ${vpc.VpcId} must have a Gateway endpoint for the service.`,
    );
}

export const refused = (message: string): Ec2Error => new Ec2Error("InvalidParameter", message);

/** Two subnets of an endpoint are never in one zone. */
export function checkZones(subnets: readonly SubnetRow[]): void {
  const byZone = new Set<string>();
  for (const { AvailabilityZone, SubnetId } of subnets) {
    if (byZone.has(AvailabilityZone))
      throw new Ec2Error(
        "DuplicateSubnetsInSameZone",
        `Found another VPC endpoint subnet in the availability zone of ${SubnetId}`,
      );
    byZone.add(AvailabilityZone);
  }
}
