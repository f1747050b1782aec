/** What a group launches: a version of a launch template, or a launch configuration. */
import type { Origin, SecurityGroupId } from "../../../../model/entity/entity.ts";
import { parseId } from "../../../../model/entity/entity.ts";
import type { RoleId } from "../../../../model/entity/entity.ts";
import type { Clue } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Known, Unknown } from "../../../../model/known.ts";
import { oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Collected } from "../../answer/collected.ts";
import {
  findFields,
  findFlag,
  findNumber,
  findText,
  findTexts,
  mustText,
  rowsAt,
  textsAt,
} from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";
import { rolesOfProfile } from "../../identity/role-row.ts";
import { instanceProfileOf } from "./instance-row.ts";
import type { PublicAddress } from "../placed.ts";
import { userDataClueOf } from "../../../user-data.ts";

export interface Launch {
  readonly groups: Known<readonly SecurityGroupId[]>;
  readonly roles: Known<readonly RoleId[]>;
  readonly hasPublicIpv4: PublicAddress;
  readonly clues: readonly Clue[];
}

/** Everything about a launch that the input does not tell. */
export function unknownLaunch(missing: Unknown): Launch {
  return { groups: missing, roles: missing, hasPublicIpv4: missing, clues: [] };
}

/** `holder` has a LaunchTemplate, a mixed instances policy with one, or a LaunchConfigurationName. */
export function launchOf(holder: Fields, collected: Collected): Launch | undefined {
  const mixed = findFields(findFields(holder, "MixedInstancesPolicy") ?? {}, "LaunchTemplate") ?? {};
  const template = findFields(holder, "LaunchTemplate") ?? findFields(mixed, "LaunchTemplateSpecification");
  if (template !== undefined) return launchOfTemplate(template, collected);
  const configuration = findText(holder, "LaunchConfigurationName");
  return configuration === undefined ? undefined : launchOfConfiguration(configuration, collected);
}

/** Fields are `LaunchTemplateId`, `LaunchTemplateName`, `Version`; EKS writes `id`, `name`, `version`. */
function launchOfTemplate(template: Fields, collected: Collected): Launch {
  const id = findText(template, "LaunchTemplateId") ?? findText(template, "id");
  const name = findText(template, "LaunchTemplateName") ?? findText(template, "name");
  const version = findText(template, "Version") ?? "$Default";
  const versions = templateVersions(collected).filter(
    (one) => one.id === id || (id === undefined && one.name === name),
  );
  const found = versions.find((one) => isVersion(one, version, versions));
  if (found !== undefined) return toLaunch(found.data, found.origin, collected);
  const flag = id === undefined ? `--launch-template-name ${name ?? ""}` : `--launch-template-id ${id}`;
  return unknownLaunch(
    unknown(
      `launch template ${id ?? name ?? ""}, version ${version}`,
      `aws ec2 describe-launch-template-versions ${flag} --versions '${version}'`,
    ),
  );
}

interface TemplateVersion {
  readonly id: string;
  readonly name: string | undefined;
  readonly number: number;
  readonly isDefault: boolean;
  readonly data: Fields;
  readonly origin: Origin;
}

function isVersion(one: TemplateVersion, wanted: string, all: readonly TemplateVersion[]): boolean {
  if (wanted === "$Default") return one.isDefault;
  if (wanted === "$Latest") return all.every(({ number }) => number <= one.number);
  return String(one.number) === wanted;
}

const templateVersions = oncePerScope((collected): readonly TemplateVersion[] =>
  parseRows(collected, "LaunchTemplateVersions", ({ fields, origin }) => ({
    id: mustText(fields, "LaunchTemplateId"),
    name: findText(fields, "LaunchTemplateName"),
    number: findNumber(fields, "VersionNumber") ?? 0,
    isDefault: findFlag(fields, "DefaultVersion") ?? false,
    data: findFields(fields, "LaunchTemplateData") ?? {},
    origin,
  })),
);

/** A template without groups launches into the VPC's default group, which the input may not single out. */
function toLaunch(data: Fields, origin: Origin, collected: Collected): Launch {
  const interfaces = rowsAt(data, "NetworkInterfaces");
  const groups = [
    ...textsAt(data, "SecurityGroupIds"),
    ...interfaces.flatMap((one) => textsAt(one, "Groups")),
  ];
  const publicIp = interfaces
    .map((one) => findFlag(one, "AssociatePublicIpAddress"))
    .find((flag) => flag !== undefined);
  return {
    groups:
      groups.length === 0
        ? unknown(
            `security groups of launches by ${origin.file}`,
            "aws ec2 describe-network-interfaces, once it runs",
          )
        : known(groups.map((group) => parseId<SecurityGroupId>(group))),
    roles: rolesOfProfile(collected, instanceProfileOf(data)),
    hasPublicIpv4: publicAddressOf(publicIp),
    clues: userDataClue(data, origin),
  };
}

function launchOfConfiguration(name: string, collected: Collected): Launch {
  const found = configurations(collected).get(name);
  if (found !== undefined) return found;
  const call = `aws autoscaling describe-launch-configurations --launch-configuration-names ${name}`;
  return unknownLaunch(unknown(`launch configuration ${name}`, call));
}

const configurations = oncePerScope(
  (collected): ReadonlyMap<string, Launch> =>
    new Map(
      parseRows(collected, "LaunchConfigurations", ({ fields, origin }) => [
        mustText(fields, "LaunchConfigurationName"),
        {
          groups: known(
            (findTexts(fields, "SecurityGroups") ?? []).map((group) => parseId<SecurityGroupId>(group)),
          ),
          roles: rolesOfProfile(collected, findText(fields, "IamInstanceProfile")),
          hasPublicIpv4: publicAddressOf(findFlag(fields, "AssociatePublicIpAddress")),
          clues: userDataClue(fields, origin),
        },
      ]),
    ),
);

function publicAddressOf(flag: boolean | undefined): PublicAddress {
  return flag === undefined ? "by-subnet" : known(flag);
}

function userDataClue(fields: Fields, origin: Origin): readonly Clue[] {
  const text = findText(fields, "UserData");
  return text === undefined || text === "" ? [] : [userDataClueOf(text, { origin })];
}
