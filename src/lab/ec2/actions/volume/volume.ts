/** Volumes made, deleted and described; attached to instances, and detached again. */
import type {
  AttachVolumeRequest,
  CreateVolumeRequest,
  DeleteVolumeRequest,
  DescribeVolumesRequest,
  DescribeVolumesResult,
  DetachVolumeRequest,
  Volume,
  VolumeAttachment,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue, missingParameter, unsupported } from "../../error.ts";
import type { InstanceRow, VolumeRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { zonesOf } from "../subnet/zone.ts";
import type { Zone } from "../subnet/zone.ts";
import { tagsFor } from "../tag/tags.ts";
import { without } from "../without.ts";
import { detached, toAttachment, volumesOf } from "./launch-volume.ts";
import { makeVolume } from "./make-volume.ts";

export function createVolume(input: CreateVolumeRequest, context: Context): Volume {
  if (input.OutpostArn !== undefined) throw unsupported("The lab has no Outposts");
  if (input.MultiAttachEnabled === true) throw unsupported("The lab has no Multi-Attach");
  const { Size: VolumeSize, ...ebs } = input;
  const row = makeVolume(context, {
    ebs: { ...ebs, VolumeSize },
    zone: mustZone(input, context),
    tags: tagsFor(input.TagSpecifications, "volume"),
  });
  return shown({ ...row, State: "creating" });
}

function mustZone({ AvailabilityZone, AvailabilityZoneId }: CreateVolumeRequest, context: Context): Zone {
  const asked = AvailabilityZone ?? AvailabilityZoneId;
  if (asked === undefined) throw missingParameter("availabilityZone");
  const zone = zonesOf(context).find(
    ({ name, id }) => (AvailabilityZone === undefined ? id : name) === asked,
  );
  if (zone === undefined) throw new Ec2Error("InvalidZone.NotFound", `The zone '${asked}' does not exist.`);
  return zone;
}

/** EC2 tells of no tags where there are none. */
const shown = (row: VolumeRow): Volume => ({
  ...(row.Tags?.length === 0 ? without(row, "Tags") : row),
  Attachments: [...row.Attachments],
});

export function deleteVolume({ VolumeId = "" }: DeleteVolumeRequest, context: Context): undefined {
  const [attachment] = mustFind(context, "volumes", VolumeId).Attachments;
  if (attachment !== undefined)
    throw new Ec2Error("VolumeInUse", `Volume ${VolumeId} is currently attached to ${attachment.InstanceId}`);
  context.tables.volumes.delete(VolumeId);
}

export function attachVolume(
  { VolumeId = "", InstanceId = "", Device = "" }: AttachVolumeRequest,
  context: Context,
): VolumeAttachment {
  const row = mustFind(context, "volumes", VolumeId);
  const instance = mustFind(context, "instances", InstanceId);
  checkAttachable(row, instance);
  if (volumesOf(context, InstanceId).some(({ Attachments }) => Attachments[0]?.Device === Device))
    throw invalidValue(
      `Invalid value '${Device}' for unixDevice. Attachment point ${Device} is already in use`,
    );
  const attachment = {
    ...toAttachment(context, instance, { device: Device, deleteOnTermination: false }),
    VolumeId,
  };
  context.tables.volumes.set(VolumeId, { ...row, State: "in-use", Attachments: [attachment] });
  return { ...attachment, State: "attaching" };
}

function checkAttachable({ VolumeId, State, AvailabilityZone }: VolumeRow, instance: InstanceRow): void {
  const { InstanceId, Placement } = instance;
  if (State !== "available")
    throw new Ec2Error("VolumeInUse", `${VolumeId} is already attached to an instance`);
  if (instance.State.Name === "terminated")
    throw new Ec2Error("IncorrectState", `Instance '${InstanceId}' is not 'running'.`);
  if (AvailabilityZone !== Placement.AvailabilityZone)
    throw new Ec2Error(
      "InvalidVolume.ZoneMismatch",
      `The volume '${VolumeId}' is not in the same availability zone as instance '${InstanceId}'`,
    );
}

export function detachVolume(
  { VolumeId = "", InstanceId, Device }: DetachVolumeRequest,
  context: Context,
): VolumeAttachment {
  const row = mustFind(context, "volumes", VolumeId);
  const [attachment] = row.Attachments;
  if (attachment === undefined)
    throw new Ec2Error("IncorrectState", `Volume '${VolumeId}' is in the 'available' state.`);
  const { InstanceId: holder, Device: device } = attachment;
  if ((InstanceId ?? holder) !== holder || (Device ?? device) !== device)
    throw new Ec2Error(
      "InvalidAttachment.NotFound",
      `The volume '${VolumeId}' is not attached to instance '${InstanceId ?? holder}' as device '${Device ?? device}'.`,
    );
  const { State, RootDeviceName } = mustFind(context, "instances", holder);
  if (device === RootDeviceName && State.Name !== "stopped")
    throw new Ec2Error(
      "OperationNotPermitted",
      `Unable to detach root volume '${VolumeId}' from instance '${holder}'`,
    );
  context.tables.volumes.set(VolumeId, detached(row));
  return { ...attachment, State: "detaching" };
}

const filters: FilterTable<VolumeRow> = {
  "attachment.attach-time": ({ Attachments }) => Attachments.map(({ AttachTime }) => AttachTime),
  "attachment.delete-on-termination": (row) => row.Attachments.map((one) => one.DeleteOnTermination),
  "attachment.device": ({ Attachments }) => Attachments.map(({ Device }) => Device),
  "attachment.instance-id": ({ Attachments }) => Attachments.map(({ InstanceId }) => InstanceId),
  "attachment.status": ({ Attachments }) => Attachments.map(({ State }) => State),
  "availability-zone": ({ AvailabilityZone }) => AvailabilityZone,
  "availability-zone-id": ({ AvailabilityZoneId }) => AvailabilityZoneId,
  "create-time": ({ CreateTime }) => CreateTime,
  encrypted: ({ Encrypted }) => Encrypted,
  "multi-attach-enabled": ({ MultiAttachEnabled }) => MultiAttachEnabled,
  "operator.managed": ({ Operator }) => Operator?.Managed,
  size: ({ Size }) => Size,
  "snapshot-id": ({ SnapshotId }) => SnapshotId,
  status: ({ State }) => State,
  "volume-id": ({ VolumeId }) => VolumeId,
  "volume-type": ({ VolumeType }) => VolumeType,
};

export function describeVolumes(input: DescribeVolumesRequest, context: Context): DescribeVolumesResult {
  const { rows, NextToken } = describeRows(context, "volumes", {
    asked: { ...input, ids: input.VolumeIds },
    filters,
  });
  return { Volumes: rows.map(shown), NextToken };
}
