/** The volumes of an instance: those it is launched with, by its image and the request, and what becomes of them. */
import type {
  BlockDeviceMapping,
  InstanceBlockDeviceMapping,
  InstanceBlockDeviceMappingSpecification,
  Tag,
} from "@aws-sdk/client-ec2";
import { Ec2Error, missingParameter } from "../../error.ts";
import type { InstanceRow, VolumeRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { mustImage } from "../image/image.ts";
import { makeVolume } from "./make-volume.ts";

interface Launch {
  readonly instance: InstanceRow;
  readonly mappings: readonly BlockDeviceMapping[] | undefined;
  readonly tags: Tag[];
}

/**
 * What the request says of a device of the image goes before what the image says of it; `NoDevice` leaves one out:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-device-mapping-concepts.html (read 2026-11-29).
 */
export function launchVolumes(context: Context, { instance, mappings = [], tags }: Launch): void {
  const { Placement, ImageId } = instance;
  const byDevice = new Map<string, BlockDeviceMapping>();
  for (const mapping of [...(mustImage(context, ImageId).BlockDeviceMappings ?? []), ...mappings]) {
    const { DeviceName = "" } = mapping;
    const Ebs = { ...byDevice.get(DeviceName)?.Ebs, ...mapping.Ebs };
    byDevice.set(DeviceName, { ...mapping, Ebs });
  }
  for (const [device, { Ebs = {}, NoDevice, VirtualName }] of byDevice) {
    if (NoDevice !== undefined || VirtualName !== undefined) continue;
    makeVolume(context, {
      ebs: Ebs,
      zone: { name: Placement.AvailabilityZone ?? "", id: Placement.AvailabilityZoneId },
      attachment: toAttachment(context, instance, {
        device,
        deleteOnTermination: Ebs.DeleteOnTermination ?? true,
      }),
      tags,
    });
  }
}

interface Attaching {
  readonly device: string;
  readonly deleteOnTermination: boolean;
}

export function toAttachment(
  { now }: Context,
  { InstanceId }: InstanceRow,
  { device, deleteOnTermination }: Attaching,
): VolumeRow["Attachments"][number] {
  return {
    InstanceId,
    Device: device,
    DeleteOnTermination: deleteOnTermination,
    AttachTime: now,
    State: "attached",
  };
}

export const volumesOf = ({ tables }: Context, instanceId: string): readonly VolumeRow[] =>
  tables.volumes.rows().filter(({ Attachments }) => Attachments[0]?.InstanceId === instanceId);

/** As the instance tells of it. */
export function toMapping({ VolumeId, Attachments }: VolumeRow): InstanceBlockDeviceMapping[] {
  return Attachments.map(({ Device, AttachTime, DeleteOnTermination, State }) => ({
    DeviceName: Device,
    Ebs: { AttachTime, DeleteOnTermination, Status: State, VolumeId } as InstanceBlockDeviceMapping["Ebs"],
  }));
}

export const detached = (row: VolumeRow): VolumeRow => ({ ...row, State: "available", Attachments: [] });

/** Whether a volume goes with its instance: what of a device ModifyInstanceAttribute changes. */
export function modifyDevices(
  context: Context,
  instanceId: string,
  devices: readonly InstanceBlockDeviceMappingSpecification[],
): undefined {
  for (const { DeviceName, Ebs } of devices) {
    const row = volumesOf(context, instanceId).find(({ Attachments: [one] }) => one?.Device === DeviceName);
    if (row === undefined)
      throw new Ec2Error(
        "InvalidInstanceAttributeValue",
        `No device is currently mapped at ${DeviceName ?? ""}`,
      );
    const DeleteOnTermination = Ebs?.DeleteOnTermination;
    if (DeleteOnTermination === undefined) throw missingParameter("ebs.deleteOnTermination");
    context.tables.volumes.set(row.VolumeId, {
      ...row,
      Attachments: row.Attachments.map((one) => ({ ...one, DeleteOnTermination })),
    });
  }
}

/** Of a terminated instance. */
export function releaseVolumes(context: Context, instanceId: string): void {
  const { volumes } = context.tables;
  for (const row of volumesOf(context, instanceId)) {
    if (row.Attachments[0]?.DeleteOnTermination === true) volumes.delete(row.VolumeId);
    else volumes.set(row.VolumeId, detached(row));
  }
}
