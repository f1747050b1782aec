/**
 * Settings of Systems Manager, of which one decides about a connection. No template can make them, and Terraform can.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_service_setting (read 2026-11-29)
 */
import { hostManagementSetting } from "../../../model/entity/systems-manager.ts";
import type { ServiceSetting } from "../../../model/entity/systems-manager.ts";
import { toEntity } from "../entity.ts";
import { property, textOr } from "../property/property.ts";
import type { Mapper } from "../rows.ts";

export const mapServiceSetting: Mapper = (estate, resource) => {
  const named = textOr(property(resource, "SettingId"), "");
  // An ARN ends in the path.
  const settingId = named.known ? named.value.replace(/^arn:.*:servicesetting(?=\/)/, "") : "";
  if (settingId !== hostManagementSetting) return {};
  const entity = toEntity<string>(estate, resource);
  const setting: ServiceSetting = {
    ...entity,
    id: `${entity.scope} ${settingId}`,
    settingId,
    value: textOr(property(resource, "SettingValue"), "$None"),
  };
  return { serviceSettings: [setting] };
};
