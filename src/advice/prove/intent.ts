/**
 * What a phase is meant to take away: the ways by NATs that go. A network without these, and with all else as it was, is what
 * the phase is held against.
 */
import type { Cidr } from "../../model/address.ts";
import type { NatGatewayId, VpcId } from "../../model/entity/entity.ts";
import type { Route, RouteTable } from "../../model/entity/route-table.ts";
import { known, valueOr } from "../../model/known.ts";
import { toSet } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import type { Network } from "../../model/network.ts";
import { natIdOf } from "../../reach/index.ts";
import type { World } from "../../reach/index.ts";
import { everywhere } from "../../reach/diff/cells/area.ts";
import { unrouted } from "../../reach/way/internet.ts";

/** Undefined where no route leads to them. */
export function withoutWays(network: Network, nats: ReadonlySet<string>): Network | undefined {
  const isWay = (route: Parameters<typeof natIdOf>[1]) => nats.has(natIdOf(network, route) ?? "");
  const tables = [...network.routeTables].map(([id, table]) => {
    const { routes } = table;
    return routes.known && routes.value.some(isWay)
      ? ([id, { ...table, routes: known(routes.value.filter((route) => !isWay(route))) }] as const)
      : ([id, table] as const);
  });
  const isSame = tables.every(([id, table]) => network.routeTables.get(id) === table);
  return isSame ? undefined : { ...network, routeTables: new Map(tables) };
}

/**
 * A NAT gateway that no route leads to, in neither network, does nothing for anybody, and nobody is served at its address. Where a
 * table is not known, one may.
 */
export function withoutIdle(network: Network, after: Network, nats: ReadonlySet<string>): Network {
  const tables = [network, after].flatMap((one) =>
    [...one.routeTables.values()].map(({ routes }) => ({ one, routes })),
  );
  if (tables.some(({ routes }) => !routes.known)) return network;
  const led = new Set(
    tables.flatMap(({ one, routes }) => valueOr(routes, []).map((route) => natIdOf(one, route))),
  );
  const gone = new Set(
    [...nats].filter(
      (id) =>
        !led.has(id) &&
        network.natGateways.has(id as NatGatewayId) &&
        !after.natGateways.has(id as NatGatewayId),
    ),
  );
  if (gone.size === 0) return network;
  const { natGateways, networkInterfaces } = network;
  return {
    ...network,
    natGateways: new Map([...natGateways].filter(([id]) => !gone.has(id))),
    networkInterfaces: new Map(
      [...networkInterfaces].filter(([id, { owner }]) => !gone.has(owner) || after.networkInterfaces.has(id)),
    ),
  };
}

/**
 * Where these NATs may lead that is not the internet: whatever has a route of its own in the tables that they obey, but for one to
 * an internet gateway. Of a NAT whose table is not known, all that the internet does not route.
 */
export function notInternet({ network, topology }: World, nats: ReadonlySet<string>): AddressSet {
  const sets = [...nats].map((id): AddressSet => {
    const table = tableOfNat({ network, topology }, id);
    if (table === undefined || !table.routes.known) return unrouted.flatMap(({ set }) => set);
    const onward = table.routes.value.filter(
      ({ target, via }) => via !== "local" && !(target.known && publicWays.includes(target.value.kind)),
    );
    if (onward.some(({ destination }) => !isBlock(destination))) return everywhere;
    const blocks = onward.flatMap(({ destination }) =>
      isBlock(destination) ? [destination.value.cidr] : [],
    );
    const local = isDetour(network, id) ? blocksOfVpc(network, table.vpc) : [];
    return [...blocks.map(({ first, last }) => [first, last] as const), ...local];
  });
  return toSet(sets.flat());
}

const publicWays = ["internet-gateway", "egress-only-internet-gateway"];

type Block = { readonly known: true; readonly value: { readonly kind: "cidr"; readonly cidr: Cidr } };
const isBlock = (destination: Route["destination"]): destination is Block =>
  destination.known && destination.value.kind === "cidr";

function tableOfNat(
  { network, topology }: Pick<World, "network" | "topology">,
  id: string,
): RouteTable | undefined {
  const own = [...network.routeTables.values()].find(({ gateways }) => gateways.includes(id));
  const subnet = network.natGateways.get(id as NatGatewayId)?.subnet;
  const row = subnet?.known === true ? network.subnets.get(subnet.value) : undefined;
  const found = row && topology.tableOf(row);
  return own ?? (found?.known === true ? found.value : undefined);
}

/** A route for less than everything may lead packets of the VPC itself over the NAT. */
const isDetour = (network: Network, id: string): boolean =>
  [...network.routeTables.values()].some(({ routes }) =>
    valueOr(routes, []).some(
      (route) =>
        natIdOf(network, route) === id &&
        !(isBlock(route.destination) && route.destination.value.cidr.prefixLength === 0),
    ),
  );

const blocksOfVpc = ({ vpcs }: Network, id: VpcId): AddressSet =>
  valueOr(vpcs.get(id)?.cidrs ?? known([]), []).map(({ cidr }) => [cidr.first, cidr.last] as const);
