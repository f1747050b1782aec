/**
 * One route: where to, and through what.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html (read 2026-11-24)
 */
import type { PrefixListId } from "../../../model/entity/entity.ts";
import type {
  Route,
  RouteDestination,
  RouteTarget,
  RouteTargetKind,
} from "../../../model/entity/route-table.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known, Unknown } from "../../../model/known.ts";
import type { Resource, Value } from "../property/value.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt, doubtOf } from "../existence.ts";
import type { Noun } from "../property/outside.ts";
import { property, toBlock } from "../property/property.ts";

export function toRoute(estate: Estate, route: Resource, table: Resource): Route {
  const target = targetOf(estate, route);
  return {
    destination: destinationOf(estate, route),
    target: doubtOf(route, table) ?? doubtOfTarget(estate, target, table) ?? target,
    state: "active",
    via: "static",
    origin: route.origin,
  };
}

function destinationOf(estate: Estate, route: Resource): Known<RouteDestination> {
  const cidr = property(route, "DestinationCidrBlock") ?? property(route, "DestinationIpv6CidrBlock");
  if (cidr !== undefined) return mapKnown(toBlock(cidr), (block) => ({ kind: "cidr", cidr: block }));
  const list = property(route, "DestinationPrefixListId");
  if (list === undefined) return missingPart(route, "destination");
  return mapKnown(estate.id<PrefixListId>("prefix list", list), (id) => ({ kind: "prefix-list", id }));
}

interface TargetRow {
  readonly name: string;
  readonly noun: Noun;
  readonly kind: RouteTargetKind | ((estate: Estate, id: string) => RouteTargetKind);
}

const targets: readonly TargetRow[] = [
  { name: "GatewayId", noun: "internet or VPN gateway", kind: gatewayKind },
  { name: "NatGatewayId", noun: "NAT gateway", kind: "nat-gateway" },
  {
    name: "EgressOnlyInternetGatewayId",
    noun: "egress-only internet gateway",
    kind: "egress-only-internet-gateway",
  },
  { name: "VpcPeeringConnectionId", noun: "peering connection", kind: "peering" },
  { name: "TransitGatewayId", noun: "transit gateway", kind: "transit-gateway" },
  { name: "VpcEndpointId", noun: "VPC endpoint", kind: "vpc-endpoint" },
  { name: "InstanceId", noun: "instance", kind: "instance" },
  { name: "NetworkInterfaceId", noun: "network interface", kind: "network-interface" },
  { name: "CarrierGatewayId", noun: "carrier gateway", kind: "carrier-gateway" },
  { name: "LocalGatewayId", noun: "local gateway", kind: "local-gateway" },
  { name: "CoreNetworkArn", noun: "core network", kind: "core-network" },
];

/** `GatewayId` takes internet and virtual private gateways, and `local`. */
function gatewayKind({ find }: Estate, id: string): RouteTargetKind {
  if (id === "local") return "local";
  if (id.startsWith("vgw-") || find(id)?.type === "AWS::EC2::VPNGateway") return "vpn-gateway";
  return id.startsWith("vpce-") ? "vpc-endpoint" : "internet-gateway";
}

function targetOf(estate: Estate, route: Resource): Known<RouteTarget> {
  for (const row of targets) {
    const value = property(route, row.name);
    if (value !== undefined) return toTarget(estate, row, value);
  }
  return missingPart(route, "target");
}

function toTarget(estate: Estate, { noun, kind }: TargetRow, value: Value): Known<RouteTarget> {
  if (value.content === "local") return known({ kind: "local", id: "local" });
  const id = estate.id(noun, value);
  if (!id.known) return id;
  return known({ kind: typeof kind === "string" ? kind : kind(estate, id.value), id: id.value });
}

/** A target that may not exist, or a gateway that may not be attached. */
function doubtOfTarget(estate: Estate, target: Known<RouteTarget>, table: Resource): Unknown | undefined {
  const resource = target.known ? estate.find(target.value.id) : undefined;
  if (resource === undefined) return undefined;
  const attached = ["InternetGatewayId", "VpnGatewayId"].flatMap((name) =>
    estate.adding("AWS::EC2::VPCGatewayAttachment", name, resource.id),
  );
  return doubtOf(resource, table) ?? anyDoubt(attached, table);
}

function missingPart(route: Resource, part: string): Unknown {
  return unknown(
    `${part} of ${route.id}`,
    `give the route at ${formatOrigin(route.origin)} a ${part} that denat knows`,
  );
}
