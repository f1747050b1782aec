/**
 * EC2 instances.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html (read 2026-11-24)
 */
import type {
  NetworkInterfaceId,
  SecurityGroupId,
  SubnetId,
  WorkloadId,
} from "../../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../../model/entity/network-interface.ts";
import type { Workload } from "../../../../model/entity/workload.ts";
import { known, mapKnown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import type { Fields, Resource, Value } from "../../property/value.ts";
import { toEntity } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { doubtOf } from "../../existence.ts";
import { booleanOr, entryOf, property, toAddress, toFields, toItems } from "../../property/property.ts";
import { rolesOfProfile } from "../../management/role.ts";
import type { Rows } from "../../rows.ts";
import { defaultVpc } from "../../vpc/subnet.ts";
import { userDataClue } from "../clue.ts";
import { publicByElasticIp } from "./elastic-ip.ts";
import { interfacesOf, publicBySubnet } from "../interface.ts";
import type { Placement } from "../interface.ts";
import { metadataOf } from "./metadata.ts";
import { clientOf, imageText, platformOfImage } from "./platform.ts";
import { settingsOf } from "./settings.ts";
import type { Settings } from "./settings.ts";

export function mapInstance(estate: Estate, resource: Resource): Rows {
  const settings = settingsOf(estate, resource.properties, property(resource, "LaunchTemplate"));
  const platform = platformOfImage(settings.get("ImageId"));
  const { made, attached } = interfacesFor(estate, resource, settings);
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "instance",
    networkInterfaces: [...made.map(({ id }) => id), ...attached],
    roles: settings.missing ?? rolesOfProfile(estate, profileOf(settings)),
    platform,
    state: stateOf(resource),
    clues: userDataClue(settings.get("UserData")),
    metadata: metadataOf(settings),
    image: imageText(settings.get("ImageId")),
  };
  return { workloads: [workload], networkInterfaces: made };
}

/** A launch template names the profile in a map, an instance by its name. */
export function profileOf(settings: Settings): Value | undefined {
  const profile = settings.get("IamInstanceProfile");
  const fields = profile === undefined ? undefined : toFields(profile);
  if (fields?.known !== true) return profile;
  return entryOf(fields.value, "Arn") ?? entryOf(fields.value, "Name");
}

export function stateOf(resource: Resource): Workload["state"] {
  return doubtOf(resource) === undefined ? "planned" : "unknown";
}

interface Interfaces {
  /** Those made with the instance. */
  readonly made: readonly NetworkInterface[];
  /** Those that are resources of their own. */
  readonly attached: readonly NetworkInterfaceId[];
}

function interfacesFor(estate: Estate, resource: Resource, settings: Settings): Interfaces {
  const attachments = estate.adding("AWS::EC2::NetworkInterfaceAttachment", "InstanceId", resource.id);
  const later = attachments.flatMap((one) => property(one, "NetworkInterfaceId") ?? []);
  const list = settings.get("NetworkInterfaces");
  const items = toItems(list);
  if (list === undefined || !items.known) {
    const made = interfacesOf(estate, resource, primaryPlacement(estate, resource, settings, items));
    return { made, attached: idsOf(estate, later) };
  }
  const listed = items.value.map((item) => ({ item, fields: toFields(item) }));
  const existing = listed.flatMap(
    ({ fields }) => (fields.known ? entryOf(fields.value, "NetworkInterfaceId") : undefined) ?? [],
  );
  const made = listed.flatMap(({ fields }, index) => {
    if (fields.known && entryOf(fields.value, "NetworkInterfaceId") !== undefined) return [];
    const own = fields.known ? fields.value : undefined;
    return interfacesOf(estate, resource, { ...listedPlacement(estate, resource, settings, own), index });
  });
  return { made, attached: idsOf(estate, [...existing, ...later]) };
}

function idsOf(estate: Estate, values: readonly Value[]): readonly NetworkInterfaceId[] {
  return values.flatMap((value) => {
    const id = estate.id<NetworkInterfaceId>("network interface", value);
    return id.known ? [id.value] : [];
  });
}

/** `SubnetId` and `SecurityGroupIds` of the instance itself. */
function primaryPlacement(
  estate: Estate,
  resource: Resource,
  settings: Settings,
  list: Known<unknown>,
): Placement {
  const groups = settings.get("SecurityGroupIds") ?? settings.get("SecurityGroups");
  const address = settings.get("PrivateIpAddress");
  return {
    ...basePlacement(resource, settings),
    subnets: list.known ? subnetsOf(estate, resource, settings, settings.get("SubnetId")) : list,
    groups: groupsOf(estate, settings, groups),
    ...(address === undefined ? {} : { addresses: mapKnown(toAddress(address), (one) => [one]) }),
    hasPublicIpv4: (subnet) =>
      publicByElasticIp(estate, resource, () => settings.missing ?? publicBySubnet(estate, subnet)),
  };
}

/** One of `NetworkInterfaces`: an instance calls its groups `GroupSet`, a launch template `Groups`. */
function listedPlacement(
  estate: Estate,
  resource: Resource,
  settings: Settings,
  own: Fields | undefined,
): Placement {
  const get = (name: string) => (own === undefined ? undefined : entryOf(own, name));
  const isPublic = get("AssociatePublicIpAddress");
  const address = get("PrivateIpAddress");
  return {
    ...basePlacement(resource, settings),
    subnets: subnetsOf(estate, resource, settings, get("SubnetId")),
    groups: groupsOf(estate, settings, get("GroupSet") ?? get("Groups") ?? settings.get("SecurityGroupIds")),
    ...(address === undefined ? {} : { addresses: mapKnown(toAddress(address), (one) => [one]) }),
    hasPublicIpv4: (subnet) =>
      publicByElasticIp(estate, resource, () =>
        isPublic === undefined ? publicBySubnet(estate, subnet) : booleanOr(isPublic, false),
      ),
  };
}

function basePlacement(resource: Resource, settings: Settings) {
  return {
    client: clientOf(platformOfImage(settings.get("ImageId"))),
    sourceDestCheck: booleanOr(property(resource, "SourceDestCheck"), true),
  };
}

/** Without a subnet EC2 takes a default subnet of the default VPC. */
function subnetsOf(
  estate: Estate,
  resource: Resource,
  { missing }: Settings,
  subnet: Value | undefined,
): Known<readonly SubnetId[]> {
  if (subnet === undefined)
    return missing ?? { ...defaultVpc(resource), fact: `a default subnet of ${defaultVpc(resource).fact}` };
  return known([estate.symbol<SubnetId>("subnet", subnet, defaultVpc(resource))]);
}

export function groupsOf(
  estate: Estate,
  { missing }: Settings,
  groups: Value | undefined,
): Known<readonly SecurityGroupId[]> | undefined {
  return groups === undefined ? missing : estate.symbols<SecurityGroupId>("security group", groups);
}
