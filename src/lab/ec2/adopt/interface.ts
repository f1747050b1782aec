/** Network interfaces, each with its address: whose they are, their type and description say in AWS's own words. */
import type { NetworkInterfaceAttachment, NetworkInterfaceType } from "@aws-sdk/client-ec2";
import { formatAddress } from "../../../model/address.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import type { Workload } from "../../../model/entity/workload.ts";
import { valueOr } from "../../../model/known.ts";
import type { NetworkInterfaceRow, SubnetRow } from "../store/rows.ts";
import type { Context } from "../actions/context.ts";
import { toAssociation, withAssociation } from "../actions/gateway/association.ts";
import { newPublicAddress } from "../actions/gateway/public-address.ts";
import { toAttachment } from "../actions/interface/attach.ts";
import { privateName } from "../actions/interface/dns-name.ts";
import { natInterface, serviceAttachment } from "../actions/interface/make-interface.ts";
import { addressesOf, isOfTemplate, rowsIn, seeded, tagsOf } from "./adopting.ts";
import type { Adopting } from "./adopting.ts";

export function adoptInterfaces(adopting: Adopting): void {
  const { tables } = adopting.context;
  const workloads = workloadsByInterface(adopting);
  for (const row of rowsIn(adopting, "networkInterfaces")) {
    const subnet = row.subnet.known ? tables.subnets.get(row.subnet.value) : undefined;
    if (subnet === undefined || subnet.VpcId !== row.vpc || !row.addresses.known) continue;
    tables.networkInterfaces.set(
      row.id,
      toInterfaceRow(adopting, row, { subnet, seat: workloads.get(row.id) }),
    );
  }
}

interface Seat {
  readonly workload: Workload;
  readonly index: number;
}

function workloadsByInterface({ network }: Adopting): ReadonlyMap<string, Seat> {
  return new Map(
    [...network.workloads.values()].flatMap((workload) =>
      workload.networkInterfaces.map((id, index) => [String(id), { workload, index }] as const),
    ),
  );
}

interface Place {
  readonly subnet: SubnetRow;
  readonly seat: Seat | undefined;
}

function toInterfaceRow(
  adopting: Adopting,
  row: NetworkInterface,
  { subnet, seat }: Place,
): NetworkInterfaceRow {
  const context = seeded(adopting.context, row.id);
  const addresses = valueOr(row.addresses, []);
  const ipv4 = addressesOf(addresses, 4).map(formatAddress);
  const ipv6 = addressesOf(addresses, 6).map(formatAddress);
  const [primary] = ipv4;
  const hasNames = context.tables.vpcs.get(row.vpc)?.attributes.enableDnsHostnames === true;
  const nameOf = (address: string) =>
    hasNames ? { PrivateDnsName: privateName(context.region, address) } : {};
  const bare: NetworkInterfaceRow = {
    NetworkInterfaceId: row.id,
    VpcId: row.vpc,
    SubnetId: subnet.SubnetId,
    AvailabilityZone: subnet.AvailabilityZone,
    AvailabilityZoneId: subnet.AvailabilityZoneId,
    OwnerId: context.account,
    ...standingOf(context, adopting, { row, seat }),
    MacAddress: `02:${(context.randomHex(10).match(/../g) ?? []).join(":")}`,
    ...(primary === undefined ? {} : { PrivateIpAddress: primary, ...nameOf(primary) }),
    PrivateIpAddresses: ipv4.map((address, index) => ({
      PrivateIpAddress: address,
      Primary: index === 0,
      ...nameOf(address),
    })),
    ...(ipv6[0] === undefined ? {} : { Ipv6Address: ipv6[0] }),
    Ipv6Addresses: ipv6.map((address) => ({ Ipv6Address: address, IsPrimaryIpv6: false })),
    Groups: groupsNamed(context, valueOr(row.groups, [])),
    SourceDestCheck: valueOr(row.sourceDestCheck, true),
    Tags: tagsOf(adopting, row),
  };
  if (primary === undefined || !valueOr(row.hasPublicIpv4, false)) return bare;
  const PublicIp = newPublicAddress(context);
  return withAssociation(bare, primary, toAssociation(context, row.vpc, { PublicIp, IpOwnerId: "amazon" }));
}

/** Groups that the state does not have keep their id for a name. */
export const groupsNamed = (context: Context, ids: readonly string[]): NetworkInterfaceRow["Groups"] =>
  ids.map((id) => ({ GroupId: id, GroupName: context.tables.securityGroups.get(id)?.GroupName ?? id }));

type Standing = Pick<
  NetworkInterfaceRow,
  "Description" | "InterfaceType" | "RequesterManaged" | "RequesterId" | "Status" | "Attachment"
>;

interface Kind {
  readonly type: NetworkInterfaceType;
  readonly description: (owner: string) => string;
}

/** By whose it is. The words are those by which AWS's answers are known. */
const kinds: { readonly [C in NetworkInterface["client"]]?: Kind } = {
  endpoint: { type: "vpc_endpoint", description: (owner) => `VPC Endpoint Interface ${owner}` },
  "nat-gateway": { type: natInterface, description: (owner) => `Interface for NAT Gateway ${owner}` },
  lambda: { type: "lambda", description: (owner) => `AWS Lambda VPC ENI-${owner}` },
  "load-balancer": { type: "network_load_balancer", description: (owner) => `ELB ${owner}` },
};

function standingOf(
  context: Context,
  adopting: Adopting,
  { row, seat }: { readonly row: NetworkInterface; readonly seat: Seat | undefined },
): Standing {
  const kind = kinds[row.client];
  const attachment = seat?.workload.kind === "instance" ? onInstance(context, seat) : undefined;
  const common = {
    Description: kind?.description(row.owner) ?? "",
    InterfaceType: kind?.type ?? "interface",
  };
  if (attachment !== undefined)
    return { ...common, RequesterManaged: false, Status: "in-use", Attachment: attachment };
  if (isFree(adopting, row, seat)) return { ...common, RequesterManaged: false, Status: "available" };
  return {
    ...common,
    Description: kind === undefined ? row.owner : common.Description,
    RequesterManaged: true,
    RequesterId: context.account,
    Status: "in-use",
    Attachment: serviceAttachment(context),
  };
}

const onInstance = (context: Context, { workload, index }: Seat): NetworkInterfaceAttachment => ({
  ...toAttachment(context, { instanceId: workload.id, index, deleteOnTermination: true }),
  AttachTime: undefined,
});

/** A template's interface that nothing is said to be behind of; one of an account has somebody, whoever it is. */
function isFree(adopting: Adopting, row: NetworkInterface, seat: Seat | undefined): boolean {
  return (
    isOfTemplate(adopting, row) &&
    (seat === undefined || seat.workload.kind === "interface") &&
    row.client !== "endpoint"
  );
}
