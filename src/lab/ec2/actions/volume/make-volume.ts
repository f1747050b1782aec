/**
 * A new volume. The lab keeps what EC2 tells of it and no blocks: instances have the disk of this machine.
 * Sizes and rates: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html (read 2026-11-29)
 */
import type { EbsBlockDevice, Tag, VolumeType } from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { VolumeRow } from "../../store/rows.ts";
import { arnOf } from "../context.ts";
import type { Context } from "../context.ts";

interface VolumeKind {
  readonly gib: readonly [least: number, most: number];
  /** Undefined where it is not told; `given` where the request has to name it. */
  readonly iops: ((gib: number) => number) | "given" | undefined;
  readonly throughput?: number;
  /** What a request may name. */
  readonly takes: readonly ("Iops" | "Throughput")[];
}

const kinds: Readonly<Record<VolumeType, VolumeKind>> = {
  gp3: { gib: [1, 65_536], iops: () => 3000, throughput: 125, takes: ["Iops", "Throughput"] },
  gp2: { gib: [1, 16_384], iops: (gib) => Math.min(Math.max(100, gib * 3), 16_000), takes: [] },
  io1: { gib: [4, 16_384], iops: "given", takes: ["Iops"] },
  io2: { gib: [4, 65_536], iops: "given", takes: ["Iops"] },
  st1: { gib: [125, 16_384], iops: undefined, takes: [] },
  sc1: { gib: [125, 16_384], iops: undefined, takes: [] },
  standard: { gib: [1, 1024], iops: undefined, takes: [] },
};

interface NewVolume {
  readonly ebs: Pick<
    EbsBlockDevice,
    "VolumeSize" | "VolumeType" | "Iops" | "Throughput" | "Encrypted" | "KmsKeyId" | "SnapshotId"
  >;
  readonly zone: { readonly name: string; readonly id: string | undefined };
  readonly attachment?: VolumeRow["Attachments"][number];
  readonly tags: Tag[];
}

export function makeVolume(context: Context, { ebs, zone, attachment, tags }: NewVolume): VolumeRow {
  const { VolumeSize: Size, VolumeType = "gp2", Encrypted = false, KmsKeyId } = ebs;
  if (ebs.SnapshotId !== undefined)
    throw new Ec2Error("InvalidSnapshot.NotFound", `The snapshot '${ebs.SnapshotId}' does not exist.`);
  if (Size === undefined)
    throw new Ec2Error("MissingParameter", "The request must contain the parameter size/snapshot");
  if (KmsKeyId !== undefined && !Encrypted)
    throw new Ec2Error(
      "InvalidParameterDependency",
      "The parameter KmsKeyId requires the parameter Encrypted to be set.",
    );
  const id = context.newId("vol");
  const row: VolumeRow = {
    VolumeId: id,
    VolumeArn: arnOf(context, `volume/${id}`),
    OwnerId: context.account,
    Size,
    VolumeType,
    ...ratesOf(VolumeType, Size, ebs),
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    CreateTime: context.now,
    Encrypted,
    ...(KmsKeyId === undefined ? {} : { KmsKeyId }),
    MultiAttachEnabled: false,
    Operator: { Managed: false },
    SnapshotId: "",
    State: attachment === undefined ? "available" : "in-use",
    Attachments: attachment === undefined ? [] : [{ ...attachment, VolumeId: id }],
    Tags: tags,
  };
  context.tables.volumes.set(id, row);
  return row;
}

function ratesOf(
  type: VolumeType,
  gib: number,
  ebs: NewVolume["ebs"],
): Pick<VolumeRow, "Iops" | "Throughput"> {
  // A request may name any text.
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined)
    throw new Ec2Error("UnknownVolumeType", `Unsupported volume type '${type}' for volume creation.`);
  const [least, most] = kind.gib;
  if (gib < least || gib > most)
    throw invalidValue(`Volume of ${gib}GiB is not between ${least}GiB and ${most}GiB for the type ${type}`);
  if (kind.iops === "given" && ebs.Iops === undefined) throw missingParameter("iops");
  for (const name of ["Iops", "Throughput"] as const) {
    if (ebs[name] !== undefined && !kind.takes.includes(name))
      throw invalidCombination(`The parameter ${name.toLowerCase()} is not supported for ${type} volumes.`);
  }
  const Iops = typeof kind.iops === "function" ? kind.iops(gib) : undefined;
  const Throughput = ebs.Throughput ?? kind.throughput;
  return {
    ...(ebs.Iops === undefined && Iops === undefined ? {} : { Iops: ebs.Iops ?? Iops }),
    ...(Throughput === undefined ? {} : { Throughput }),
  };
}
