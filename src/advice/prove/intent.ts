/**
 * What a phase is meant to take away: the ways by NATs that go. A network without these, and with all else as it was, is what
 * the phase is held against.
 */
import type { NatGatewayId } from "../../model/entity/entity.ts";
import { known, valueOr } from "../../model/known.ts";
import { toSet } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import type { Network } from "../../model/network.ts";
import { natIdOf } from "../../reach/index.ts";
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

/** A NAT gateway that no route leads to does nothing for anybody, and nobody is served at its address. */
export function withoutIdle(network: Network, after: Network, nats: ReadonlySet<string>): Network {
  const gone = new Set(
    [...nats].filter(
      (id) => network.natGateways.has(id as NatGatewayId) && !after.natGateways.has(id as NatGatewayId),
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

/** Where a NAT may lead that is not the internet: what the internet does not route, blocks of VPCs, and whatever has a route of its own. */
export function notInternet({ vpcs, routeTables }: Network): AddressSet {
  const own = [...vpcs.values()].flatMap(({ cidrs }) => valueOr(cidrs, []).map(({ cidr }) => cidr));
  const routed = [...routeTables.values()].flatMap(({ routes }) =>
    valueOr(routes, []).flatMap(({ destination, target }) => {
      const isOut = !target.known || publicWays.includes(target.value.kind);
      return destination.known && destination.value.kind === "cidr" && !isOut ? [destination.value.cidr] : [];
    }),
  );
  const blocks = [...own, ...routed.filter(({ prefixLength }) => prefixLength > 0)];
  return toSet([
    ...unrouted.flatMap(({ set }) => set),
    ...blocks.map(({ first, last }) => [first, last] as const),
  ]);
}

const publicWays = ["internet-gateway", "egress-only-internet-gateway", "nat-gateway", "vpc-endpoint"];
