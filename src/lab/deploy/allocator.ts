/**
 * Free addresses of subnets.
 * AWS keeps the first four of a block and the last (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html,
 * read 2026-11-29).
 */
import type { Address, Family } from "../../model/address.ts";
import type { SubnetId } from "../../model/entity/entity.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";

export interface Allocator {
  /** The lowest free address, which is then taken; undefined where the subnet has none of the family. */
  readonly take: (subnet: SubnetId, family: Family) => Address | undefined;
}

const keptFirst = 4n;

export function createAllocator(network: Network): Allocator {
  const taken = new Map<string, Set<bigint>>();
  const takenIn = (vpc: string): Set<bigint> => {
    const own = taken.get(vpc) ?? new Set<bigint>();
    taken.set(vpc, own);
    return own;
  };
  for (const { vpc, addresses } of network.networkInterfaces.values()) {
    for (const address of valueOr(addresses, [])) takenIn(vpc).add(address);
  }
  for (const { vpc, addresses } of network.natGateways.values()) {
    for (const { privateAddress } of valueOr(addresses, [])) {
      if (vpc.known && privateAddress.known) takenIn(vpc.value).add(privateAddress.value);
    }
  }
  return {
    take: (id, family) => {
      const subnet = network.subnets.get(id);
      if (subnet === undefined) return undefined;
      const own = takenIn(subnet.vpc);
      for (const cidr of valueOr(subnet.cidrs, [])) {
        if (cidr.family !== family) continue;
        for (let address = cidr.first + keptFirst; address < cidr.last; address += 1n) {
          if (own.has(address)) continue;
          own.add(address);
          return address as Address;
        }
      }
      return undefined;
    },
  };
}
