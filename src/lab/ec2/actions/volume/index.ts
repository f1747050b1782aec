/** Volumes of EBS. */
import type { Actions } from "../context.ts";
import { attachVolume, createVolume, deleteVolume, describeVolumes, detachVolume } from "./volume.ts";

export const volumeActions: Actions = {
  CreateVolume: createVolume,
  DeleteVolume: deleteVolume,
  AttachVolume: attachVolume,
  DetachVolume: detachVolume,
  DescribeVolumes: describeVolumes,
};
