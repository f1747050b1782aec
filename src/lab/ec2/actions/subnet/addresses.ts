/** The addresses of a subnet: AWS keeps the first four and the last, the rest go to interfaces. */
import { contains, formatAddress, mustAddress, mustCidr, parseAddress } from "../../../../model/address.ts";
import type { Address, Cidr } from "../../../../model/address.ts";
import { subtract, toAddressSet } from "../../../../model/interval-set.ts";
import type { AddressSet } from "../../../../model/interval-set.ts";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { NetworkInterfaceRow, ReservationRow, SubnetRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { sizeOf } from "../vpc/block.ts";

const keptFirst = 4n;
const kept = 5;

/** How many IPv4 addresses each subnet has given out. */
export function usedCounts({ tables }: Pick<Context, "tables">): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { SubnetId, PrivateIpAddresses } of tables.networkInterfaces.rows())
    counts.set(SubnetId, (counts.get(SubnetId) ?? 0) + PrivateIpAddresses.length);
  return counts;
}

export function availableCount(
  { SubnetId, CidrBlock }: SubnetRow,
  used: ReadonlyMap<string, number>,
): number {
  if (CidrBlock === undefined) return 0;
  return sizeOf(mustCidr(CidrBlock)) - kept - (used.get(SubnetId) ?? 0);
}

const ipv4Of = ({ PrivateIpAddresses }: NetworkInterfaceRow) =>
  PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress);
const ipv6Of = ({ Ipv6Addresses }: NetworkInterfaceRow) =>
  Ipv6Addresses.flatMap(({ Ipv6Address }) => Ipv6Address ?? []);

function taken({ tables }: Context, subnetId: string, family: 4 | 6): ReadonlySet<string> {
  const used = new Set<string>();
  const addressesOf = family === 4 ? ipv4Of : ipv6Of;
  for (const row of tables.networkInterfaces.rows()) {
    if (row.SubnetId !== subnetId) continue;
    for (const address of addressesOf(row)) used.add(address);
  }
  return used;
}

export const reservationsIn = ({ tables }: Context, subnetId: string): readonly ReservationRow[] =>
  tables.subnetReservations.rows().filter(({ SubnetId }) => SubnetId === subnetId);

/**
 * Addresses in a reservation are given out by name alone; those of the type `prefix` go to delegated prefixes, which the
 * lab has not. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html (read 2026-11-29)
 */
const reserved = (context: Context, { SubnetId }: SubnetRow): readonly Cidr[] =>
  reservationsIn(context, SubnetId).map(({ Cidr: text }) => mustCidr(text));

/** Asked for every address of a large subnet, for which the arithmetic of the model is too slow. */
const ipv4Text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");

/** That many free addresses, the lowest first; past a reservation in one step. */
export function freeAddresses(context: Context, subnet: SubnetRow, count: number): readonly string[] {
  if (count === 0) return [];
  const found: string[] = [];
  if (subnet.CidrBlock !== undefined) {
    const { first, last } = mustCidr(subnet.CidrBlock);
    const used = taken(context, subnet.SubnetId, 4);
    const blocks = reserved(context, subnet)
      .filter(({ family }) => family === 4)
      .map((block) => ({ first: Number(block.first), last: Number(block.last) }));
    for (let at = Number(first + keptFirst); at < Number(last) && found.length < count; at += 1) {
      const block = blocks.find((one) => one.first <= at && at <= one.last);
      const text = ipv4Text(at);
      if (block !== undefined) at = block.last;
      else if (!used.has(text)) found.push(text);
    }
  }
  if (found.length === count) return found;
  throw noneFree();
}

const noneFree = () =>
  new Ec2Error(
    "InsufficientFreeAddressesInSubnet",
    "The specified subnet does not have enough free addresses to satisfy the request.",
  );

/** An address that the request names. */
export function checkAddress(context: Context, subnet: SubnetRow, text: string): void {
  const address = parseAddress(text);
  const block = subnet.CidrBlock === undefined ? undefined : mustCidr(subnet.CidrBlock);
  if (address === undefined || text.includes(":"))
    throw invalidValue(`Value (${text}) for parameter address is invalid. Invalid IPv4 address`);
  if (block === undefined || !contains(block, address))
    throw new Ec2Error("InvalidParameterValue", `Address does not fall within the subnet's address range`);
  if (isKept(block, address)) throw invalidValue("Address is in subnet's reserved address range");
  if (taken(context, subnet.SubnetId, 4).has(text))
    throw new Ec2Error("InvalidIPAddress.InUse", `Address ${text} is in use.`);
}

function isKept({ first, last }: Cidr, address: Address): boolean {
  return address < first + keptFirst || address === last;
}

/** Addresses out of the subnet's IPv6 block, at random as AWS deals them. */
export function freeIpv6Addresses(context: Context, subnet: SubnetRow, count: number): readonly string[] {
  const block = ipv6BlockOf(subnet);
  if (count === 0) return [];
  if (block === undefined) throw noIpv6(subnet);
  const used = [...taken(context, subnet.SubnetId, 6)].map(mustCidr);
  let open = subtract(toAddressSet([block]), toAddressSet([...used, ...reserved(context, subnet)]));
  return Array.from({ length: count }, () => {
    const address = anyOf(open, BigInt(`0x${context.randomHex(16)}`));
    if (address === undefined) throw noneFree();
    open = subtract(open, [[address, address]]);
    return formatAddress(address);
  });
}

function anyOf(open: AddressSet, random: bigint): bigint | undefined {
  const size = open.reduce((sum, [first, last]) => sum + last - first + 1n, 0n);
  if (size === 0n) return undefined;
  let left = random % size;
  for (const [first, last] of open) {
    if (left <= last - first) return first + left;
    left -= last - first + 1n;
  }
  return undefined;
}

export function checkIpv6Address(context: Context, subnet: SubnetRow, text: string): string {
  const block = ipv6BlockOf(subnet);
  if (block === undefined) throw noIpv6(subnet);
  const address = text.includes(":") ? parseAddress(text) : undefined;
  if (address === undefined)
    throw invalidValue(`Value (${text}) for parameter ipv6Address is invalid. Invalid IPv6 address`);
  if (!contains(block, address) || isKept(block, address))
    throw invalidValue(`Address ${text} does not fall within the subnet's address range`);
  const written = formatAddress(mustAddress(text));
  if (taken(context, subnet.SubnetId, 6).has(written))
    throw new Ec2Error("InvalidIPAddress.InUse", `Address ${written} is in use.`);
  return written;
}

const noIpv6 = ({ SubnetId }: SubnetRow) =>
  invalidValue(`The subnet ${SubnetId} does not have an IPv6 CIDR block associated with it.`);

export function ipv6BlockOf({ Ipv6CidrBlockAssociationSet }: SubnetRow): Cidr | undefined {
  const [first] = Ipv6CidrBlockAssociationSet;
  return first === undefined ? undefined : mustCidr(first.Ipv6CidrBlock);
}
