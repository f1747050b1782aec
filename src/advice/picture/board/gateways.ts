/** What leads out of a VPC, as boxes at it: by what is attached to it, and by what its routes lead to. */
import type { VpcId } from "../../../model/entity/entity.ts";
import type { RouteTargetKind } from "../../../model/entity/route-table.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { BoxKind } from "../picture.ts";
import type { Thing } from "./thing.ts";

const kinds = new Map<RouteTargetKind, BoxKind>([
  ["internet-gateway", "internet-gateway"],
  ["egress-only-internet-gateway", "egress-only-internet-gateway"],
  ["vpn-gateway", "vpn-gateway"],
  ["transit-gateway", "transit-gateway"],
  ["peering", "peering"],
]);

export function gatewayThings(network: Network, vpc: VpcId): readonly Thing[] {
  const things = new Map<string, Thing>();
  const add = (kind: BoxKind, name: string, note = "", of: readonly string[] = []) => {
    if (!things.has(name)) things.set(name, { kind, name, note, fate: "kept", at: "vpc", of: [name, ...of] });
  };
  for (const { id, kind, vpcs } of network.gateways.values()) if (vpcs.includes(vpc)) add(kind, id);
  for (const { id, transitGateway, resourceId } of network.transitGatewayAttachments.values()) {
    if (valueOr(resourceId, undefined) !== vpc) continue;
    const tables = [...network.transitGatewayRouteTables.values()].filter(
      (table) => table.transitGateway === transitGateway,
    );
    add("transit-gateway", transitGateway, id, [id, ...tables.map((table) => table.id)]);
  }
  for (const { id, requester, accepter } of network.peerings.values()) {
    const sides = [requester, accepter].map((side) => valueOr(side.vpc, undefined));
    if (sides.includes(vpc)) add("peering", id, sides.find((side) => side !== vpc) ?? "");
  }
  for (const table of network.routeTables.values()) {
    if (table.vpc !== vpc) continue;
    for (const { target } of valueOr(table.routes, [])) {
      const kind = target.known ? kinds.get(target.value.kind) : undefined;
      if (target.known && kind !== undefined) add(kind, target.value.id);
    }
  }
  return [...things.values()];
}
