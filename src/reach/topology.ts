/** The network seen from a packet: which table and ACL a subnet has, who owns an address, what stands in a VPC. */
import { once } from "../facts/once.ts";
import type { Address } from "../model/address.ts";
import { contains } from "../model/address.ts";
import type { VpcId } from "../model/entity/entity.ts";
import type { NetworkAcl } from "../model/entity/firewall.ts";
import type { NetworkInterface } from "../model/entity/network-interface.ts";
import type { RouteTable } from "../model/entity/route-table.ts";
import type { VpcEndpoint } from "../model/entity/vpc-endpoint.ts";
import type { Subnet, Vpc } from "../model/entity/vpc.ts";
import { known, unknown, valueOr } from "../model/known.ts";
import type { Known, Unknown } from "../model/known.ts";
import { find, findGap } from "../model/network.ts";
import type { Network, TableName } from "../model/network.ts";

export interface Topology {
  readonly tableOf: (subnet: Subnet) => Known<RouteTable>;
  readonly aclOf: (subnet: Subnet) => Known<NetworkAcl>;
  readonly endpointsOf: (vpc: VpcId) => readonly VpcEndpoint[];
  readonly subnetsOf: (vpc: VpcId) => readonly Subnet[];
  readonly interfacesOf: (vpc: VpcId) => readonly NetworkInterface[];
  readonly interfaceAt: (vpc: VpcId, address: Address) => NetworkInterface | undefined;
  readonly vpcsHolding: (address: Address) => readonly Vpc[];
  /** `near` itself when it holds the address, else the one other VPC that does. */
  readonly vpcHolding: (address: Address, near: VpcId) => Vpc | undefined;
}

export function toTopology(network: Network): Topology {
  const tables = groupBy(network.routeTables.values(), ({ vpc }) => vpc);
  const acls = groupBy(network.networkAcls.values(), ({ vpc }) => vpc);
  const endpoints = groupBy(network.vpcEndpoints.values(), ({ vpc }) => valueOr(vpc, undefined));
  const subnets = groupBy(network.subnets.values(), ({ vpc }) => vpc);
  const interfaces = groupBy(network.networkInterfaces.values(), ({ vpc }) => vpc);
  const byAddress = once(() => indexAddresses(network));
  const tableOfSubnet = new Map(
    [...network.routeTables.values()].flatMap((table) => table.subnets.map((id) => [id, table])),
  );
  const aclOfSubnet = new Map(
    [...network.networkAcls.values()].flatMap((acl) => acl.subnets.map((id) => [id, acl])),
  );
  return {
    tableOf: (subnet) =>
      ownOrDefault(
        network,
        subnet,
        tableOfSubnet.get(subnet.id),
        tables.get(subnet.vpc)?.find(({ main }) => main),
        {
          table: "routeTables",
          noun: "route table",
        },
      ),
    aclOf: (subnet) =>
      ownOrDefault(
        network,
        subnet,
        aclOfSubnet.get(subnet.id),
        acls.get(subnet.vpc)?.find(({ isDefault }) => isDefault),
        {
          table: "networkAcls",
          noun: "network ACL",
        },
      ),
    endpointsOf: (vpc) => endpoints.get(vpc) ?? [],
    subnetsOf: (vpc) => subnets.get(vpc) ?? [],
    interfacesOf: (vpc) => interfaces.get(vpc) ?? [],
    interfaceAt: (vpc, address) => byAddress().get(`${vpc} ${address}`),
    vpcsHolding: (address) => vpcsHolding(network, address),
    vpcHolding: (address, near) => {
      const holders = vpcsHolding(network, address);
      return holders.find(({ id }) => id === near) ?? (holders.length === 1 ? holders[0] : undefined);
    },
  };
}

function indexAddresses({ networkInterfaces }: Network): ReadonlyMap<string, NetworkInterface> {
  const index = new Map<string, NetworkInterface>();
  for (const row of networkInterfaces.values()) {
    for (const address of valueOr(row.addresses, [])) index.set(`${row.vpc} ${address}`, row);
  }
  return index;
}

/** The subnet's own row, else the VPC's default one, else why neither is known. */
function ownOrDefault<Row>(
  network: Network,
  subnet: Subnet,
  own: Row | undefined,
  fallback: Row | undefined,
  { table, noun }: { readonly table: TableName; readonly noun: string },
): Known<Row> {
  if (own !== undefined) return known(own);
  const gap = findGap(network, table, subnet.scope);
  if (gap !== undefined) return unknown(`${noun} of ${subnet.id}`, gap.settledBy);
  return fallback === undefined ? outsideInput(network, subnet, noun) : known(fallback);
}

function outsideInput(network: Network, subnet: Subnet, noun: string): Unknown {
  const vpc = find(network, "vpcs", subnet.vpc);
  return unknown(
    `${noun} of ${subnet.id}`,
    vpc.known ? `add the ${noun}s of ${subnet.vpc} to the input` : vpc.settledBy,
  );
}

function vpcsHolding(network: Network, address: Address): readonly Vpc[] {
  return [...network.vpcs.values()].filter(({ cidrs }) =>
    valueOr(cidrs, []).some(({ cidr }) => contains(cidr, address)),
  );
}

function groupBy<Row, Key>(rows: Iterable<Row>, keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
