/**
 * What RunInstances takes out of a launch template: every parameter that the request does not give itself.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html (read 2026-11-29)
 */
import type { ResponseLaunchTemplateData, RunInstancesRequest, Tag } from "@aws-sdk/client-ec2";
import type { Context } from "../context.ts";
import { without } from "../without.ts";
import { mustTemplate, mustVersion } from "./find.ts";

interface Launched {
  readonly input: RunInstancesRequest;
  /** Of instances alone: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html (read 2026-11-29) */
  readonly templateTags: readonly Tag[];
}

export function withTemplate(input: RunInstancesRequest, context: Context): Launched {
  const { LaunchTemplate } = input;
  if (LaunchTemplate === undefined) return { input, templateTags: [] };
  const row = mustTemplate(context, LaunchTemplate);
  const { LaunchTemplateData, VersionNumber } = mustVersion(row, LaunchTemplate.Version ?? "$Default");
  return {
    input: { ...toRequest(LaunchTemplateData, input), ...input },
    templateTags: [
      { Key: "aws:ec2launchtemplate:id", Value: row.LaunchTemplateId },
      { Key: "aws:ec2launchtemplate:version", Value: String(VersionNumber) },
    ],
  };
}

/** The two differ in a few names and in what AWS adds; groups are one parameter, by id or by name. */
function toRequest(
  data: ResponseLaunchTemplateData,
  input: RunInstancesRequest,
): Partial<RunInstancesRequest> {
  const { RamDiskId, ...rest } = without(
    data,
    "ElasticGpuSpecifications",
    "Operator",
    "InstanceRequirements",
  );
  const hasGroups = (input.SecurityGroupIds ?? input.SecurityGroups) !== undefined;
  const named = hasGroups ? without(rest, "SecurityGroupIds", "SecurityGroups") : rest;
  return {
    ...named,
    ...(RamDiskId === undefined ? {} : { RamdiskId: RamDiskId }),
  } as Partial<RunInstancesRequest>;
}
