/** One route of a table: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html (read 2026-11-24). */
import type { Origin, PrefixListId } from "../../../model/entity/entity.ts";
import type { Route, RouteTarget, RouteTargetKind } from "../../../model/entity/route-table.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { findText, findWord, mustCidrAt, mustIdAt, Rejected } from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";

/**
 * The fields that a target may stand in; the first that is there counts. A route to an instance names its interface too,
 * and it is the interface that packets go to.
 */
const targetFields: readonly (readonly [field: string, kind: RouteTargetKind])[] = [
  ["NatGatewayId", "nat-gateway"],
  ["NetworkInterfaceId", "network-interface"],
  ["InstanceId", "instance"],
  ["VpcPeeringConnectionId", "peering"],
  ["TransitGatewayId", "transit-gateway"],
  ["EgressOnlyInternetGatewayId", "egress-only-internet-gateway"],
  ["CarrierGatewayId", "carrier-gateway"],
  ["LocalGatewayId", "local-gateway"],
  ["CoreNetworkArn", "core-network"],
];

/** What `GatewayId` holds, by the beginning of the id. */
const gatewayKinds: readonly (readonly [prefix: string, kind: RouteTargetKind])[] = [
  ["local", "local"],
  ["igw-", "internet-gateway"],
  ["vgw-", "vpn-gateway"],
  ["vpce-", "vpc-endpoint"],
  ["eigw-", "egress-only-internet-gateway"],
  ["nat-", "nat-gateway"],
  ["tgw-", "transit-gateway"],
  ["pcx-", "peering"],
  ["cagw-", "carrier-gateway"],
  ["lgw-", "local-gateway"],
];

export function toRoute(fields: Fields, table: { readonly id: string; readonly origin: Origin }): Route {
  const destination = destinationOf(fields);
  const target = targetOf(fields);
  const missing = (what: string) =>
    unknown(
      `${what} of a route of ${table.id}`,
      `aws ec2 describe-route-tables --route-table-ids ${table.id}`,
    );
  const word = findWord(fields, "State");
  const state = word === "active" || word === "blackhole" || word === "filtered" ? word : undefined;
  const knownTarget: Known<RouteTarget> =
    target === undefined ? missing("target") : state === undefined ? missing("state") : known(target);
  return {
    destination: known(destination),
    target: knownTarget,
    state: state ?? "active",
    via: viaOf(fields, target),
    origin: table.origin,
  };
}

type Destination = Extract<Route["destination"], { readonly known: true }>["value"];

function destinationOf(fields: Fields): Destination {
  for (const key of ["DestinationCidrBlock", "DestinationIpv6CidrBlock"]) {
    if (findText(fields, key) !== undefined) return { kind: "cidr", cidr: mustCidrAt(fields, key) };
  }
  if (findText(fields, "DestinationPrefixListId") === undefined)
    throw new Rejected("a route has no destination");
  return { kind: "prefix-list", id: mustIdAt<PrefixListId>(fields, "DestinationPrefixListId") };
}

function targetOf(fields: Fields): RouteTarget | undefined {
  const gateway = findText(fields, "GatewayId");
  if (gateway !== undefined) {
    const kind = gatewayKinds.find(([prefix]) => gateway.startsWith(prefix))?.[1];
    return kind === undefined ? undefined : { kind, id: gateway };
  }
  for (const [field, kind] of targetFields) {
    const id = findText(fields, field);
    if (id !== undefined && id !== "") return { kind, id };
  }
  return undefined;
}

/** `Advertisement` is what Route Server learned by BGP; like a VPN's routes it loses against a static one. */
function viaOf(fields: Fields, target: RouteTarget | undefined): Route["via"] {
  if (target?.kind === "local") return "local";
  const origin = findText(fields, "Origin");
  return origin === "EnableVgwRoutePropagation" || origin === "Advertisement" ? "propagated" : "static";
}
