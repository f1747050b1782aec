/**
 * RunInstances.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html (read 2026-11-29)
 */
import type {
  IamInstanceProfile,
  Image,
  Instance,
  InstanceMetadataOptionsRequest,
  InstanceMetadataOptionsResponse,
  Reservation,
  RunInstancesRequest,
  Tag,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { InstanceRow, SubnetRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { toInstances } from "./describe.ts";
import { mustImage } from "../image/image.ts";
import { mustInstanceType } from "../image/instance-type.ts";
import { mustKeyNamed } from "../image/key-pair.ts";
import { withTemplate } from "../launch-template/launch.ts";
import { launchVolumes } from "../volume/launch-volume.ts";
import { launchInterfaces, subnetFor } from "./launch-interface.ts";

const mostAtOnce = 1000;
const mostUserDataBytes = 16_384;

export function runInstances(asked: RunInstancesRequest, context: Context): Reservation {
  const { input, templateTags } = withTemplate(asked, context);
  if (input.ImageId === undefined) throw missingParameter("ImageId");
  const { MinCount = 0, MaxCount = 0 } = input;
  if (MinCount < 1 || MaxCount < MinCount || MaxCount > mostAtOnce)
    throw invalidValue(
      `Invalid value '${MaxCount}' for maxCount. It must be from ${MinCount} to ${mostAtOnce}, and minCount at least 1`,
    );
  checkCounts(input, MaxCount);
  const subnet = subnetFor(input, context);
  const reservation = { ReservationId: context.newId("r"), OwnerId: context.account };
  const bodies = Array.from({ length: MaxCount }, (_, index) =>
    toRow(input, { context, subnet, index, reservation, templateTags }),
  );
  const interfaceTags = tagsOf(input, "network-interface");
  const volumes = { mappings: input.BlockDeviceMappings, tags: tagsOf(input, "volume") };
  for (const row of bodies) {
    context.tables.instances.set(row.InstanceId, row);
    launchInterfaces(context, { instanceId: row.InstanceId, input, subnet, tags: interfaceTags });
    launchVolumes(context, { instance: row, ...volumes });
  }
  const pending = bodies.map((row): InstanceRow => ({
    ...row,
    State: { Code: 0, Name: "pending" },
    StateReason: { Code: "pending", Message: "pending" },
  }));
  return { ...reservation, Groups: [], Instances: [...toInstances(pending, context)] };
}

/** What can be had once cannot be asked for several instances. */
function checkCounts(input: RunInstancesRequest, count: number): void {
  const isNamed =
    input.PrivateIpAddress !== undefined ||
    (input.NetworkInterfaces ?? []).some(
      ({ NetworkInterfaceId, PrivateIpAddress }) =>
        NetworkInterfaceId !== undefined || PrivateIpAddress !== undefined,
    );
  if (isNamed && count > 1)
    throw invalidCombination("An address or network interface may be specified for a single instance only");
}

const taggable = ["instance", "volume", "network-interface", "spot-instances-request"];

export const tagsOf = (
  { TagSpecifications }: Pick<RunInstancesRequest, "TagSpecifications">,
  type: string,
): Tag[] => tagsFor(TagSpecifications, type, taggable);

interface Making {
  readonly context: Context;
  readonly subnet: SubnetRow;
  readonly index: number;
  readonly reservation: InstanceRow["reservation"];
  /** AWS's own, of the launch template. */
  readonly templateTags: readonly Tag[];
}

function toRow(input: RunInstancesRequest, making: Making): InstanceRow {
  const { context, subnet, index, reservation, templateTags } = making;
  const { KeyName } = input;
  if (KeyName !== undefined) mustKeyNamed(context, KeyName);
  return {
    InstanceId: context.newId("i"),
    InstanceType: mustInstanceType(input.InstanceType ?? "m1.small"),
    State: { Code: 16, Name: "running" },
    StateTransitionReason: "",
    AmiLaunchIndex: index,
    LaunchTime: context.now,
    ...placeOf(input, subnet),
    ...machineOf(mustImage(context, input.ImageId ?? "")),
    EbsOptimized: input.EbsOptimized ?? false,
    HibernationOptions: { Configured: input.HibernationOptions?.Configured ?? false },
    ...(KeyName === undefined ? {} : { KeyName }),
    ClientToken: input.ClientToken ?? "",
    UsageOperationUpdateTime: context.now,
    Monitoring: { State: input.Monitoring?.Enabled === true ? "enabled" : "disabled" },
    MetadataOptions: metadataOptions(input.MetadataOptions, undefined),
    ...(input.IamInstanceProfile === undefined
      ? {}
      : { IamInstanceProfile: toProfile(context, input.IamInstanceProfile) }),
    Tags: [...tagsOf(input, "instance"), ...templateTags],
    reservation,
    userData: checkedUserData(input.UserData),
    attributes: {
      DisableApiTermination: { Value: input.DisableApiTermination === true },
      DisableApiStop: { Value: input.DisableApiStop === true },
      InstanceInitiatedShutdownBehavior: { Value: input.InstanceInitiatedShutdownBehavior ?? "stop" },
    },
    terminatedAtMs: undefined,
  };
}

function placeOf({ Placement, PrivateDnsNameOptions: names }: RunInstancesRequest, subnet: SubnetRow) {
  if (Placement?.AvailabilityZone !== undefined && Placement.AvailabilityZone !== subnet.AvailabilityZone)
    throw invalidValue(`The subnet ${subnet.SubnetId} is not in the zone ${Placement.AvailabilityZone}`);
  return {
    VpcId: subnet.VpcId,
    SubnetId: subnet.SubnetId,
    Placement: {
      AvailabilityZone: subnet.AvailabilityZone,
      AvailabilityZoneId: subnet.AvailabilityZoneId,
      GroupName: "",
      Tenancy: Placement?.Tenancy ?? "default",
    },
    PrivateDnsNameOptions: {
      ...subnet.PrivateDnsNameOptionsOnLaunch,
      ...(names?.HostnameType === undefined ? {} : { HostnameType: names.HostnameType }),
      ...flag("EnableResourceNameDnsARecord", names?.EnableResourceNameDnsARecord),
      ...flag("EnableResourceNameDnsAAAARecord", names?.EnableResourceNameDnsAAAARecord),
    },
  };
}

const flag = (name: string, value: boolean | undefined) => (value === undefined ? {} : { [name]: value });

/** What the image says, and what every machine of the lab is alike in. */
export function machineOf(image: Image & { readonly ImageId: string }) {
  return {
    ImageId: image.ImageId,
    Architecture: image.Architecture,
    RootDeviceName: image.RootDeviceName,
    RootDeviceType: image.RootDeviceType,
    ...(image.Platform === undefined ? {} : { Platform: image.Platform }),
    PlatformDetails: image.PlatformDetails,
    UsageOperation: image.UsageOperation,
    Hypervisor: "xen",
    VirtualizationType: "hvm",
    EnaSupport: true,
    CpuOptions: { CoreCount: 1, ThreadsPerCore: 1 },
    Operator: { Managed: false },
    EnclaveOptions: { Enabled: false },
    MaintenanceOptions: { AutoRecovery: "default", RebootMigration: "default" },
    CapacityReservationSpecification: { CapacityReservationPreference: "open" },
    NetworkPerformanceOptions: { BandwidthWeighting: "default" },
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-boot.html: the default where the image names no mode (read 2026-11-29)
    CurrentInstanceBootMode: image.Architecture === "arm64" ? "uefi" : "legacy-bios",
    ProductCodes: [],
  } satisfies Instance;
}

/** It comes as base64 and is kept as it came. */
export function checkedUserData(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text))
    throw new Ec2Error("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data");
  if (Buffer.from(text, "base64").length > mostUserDataBytes)
    throw invalidValue(`User data is limited to ${mostUserDataBytes} bytes`);
  return text;
}

/** Without an IAM to ask, a name is one of this account. */
export function toProfile(
  context: Context,
  { Arn, Name }: { readonly Arn?: string | undefined; readonly Name?: string | undefined },
): IamInstanceProfile {
  if (Arn !== undefined && Name !== undefined)
    throw invalidCombination(
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    );
  const { facts, region, account, randomHex, findProfile } = context;
  const partition = facts.regionNamed(region).partition.name;
  const isWellFormed =
    Arn === undefined
      ? /^[\w+=,.@-]{1,128}$/.test(Name ?? "")
      : /^arn:[a-z-]+:iam::\d{12}:instance-profile\/.+$/.test(Arn);
  const found =
    findProfile === undefined
      ? {
          Arn: Arn ?? `arn:${partition}:iam::${account}:instance-profile/${Name}`,
          Id: `AIPA${randomHex(16).toUpperCase()}`,
        }
      : findProfile(Arn ?? Name ?? "");
  if (isWellFormed && found !== undefined) return found;
  throw Arn === undefined
    ? invalidValue(
        `Value (${Name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
      )
    : invalidValue(
        `Value (${Arn}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN`,
      );
}

const metadataDefaults: InstanceMetadataOptionsResponse = {
  State: "applied",
  HttpTokens: "optional",
  HttpPutResponseHopLimit: 1,
  HttpEndpoint: "enabled",
  HttpProtocolIpv6: "disabled",
  InstanceMetadataTags: "disabled",
};

const metadataWords: Readonly<Record<string, readonly string[]>> = {
  HttpTokens: ["optional", "required"],
  HttpEndpoint: ["enabled", "disabled"],
  HttpProtocolIpv6: ["enabled", "disabled"],
  InstanceMetadataTags: ["enabled", "disabled"],
};

export function metadataOptions(
  wanted: InstanceMetadataOptionsRequest = {},
  before: InstanceMetadataOptionsResponse = metadataDefaults,
): InstanceMetadataOptionsResponse {
  const given = wanted as Readonly<Record<string, unknown>>;
  for (const [name, words] of Object.entries(metadataWords)) {
    const word = given[name];
    if (typeof word === "string" && !words.includes(word))
      throw invalidValue(
        `Value (${word}) for parameter ${name} is invalid. It must be ${words.join(" or ")}`,
      );
  }
  const hops = wanted.HttpPutResponseHopLimit;
  if (hops !== undefined && (hops < 1 || hops > 64))
    throw invalidValue(
      `Value (${hops}) for parameter HttpPutResponseHopLimit is invalid. It must be from 1 to 64`,
    );
  const set = Object.fromEntries(
    Object.keys(metadataDefaults).flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
  return { ...before, ...set, State: "applied" };
}
