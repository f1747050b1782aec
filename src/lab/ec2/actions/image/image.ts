/**
 * Images. The lab boots none of them, so any well-formed id may be launched, and is an Amazon Linux image of x86_64; the
 * few that it lists are for those who look one up.
 */
import type {
  ArchitectureValues,
  DescribeImagesRequest,
  DescribeImagesResult,
  Image,
  PlatformValues,
} from "@aws-sdk/client-ec2";
import { createHash } from "node:crypto";
import { Ec2Error } from "../../error.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import type { Context } from "../context.ts";

interface KnownImage {
  readonly name: string;
  readonly architecture: ArchitectureValues;
  readonly platform?: PlatformValues;
}

/** The word of AWS's answers; the SDK's type begins it with a capital. */
const windows = "windows" as PlatformValues;

const known: readonly KnownImage[] = [
  { name: "al2023-ami-2023.9.20260901.0-kernel-6.1-x86_64", architecture: "x86_64" },
  { name: "al2023-ami-2023.9.20260901.0-kernel-6.1-arm64", architecture: "arm64" },
  { name: "amzn2-ami-kernel-5.10-hvm-2.0.20260901.0-x86_64-gp2", architecture: "x86_64" },
  { name: "Windows_Server-2022-English-Full-Base-2026.09.10", architecture: "x86_64", platform: windows },
];

const published = "2026-09-10T00:00:00.000Z";

/** AWS's own images have another id in every Region. */
const idOf = (name: string, region: string) =>
  `ami-0${createHash("sha256").update(`${region} ${name}`).digest("hex").slice(0, 16)}`;

function toImage({ name, architecture, platform }: KnownImage, { region }: Context): Image {
  return {
    ...plain(idOf(name, region)),
    Name: name,
    ImageLocation: `amazon/${name}`,
    Architecture: architecture,
    ImageOwnerAlias: "amazon",
    PlatformDetails: platform === undefined ? "Linux/UNIX" : "Windows",
    ...(platform === undefined ? {} : { Platform: platform }),
  };
}

function plain(id: string): Image {
  return {
    ImageId: id,
    Name: id,
    ImageLocation: `amazon/${id}`,
    ImageType: "machine",
    Architecture: "x86_64",
    OwnerId: "137112412989",
    State: "available",
    CreationDate: published,
    Public: true,
    PlatformDetails: "Linux/UNIX",
    UsageOperation: "RunInstances",
    EnaSupport: true,
    Hypervisor: "xen",
    RootDeviceName: "/dev/xvda",
    RootDeviceType: "ebs",
    SriovNetSupport: "simple",
    VirtualizationType: "hvm",
    BlockDeviceMappings: [
      {
        DeviceName: "/dev/xvda",
        Ebs: { DeleteOnTermination: true, Encrypted: false, VolumeSize: 8, VolumeType: "gp3" },
      },
    ],
    Tags: [],
  };
}

/** `resolve:ssm:…` names a parameter that holds an id; the lab takes it for the first image. */
export function mustImage(context: Context, id: string): Image & { readonly ImageId: string } {
  const images = known.map((image) => toImage(image, context));
  const [first] = images;
  if (id.startsWith("resolve:ssm:")) return { ...first, ImageId: first?.ImageId ?? id };
  if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id))
    throw new Ec2Error("InvalidAMIID.Malformed", `Invalid id: "${id}" (expecting "ami-...")`);
  return { ...(images.find(({ ImageId }) => ImageId === id) ?? plain(id)), ImageId: id };
}

const filters: FilterTable<Image> = {
  architecture: ({ Architecture }) => Architecture,
  "creation-date": ({ CreationDate }) => CreationDate,
  "ena-support": ({ EnaSupport }) => EnaSupport,
  hypervisor: ({ Hypervisor }) => Hypervisor,
  "image-id": ({ ImageId }) => ImageId,
  "image-type": ({ ImageType }) => ImageType,
  "is-public": ({ Public }) => Public,
  "manifest-location": ({ ImageLocation }) => ImageLocation,
  name: ({ Name }) => Name,
  "owner-alias": ({ ImageOwnerAlias }) => ImageOwnerAlias,
  "owner-id": ({ OwnerId }) => OwnerId,
  platform: ({ Platform }) => Platform,
  "root-device-name": ({ RootDeviceName }) => RootDeviceName,
  "root-device-type": ({ RootDeviceType }) => RootDeviceType,
  state: ({ State }) => State,
  "virtualization-type": ({ VirtualizationType }) => VirtualizationType,
};

export function describeImages(input: DescribeImagesRequest, context: Context): DescribeImagesResult {
  const { ImageIds = [], Owners = [] } = input;
  const asked =
    ImageIds.length > 0
      ? ImageIds.map((id) => mustImage(context, id))
      : known.map((image) => toImage(image, context));
  const owned = asked.filter(
    ({ OwnerId = "", ImageOwnerAlias = "amazon" }) =>
      Owners.length === 0 || Owners.includes(OwnerId) || Owners.includes(ImageOwnerAlias),
  );
  const { rows, NextToken } = pageOf(filterRows(owned, input.Filters, filters), input, {
    idOf: ({ ImageId }) => ImageId ?? "",
    least: 1,
  });
  return { Images: [...rows], NextToken };
}
