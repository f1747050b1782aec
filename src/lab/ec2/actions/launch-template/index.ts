/** Launch templates: parameters of RunInstances under a name, in numbered versions. */
import type { Actions } from "../context.ts";
import { deleteLaunchTemplate, deleteLaunchTemplateVersions, modifyLaunchTemplate } from "./change.ts";
import { createLaunchTemplate, createLaunchTemplateVersion } from "./create.ts";
import { describeLaunchTemplates, describeLaunchTemplateVersions } from "./describe.ts";
import { getLaunchTemplateData } from "./of-instance.ts";

export const launchTemplateActions: Actions = {
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions,
  GetLaunchTemplateData: getLaunchTemplateData,
};
