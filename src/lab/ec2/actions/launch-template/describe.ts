/** DescribeLaunchTemplates and DescribeLaunchTemplateVersions. */
import type {
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult,
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult,
  LaunchTemplateVersion,
} from "@aws-sdk/client-ec2";
import { invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { LaunchTemplateRow, TemplateVersionRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { mustImage } from "../image/image.ts";
import { findTemplateNamed, findVersion, mustTemplate, mustVersion, noTemplateNamed } from "./find.ts";

const pages = { least: 1, most: 200 } as const;

const filters: FilterTable<LaunchTemplateRow> = {
  "create-time": ({ CreateTime }) => CreateTime,
  "launch-template-name": ({ LaunchTemplateName }) => LaunchTemplateName,
};

export function describeLaunchTemplates(
  input: DescribeLaunchTemplatesRequest,
  context: Context,
): DescribeLaunchTemplatesResult {
  const { LaunchTemplateIds: ids = [], LaunchTemplateNames: names = [] } = input;
  const asked =
    ids.length + names.length === 0
      ? context.tables.launchTemplates.rows()
      : [
          ...ids.map((id) => mustFind(context, "launchTemplates", id)),
          ...names.map((name) => mustBeNamed(context, name)),
        ];
  const { rows, NextToken } = pageOf(filterRows(asked, input.Filters, filters), input, {
    ...pages,
    idOf: ({ LaunchTemplateId }) => LaunchTemplateId,
  });
  return { LaunchTemplates: [...rows], NextToken };
}

/** Where several are asked for, AWS does not say which is not there. */
function mustBeNamed(context: Context, name: string): LaunchTemplateRow {
  const row = findTemplateNamed(context, name);
  if (row !== undefined) return row;
  throw noTemplateNamed("At least one of the launch templates specified in the request does not exist.");
}

type Shown = LaunchTemplateVersion & TemplateVersionRow;

export function toVersion(row: LaunchTemplateRow, version: TemplateVersionRow): Shown {
  const { LaunchTemplateId, LaunchTemplateName, DefaultVersionNumber } = row;
  return {
    ...version,
    LaunchTemplateId,
    LaunchTemplateName,
    DefaultVersion: version.VersionNumber === DefaultVersionNumber,
  };
}

const versionFilters: FilterTable<Shown> = {
  "create-time": ({ CreateTime }) => CreateTime,
  "ebs-optimized": ({ LaunchTemplateData }) => LaunchTemplateData.EbsOptimized,
  "http-endpoint": ({ LaunchTemplateData }) => LaunchTemplateData.MetadataOptions?.HttpEndpoint,
  "http-protocol-ipv6": ({ LaunchTemplateData }) => LaunchTemplateData.MetadataOptions?.HttpProtocolIpv6,
  "http-tokens": ({ LaunchTemplateData }) => LaunchTemplateData.MetadataOptions?.HttpTokens,
  "iam-instance-profile": ({ LaunchTemplateData: { IamInstanceProfile } }) =>
    IamInstanceProfile?.Arn ?? IamInstanceProfile?.Name,
  "image-id": ({ LaunchTemplateData }) => LaunchTemplateData.ImageId,
  "instance-type": ({ LaunchTemplateData }) => LaunchTemplateData.InstanceType,
  "is-default-version": ({ DefaultVersion }) => DefaultVersion,
  "kernel-id": ({ LaunchTemplateData }) => LaunchTemplateData.KernelId,
  "network-card-index": ({ LaunchTemplateData }) =>
    LaunchTemplateData.NetworkInterfaces?.map(({ NetworkCardIndex }) => NetworkCardIndex),
  "ram-disk-id": ({ LaunchTemplateData }) => LaunchTemplateData.RamDiskId,
};

/** The newest first. */
export function describeLaunchTemplateVersions(
  input: DescribeLaunchTemplateVersionsRequest,
  context: Context,
): DescribeLaunchTemplateVersionsResult {
  const asked = askedVersions(input, context);
  const { rows, NextToken } = pageOf(filterRows(asked, input.Filters, versionFilters), input, {
    ...pages,
    idOf: ({ LaunchTemplateId, VersionNumber }) => `${LaunchTemplateId} ${VersionNumber}`,
  });
  const shown = input.ResolveAlias === true ? rows.map((row) => resolved(row, context)) : [...rows];
  return { LaunchTemplateVersions: shown, NextToken };
}

function askedVersions(input: DescribeLaunchTemplateVersionsRequest, context: Context): readonly Shown[] {
  const { Versions = [], MinVersion, MaxVersion } = input;
  const hasRange = (MinVersion ?? MaxVersion) !== undefined;
  if (Versions.length > 0 && hasRange)
    throw invalidCombination("Versions cannot be specified together with a minimum or maximum version");
  if (input.LaunchTemplateId === undefined && input.LaunchTemplateName === undefined)
    return ofAllTemplates(Versions, context);
  const row = mustTemplate(context, input);
  const newestFirst = row.versions.toReversed();
  const numberOf = (text: string) => mustVersion(row, text).VersionNumber;
  const least = MinVersion === undefined ? 1 : numberOf(MinVersion);
  const most = MaxVersion === undefined ? row.lastNumber : numberOf(MaxVersion);
  const named = new Set(Versions.map(numberOf));
  return newestFirst
    .filter(({ VersionNumber: number }) =>
      named.size > 0 ? named.has(number) : number >= least && number <= most,
    )
    .map((version) => toVersion(row, version));
}

const ofEach = ["$Default", "$Latest"];

/** Without a template, the latest or the default versions of all of them. */
function ofAllTemplates(versions: readonly string[], { tables }: Context): readonly Shown[] {
  if (versions.length === 0) throw missingParameter("launch template ID or launch template name");
  if (!versions.every((text) => ofEach.includes(text)))
    throw invalidValue(
      "Without a launch template, versions are asked for as $Latest, $Default or both alone",
    );
  return tables.launchTemplates
    .rows()
    .flatMap((row) =>
      [...new Set(versions.map((text) => findVersion(row, text)))].flatMap((version) =>
        version === undefined ? [] : [toVersion(row, version)],
      ),
    );
}

/** A parameter's name in the place of an image gives way to the image. */
function resolved(row: Shown, context: Context): Shown {
  const { LaunchTemplateData: data } = row;
  if (data.ImageId?.startsWith("resolve:ssm:") !== true) return row;
  return { ...row, LaunchTemplateData: { ...data, ImageId: mustImage(context, data.ImageId).ImageId } };
}
