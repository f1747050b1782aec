/** GetLaunchTemplateData: the parameters with which another instance like a given one would be launched. */
import type {
  GetLaunchTemplateDataRequest,
  GetLaunchTemplateDataResult,
  InstanceNetworkInterface,
  LaunchTemplateBlockDeviceMapping,
  LaunchTemplateInstanceNetworkInterfaceSpecification,
  ResponseLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import type { VolumeRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { toInstances } from "../instance/describe.ts";
import type { ShownInstance } from "../instance/instance-filter.ts";
import { without } from "../without.ts";
import { volumesOf } from "../volume/launch-volume.ts";

export function getLaunchTemplateData(
  { InstanceId = "" }: GetLaunchTemplateDataRequest,
  context: Context,
): GetLaunchTemplateDataResult {
  const [instance] = toInstances([mustFind(context, "instances", InstanceId)], context);
  return instance === undefined ? {} : { LaunchTemplateData: toData(instance, context) };
}

function toData(instance: ShownInstance, context: Context): ResponseLaunchTemplateData {
  const { Placement, IamInstanceProfile, KeyName, userData, attributes, Tags = [] } = instance;
  const own = Tags.filter(({ Key = "" }) => !Key.startsWith("aws:"));
  return {
    ImageId: instance.ImageId,
    InstanceType: instance.InstanceType,
    EbsOptimized: instance.EbsOptimized,
    Monitoring: { Enabled: instance.Monitoring?.State === "enabled" },
    Placement: {
      AvailabilityZone: Placement.AvailabilityZone,
      AvailabilityZoneId: Placement.AvailabilityZoneId,
      GroupName: Placement.GroupName,
      Tenancy: Placement.Tenancy,
    },
    BlockDeviceMappings: volumesOf(context, instance.InstanceId).flatMap(toDevice),
    NetworkInterfaces: (instance.NetworkInterfaces ?? []).map(toSpecification),
    DisableApiTermination: attributes.DisableApiTermination?.Value,
    DisableApiStop: attributes.DisableApiStop?.Value,
    InstanceInitiatedShutdownBehavior: attributes.InstanceInitiatedShutdownBehavior?.Value as
      | ResponseLaunchTemplateData["InstanceInitiatedShutdownBehavior"]
      | undefined,
    HibernationOptions: instance.HibernationOptions,
    // A template takes all of it but the state that a change is in.
    MetadataOptions: without(instance.MetadataOptions ?? {}, "State"),
    PrivateDnsNameOptions: instance.PrivateDnsNameOptions,
    ...(IamInstanceProfile?.Arn === undefined ? {} : { IamInstanceProfile: { Arn: IamInstanceProfile.Arn } }),
    ...(KeyName === undefined ? {} : { KeyName }),
    ...(userData === undefined ? {} : { UserData: userData }),
    ...(own.length === 0 ? {} : { TagSpecifications: [{ ResourceType: "instance", Tags: own }] }),
  };
}

function toSpecification(eni: InstanceNetworkInterface): LaunchTemplateInstanceNetworkInterfaceSpecification {
  const { Attachment, PrivateIpAddresses = [], Ipv6Addresses = [] } = eni;
  return {
    DeviceIndex: Attachment?.DeviceIndex,
    DeleteOnTermination: Attachment?.DeleteOnTermination,
    AssociatePublicIpAddress: eni.Association?.IpOwnerId === "amazon",
    Description: eni.Description,
    Groups: (eni.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    SubnetId: eni.SubnetId,
    InterfaceType: eni.InterfaceType,
    PrivateIpAddresses: PrivateIpAddresses.map(({ Primary, PrivateIpAddress }) => ({
      Primary,
      PrivateIpAddress,
    })),
    Ipv6Addresses: Ipv6Addresses.map(({ Ipv6Address }) => ({ Ipv6Address })),
  };
}

function toDevice({ Attachments, ...volume }: VolumeRow): readonly LaunchTemplateBlockDeviceMapping[] {
  return Attachments.map(({ Device, DeleteOnTermination }) => ({
    DeviceName: Device,
    Ebs: {
      DeleteOnTermination,
      Encrypted: volume.Encrypted,
      VolumeSize: volume.Size,
      VolumeType: volume.VolumeType,
      ...(volume.Iops === undefined ? {} : { Iops: volume.Iops }),
      ...(volume.Throughput === undefined ? {} : { Throughput: volume.Throughput }),
    },
  }));
}
