/** How the router of a VPC finds its way: a table for each route table, chosen by the subnet a packet comes from. */
import { familyOf, formatAddress } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import type { SubnetId } from "../../model/entity/entity.ts";
import type { RouteTable, RouteTarget } from "../../model/entity/route-table.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { Port, VpcEstate } from "./estate.ts";
import { families, neighbour, neighbours, viaWire } from "./next-hop.ts";
import type { IpObject, NotBuilt } from "./plan.ts";
import { toRoutes } from "./route.ts";
import type { Lead } from "./route.ts";
import { gatewayEndpointWire, internetWire, metaWire, peeringWire, portWire } from "./wire.ts";

const hostsTable = 90;
const metaTable = 91;
const firstTable = 100;

/** The addresses at which the resolver and the metadata service answer in every VPC; both are past all rules. */
export const metaBlocks: Readonly<Record<Family, readonly string[]>> = {
  4: ["169.254.169.253/32", "169.254.169.254/32"],
  6: ["fd00:ec2::253/128", "fd00:ec2::254/128"],
};

/** Of each subnet, on every packet that comes from it; 0 for what comes from elsewhere. */
export type Marks = ReadonlyMap<SubnetId, number>;

export function toMarks({ subnets }: VpcEstate): Marks {
  return new Map(subnets.map(({ id }, index) => [id, index + 1]));
}

export interface RouterRoutes {
  readonly objects: readonly IpObject[];
  readonly notBuilt: readonly NotBuilt[];
}

export function routerRoutes(network: Network, estate: VpcEstate, marks: Marks): RouterRoutes {
  const numbers = new Map(estate.tables.map((table, index) => [table, firstTable + index]));
  const built = estate.tables.map((table) =>
    toRoutes({
      table,
      number: numbers.get(table) ?? hostsTable,
      leadOf: (target) => leadOf(network, estate, target),
      blocksOf: (destination) =>
        destination.kind === "cidr"
          ? [destination.cidr]
          : valueOr(network.prefixLists.get(destination.id)?.entries ?? { known: true, value: [] }, []),
    }),
  );
  return {
    objects: [
      ...hosts(estate),
      ...built.flatMap(({ objects }) => objects),
      ...meta(estate),
      ...choices(estate, marks, numbers),
    ],
    notBuilt: built.flatMap(({ notBuilt }) => notBuilt),
  };
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

const rule = (family: Family, spec: string): IpObject => ({ family, object: "rule", spec });

function choices(
  estate: VpcEstate,
  marks: Marks,
  numbers: ReadonlyMap<RouteTable, number>,
): readonly IpObject[] {
  const own = resolverAddress(estate);
  return families.flatMap((family): readonly IpObject[] => {
    const blocks = family === 4 && own !== undefined ? [...metaBlocks[4], `${own}/32`] : metaBlocks[family];
    return [
      ...blocks.map((block) => rule(family, `to ${block} lookup ${metaTable} priority 100`)),
      ...[...marks].map(([subnet, mark]) => {
        const table = estate.tableOf(subnet);
        const number = (table && numbers.get(table)) ?? hostsTable;
        return rule(family, `fwmark ${mark} lookup ${number} priority ${1000 + mark}`);
      }),
      rule(family, `lookup ${hostsTable} priority 20000`),
      rule(family, "blackhole priority 30000"),
    ];
  });
}

/** The base of the primary block plus two. */
export function resolverAddress({ vpc }: VpcEstate): string | undefined {
  const primary = valueOr(vpc.cidrs, []).find(
    ({ primary: isPrimary, cidr }) => isPrimary && cidr.family === 4,
  );
  return primary === undefined ? undefined : formatAddress(primary.cidr.first + 2n);
}

type LeadFor = (network: Network, estate: VpcEstate, target: RouteTarget) => Lead;

const notModelled: LeadFor = (_, __, { kind, id }) => ({
  kind: "blackhole",
  why: `the lab has no ${kind} (${id})`,
});

const toInternet: LeadFor = (_, { vpc, hasInternetGateway }) =>
  hasInternetGateway ? overWire(internetWire(vpc.id)) : { kind: "blackhole" };

const toInterface: LeadFor = (network, estate, { kind, id }) => {
  const [first] = kind === "instance" ? (network.workloads.get(id as never)?.networkInterfaces ?? []) : [id];
  return toPort(estate, ({ id: own }) => own === first);
};

const leads: Readonly<Record<RouteTarget["kind"], LeadFor>> = {
  local: () => ({ kind: "local" }),
  "internet-gateway": toInternet,
  "egress-only-internet-gateway": toInternet,
  "nat-gateway": (_, estate, { id }) => toPort(estate, (port) => port.kind === "nat" && port.id === id),
  instance: toInterface,
  "network-interface": toInterface,
  "vpc-endpoint": (network, { vpc }, { id }) => {
    const endpoint = network.vpcEndpoints.get(id as never);
    return endpoint?.type === "gateway"
      ? overWire(gatewayEndpointWire(vpc.id, endpoint.id))
      : { kind: "blackhole" };
  },
  peering: (network, { vpc }, { id }) => {
    const peering = network.peerings.get(id as never);
    if (peering === undefined || peering.status !== "active") return { kind: "blackhole" };
    const ends = [peering.requester, peering.accepter].map((side) => valueOr(side.vpc, undefined));
    const other = ends.find((end) => end !== undefined && end !== vpc.id);
    if (other === undefined || !network.vpcs.has(other))
      return { kind: "blackhole", why: `the other VPC of ${id} is not in the input` };
    return overWire(peeringWire(peering.id, vpc.id, other));
  },
  "transit-gateway": notModelled,
  "vpn-gateway": notModelled,
  "carrier-gateway": notModelled,
  "local-gateway": notModelled,
  "core-network": notModelled,
};

const leadOf: LeadFor = (network, estate, target) => leads[target.kind](network, estate, target);

const overWire = ({ near }: ReturnType<typeof metaWire>): Lead => ({
  kind: "via",
  hop: { 4: viaWire(near, 4), 6: viaWire(near, 6) },
});

/** To whatever has the address on that wire: a gateway or an appliance. */
function toPort({ vpc, ports }: VpcEstate, isIt: (port: Port) => boolean): Lead {
  const port = ports.find(isIt);
  return port === undefined ? { kind: "blackhole" } : overWire(portWire(vpc.id, port));
}
