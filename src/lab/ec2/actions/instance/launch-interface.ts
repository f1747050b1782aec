/** The interfaces that an instance is launched with: one in a subnet, or those that the request lists. */
import type { InstanceNetworkInterfaceSpecification, RunInstancesRequest, Tag } from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, unsupported } from "../../error.ts";
import type { SubnetRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { mustGroupNamed } from "../firewall/find-group.ts";
import { toAssociation, withAssociation } from "../gateway/association.ts";
import { newPublicAddress } from "../gateway/public-address.ts";
import { mustBeFree, toAttachment } from "../interface/attach.ts";
import { wantedAddresses } from "../interface/create.ts";
import { groupsIn, makeInterface } from "../interface/make-interface.ts";
import { zonesOf } from "../subnet/zone.ts";

interface Launch {
  readonly instanceId: string;
  readonly input: RunInstancesRequest;
  readonly subnet: SubnetRow;
  /** For new interfaces. */
  readonly tags: Tag[];
}

/** The subnet that an instance is in: that of its first interface. */
export function subnetFor(input: RunInstancesRequest, context: Context): SubnetRow {
  const first = primarySpecification(input);
  if (first === undefined && input.SubnetId === undefined) return defaultSubnet(input, context);
  if (first !== undefined && input.SubnetId !== undefined)
    throw invalidCombination(
      "Network interfaces and an instance-level subnet ID may not be specified on the same request",
    );
  if (first !== undefined && (input.SecurityGroupIds ?? input.SecurityGroups ?? []).length > 0)
    throw invalidCombination(
      "Network interfaces and an instance-level security groups may not be specified on the same request",
    );
  const id =
    first?.NetworkInterfaceId === undefined
      ? (first?.SubnetId ?? input.SubnetId)
      : mustFind(context, "networkInterfaces", first.NetworkInterfaceId).SubnetId;
  return id === undefined ? defaultSubnet(input, context) : mustFind(context, "subnets", id);
}

function primarySpecification(input: RunInstancesRequest): InstanceNetworkInterfaceSpecification | undefined {
  const listed = input.NetworkInterfaces ?? [];
  return listed.find(({ DeviceIndex }) => DeviceIndex === 0) ?? listed[0];
}

function defaultSubnet({ Placement }: RunInstancesRequest, context: Context): SubnetRow {
  const vpc = context.tables.vpcs.rows().find(({ IsDefault }) => IsDefault);
  if (vpc === undefined)
    throw new Ec2Error(
      "VPCIdNotSpecified",
      "No default VPC for this user. Please specify a subnet in the request.",
    );
  const zone = Placement?.AvailabilityZone;
  if (zone !== undefined && !zonesOf(context).some(({ name }) => name === zone))
    throw invalidValue(`Invalid availability zone: [${zone}]`);
  const subnet = context.tables.subnets
    .rows()
    .find(
      (one) =>
        one.VpcId === vpc.VpcId &&
        one.DefaultForAz === true &&
        (zone === undefined || one.AvailabilityZone === zone),
    );
  if (subnet === undefined)
    throw new Ec2Error(
      "MissingInput",
      `No subnets found for the default VPC '${vpc.VpcId}'. Please specify a subnet.`,
    );
  return subnet;
}

export function launchInterfaces(context: Context, launch: Launch): void {
  const { input, subnet } = launch;
  const listed = input.NetworkInterfaces ?? [];
  if (listed.length === 0) return launchOnly(context, launch);
  const indexes = listed.map(({ DeviceIndex }) => DeviceIndex ?? 0);
  if (new Set(indexes).size < indexes.length || !indexes.includes(0))
    throw invalidCombination("Each network interface must have its own device index, one of them 0");
  for (const specification of listed)
    launchListed(context, launch, { ...specification, SubnetId: specification.SubnetId ?? subnet.SubnetId });
}

function launchOnly(context: Context, { instanceId, input, subnet, tags }: Launch): void {
  const named = (input.SecurityGroups ?? []).map((name) => mustGroupNamed(context, name).GroupId);
  const row = makeInterface(context, {
    subnet,
    groups: groupsIn(context, subnet.VpcId, [...(input.SecurityGroupIds ?? []), ...named]),
    ...wantedAddresses(
      {
        PrivateIpAddress: input.PrivateIpAddress,
        Ipv6Addresses: input.Ipv6Addresses,
        Ipv6AddressCount: input.Ipv6AddressCount,
      },
      subnet.AssignIpv6AddressOnCreation === true,
    ),
    attachment: toAttachment(context, { instanceId, index: 0, deleteOnTermination: true }),
    tags,
  });
  if (subnet.MapPublicIpOnLaunch) givePublicAddress(context, row.NetworkInterfaceId);
}

function launchListed(
  context: Context,
  { instanceId, input, tags }: Launch,
  specification: InstanceNetworkInterfaceSpecification,
): void {
  const { networkInterfaces } = context.tables;
  const { NetworkInterfaceId, DeviceIndex: index = 0, DeleteOnTermination } = specification;
  if (specification.Ipv4PrefixCount !== undefined || specification.Ipv6PrefixCount !== undefined)
    throw unsupported("The lab delegates no prefixes to network interfaces");
  if (NetworkInterfaceId !== undefined) {
    const row = mustFind(context, "networkInterfaces", NetworkInterfaceId);
    mustBeFree(row);
    const attachment = toAttachment(context, {
      instanceId,
      index,
      deleteOnTermination: DeleteOnTermination === true,
    });
    networkInterfaces.set(NetworkInterfaceId, { ...row, Status: "in-use", Attachment: attachment });
    return;
  }
  const subnet = mustFind(context, "subnets", specification.SubnetId ?? "");
  const row = makeInterface(context, {
    subnet,
    groups: groupsIn(context, subnet.VpcId, specification.Groups),
    description: specification.Description,
    ...wantedAddresses(specification, subnet.AssignIpv6AddressOnCreation === true),
    attachment: toAttachment(context, {
      instanceId,
      index,
      deleteOnTermination: DeleteOnTermination !== false,
    }),
    tags,
  });
  const isOnly = input.NetworkInterfaces?.length === 1;
  const { AssociatePublicIpAddress = subnet.MapPublicIpOnLaunch && isOnly } = specification;
  if (!AssociatePublicIpAddress) return;
  if (!isOnly || index !== 0)
    throw invalidCombination(
      "The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.",
    );
  givePublicAddress(context, row.NetworkInterfaceId);
}

/** A public address of AWS's, for as long as the instance runs. */
export function givePublicAddress(context: Context, interfaceId: string): void {
  const row = mustFind(context, "networkInterfaces", interfaceId);
  if (row.PrivateIpAddress === undefined || row.Association !== undefined) return;
  const association = toAssociation(context, row.VpcId, {
    PublicIp: newPublicAddress(context),
    IpOwnerId: "amazon",
  });
  context.tables.networkInterfaces.set(interfaceId, withAssociation(row, row.PrivateIpAddress, association));
}
