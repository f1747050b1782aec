/**
 * Auto Scaling groups: instances by a launch template or launch configuration, in the subnets of the group.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html
 * (read 2026-11-24)
 */
import type { SubnetId, WorkloadId } from "../../../../model/entity/entity.ts";
import type { Workload } from "../../../../model/entity/workload.ts";
import { unknown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import type { Resource, Value } from "../../property/value.ts";
import { isReference } from "../../property/attribute.ts";
import { toEntity } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { booleanOr, entryOf, property, toText } from "../../property/property.ts";
import { rolesOfProfile } from "../../management/role.ts";
import type { Rows } from "../../rows.ts";
import { defaultVpc } from "../../vpc/subnet.ts";
import { fieldsIn, userDataClue } from "../clue.ts";
import { groupsOf, profileOf, stateOf } from "./instance.ts";
import { interfacesOf, publicBySubnet } from "../interface.ts";
import { metadataOf } from "./metadata.ts";
import { clientOf, imageText, platformOfImage } from "./platform.ts";
import { settingsOf } from "./settings.ts";
import type { Settings } from "./settings.ts";

export function mapAutoScalingGroup(estate: Estate, resource: Resource): Rows {
  const settings = launchSettings(estate, resource);
  const platform = platformOfImage(settings.get("ImageId"));
  const networkInterfaces = interfacesOf(estate, resource, {
    subnets: subnetsOf(estate, resource),
    groups: groupsOf(estate, settings, launchGroups(settings)),
    client: clientOf(platform),
    hasPublicIpv4: (subnet) => {
      const written =
        firstInterface(settings, "AssociatePublicIpAddress") ?? settings.get("AssociatePublicIpAddress");
      if (written !== undefined) return booleanOr(written, false);
      return settings.missing ?? publicBySubnet(estate, subnet);
    },
  });
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "auto-scaling-group",
    networkInterfaces: networkInterfaces.map(({ id }) => id),
    roles: settings.missing ?? rolesOfProfile(estate, profileOf(settings)),
    platform,
    state: stateOf(resource),
    clues: userDataClue(settings.get("UserData")),
    metadata: metadataOf(settings),
    image: imageText(settings.get("ImageId")),
  };
  return { workloads: [workload], networkInterfaces };
}

const specifications = [
  ["LaunchTemplate"],
  ["MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification"],
] as const;

function launchSettings(estate: Estate, resource: Resource): Settings {
  const [specification] = specifications.flatMap((path) => property(resource, ...path) ?? []);
  if (specification !== undefined) return settingsOf(estate, undefined, specification);
  const named = property(resource, "LaunchConfigurationName") ?? property(resource, "InstanceId");
  const source = named !== undefined && isReference(named.content) ? named.content.resource : undefined;
  if (source !== undefined) return settingsOf(estate, source.properties, undefined);
  return { get: () => undefined, missing: outsideLaunch(resource, named) };
}

function outsideLaunch({ id }: Resource, named: Value | undefined) {
  const text = named === undefined ? undefined : toText(named);
  if (text?.known === false) return text;
  const name = text?.value ?? "";
  return unknown(
    `launch configuration ${name} of ${id}, which is outside the input`,
    `aws autoscaling describe-launch-configurations --launch-configuration-names ${name}`,
  );
}

/** Groups stand in the network interface when the template of the launch has one, else beside it. */
export function launchGroups(settings: Settings): Value | undefined {
  const inInterface = firstInterface(settings, "Groups");
  return inInterface ?? settings.get("SecurityGroupIds") ?? settings.get("SecurityGroups");
}

function firstInterface(settings: Settings, name: string): Value | undefined {
  const [first] = fieldsIn(settings.get("NetworkInterfaces"));
  return first === undefined ? undefined : entryOf(first.fields, name);
}

/** A list, or the same as one text with commas. */
function subnetsOf(estate: Estate, resource: Resource): Known<readonly SubnetId[]> {
  const value = property(resource, "VPCZoneIdentifier");
  if (value === undefined) {
    const missing = defaultVpc(resource);
    return { ...missing, fact: `the default subnets of ${missing.fact}` };
  }
  if (typeof value.content !== "string" || !value.content.includes(","))
    return estate.symbols("subnet", value);
  const items = value.content.split(",").map((text) => ({ content: text.trim(), origin: value.origin }));
  return estate.symbols("subnet", { content: { kind: "list", items }, origin: value.origin });
}
