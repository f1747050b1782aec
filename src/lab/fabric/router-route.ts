/** How the router of a VPC finds its way: a table for each route table, chosen by the subnet a packet comes from. */
import type { Facts } from "../../facts/index.ts";
import { familyOf, formatAddress, overlaps } from "../../model/address.ts";
import type { Cidr, Family } from "../../model/address.ts";
import type { RouteTable } from "../../model/entity/route-table.ts";
import { known, valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { Segment, VpcEstate } from "./estate.ts";
import { leadOf } from "./lead.ts";
import { leadThroughNats } from "./nat.ts";
import { families, neighbour, neighbours, viaWire } from "./next-hop.ts";
import type { IpObject, NotBuilt } from "./plan.ts";
import { toRoutes } from "./route.ts";
import type { BlocksOf, RouteAsk } from "./route.ts";
import { metaWire, portWire } from "./wire.ts";

const hostsTable = 90;
const metaTable = 91;
const firstTable = 100;

/** Order of the choices, first to last. */
const priorities = { meta: 100, within: 1000, segment: 10_000, hosts: 20_000, end: 30_000 } as const;

/** The addresses at which the resolver and the metadata service answer in every VPC; both are past all rules. */
export const metaBlocks: Readonly<Record<Family, readonly string[]>> = {
  4: ["169.254.169.253/32", "169.254.169.254/32"],
  6: ["fd00:ec2::253/128", "fd00:ec2::254/128"],
};

export interface RouterRoutes {
  readonly objects: readonly IpObject[];
  readonly notBuilt: readonly NotBuilt[];
}

export function routerRoutes(network: Network, estate: VpcEstate, facts: Facts): RouterRoutes {
  const used = [...network.routeTables.values(), ...impliedTables(network, estate)].filter((table) =>
    [...estate.segments.values()].some((segment) => segment.table === table),
  );
  const numbers = new Map(used.map((table, index) => [table, firstTable + index]));
  const blocksOf: BlocksOf = (destination) =>
    destination.kind === "cidr" ? [destination.cidr] : entriesOf(network, facts, destination.id);
  const how: Pick<RouteAsk, "leadOf" | "blocksOf"> = {
    leadOf: (target, destination) => leadOf({ network, estate, target, destination }),
    blocksOf,
  };
  const leadOn = leadThroughNats(estate, how);
  const built = used.map((table) =>
    toRoutes({ table, number: numbers.get(table) ?? hostsTable, ...how, leadOn }),
  );
  return {
    objects: [
      ...hosts(estate),
      ...built.flatMap(({ objects }) => objects),
      ...meta(estate),
      ...choices(estate, numbers, blocksOf),
    ],
    notBuilt: built.flatMap(({ notBuilt }) => notBuilt),
  };
}

/** Of regional NAT gateways, where the network lists none. */
const impliedTables = ({ routeTables }: Network, { segments }: VpcEstate): readonly RouteTable[] =>
  [...segments.values()].flatMap(({ table }) =>
    table === undefined || routeTables.get(table.id) === table ? [] : [table],
  );

/** The input's own entries, else AWS's own list as the facts have it; undefined where neither is known. */
export function entriesOf({ prefixLists }: Network, facts: Facts, id: string): readonly Cidr[] | undefined {
  const list = prefixLists.get(id as never);
  if (list?.entries.known === true) return list.entries.value;
  const name = list === undefined ? facts.prefixListNameOf(id) : list.listName;
  return name === undefined ? undefined : facts.findPrefixList(name)?.entries;
}

/** Every address of the VPC, each on its own wire. */
function hosts({ vpc, ports }: VpcEstate): readonly IpObject[] {
  return ports.flatMap((port) => {
    const { near, far } = portWire(vpc.id, port);
    return port.addresses.flatMap((address): readonly IpObject[] => {
      const family = familyOf(address);
      const text = formatAddress(address);
      return [
        { family, object: "route", spec: `${text} dev ${near.name} table ${hostsTable}` },
        neighbour(near, far, family, text),
      ];
    });
  });
}

function meta({ vpc }: VpcEstate): readonly IpObject[] {
  const { near, far } = metaWire(vpc.id);
  const routes = families.map((family): IpObject => ({
    family,
    object: "route",
    spec: `default ${viaWire(near, family)} table ${metaTable}`,
  }));
  return [...neighbours(near, far), ...routes];
}

/** From outside the subnets only addresses of the VPC are reached: nothing goes through a VPC. */
function choices(
  estate: VpcEstate,
  numbers: ReadonlyMap<RouteTable, number>,
  blocksOf: BlocksOf,
): readonly IpObject[] {
  const own = resolverAddress(estate);
  const segments = [...estate.segments.values()];
  return families.flatMap((family): readonly IpObject[] => {
    const rule = (spec: string): IpObject => ({ family, object: "rule", spec });
    const blocks = family === 4 && own !== undefined ? [...metaBlocks[4], `${own}/32`] : metaBlocks[family];
    return [
      ...blocks.map((block) => rule(`to ${block} lookup ${metaTable} priority ${priorities.meta}`)),
      ...segments.flatMap((segment) =>
        overridden(estate, segment, blocksOf)
          .filter((block) => block.family === family)
          .map(({ text }) => {
            const { mark } = segment;
            return rule(
              `to ${text} fwmark ${mark} lookup ${hostsTable} priority ${priorities.within + mark}`,
            );
          }),
      ),
      ...segments.map(({ mark, table }) => {
        const number = (table && numbers.get(table)) ?? hostsTable;
        return rule(`fwmark ${mark} lookup ${number} priority ${priorities.segment + mark}`);
      }),
      rule(`lookup ${hostsTable} priority ${priorities.hosts}`),
      rule(`blackhole priority ${priorities.end}`),
    ];
  });
}

/**
 * Inside a subnet packets go from one interface to the other and meet no route
 * (https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html, read 2026-11-29). That shows only where the
 * subnet's own table takes its blocks elsewhere than the local route does.
 */
function overridden(
  { cidrs }: VpcEstate,
  { cidrs: own, table }: Segment,
  blocksOf: BlocksOf,
): readonly Cidr[] {
  const others = valueOr(table?.routes ?? known([]), []).flatMap(({ destination, target }) =>
    destination.known && valueOr(target, undefined)?.kind !== "local"
      ? (blocksOf(destination.value) ?? [])
      : [],
  );
  const isInside = (block: Cidr) =>
    cidrs.some((whole) => overlaps(whole, block) && block.prefixLength >= whole.prefixLength);
  return own.filter((block) => others.some((other) => overlaps(other, block) && isInside(other)));
}

/** The base of the primary block plus two. */
export function resolverAddress({ vpc }: VpcEstate): string | undefined {
  const primary = valueOr(vpc.cidrs, []).find(
    ({ primary: isPrimary, cidr }) => isPrimary && cidr.family === 4,
  );
  return primary === undefined ? undefined : formatAddress(primary.cidr.first + 2n);
}
