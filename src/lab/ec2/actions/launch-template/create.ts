/**
 * CreateLaunchTemplate and CreateLaunchTemplateVersion. Like AWS, they ask little of the parameters: whether instances can
 * be launched with them is seen at the launch.
 */
import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateResult,
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult,
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import { Ec2Error, missingParameter } from "../../error.ts";
import type { LaunchTemplateRow, TemplateVersionRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { tagsOf } from "../instance/run.ts";
import { tagsFor } from "../tag/tags.ts";
import { toVersion } from "./describe.ts";
import { findTemplateNamed, mustTemplate, mustVersion } from "./find.ts";

export function createLaunchTemplate(
  input: CreateLaunchTemplateRequest,
  context: Context,
): CreateLaunchTemplateResult {
  const { LaunchTemplateName: name = "", VersionDescription } = input;
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name))
    throw new Ec2Error(
      "InvalidLaunchTemplateName.MalformedException",
      "A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.",
    );
  if (findTemplateNamed(context, name) !== undefined)
    throw new Ec2Error(
      "InvalidLaunchTemplateName.AlreadyExistsException",
      "Launch template name already in use.",
    );
  const row: LaunchTemplateRow = {
    LaunchTemplateId: context.newId("lt"),
    LaunchTemplateName: name,
    CreateTime: context.now,
    CreatedBy: creatorOf(context),
    DefaultVersionNumber: 1,
    LatestVersionNumber: 1,
    Operator: { Managed: false },
    Tags: tagsFor(input.TagSpecifications, "launch-template"),
    versions: [makeVersion(context, { number: 1, description: VersionDescription, data: dataOf(input) })],
    lastNumber: 1,
  };
  context.tables.launchTemplates.set(row.LaunchTemplateId, row);
  return { LaunchTemplate: row };
}

/** The lab's account is its owner's. */
const creatorOf = ({ facts, region, account }: Context): string =>
  `arn:${facts.regionNamed(region).partition.name}:iam::${account}:root`;

interface NewVersion {
  readonly number: number;
  readonly description: string | undefined;
  readonly data: ResponseLaunchTemplateData;
}

function makeVersion(context: Context, { number, description, data }: NewVersion): TemplateVersionRow {
  return {
    VersionNumber: number,
    ...(description === undefined ? {} : { VersionDescription: description }),
    CreateTime: context.now,
    CreatedBy: creatorOf(context),
    LaunchTemplateData: data,
    Operator: { Managed: false },
  };
}

function dataOf(input: {
  readonly LaunchTemplateData: RequestLaunchTemplateData | undefined;
}): ResponseLaunchTemplateData {
  const { LaunchTemplateData: data } = input;
  if (data === undefined || Object.keys(data).length === 0) throw missingParameter("LaunchTemplateData");
  tagsOf(data, "instance");
  return data;
}

/** Of a source version, what the request does not give itself. */
export function createLaunchTemplateVersion(
  input: CreateLaunchTemplateVersionRequest,
  context: Context,
): CreateLaunchTemplateVersionResult {
  const row = mustTemplate(context, input);
  const { SourceVersion, VersionDescription } = input;
  const source = SourceVersion === undefined ? {} : mustVersion(row, SourceVersion).LaunchTemplateData;
  const number = row.lastNumber + 1;
  const data = { ...source, ...dataOf(input) };
  const version = makeVersion(context, { number, description: VersionDescription, data });
  const changed = {
    ...row,
    lastNumber: number,
    LatestVersionNumber: number,
    versions: [...row.versions, version],
  };
  context.tables.launchTemplates.set(row.LaunchTemplateId, changed);
  return { LaunchTemplateVersion: toVersion(changed, version) };
}
