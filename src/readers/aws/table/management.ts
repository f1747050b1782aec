/** Systems Manager: who reports to it, how sessions are set up, and the role that stands in for instance profiles. */
import { hostManagementSetting } from "../../../model/entity/systems-manager.ts";
import { itemsOf, row, textsOf } from "./row.ts";
import type { CallRow } from "./row.ts";

const documentsCall = "ssm list-documents";
const own = [
  { Key: "Owner", Values: ["Self"] },
  { Key: "DocumentType", Values: ["Session"] },
];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html (read 2026-11-29) */
export const managementRows: readonly CallRow[] = [
  row("ssm describe-instance-information", {
    lists: ["InstanceInformationList"],
    input: { MaxResults: 50 },
  }),
  row("ssm get-service-setting", {
    object: "ServiceSetting",
    next: [],
    resource: "ssm:*:*:servicesetting/*",
    input: { SettingId: hostManagementSetting },
  }),
  row(documentsCall, { lists: ["DocumentIdentifiers"], input: { Filters: own, MaxResults: 50 } }),
  row("ssm get-document", {
    object: "Content",
    next: [],
    resource: "ssm:*:*:document/*",
    after: [documentsCall],
    questions: (made) =>
      textsOf(itemsOf(made, documentsCall, "DocumentIdentifiers"), "Name").map((Name) => ({
        input: { Name, DocumentFormat: "JSON" },
      })),
  }),
];
