/**
 * Free addresses of subnets.
 * AWS keeps the first four of a block and the last (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html,
 * read 2026-11-29).
 */
import { familyOf } from "../../model/address.ts";
import type { Address, Family } from "../../model/address.ts";
import type { SubnetId } from "../../model/entity/entity.ts";
import type { Subnet } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";

export interface Allocator {
  /**
   * What `id` had in the subnet before, else the lowest free address, which is then taken; undefined where the subnet has
   * none of the family.
   */
  readonly take: (id: string, subnet: SubnetId, family: Family) => Address | undefined;
}

const keptFirst = 4n;

/** `before` is the network that this one comes of, as it was deployed: what stays in it keeps its addresses. */
export function createAllocator(network: Network, before?: Network): Allocator {
  const given = before === undefined ? new Map<string, readonly Address[]>() : addressesById(before);
  const taken = new Map<string, Set<bigint>>();
  const takenIn = (vpc: string): Set<bigint> => {
    const own = taken.get(vpc) ?? new Set<bigint>();
    taken.set(vpc, own);
    return own;
  };
  for (const one of before === undefined ? [network] : [network, before]) {
    for (const { vpc, addresses } of one.networkInterfaces.values()) {
      for (const address of valueOr(addresses, [])) takenIn(vpc).add(address);
    }
    for (const { vpc, addresses } of one.natGateways.values()) {
      for (const { privateAddress } of valueOr(addresses, [])) {
        if (vpc.known && privateAddress.known) takenIn(vpc.value).add(privateAddress.value);
      }
    }
  }
  return {
    take: (id, at, family) => {
      const subnet = network.subnets.get(at);
      if (subnet === undefined) return undefined;
      const kept = given.get(id)?.find((one) => familyOf(one) === family && isIn(subnet, one));
      if (kept !== undefined) return kept;
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

const isIn = ({ cidrs }: Subnet, address: Address): boolean =>
  valueOr(cidrs, []).some(({ first, last }) => first <= address && address <= last);

/** Of interfaces and NAT gateways. */
function addressesById(network: Network): ReadonlyMap<string, readonly Address[]> {
  const interfaces = [...network.networkInterfaces.values()].map(
    ({ id, addresses }) => [id, valueOr(addresses, [])] as const,
  );
  const gateways = [...network.natGateways.values()].map(
    ({ id, addresses }) =>
      [
        id,
        valueOr(addresses, []).flatMap(({ privateAddress }) =>
          privateAddress.known ? privateAddress.value : [],
        ),
      ] as const,
  );
  return new Map<string, readonly Address[]>([...interfaces, ...gateways]);
}
