/** Addresses for interfaces and NAT gateways that have none yet. */
import type { Address, Family } from "../../model/address.ts";
import type { SubnetId } from "../../model/entity/entity.ts";
import type { NatGateway } from "../../model/entity/gateway.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { known, unknown, valueOr } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { Allocator } from "./allocator.ts";

const families: readonly Family[] = [4, 6];

export function placeInterfaces(network: Network, allocator: Allocator): Network {
  const rows = [...network.networkInterfaces].map(
    ([id, row]) => [id, placed(network, row, allocator)] as const,
  );
  return { ...network, networkInterfaces: new Map(rows) };
}

function placed(network: Network, row: NetworkInterface, allocator: Allocator): NetworkInterface {
  const { id, subnet, addresses, hasPublicIpv4, sourceDestCheck } = row;
  if (!subnet.known) return row;
  const mapped = network.subnets.get(subnet.value)?.mapPublicIpOnLaunch ?? known(false);
  return {
    ...row,
    addresses: addresses.known ? addresses : addressesIn(subnet.value, id, allocator),
    hasPublicIpv4: hasPublicIpv4.known ? hasPublicIpv4 : known(valueOr(mapped, false)),
    sourceDestCheck: sourceDestCheck.known ? sourceDestCheck : known(true),
  };
}

/** One of each of `wanted` that the subnet has. */
export function addressesIn(
  subnet: SubnetId,
  id: string,
  allocator: Allocator,
  wanted: readonly Family[] = families,
): Known<readonly Address[]> {
  const own = wanted.flatMap((family) => allocator.take(id, subnet, family) ?? []);
  return own.length > 0
    ? known(own)
    : unknown(`a free address for ${id} in ${subnet}`, "give the subnet a block with free addresses");
}

export function placeNatGateways(network: Network, allocator: Allocator): Network {
  const rows = [...network.natGateways].map(([id, row]) => [id, placedNat(row, allocator)] as const);
  return { ...network, natGateways: new Map(rows) };
}

function placedNat(nat: NatGateway, allocator: Allocator): NatGateway {
  const { subnet, addresses } = nat;
  if (subnet === undefined || !subnet.known) return nat;
  const [first] = valueOr(addresses, []);
  if (first?.privateAddress.known === true) return nat;
  const address = allocator.take(nat.id, subnet.value, 4);
  if (address === undefined) return nat;
  const zone = unknown(`the zone of ${nat.id}`, "aws ec2 describe-subnets");
  const own = first ?? { publicAddress: undefined, networkInterface: undefined, availabilityZone: zone };
  return { ...nat, addresses: known([{ ...own, privateAddress: known(address) }]) };
}
