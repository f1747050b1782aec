/** DescribeInstances: an instance with what its interfaces tell. */
import type {
  DescribeInstancesRequest,
  DescribeInstancesResult,
  Instance,
  InstanceNetworkInterface,
  Reservation,
} from "@aws-sdk/client-ec2";
import { invalidCombination } from "../../error.ts";
import type { InstanceRow, NetworkInterfaceRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import type { Context } from "../context.ts";
import { privateName } from "../interface/dns-name.ts";
import { internalDomain } from "../vpc/dhcp-options.ts";
import { toMapping } from "../volume/launch-volume.ts";
import { without } from "../without.ts";
import { mustFindInstances } from "./find-instances.ts";
import { filters } from "./instance-filter.ts";
import type { ShownInstance } from "./instance-filter.ts";

/** A terminated instance is shown for an hour. */
const shownMs = 60 * 60 * 1000;

export function isShown({ terminatedAtMs }: InstanceRow, { now }: Context): boolean {
  return terminatedAtMs === undefined || now.getTime() - terminatedAtMs < shownMs;
}

export function toInstances(rows: readonly InstanceRow[], context: Context): readonly ShownInstance[] {
  const { networkInterfaces, volumes } = context.tables;
  const enis = byInstance(networkInterfaces.rows(), ({ Attachment }) => Attachment?.InstanceId);
  const disks = byInstance(volumes.rows(), ({ Attachments }) => Attachments[0]?.InstanceId);
  return rows.map((row) =>
    toInstance({ ...row, BlockDeviceMappings: disks(row).flatMap(toMapping) }, enis(row), context),
  );
}

function byInstance<R>(
  rows: readonly R[],
  instanceOf: (row: R) => string | undefined,
): (instance: InstanceRow) => readonly R[] {
  const index = new Map<string, R[]>();
  for (const row of rows) {
    const id = instanceOf(row);
    if (id === undefined) continue;
    const own = index.get(id) ?? [];
    own.push(row);
    index.set(id, own);
  }
  return ({ InstanceId }) => index.get(InstanceId) ?? [];
}

function toInstance(
  instance: InstanceRow,
  enis: readonly NetworkInterfaceRow[],
  context: Context,
): ShownInstance {
  // EC2 tells of no tags where there are none.
  const row = instance.Tags?.length === 0 ? without(instance, "Tags") : instance;
  const sorted = enis.toSorted((a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0));
  const primary = sorted.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
  if (primary === undefined) return { ...row, PrivateDnsName: "", PublicDnsName: "", NetworkInterfaces: [] };
  const { PrivateIpAddress: address, Association } = primary;
  return {
    ...row,
    ...(address === undefined ? {} : { PrivateIpAddress: address }),
    PrivateDnsName: hostName(row, address, context.region),
    PublicDnsName: Association?.PublicDnsName ?? "",
    ...(Association?.PublicIp === undefined ? {} : { PublicIpAddress: Association.PublicIp }),
    ...(primary.Ipv6Addresses[0]?.Ipv6Address === undefined
      ? {}
      : { Ipv6Address: primary.Ipv6Addresses[0].Ipv6Address }),
    SecurityGroups: primary.Groups,
    SourceDestCheck: primary.SourceDestCheck,
    NetworkInterfaces: sorted.map(toInterface),
  };
}

/** By its address, or by its id: `i-0abc.ec2.internal`. */
function hostName(
  { InstanceId, PrivateDnsNameOptions }: InstanceRow,
  address: string | undefined,
  region: string,
): string {
  return address === undefined || PrivateDnsNameOptions?.HostnameType === "resource-name"
    ? `${InstanceId}.${internalDomain(region)}`
    : privateName(region, address);
}

function toInterface({ Attachment, Association, ...eni }: NetworkInterfaceRow): InstanceNetworkInterface {
  return {
    Description: eni.Description,
    Groups: eni.Groups,
    MacAddress: eni.MacAddress,
    NetworkInterfaceId: eni.NetworkInterfaceId,
    OwnerId: eni.OwnerId,
    PrivateDnsName: eni.PrivateDnsName,
    PrivateIpAddress: eni.PrivateIpAddress,
    PrivateIpAddresses: eni.PrivateIpAddresses,
    SourceDestCheck: eni.SourceDestCheck,
    Status: eni.Status,
    SubnetId: eni.SubnetId,
    VpcId: eni.VpcId,
    InterfaceType: eni.InterfaceType,
    Operator: eni.Operator,
    Attachment,
    ...(Association === undefined ? {} : { Association }),
    Ipv6Addresses: eni.Ipv6Addresses.map(({ Ipv6Address, IsPrimaryIpv6 }) => ({
      Ipv6Address,
      IsPrimaryIpv6,
    })),
  };
}

export function describeInstances(
  input: DescribeInstancesRequest,
  context: Context,
): DescribeInstancesResult {
  const ids = input.InstanceIds ?? [];
  if (ids.length > 0 && input.MaxResults !== undefined)
    throw invalidCombination("The parameter instancesSet cannot be used with the parameter maxResults");
  const asked =
    ids.length > 0
      ? mustFindInstances(ids, context)
      : context.tables.instances.rows().filter((row) => isShown(row, context));
  const { rows, NextToken } = pageOf(filterRows(toInstances(asked, context), input.Filters, filters), input, {
    idOf: ({ InstanceId }) => InstanceId,
  });
  return { Reservations: toReservations(rows), NextToken };
}

function toReservations(instances: readonly ShownInstance[]): Reservation[] {
  const byId = new Map<string, Reservation & { readonly Instances: Instance[] }>();
  for (const instance of instances) {
    const { ReservationId, OwnerId } = instance.reservation;
    const reservation = byId.get(ReservationId) ?? { ReservationId, OwnerId, Groups: [], Instances: [] };
    reservation.Instances.push(instance);
    byId.set(ReservationId, reservation);
  }
  return [...byId.values()];
}
