/** A launch template by its id or its name, and a version of it by its number or by what the number stands for. */
import { Ec2Error, invalidCombination, missingParameter } from "../../error.ts";
import type { LaunchTemplateRow, TemplateVersionRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";

interface Named {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
}

export function mustTemplate(
  context: Context,
  { LaunchTemplateId: id, LaunchTemplateName: name }: Named,
): LaunchTemplateRow {
  if (id !== undefined && name !== undefined)
    throw invalidCombination(
      "Either a launch template ID or a launch template name may be specified, not both",
    );
  if (id !== undefined) return mustFind(context, "launchTemplates", id);
  if (name === undefined) throw missingParameter("launch template ID or launch template name");
  const row = findTemplateNamed(context, name);
  if (row !== undefined) return row;
  throw noTemplateNamed(`The specified launch template, with template name ${name}, does not exist.`);
}

export const noTemplateNamed = (message: string): Ec2Error =>
  new Ec2Error("InvalidLaunchTemplateName.NotFoundException", message);

export function findTemplateNamed({ tables }: Context, name: string): LaunchTemplateRow | undefined {
  return tables.launchTemplates.rows().find(({ LaunchTemplateName }) => LaunchTemplateName === name);
}

/** `$Default`, `$Latest` or a number. */
export function mustVersion(row: LaunchTemplateRow, text: string): TemplateVersionRow {
  const found = findVersion(row, text);
  if (found !== undefined) return found;
  throw noVersion(
    `Could not find the specified version ${text} for the launch template with ID ${row.LaunchTemplateId}.`,
  );
}

export const noVersion = (message: string): Ec2Error =>
  new Ec2Error("InvalidLaunchTemplateId.VersionNotFound", message);

export function findVersion(row: LaunchTemplateRow, text: string): TemplateVersionRow | undefined {
  const numbers: Readonly<Record<string, number>> = {
    $Default: row.DefaultVersionNumber,
    $Latest: row.LatestVersionNumber,
  };
  const number = numbers[text] ?? Number(text);
  return row.versions.find(({ VersionNumber }) => VersionNumber === number);
}
