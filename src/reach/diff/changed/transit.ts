/** Transit gateways that may lead some addresses otherwise than before. */
import { toSet, union } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import type { TransitGatewayRoute } from "../../../model/entity/transit-gateway.ts";
import type { Network } from "../../../model/network.ts";
import { expandPrefixList } from "../../prefix-list.ts";
import type { World } from "../../world.ts";
import { everywhere } from "../cells/area.ts";
import { sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { changedItems, changedRows } from "./rows.ts";

/** By the gateway: a route decides about nothing but the block that it names, there and back. */
export function changedTransit(worlds: Sides<World>, networks: Sides<Network>): Map<string, AddressSet> {
  const changed = new Map<string, AddressSet>();
  const add = (gateway: string | undefined, set: AddressSet) => {
    if (gateway !== undefined) changed.set(gateway, union(changed.get(gateway) ?? [], set));
  };
  const areLists = changedRows(networks, "prefixLists").length > 0;
  // Whether references to groups work is asked of all gateways at once.
  if (changedRows(networks, "transitGateways").length > 0)
    for (const side of sides) for (const id of networks[side].transitGateways.keys()) add(id, everywhere);
  for (const row of changedRows(networks, "transitGatewayAttachments"))
    for (const side of sides) add(row[side]?.transitGateway, everywhere);
  for (const { before, after } of changedRows(networks, "transitGatewayRouteTables")) {
    const isRead = before?.routes.known === true && after?.routes.known === true;
    const routes = isRead ? changedItems(before.routes.value, after.routes.value) : undefined;
    const set = routes === undefined ? everywhere : blocksOf(worlds, routes);
    for (const row of [before, after]) add(row?.transitGateway, set);
  }
  // A list that is another may stand in any table.
  if (areLists)
    for (const side of sides)
      for (const { transitGateway } of networks[side].transitGatewayRouteTables.values())
        add(transitGateway, everywhere);
  return changed;
}

function blocksOf(worlds: Sides<World>, routes: readonly TransitGatewayRoute[]): AddressSet {
  const blocks = routes.flatMap(({ destination }): AddressSet => {
    if (!destination.known) return everywhere;
    if (destination.value.kind === "cidr")
      return [[destination.value.cidr.first, destination.value.cidr.last]];
    const { id } = destination.value;
    return sides.flatMap((side) => {
      const listed = expandPrefixList(worlds[side], id);
      return listed.known ? [...listed.value.set] : [...everywhere];
    });
  });
  return toSet(blocks);
}
