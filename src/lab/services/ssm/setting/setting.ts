/**
 * Settings of the account for a service.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetServiceSetting.html (read 2026-11-29)
 */
import type {
  GetServiceSettingRequest,
  GetServiceSettingResult,
  ResetServiceSettingRequest,
  ServiceSetting,
  UpdateServiceSettingRequest,
} from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { ssmArn, stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { hostManagementRole } from "./stored.ts";
import type { CustomSetting } from "./stored.ts";

/** Each with what it is before anybody changes it, and what it may become. */
const known: Readonly<Record<string, readonly [initial: string, allowed: RegExp]>> = {
  [hostManagementRole]: ["$None", /^(\$None|[\w+=,.@/-]{1,512})$/],
  "/ssm/managed-instance/activation-tier": ["standard", /^(standard|advanced)$/],
  "/ssm/automation/customer-script-log-destination": ["None", /^(None|CloudWatch)$/],
  "/ssm/automation/customer-script-log-group-name": [
    "/aws/ssm/automation/executeScript",
    /^[\w./#-]{1,512}$/,
  ],
  "/ssm/documents/console/public-sharing-permission": ["Enable", /^(Enable|Disable)$/],
  "/ssm/opsinsights/opscenter": ["Disabled", /^(Enabled|Disabled)$/],
  "/ssm/parameter-store/default-parameter-tier": ["Standard", /^(Standard|Advanced|Intelligent-Tiering)$/],
  "/ssm/parameter-store/high-throughput-enabled": ["false", /^(true|false)$/],
};

/** By id or by ARN. */
function mustId(text: string): string {
  const id = /^arn:[^:]+:ssm:[^:]*:\d+:servicesetting(\/.+)$/.exec(text)?.[1] ?? text;
  if (Object.hasOwn(known, id)) return id;
  throw new ServiceFault("ServiceSettingNotFound", `Setting ${id} was not found`);
}

const arnOf = (asked: Asked, id: string) => ssmArn(asked, `servicesetting${id}`);

function toSetting(asked: Asked, id: string, custom: CustomSetting | undefined): ServiceSetting {
  const [initial = ""] = known[id] ?? [];
  return {
    SettingId: id,
    SettingValue: custom?.value ?? initial,
    LastModifiedDate: new Date(custom?.modifiedAtMs ?? 0),
    LastModifiedUser: custom?.modifiedBy ?? "System",
    ARN: arnOf(asked, id),
    Status: custom === undefined ? "Default" : "Customized",
  };
}

export function getServiceSetting(
  plane: Plane,
  { SettingId = "" }: GetServiceSettingRequest,
  asked: Asked,
): GetServiceSettingResult {
  const id = mustId(SettingId);
  asked.permit("ssm:GetServiceSetting", arnOf(asked, id));
  return { ServiceSetting: toSetting(asked, id, stateOf(plane, asked).settings.get(id)) };
}

export function updateServiceSetting(
  plane: Plane,
  { SettingId = "", SettingValue = "" }: UpdateServiceSettingRequest,
  asked: Asked,
): object {
  const id = mustId(SettingId);
  asked.permit("ssm:UpdateServiceSetting", arnOf(asked, id));
  const [, allowed] = known[id] ?? [];
  if (allowed?.test(SettingValue) !== true)
    throw new ServiceFault("ValidationException", `${SettingValue} is not a value of ${id}`);
  const custom = { value: SettingValue, modifiedAtMs: asked.nowMs, modifiedBy: asked.credential.arn };
  stateOf(plane, asked).settings.set(id, custom);
  return {};
}

export function resetServiceSetting(
  plane: Plane,
  { SettingId = "" }: ResetServiceSettingRequest,
  asked: Asked,
): GetServiceSettingResult {
  const id = mustId(SettingId);
  asked.permit("ssm:ResetServiceSetting", arnOf(asked, id));
  stateOf(plane, asked).settings.delete(id);
  return { ServiceSetting: toSetting(asked, id, undefined) };
}
