/** The filters of DescribeInstances, as far as the lab has what they ask for. */
import type { EbsInstanceBlockDevice, Instance, InstanceNetworkInterface } from "@aws-sdk/client-ec2";
import type { FilterTable, Told } from "../ask/filter.ts";
import type { InstanceRow } from "../../store/rows.ts";

/** An instance with what its interfaces tell. */
export type ShownInstance = InstanceRow & Instance;

type OfInterface = (eni: InstanceNetworkInterface) => Told;

/** What any interface of the instance tells. */
const onInterface =
  (tell: OfInterface) =>
  ({ NetworkInterfaces }: ShownInstance): Told =>
    (NetworkInterfaces ?? []).flatMap((eni) => tell(eni));

const ofInterfaces: Readonly<Record<string, OfInterface>> = {
  "addresses.primary": (eni) => eni.PrivateIpAddresses?.map(({ Primary }) => Primary),
  "addresses.private-ip-address": (eni) => eni.PrivateIpAddresses?.map((one) => one.PrivateIpAddress),
  "addresses.association.public-ip": (eni) =>
    eni.PrivateIpAddresses?.map(({ Association }) => Association?.PublicIp),
  "addresses.association.ip-owner-id": (eni) =>
    eni.PrivateIpAddresses?.map(({ Association }) => Association?.IpOwnerId),
  "association.ip-owner-id": (eni) => eni.Association?.IpOwnerId,
  "association.public-dns-name": (eni) => eni.Association?.PublicDnsName,
  "association.public-ip": (eni) => eni.Association?.PublicIp,
  "attachment.attach-time": (eni) => eni.Attachment?.AttachTime,
  "attachment.attachment-id": (eni) => eni.Attachment?.AttachmentId,
  "attachment.delete-on-termination": (eni) => eni.Attachment?.DeleteOnTermination,
  "attachment.device-index": (eni) => eni.Attachment?.DeviceIndex,
  "attachment.status": (eni) => eni.Attachment?.Status,
  description: (eni) => eni.Description,
  "group-id": (eni) => eni.Groups?.map(({ GroupId }) => GroupId),
  "group-name": (eni) => eni.Groups?.map(({ GroupName }) => GroupName),
  "ipv6-addresses.ipv6-address": (eni) => eni.Ipv6Addresses?.map(({ Ipv6Address }) => Ipv6Address),
  "mac-address": (eni) => eni.MacAddress,
  "network-interface-id": (eni) => eni.NetworkInterfaceId,
  "owner-id": (eni) => eni.OwnerId,
  "private-dns-name": (eni) => eni.PrivateDnsName,
  "private-ip-address": (eni) => eni.PrivateIpAddress,
  "source-dest-check": (eni) => eni.SourceDestCheck,
  status: (eni) => eni.Status,
  "subnet-id": (eni) => eni.SubnetId,
  "vpc-id": (eni) => eni.VpcId,
};

/** What any volume of the instance tells. */
const onDevice =
  (tell: (device: EbsInstanceBlockDevice) => Told) =>
  ({ BlockDeviceMappings }: ShownInstance): Told =>
    (BlockDeviceMappings ?? []).flatMap(({ Ebs }) => (Ebs === undefined ? [] : tell(Ebs)));

export const filters: FilterTable<ShownInstance> = {
  architecture: ({ Architecture }) => Architecture,
  "availability-zone": ({ Placement }) => Placement.AvailabilityZone,
  "availability-zone-id": ({ Placement }) => Placement.AvailabilityZoneId,
  "block-device-mapping.attach-time": onDevice(({ AttachTime }) => AttachTime),
  "block-device-mapping.delete-on-termination": onDevice(({ DeleteOnTermination }) => DeleteOnTermination),
  "block-device-mapping.device-name": (one) => one.BlockDeviceMappings?.map(({ DeviceName }) => DeviceName),
  "block-device-mapping.status": onDevice(({ Status }) => Status),
  "block-device-mapping.volume-id": onDevice(({ VolumeId }) => VolumeId),
  "client-token": ({ ClientToken }) => ClientToken,
  "dns-name": ({ PublicDnsName }) => PublicDnsName,
  "ebs-optimized": ({ EbsOptimized }) => EbsOptimized,
  "ena-support": ({ EnaSupport }) => EnaSupport,
  hypervisor: ({ Hypervisor }) => Hypervisor,
  "iam-instance-profile.arn": ({ IamInstanceProfile }) => IamInstanceProfile?.Arn,
  "iam-instance-profile.id": ({ IamInstanceProfile }) => IamInstanceProfile?.Id,
  "image-id": ({ ImageId }) => ImageId,
  "instance-id": ({ InstanceId }) => InstanceId,
  "instance-state-code": ({ State }) => State.Code,
  "instance-state-name": ({ State }) => State.Name,
  "instance-type": ({ InstanceType }) => InstanceType,
  "instance.group-id": ({ SecurityGroups }) => SecurityGroups?.map(({ GroupId }) => GroupId),
  "instance.group-name": ({ SecurityGroups }) => SecurityGroups?.map(({ GroupName }) => GroupName),
  "group-id": ({ SecurityGroups }) => SecurityGroups?.map(({ GroupId }) => GroupId),
  "group-name": ({ SecurityGroups }) => SecurityGroups?.map(({ GroupName }) => GroupName),
  "ip-address": ({ PublicIpAddress }) => PublicIpAddress,
  "ipv6-address": ({ Ipv6Address }) => Ipv6Address,
  "key-name": ({ KeyName }) => KeyName,
  "launch-index": ({ AmiLaunchIndex }) => AmiLaunchIndex,
  "launch-time": ({ LaunchTime }) => LaunchTime,
  "metadata-options.http-endpoint": ({ MetadataOptions }) => MetadataOptions?.HttpEndpoint,
  "metadata-options.http-protocol-ipv6": ({ MetadataOptions }) => MetadataOptions?.HttpProtocolIpv6,
  "metadata-options.http-put-response-hop-limit": ({ MetadataOptions }) =>
    MetadataOptions?.HttpPutResponseHopLimit,
  "metadata-options.http-tokens": ({ MetadataOptions }) => MetadataOptions?.HttpTokens,
  "metadata-options.instance-metadata-tags": ({ MetadataOptions }) => MetadataOptions?.InstanceMetadataTags,
  "monitoring-state": ({ Monitoring }) => Monitoring?.State,
  "owner-id": ({ reservation }) => reservation.OwnerId,
  platform: ({ Platform }) => Platform,
  "platform-details": ({ PlatformDetails }) => PlatformDetails,
  "private-dns-name": ({ PrivateDnsName }) => PrivateDnsName,
  "private-dns-name-options.hostname-type": (one) => one.PrivateDnsNameOptions?.HostnameType,
  "private-dns-name-options.enable-resource-name-dns-a-record": (one) =>
    one.PrivateDnsNameOptions?.EnableResourceNameDnsARecord,
  "private-dns-name-options.enable-resource-name-dns-aaaa-record": (one) =>
    one.PrivateDnsNameOptions?.EnableResourceNameDnsAAAARecord,
  "private-ip-address": ({ PrivateIpAddress }) => PrivateIpAddress,
  reason: ({ StateTransitionReason }) => StateTransitionReason,
  "reservation-id": ({ reservation }) => reservation.ReservationId,
  "root-device-name": ({ RootDeviceName }) => RootDeviceName,
  "root-device-type": ({ RootDeviceType }) => RootDeviceType,
  "source-dest-check": ({ SourceDestCheck }) => SourceDestCheck,
  "state-reason-code": ({ StateReason }) => StateReason?.Code,
  "subnet-id": ({ SubnetId }) => SubnetId,
  tenancy: ({ Placement }) => Placement.Tenancy,
  "virtualization-type": ({ VirtualizationType }) => VirtualizationType,
  "vpc-id": ({ VpcId }) => VpcId,
  ...Object.fromEntries(
    Object.entries(ofInterfaces).map(
      ([name, tell]) => [`network-interface.${name}`, onInterface(tell)] as const,
    ),
  ),
};
