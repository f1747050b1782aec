/** Public addresses of the lab: who answers at which, and which it gives to interfaces of its own. */
import { createHash } from "node:crypto";
import type { Facts } from "../../facts/index.ts";
import { familyOf } from "../../model/address.ts";
import type { Address, Family } from "../../model/address.ts";
import { toAddressSet, toSet, union } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { internetHosts } from "../dns/index.ts";

/** Any name that no table puts to a service answers from where EC2 does. */
const anyService = "ec2";

const hashOf = (text: string): bigint =>
  BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 15)}`);

/** One address of the service's ranges in the Region, always the same; none where no range of the family is published. */
export function publicAddressOf(
  facts: Facts,
  { service = anyService, region, family }: { service: string | undefined; region: string; family: Family },
): readonly Address[] {
  const listName = facts.prefixListOf(service, region, family);
  const listed = listName === undefined ? undefined : facts.findPrefixList(listName);
  const whole =
    listed === undefined ? facts.publicAddressesOf(service, region).set : toAddressSet(listed.entries);
  const own = whole.filter(([first]) => familyOf(first) === family);
  const hash = hashOf(`${service} ${region}`);
  const interval = own[Number(hash % BigInt(Math.max(own.length, 1)))];
  if (interval === undefined) return [];
  const [first, last] = interval;
  // Neither the first nor the last of a block, which look like no host.
  const size = last - first > 2n ? last - first - 1n : 1n;
  return [(first + (last - first > 2n ? 1n : 0n) + (hash % size)) as Address];
}

/** Where somebody answers: anywhere in what AWS publishes for these Regions, and the hosts of the lab's internet. */
export function aliveIn(facts: Facts, regions: readonly string[]): AddressSet {
  const hosts = internetHosts.flatMap(({ addresses }) =>
    addresses.map((one): [bigint, bigint] => [one, one]),
  );
  return regions.reduce<AddressSet>((all, region) => {
    const services = [anyService, ...facts.gatewayServices];
    return services.reduce<AddressSet>(
      (sum, service) => union(sum, facts.publicAddressesOf(service, region).set),
      all,
    );
  }, toSet(hosts));
}

/** Gives each interface an address of its Region, and the same one ever after. */
export function createPublicPools(facts: Facts): (region: string, id: string) => Address {
  const given = new Map<string, Map<string, Address>>();
  return (region, id) => {
    const own = given.get(region) ?? new Map<string, Address>();
    given.set(region, own);
    const known = own.get(id) ?? ((poolOf(facts, region) + BigInt(own.size)) as Address);
    own.set(id, known);
    return known;
  };
}

/** Somewhere inside a large block of the Region's. */
function poolOf(facts: Facts, region: string): bigint {
  const [block] = facts
    .publicAddressesOf(anyService, region)
    .set.filter(([first, last]) => familyOf(first) === 4 && last - first > 4096n);
  return (block?.[0] ?? 0n) + 1024n;
}
