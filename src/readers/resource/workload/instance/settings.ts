/**
 * What an instance is launched with: its own properties, over those of its launch template or launch configuration.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-launchtemplate-launchtemplatedata.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-launchconfiguration.html
 * (read 2026-11-24)
 */
import { unknown } from "../../../../model/known.ts";
import type { Unknown } from "../../../../model/known.ts";
import type { Fields, Resource, Value } from "../../property/value.ts";
import { isReference } from "../../property/attribute.ts";
import { textOf } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { entryOf, property, toFields, toText } from "../../property/property.ts";

export interface Settings {
  /** The first of `paths` that is set, in the order of precedence. */
  readonly get: (...path: readonly string[]) => Value | undefined;
  /** Why there may be more settings than these: the launch template is outside the input. */
  readonly missing: Unknown | undefined;
}

/** EC2 and Auto Scaling name a launch template by the first two, EKS by the last. */
const templateKeys = ["LaunchTemplateId", "LaunchTemplateName", "Id", "Name"] as const;

/** Settings of `own` over those of the launch template in `specification` (`LaunchTemplateId` or `…Name`). */
export function settingsOf(
  estate: Estate,
  own: Fields | undefined,
  specification: Value | undefined,
): Settings {
  const template = specification === undefined ? undefined : templateOf(estate, specification);
  const layers = [own, template?.data].flatMap((layer) => layer ?? []);
  return {
    get: (...path) => layers.flatMap((fields) => entryOf(fields, ...path) ?? [])[0],
    missing: template?.missing,
  };
}

interface Template {
  readonly data?: Fields;
  readonly missing?: Unknown;
}

function templateOf(estate: Estate, specification: Value): Template {
  const fields = toFields(specification);
  if (!fields.known) return { missing: fields };
  const value = templateKeys.map((key) => entryOf(fields.value, key)).find((entry) => entry !== undefined);
  if (value === undefined) return { missing: outside("?") };
  const resource = isReference(value.content) ? value.content.resource : templateNamed(estate, value);
  if (resource === undefined) {
    const name = toText(value);
    return { missing: name.known ? outside(name.value) : name };
  }
  const data = property(resource, "LaunchTemplateData");
  const read = data === undefined ? undefined : toFields(data);
  if (read?.known === false) return { missing: read };
  return read === undefined ? {} : { data: read.value };
}

function templateNamed(estate: Estate, value: Value): Resource | undefined {
  const name = toText(value);
  if (!name.known) return undefined;
  const all = estate.ofType("AWS::EC2::LaunchTemplate");
  return all.find((template) => textOf(template, "LaunchTemplateName") === name.value);
}

const outside = (name: string) =>
  unknown(
    `launch template ${name}, which is outside the input`,
    `aws ec2 describe-launch-template-versions --launch-template-id ${name}`,
  );
