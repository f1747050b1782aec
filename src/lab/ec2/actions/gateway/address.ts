/** Elastic IP addresses. */
import type {
  Address,
  AllocateAddressRequest,
  AllocateAddressResult,
  AssociateAddressRequest,
  AssociateAddressResult,
  DescribeAddressesAttributeRequest,
  DescribeAddressesAttributeResult,
  DescribeAddressesRequest,
  DescribeAddressesResult,
  DisassociateAddressRequest,
  ReleaseAddressRequest,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter, unsupported } from "../../error.ts";
import type { AddressRow, NetworkInterfaceRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { interfacesOn } from "../interface/attach.ts";
import { natInterface } from "../interface/make-interface.ts";
import { tagsFor } from "../tag/tags.ts";
import { associate, disassociate, mustReachInternet } from "./association.ts";
import { newPublicAddress } from "./public-address.ts";
import { without } from "../without.ts";

export function allocateAddress(input: AllocateAddressRequest, context: Context): AllocateAddressResult {
  const { Domain = "vpc", Address: wanted } = input;
  if (!["vpc", ""].includes(Domain)) throw invalidValue(`Value (${Domain}) for parameter domain is invalid.`);
  if (wanted !== undefined)
    throw new Ec2Error("InvalidAddress.NotFound", `Address '${wanted}' not found, or was not yours`);
  if (
    input.PublicIpv4Pool !== undefined ||
    input.IpamPoolId !== undefined ||
    input.CustomerOwnedIpv4Pool !== undefined
  )
    throw unsupported("The lab has no address pools of the customer's own");
  const row: AddressRow = {
    AllocationId: context.newId("eipalloc"),
    PublicIp: newPublicAddress(context),
    Domain: "vpc",
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: context.region,
    Tags: tagsFor(input.TagSpecifications, "elastic-ip"),
  };
  context.tables.addresses.set(row.AllocationId, row);
  return without(row, "Tags");
}

/** By allocation id, or by the address itself. */
function mustAddressRow(
  context: Context,
  {
    AllocationId,
    PublicIp,
  }: { readonly AllocationId?: string | undefined; readonly PublicIp?: string | undefined },
): AddressRow {
  if (AllocationId !== undefined) return mustFind(context, "addresses", AllocationId);
  if (PublicIp === undefined) throw missingParameter("allocationId");
  const row = context.tables.addresses.rows().find((one) => one.PublicIp === PublicIp);
  if (row === undefined) throw new Ec2Error("InvalidAddress.NotFound", `Address '${PublicIp}' not found.`);
  return row;
}

export function associateAddress(input: AssociateAddressRequest, context: Context): AssociateAddressResult {
  const address = mustAddressRow(context, input);
  const row = mustTarget(input, context);
  const privateAddress = input.PrivateIpAddress ?? row.PrivateIpAddress ?? "";
  if (!row.PrivateIpAddresses.some((one) => one.PrivateIpAddress === privateAddress))
    throw invalidValue(
      `Invalid value '${privateAddress}' for PrivateIpAddress. It is not an address of ${row.NetworkInterfaceId}`,
    );
  mustReachInternet(context, row.VpcId);
  const { AssociationId } = address;
  const isThere =
    address.NetworkInterfaceId === row.NetworkInterfaceId && address.PrivateIpAddress === privateAddress;
  if (AssociationId !== undefined && isThere) return { AssociationId };
  const before = row.PrivateIpAddresses.find((one) => one.PrivateIpAddress === privateAddress)?.Association;
  if (input.AllowReassociation === false && (AssociationId ?? before?.AssociationId) !== undefined)
    throw new Ec2Error(
      "Resource.AlreadyAssociated",
      `resource ${address.AllocationId} is already associated with associate-id ${AssociationId ?? before?.AssociationId}`,
    );
  if (isOfNat(address, context)) throw noPermission();
  return { AssociationId: associate(context, address, { row, privateAddress }) };
}

function mustTarget(
  { InstanceId, NetworkInterfaceId }: AssociateAddressRequest,
  context: Context,
): NetworkInterfaceRow {
  if (NetworkInterfaceId !== undefined) {
    if (InstanceId !== undefined)
      throw invalidCombination(
        "You may specify either the instance ID or the network interface ID, but not both",
      );
    const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
    if (row.RequesterManaged) throw noPermission();
    return row;
  }
  if (InstanceId === undefined)
    throw new Ec2Error("MissingParameter", "Invalid request, expect InstanceId/NetworkId parameter.");
  mustFind(context, "instances", InstanceId);
  const own = interfacesOn(context, InstanceId);
  const [only] = own;
  if (only === undefined)
    throw new Ec2Error("InvalidInstanceID", `The instance '${InstanceId}' has no network interface`);
  if (own.length > 1)
    throw new Ec2Error(
      "InvalidInstanceID",
      `There are multiple interfaces attached to instance '${InstanceId}'. Please specify an interface ID for the operation instead.`,
    );
  return only;
}

const noPermission = () =>
  new Ec2Error("AuthFailure", "You do not have permission to access the specified resource.");

/** What a NAT gateway uses it keeps. */
function isOfNat({ NetworkInterfaceId }: AddressRow, { tables }: Context): boolean {
  return tables.networkInterfaces.get(NetworkInterfaceId ?? "")?.InterfaceType === natInterface;
}

export function disassociateAddress(
  { AssociationId, PublicIp }: DisassociateAddressRequest,
  context: Context,
): undefined {
  if (AssociationId === undefined && PublicIp === undefined) throw missingParameter("associationId");
  const row = context.tables.addresses
    .rows()
    .find((one) =>
      AssociationId === undefined ? one.PublicIp === PublicIp : one.AssociationId === AssociationId,
    );
  if (row?.AssociationId === undefined)
    throw new Ec2Error(
      "InvalidAssociationID.NotFound",
      `The association ID '${AssociationId ?? PublicIp}' does not exist`,
    );
  if (isOfNat(row, context)) throw noPermission();
  disassociate(context, row);
}

export function releaseAddress(input: ReleaseAddressRequest, context: Context): undefined {
  const row = mustAddressRow(context, input);
  if (row.AssociationId !== undefined)
    throw new Ec2Error(
      "InvalidIPAddress.InUse",
      `Address with allocation id ${row.AllocationId} cannot be released because it is in use.`,
    );
  context.tables.addresses.delete(row.AllocationId);
}

const filters: FilterTable<AddressRow> = {
  "allocation-id": ({ AllocationId }) => AllocationId,
  "association-id": ({ AssociationId }) => AssociationId,
  domain: ({ Domain }) => Domain,
  "instance-id": ({ InstanceId }) => InstanceId,
  "network-border-group": ({ NetworkBorderGroup }) => NetworkBorderGroup,
  "network-interface-id": ({ NetworkInterfaceId }) => NetworkInterfaceId,
  "network-interface-owner-id": ({ NetworkInterfaceOwnerId }) => NetworkInterfaceOwnerId,
  "private-ip-address": ({ PrivateIpAddress }) => PrivateIpAddress,
  "public-ip": ({ PublicIp }) => PublicIp,
};

export function describeAddresses(
  { AllocationIds = [], PublicIps = [], Filters }: DescribeAddressesRequest,
  context: Context,
): DescribeAddressesResult {
  const named = [
    ...AllocationIds.map((AllocationId) => mustAddressRow(context, { AllocationId })),
    ...PublicIps.map((PublicIp) => mustAddressRow(context, { PublicIp })),
  ];
  const isNamed = AllocationIds.length + PublicIps.length > 0;
  const rows = filterRows(isNamed ? named : context.tables.addresses.rows(), Filters, filters);
  return { Addresses: rows as Address[] };
}

/** No address of the lab has a reverse name. */
export function describeAddressesAttribute(
  input: DescribeAddressesAttributeRequest,
  context: Context,
): DescribeAddressesAttributeResult {
  const ids = input.AllocationIds ?? [];
  const asked =
    ids.length > 0 ? ids.map((id) => mustFind(context, "addresses", id)) : context.tables.addresses.rows();
  const { rows, NextToken } = pageOf(asked, input, { idOf: ({ AllocationId }) => AllocationId, least: 1 });
  return { Addresses: rows.map(({ AllocationId, PublicIp }) => ({ AllocationId, PublicIp })), NextToken };
}
