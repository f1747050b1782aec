/** A public address on a private one: of an Elastic IP address, or given at launch. */
import type { NetworkInterfaceAssociation } from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import type { AddressRow, NetworkInterfaceRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { publicName } from "../interface/dns-name.ts";
import { without } from "../without.ts";

/** What an interface answers about it; the name only where the VPC gives host names. */
export function toAssociation(
  context: Context,
  vpcId: string,
  address: Pick<NetworkInterfaceAssociation, "PublicIp" | "AllocationId" | "AssociationId" | "IpOwnerId"> & {
    readonly PublicIp: string;
  },
): NetworkInterfaceAssociation {
  const hasNames = mustFind(context, "vpcs", vpcId).attributes.enableDnsHostnames;
  return { ...address, ...(hasNames ? { PublicDnsName: publicName(context, address.PublicIp) } : {}) };
}

export function withAssociation(
  row: NetworkInterfaceRow,
  privateAddress: string,
  association: NetworkInterfaceAssociation | undefined,
): NetworkInterfaceRow {
  const addresses = row.PrivateIpAddresses.map((one): NetworkInterfaceRow["PrivateIpAddresses"][number] => {
    if (one.PrivateIpAddress !== privateAddress) return one;
    const bare = without(one, "Association");
    return association === undefined ? bare : { ...bare, Association: association };
  });
  const primary = addresses.find(({ Primary }) => Primary)?.Association;
  const bare = without(row, "Association");
  return {
    ...bare,
    PrivateIpAddresses: addresses,
    ...(primary === undefined ? {} : { Association: primary }),
  };
}

/** Puts an Elastic IP address on a private address, and takes it and whatever was there away from where they were. */
export function associate(
  context: Context,
  address: AddressRow,
  { row, privateAddress }: { readonly row: NetworkInterfaceRow; readonly privateAddress: string },
): string {
  disassociate(context, address);
  const before = context.tables.networkInterfaces
    .get(row.NetworkInterfaceId)
    ?.PrivateIpAddresses.find((one) => one.PrivateIpAddress === privateAddress)?.Association;
  const displaced =
    before?.AllocationId === undefined ? undefined : context.tables.addresses.get(before.AllocationId);
  if (displaced !== undefined) disassociate(context, displaced);
  const id = context.newId("eipassoc");
  const { AllocationId, PublicIp } = address;
  const association = toAssociation(context, row.VpcId, {
    PublicIp,
    AllocationId,
    AssociationId: id,
    IpOwnerId: context.account,
  });
  const fresh = context.tables.networkInterfaces.get(row.NetworkInterfaceId) ?? row;
  context.tables.networkInterfaces.set(
    row.NetworkInterfaceId,
    withAssociation(fresh, privateAddress, association),
  );
  const instance = row.Attachment?.InstanceId;
  context.tables.addresses.set(AllocationId, {
    ...unbound(address),
    AssociationId: id,
    NetworkInterfaceId: row.NetworkInterfaceId,
    NetworkInterfaceOwnerId: context.account,
    PrivateIpAddress: privateAddress,
    ...(instance === undefined ? {} : { InstanceId: instance }),
  });
  return id;
}

export function unbound(address: AddressRow): AddressRow {
  return without(
    address,
    "AssociationId",
    "NetworkInterfaceId",
    "NetworkInterfaceOwnerId",
    "PrivateIpAddress",
    "InstanceId",
  );
}

export function disassociate({ tables }: Context, address: AddressRow): void {
  const { NetworkInterfaceId, PrivateIpAddress } = address;
  const row = NetworkInterfaceId === undefined ? undefined : tables.networkInterfaces.get(NetworkInterfaceId);
  if (row !== undefined && PrivateIpAddress !== undefined)
    tables.networkInterfaces.set(row.NetworkInterfaceId, withAssociation(row, PrivateIpAddress, undefined));
  tables.addresses.set(address.AllocationId, unbound(address));
}

/** A VPC without an internet gateway has no use for a public address, and takes none. */
export function mustReachInternet({ tables }: Context, vpcId: string): void {
  const isAttached = tables.internetGateways
    .rows()
    .some(({ Attachments }) => Attachments.some(({ VpcId }) => VpcId === vpcId));
  if (!isAttached)
    throw new Ec2Error("Gateway.NotAttached", `Network ${vpcId} is not attached to any internet gateway`);
}
