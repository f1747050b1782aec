/** CreateNetworkInterface and DeleteNetworkInterface. */
import type {
  CreateNetworkInterfaceRequest,
  CreateNetworkInterfaceResult,
  DeleteNetworkInterfaceRequest,
  NetworkInterface,
} from "@aws-sdk/client-ec2";
import { invalidCombination, invalidValue, unsupported } from "../../error.ts";
import type { NetworkInterfaceRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { unbound } from "../gateway/association.ts";
import { tagsFor } from "../tag/tags.ts";
import { groupsIn, makeInterface } from "./make-interface.ts";

export const withTagSet = (row: NetworkInterfaceRow): NetworkInterface => ({ ...row, TagSet: row.Tags });

export function createNetworkInterface(
  input: CreateNetworkInterfaceRequest,
  context: Context,
): CreateNetworkInterfaceResult {
  const subnet = mustFind(context, "subnets", input.SubnetId ?? "");
  if (input.Ipv4PrefixCount !== undefined || input.Ipv4Prefixes !== undefined)
    throw unsupported("The lab delegates no prefixes to network interfaces");
  if (input.Ipv6PrefixCount !== undefined || input.Ipv6Prefixes !== undefined)
    throw unsupported("The lab delegates no prefixes to network interfaces");
  if (input.InterfaceType !== undefined && input.InterfaceType !== "efa")
    throw invalidValue(`Value (${input.InterfaceType}) for parameter interfaceType is invalid.`);
  const row = makeInterface(context, {
    subnet,
    description: input.Description,
    // The lab's account is its owner's, whose id is the account's.
    createdBy: context.account,
    type: input.InterfaceType ?? "interface",
    groups: groupsIn(context, subnet.VpcId, input.Groups),
    ...wantedAddresses(input, subnet.AssignIpv6AddressOnCreation === true),
    tags: tagsFor(input.TagSpecifications, "network-interface"),
  });
  // A word of AWS's answers that the SDK's type leaves out.
  const Status = "pending" as NetworkInterface["Status"];
  return { NetworkInterface: { ...withTagSet(row), Status }, ...tokenOf(input) };
}

const tokenOf = ({ ClientToken }: CreateNetworkInterfaceRequest) =>
  ClientToken === undefined ? {} : { ClientToken };

type WantedAddresses = Pick<
  CreateNetworkInterfaceRequest,
  | "PrivateIpAddress"
  | "PrivateIpAddresses"
  | "SecondaryPrivateIpAddressCount"
  | "Ipv6Addresses"
  | "Ipv6AddressCount"
>;

/** The addresses that a request names or counts, as CreateNetworkInterface and RunInstances write them. */
export function wantedAddresses(
  input: WantedAddresses,
  takesIpv6: boolean,
): {
  readonly addresses: readonly string[];
  readonly count: number;
  readonly ipv6Addresses: readonly string[];
  readonly ipv6Count: number;
} {
  const listed = (input.PrivateIpAddresses ?? []).toSorted(
    (a, b) => Number(b.Primary === true) - Number(a.Primary === true),
  );
  const primaries = listed.filter(({ Primary }) => Primary === true);
  if (primaries.length > 1 || (primaries.length === 1 && input.PrivateIpAddress !== undefined))
    throw invalidCombination("Only one primary private IP address can be specified.");
  if (listed.length > 0 && input.SecondaryPrivateIpAddressCount !== undefined)
    throw invalidCombination("privateIpAddresses and secondaryPrivateIpAddressCount exclude each other");
  const named = listed.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
  const addresses = input.PrivateIpAddress === undefined ? named : [input.PrivateIpAddress, ...named];
  const hasPrimary = primaries.length > 0 || input.PrivateIpAddress !== undefined;
  const ipv6Addresses = (input.Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? []);
  const ipv6Count = input.Ipv6AddressCount ?? (takesIpv6 && ipv6Addresses.length === 0 ? 1 : 0);
  return {
    addresses,
    count:
      (hasPrimary || named.length > 0 ? addresses.length : 1) + (input.SecondaryPrivateIpAddressCount ?? 0),
    ipv6Addresses,
    ipv6Count,
  };
}

export function deleteNetworkInterface(
  { NetworkInterfaceId = "" }: DeleteNetworkInterfaceRequest,
  context: Context,
): undefined {
  const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
  if (row.Attachment !== undefined)
    throw invalidValue(`Network interface '${NetworkInterfaceId}' is currently in use.`);
  removeInterface(context, row);
}

/** An Elastic IP address on it is free again. */
export function removeInterface({ tables }: Context, { NetworkInterfaceId }: NetworkInterfaceRow): void {
  for (const address of tables.addresses.rows()) {
    if (address.NetworkInterfaceId === NetworkInterfaceId)
      tables.addresses.set(address.AllocationId, unbound(address));
  }
  tables.networkInterfaces.delete(NetworkInterfaceId);
}
