/**
 * Where route tables lead from an interface: to a NAT, and which. Confirms what path 1 of a record leaves open, since
 * firewalls, proxies and transit gateways are resources of the VPC too.
 */
import type { RouteTable } from "../../model/entity/route-table.ts";
import type { Subnet } from "../../model/entity/vpc.ts";
import { subtract, toAddressSet, union } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { familyOf } from "../../model/address.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { NatPoint } from "./nat.ts";

export interface RoutedInterval {
  readonly first: number;
  readonly last: number;
  /** The NAT's id. */
  readonly nat: string;
}

/** IPv4 destinations that the interface's routes lead to a NAT; undefined where the routes are not known. */
export function routesToNat(
  network: Network,
  points: readonly NatPoint[],
  interfaceId: string,
): readonly RoutedInterval[] | undefined {
  const row = [...network.networkInterfaces.values()].find(({ id }) => id === interfaceId);
  const subnet = row?.subnet.known === true ? network.subnets.get(row.subnet.value) : undefined;
  const table = subnet && tableOf(network, subnet);
  return table?.routes.known === true ? leadingToNat(table, points) : undefined;
}

function tableOf(network: Network, subnet: Subnet): RouteTable | undefined {
  const tables = [...network.routeTables.values()].filter(({ vpc }) => vpc === subnet.vpc);
  return tables.find(({ subnets }) => subnets.includes(subnet.id)) ?? tables.find(({ main }) => main);
}

/** Longest prefix first: what a longer route takes is gone for a shorter one. */
function leadingToNat(table: RouteTable, points: readonly NatPoint[]): readonly RoutedInterval[] {
  const routes = valueOr(table.routes, []).flatMap(({ destination, target, state }) =>
    destination.known && destination.value.kind === "cidr" && state !== "filtered"
      ? [{ cidr: destination.value.cidr, target }]
      : [],
  );
  let taken: AddressSet = [];
  const found: RoutedInterval[] = [];
  for (const { cidr, target } of routes.toSorted((a, b) => b.cidr.prefixLength - a.cidr.prefixLength)) {
    const own = toAddressSet([cidr]);
    const nat = target.known ? natAt(target.value.id, points) : undefined;
    if (nat !== undefined) {
      const left = subtract(own, taken).filter(([first]) => familyOf(first) === 4);
      found.push(...left.map(([first, last]) => ({ first: Number(first), last: Number(last), nat })));
    }
    taken = union(taken, own);
  }
  return found;
}

const natAt = (target: string, points: readonly NatPoint[]): string | undefined =>
  points.find(({ id, interface: eni }) => id === target || eni === target)?.id;
