import type { ServiceSetting } from "../../../model/entity/systems-manager.ts";
import { hostManagementSetting } from "../../../model/entity/systems-manager.ts";
import { known } from "../../../model/known.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findText, mustText } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

/** Of all settings of Systems Manager only this one decides about a connection. */
export const serviceSettings: TableReader<"serviceSettings"> = {
  table: "serviceSettings",
  needs: [need(`ssm get-service-setting --setting-id ${hostManagementSetting}`, "ServiceSettings")],
  read: (collected) =>
    parseRows(collected, "ServiceSettings", (row) => toServiceSetting(row, collected)).filter(
      ({ settingId }) => settingId === hostManagementSetting,
    ),
};

/** An answer names a setting as it was asked for: by its path, or by an ARN that ends in it. */
function toServiceSetting({ fields, origin }: Row, { scope }: Collected): ServiceSetting {
  const settingId = mustText(fields, "SettingId").replace(/^arn:.*:servicesetting(?=\/)/, "");
  return {
    id: `${scope.id} ${settingId}`,
    aliases: [],
    scope: scope.id,
    origin,
    settingId,
    value: known(findText(fields, "SettingValue") ?? ""),
  };
}
