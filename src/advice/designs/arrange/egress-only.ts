/**
 * A way out for IPv6: an egress-only internet gateway, and a default route to it for subnets that have IPv6 addresses and
 * no such route. https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html (read 2026-11-29)
 */
import { mustCidr } from "../../../model/address.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { GatewayId, RouteTableId } from "../../../model/entity/entity.ts";
import type { Gateway } from "../../../model/entity/gateway.ts";
import type { Route, RouteTable } from "../../../model/entity/route-table.ts";
import { known, valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { World } from "../../../reach/index.ts";
import { proposed } from "../../apply/index.ts";
import type { Case } from "../../prove/case.ts";
import { subnetsOf, tablesOf } from "../../propose/index.ts";
import { clientsOf } from "../site.ts";

/** Undefined where no client of the case has an IPv6 address, or each has a way out for it. */
export function egressOnly(world: World, one: Case): ((network: Network) => Network) | undefined {
  const tables = tablesWanting(world, one);
  if (tables.length === 0) return undefined;
  const { id: vpc, scope } = one.vpc;
  const standing = [...world.network.gateways.values()].find(
    ({ kind, vpcs }) => kind === "egress-only-internet-gateway" && vpcs.includes(vpc),
  );
  const gateway: Gateway = standing ?? {
    id: parseId<GatewayId>(`new egress-only internet gateway of ${vpc}`),
    aliases: [],
    scope,
    origin: proposed,
    kind: "egress-only-internet-gateway",
    vpcs: [vpc],
  };
  return (network) => ({
    ...network,
    gateways: new Map([...network.gateways, [gateway.id, gateway]]),
    routeTables: new Map(
      [...network.routeTables].map(([id, table]) => [
        id,
        tables.includes(id) ? withRoute(table, gateway.id) : table,
      ]),
    ),
  });
}

function tablesWanting(world: World, one: Case): readonly RouteTableId[] {
  const dual = clientsOf(one).filter((member) =>
    subnetsOf(world, [member]).some(
      ({ cidrs, unreadCidrs }) =>
        valueOr(cidrs, []).some(({ family }) => family === 6) ||
        (unreadCidrs ?? []).some(({ family }) => family === 6),
    ),
  );
  return tablesOf(world, dual).filter((id) => {
    const table = world.network.routeTables.get(id);
    return table?.routes.known === true && !table.routes.value.some(isDefault);
  });
}

const everywhere = mustCidr("::/0");

const isDefault = ({ destination }: Route): boolean =>
  destination.known && destination.value.kind === "cidr" && destination.value.cidr.text === everywhere.text;

function withRoute(table: RouteTable, gateway: GatewayId): RouteTable {
  if (!table.routes.known) return table;
  const route: Route = {
    destination: known({ kind: "cidr", cidr: everywhere }),
    target: known({ kind: "egress-only-internet-gateway", id: gateway }),
    state: "active",
    via: "static",
    origin: proposed,
  };
  return { ...table, routes: known([...table.routes.value, route]) };
}
