/** Whose a flow was, in the words of the network: the logs may tell an interface or an address alone. */
import { parseAddress } from "../../model/address.ts";
import type { NatGatewayId, NetworkInterfaceId, SubnetId, WorkloadId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { TrafficFlow } from "../../model/traffic-answer.ts";
import { findNats } from "../../reach/index.ts";

export interface Owner {
  readonly vpc: string | undefined;
  readonly workload: string | undefined;
  readonly zone: string | undefined;
}

export function createOwners(network: Network): (flow: TrafficFlow) => Owner {
  const workloadOf = new Map<string, string>();
  for (const { id, networkInterfaces } of network.workloads.values()) {
    for (const own of networkInterfaces) workloadOf.set(own, id);
  }
  const atAddress = new Map<string, NetworkInterface>();
  for (const row of network.networkInterfaces.values()) {
    for (const address of valueOr(row.addresses, [])) atAddress.set(`${row.vpc} ${address}`, row);
  }
  const natVpcs = new Set(findNats(network).map(({ vpc }) => vpc));
  // A template's NAT has no id yet: where there is one VPC with NATs, it is that one's.
  const only = natVpcs.size === 1 ? [...natVpcs][0] : undefined;
  return ({ client, vpc, nat }) => {
    const gateway = network.natGateways.get(nat as NatGatewayId);
    const natVpc = vpc ?? (gateway === undefined ? only : valueOr(gateway.vpc, only));
    if (client === undefined) return { vpc: natVpc, workload: undefined, zone: undefined };
    const home = client.vpc ?? natVpc;
    const row =
      network.networkInterfaces.get((client.interface ?? "") as NetworkInterfaceId) ??
      atAddress.get(`${home} ${parseAddress(client.ip)}`);
    const named = network.workloads.has((client.workload ?? "") as WorkloadId) ? client.workload : undefined;
    return {
      vpc: row?.vpc ?? home,
      workload: named ?? (row === undefined ? undefined : workloadOf.get(row.id)),
      zone: client.zone ?? zoneOf(network, row),
    };
  };
}

function zoneOf(network: Network, row: NetworkInterface | undefined): string | undefined {
  const subnet = row === undefined ? undefined : network.subnets.get(valueOr(row.subnet, "" as SubnetId));
  return subnet === undefined ? undefined : valueOr(subnet.availabilityZone, undefined);
}
