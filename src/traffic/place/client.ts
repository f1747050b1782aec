/** Clients by their address: whose interface it is, what runs there, in which zone. */
import { contains, formatAddress, parseAddress } from "../../model/address.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Subnet } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { TrafficClient } from "../../model/traffic-answer.ts";
import { groupBy } from "../../model/group-by.ts";

export interface ClientFinder {
  /**
   * `near`: the VPC of its NAT, which comes first where several have the address; `spoke`: the VPC that transit gateway
   * logs tell. `interfaceId`: where the client's own interface logged.
   */
  readonly clientAt: (ip: string, place: ClientPlace) => TrafficClient;
}

export interface ClientPlace {
  readonly near: string | undefined;
  readonly spoke: string | undefined;
  readonly interfaceId: string | undefined;
}

export function toClientFinder(network: Network | undefined): ClientFinder {
  if (network === undefined) {
    return {
      clientAt: (ip, { spoke, interfaceId }) => ({ ...nobody, ip, interface: interfaceId, vpc: spoke }),
    };
  }
  const byAddress = groupBy(
    [...network.networkInterfaces.values()].flatMap((row) =>
      valueOr(row.addresses, []).map((address) => ({ ip: formatAddress(address), row })),
    ),
    ({ ip }) => ip,
  );
  const subnets = [...network.subnets.values()];
  return {
    clientAt: (ip, place) => {
      const rows = (byAddress.get(ip) ?? []).map(({ row }) => row);
      const row =
        pick(rows, place) ?? network.networkInterfaces.get(place.interfaceId as NetworkInterface["id"]);
      const subnet = row === undefined ? subnetOf(ip, subnets, place) : subnetOfRow(network, row);
      return {
        ip,
        interface: row?.id ?? place.interfaceId,
        workload: row === undefined ? undefined : workloadOf(network, row),
        zone: subnet && valueOr(subnet.availabilityZone, undefined),
        vpc: row?.vpc ?? subnet?.vpc ?? place.spoke,
      };
    },
  };
}

const nobody = { interface: undefined, workload: undefined, zone: undefined, vpc: undefined } as const;

/** One of several only where the place tells which. */
function pick<Row extends { readonly vpc: string }>(
  rows: readonly Row[],
  { near, spoke }: ClientPlace,
): Row | undefined {
  const [only] = rows;
  if (spoke !== undefined) return rows.find(({ vpc }) => vpc === spoke);
  return rows.length === 1 ? only : rows.find(({ vpc }) => vpc === near);
}

function subnetOf(ip: string, subnets: readonly Subnet[], place: ClientPlace): Subnet | undefined {
  const address = parseAddress(ip);
  if (address === undefined) return undefined;
  const holding = subnets.filter(({ cidrs }) => valueOr(cidrs, []).some((cidr) => contains(cidr, address)));
  return pick(holding, place);
}

const subnetOfRow = (network: Network, { subnet }: NetworkInterface): Subnet | undefined =>
  subnet.known ? network.subnets.get(subnet.value) : undefined;

/** What runs on the interface: a workload of the input, or what AWS says the interface belongs to. */
function workloadOf(network: Network, row: NetworkInterface): string | undefined {
  const listed = [...network.workloads.values()].find(
    ({ id, networkInterfaces }) => id === row.owner || networkInterfaces.includes(row.id),
  );
  return listed?.id ?? (row.owner === "" ? undefined : row.owner);
}
