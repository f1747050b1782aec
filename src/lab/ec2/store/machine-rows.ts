/** Rows of instances, and of what they are launched with. */
import type {
  Instance,
  InstanceAttribute,
  KeyPairInfo,
  LaunchTemplate,
  LaunchTemplateVersion,
  Volume,
  VolumeAttachment,
} from "@aws-sdk/client-ec2";
import type { With } from "./with.ts";

export type InstanceRow = With<
  Instance,
  "InstanceId" | "ImageId" | "InstanceType" | "State" | "VpcId" | "SubnetId" | "AmiLaunchIndex" | "Placement",
  {
    readonly reservation: { readonly ReservationId: string; readonly OwnerId: string };
    /** As it was given: base64. */
    readonly userData: string | undefined;
    readonly attributes: Pick<
      InstanceAttribute,
      "DisableApiTermination" | "DisableApiStop" | "InstanceInitiatedShutdownBehavior"
    >;
    /** Of a terminated instance, which is shown for an hour. */
    readonly terminatedAtMs: number | undefined;
  }
>;

export type KeyPairRow = With<KeyPairInfo, "KeyPairId" | "KeyName" | "KeyFingerprint">;

export type LaunchTemplateRow = With<
  LaunchTemplate,
  | "LaunchTemplateId"
  | "LaunchTemplateName"
  | "CreateTime"
  | "CreatedBy"
  | "DefaultVersionNumber"
  | "LatestVersionNumber",
  {
    readonly versions: readonly TemplateVersionRow[];
    /** The highest number that was ever given: no version takes that of a deleted one. */
    readonly lastNumber: number;
  }
>;

export type TemplateVersionRow = With<LaunchTemplateVersion, "VersionNumber" | "LaunchTemplateData">;

export type VolumeRow = With<
  Volume,
  "VolumeId" | "Size" | "VolumeType" | "AvailabilityZone" | "State",
  {
    /** One at most: the lab has no Multi-Attach. */
    readonly Attachments: readonly With<VolumeAttachment, "InstanceId" | "Device" | "DeleteOnTermination">[];
  }
>;
