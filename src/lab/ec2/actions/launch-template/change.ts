/** ModifyLaunchTemplate, and launch templates and their versions deleted. */
import type {
  DeleteLaunchTemplateRequest,
  DeleteLaunchTemplateResult,
  DeleteLaunchTemplateVersionsRequest,
  DeleteLaunchTemplateVersionsResponseErrorItem,
  DeleteLaunchTemplateVersionsResult,
  LaunchTemplateErrorCode,
  ModifyLaunchTemplateRequest,
  ModifyLaunchTemplateResult,
} from "@aws-sdk/client-ec2";
import { invalidValue, missingParameter } from "../../error.ts";
import type { LaunchTemplateRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { findVersion, mustTemplate, noVersion } from "./find.ts";

export function modifyLaunchTemplate(
  input: ModifyLaunchTemplateRequest,
  context: Context,
): ModifyLaunchTemplateResult {
  const row = mustTemplate(context, input);
  if (input.DefaultVersion === undefined) throw missingParameter("DefaultVersion");
  const version = findVersion(row, input.DefaultVersion);
  if (version === undefined)
    throw noVersion(
      `The launch template version ${input.DefaultVersion} is not found for the specified launch template.`,
    );
  const changed = { ...row, DefaultVersionNumber: version.VersionNumber };
  context.tables.launchTemplates.set(row.LaunchTemplateId, changed);
  return { LaunchTemplate: changed };
}

export function deleteLaunchTemplate(
  input: DeleteLaunchTemplateRequest,
  context: Context,
): DeleteLaunchTemplateResult {
  const row = mustTemplate(context, input);
  context.tables.launchTemplates.delete(row.LaunchTemplateId);
  return { LaunchTemplate: row };
}

const mostVersions = 200;

/** The answer tells of each version; the default one stays. */
export function deleteLaunchTemplateVersions(
  input: DeleteLaunchTemplateVersionsRequest,
  context: Context,
): DeleteLaunchTemplateVersionsResult {
  const row = mustTemplate(context, input);
  const { LaunchTemplateId, LaunchTemplateName } = row;
  const { Versions = [] } = input;
  if (Versions.length > mostVersions)
    throw invalidValue(`Not more than ${mostVersions} versions can be deleted at once`);
  const told = [...new Set(Versions)].map((text) => ({
    LaunchTemplateId,
    LaunchTemplateName,
    VersionNumber: Number(text),
    ResponseError: whyNot(row, text),
  }));
  const gone = told.filter(({ ResponseError }) => ResponseError === undefined);
  const kept = row.versions.filter(
    ({ VersionNumber }) => !gone.some((one) => one.VersionNumber === VersionNumber),
  );
  context.tables.launchTemplates.set(LaunchTemplateId, {
    ...row,
    versions: kept,
    LatestVersionNumber: kept.at(-1)?.VersionNumber ?? row.DefaultVersionNumber,
  });
  return {
    SuccessfullyDeletedLaunchTemplateVersions: gone,
    UnsuccessfullyDeletedLaunchTemplateVersions: told.filter((one) => one.ResponseError !== undefined),
  };
}

const refusal = (Code: LaunchTemplateErrorCode, Message: string) => ({ Code, Message });

function whyNot(
  row: LaunchTemplateRow,
  text: string,
): DeleteLaunchTemplateVersionsResponseErrorItem["ResponseError"] {
  if (!/^\d+$/.test(text))
    throw invalidValue(`Value (${text}) for parameter LaunchTemplateVersion is invalid.`);
  const version = findVersion(row, text);
  if (version === undefined)
    return refusal(
      "launchTemplateVersionDoesNotExist",
      `Could not find the specified version ${text} for the launch template with ID ${row.LaunchTemplateId}.`,
    );
  return version.VersionNumber === row.DefaultVersionNumber
    ? refusal("unexpectedError", "The default version of a launch template cannot be deleted.")
    : undefined;
}
