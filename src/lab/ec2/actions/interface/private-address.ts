/** Secondary private addresses, and IPv6 addresses, of an interface that is there. */
import type {
  AssignIpv6AddressesRequest,
  AssignIpv6AddressesResult,
  AssignPrivateIpAddressesRequest,
  AssignPrivateIpAddressesResult,
  UnassignIpv6AddressesRequest,
  UnassignIpv6AddressesResult,
  UnassignPrivateIpAddressesRequest,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter, unsupported } from "../../error.ts";
import type { NetworkInterfaceRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { checkAddress, checkIpv6Address, freeAddresses, freeIpv6Addresses } from "../subnet/addresses.ts";
import { privateName } from "./dns-name.ts";

export function assignPrivateIpAddresses(
  input: AssignPrivateIpAddressesRequest,
  context: Context,
): AssignPrivateIpAddressesResult {
  const { NetworkInterfaceId = "", PrivateIpAddresses, SecondaryPrivateIpAddressCount } = input;
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  if (input.Ipv4PrefixCount !== undefined || input.Ipv4Prefixes !== undefined)
    throw unsupported("The lab delegates no prefixes to network interfaces");
  if (PrivateIpAddresses !== undefined && SecondaryPrivateIpAddressCount !== undefined)
    throw invalidCombination("privateIpAddresses and secondaryPrivateIpAddressCount exclude each other");
  const subnet = mustFind(context, "subnets", row.SubnetId);
  const own = new Set(row.PrivateIpAddresses.map((one) => one.PrivateIpAddress));
  const named = (PrivateIpAddresses ?? []).filter((address) => !own.has(address));
  for (const address of named) checkAddress(context, subnet, address);
  const added =
    SecondaryPrivateIpAddressCount === undefined
      ? named
      : freeAddresses(context, subnet, SecondaryPrivateIpAddressCount);
  if (PrivateIpAddresses === undefined && added.length === 0) throw missingParameter("privateIpAddress");
  addAddresses(context, row, added);
  return {
    NetworkInterfaceId,
    AssignedPrivateIpAddresses: added.map((PrivateIpAddress) => ({ PrivateIpAddress })),
  };
}

export function addAddresses(context: Context, row: NetworkInterfaceRow, added: readonly string[]): void {
  const hasNames = row.PrivateDnsName !== undefined;
  context.tables.networkInterfaces.set(row.NetworkInterfaceId, {
    ...row,
    PrivateIpAddresses: [
      ...row.PrivateIpAddresses,
      ...added.map((address) => ({
        PrivateIpAddress: address,
        Primary: false,
        ...(hasNames ? { PrivateDnsName: privateName(context.region, address) } : {}),
      })),
    ],
  });
}

export function removeAddresses(
  context: Context,
  row: NetworkInterfaceRow,
  removed: readonly string[],
): void {
  context.tables.networkInterfaces.set(row.NetworkInterfaceId, {
    ...row,
    PrivateIpAddresses: row.PrivateIpAddresses.filter((one) => !removed.includes(one.PrivateIpAddress)),
  });
}

export function unassignPrivateIpAddresses(
  { NetworkInterfaceId = "", PrivateIpAddresses = [] }: UnassignPrivateIpAddressesRequest,
  context: Context,
): undefined {
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  for (const address of PrivateIpAddresses) {
    const found = row.PrivateIpAddresses.find((one) => one.PrivateIpAddress === address);
    if (found === undefined)
      throw invalidValue(
        "Some of the specified addresses are not assigned to interface " + NetworkInterfaceId,
      );
    if (found.Primary) throw invalidValue("The primary IP address of the interface cannot be unassigned");
    if (found.Association !== undefined)
      throw new Ec2Error("InvalidIPAddress.InUse", `Address ${address} has an Elastic IP address.`);
  }
  removeAddresses(context, row, PrivateIpAddresses);
}

export function assignIpv6Addresses(
  input: AssignIpv6AddressesRequest,
  context: Context,
): AssignIpv6AddressesResult {
  const { NetworkInterfaceId = "", Ipv6Addresses = [], Ipv6AddressCount } = input;
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  if (input.Ipv6PrefixCount !== undefined || input.Ipv6Prefixes !== undefined)
    throw unsupported("The lab delegates no prefixes to network interfaces");
  const subnet = mustFind(context, "subnets", row.SubnetId);
  const named = Ipv6Addresses.map((address) => checkIpv6Address(context, subnet, address));
  const count = Ipv6AddressCount ?? (named.length === 0 ? 1 : 0);
  const added = [...named, ...freeIpv6Addresses(context, subnet, count)];
  const all = [...row.Ipv6Addresses, ...added.map((Ipv6Address) => ({ Ipv6Address, IsPrimaryIpv6: false }))];
  context.tables.networkInterfaces.set(NetworkInterfaceId, {
    ...row,
    Ipv6Address: all[0]?.Ipv6Address,
    Ipv6Addresses: all,
  });
  return { NetworkInterfaceId, AssignedIpv6Addresses: added };
}

export function unassignIpv6Addresses(
  { NetworkInterfaceId = "", Ipv6Addresses = [] }: UnassignIpv6AddressesRequest,
  context: Context,
): UnassignIpv6AddressesResult {
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  const absent = Ipv6Addresses.find(
    (address) => !row.Ipv6Addresses.some((one) => one.Ipv6Address === address),
  );
  if (absent !== undefined)
    throw invalidValue(`The address ${absent} is not assigned to interface ${NetworkInterfaceId}`);
  const rest = row.Ipv6Addresses.filter(({ Ipv6Address }) => !Ipv6Addresses.includes(Ipv6Address ?? ""));
  context.tables.networkInterfaces.set(NetworkInterfaceId, {
    ...row,
    Ipv6Address: rest[0]?.Ipv6Address,
    Ipv6Addresses: rest,
  });
  return { NetworkInterfaceId, UnassignedIpv6Addresses: Ipv6Addresses };
}
