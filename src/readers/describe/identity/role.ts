/**
 * IAM roles, with what they may do.
 *
 * One call tells all of it (`get-account-authorization-details`); otherwise each role is asked one by one, by calls whose
 * answers do not name the role. Every role that anything names has a row, so that what is missing of it has its call.
 */
import type { RoleId } from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { Role } from "../../../model/entity/workload.ts";
import type { Collected } from "../answer/collected.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { documentsOf, managedPoliciesOf } from "./role-policy.ts";
import { roleRows } from "./role-row.ts";
import type { RoleRow } from "./role-row.ts";

export const roles: TableReader<"roles"> = {
  table: "roles",
  needs: [
    need(
      "iam get-account-authorization-details",
      "RoleDetailList",
      "Roles",
      "InstanceProfiles",
      "AttachedPolicies",
    ),
  ],
  read: (collected) => [...roleRows(collected).values()].map((row) => toRole(row, collected)),
};

function toRole({ arn, name, origin }: RoleRow, collected: Collected): Role {
  return {
    id: parseId<RoleId>(arn),
    aliases: [name],
    scope: collected.scope.id,
    origin,
    managedPolicies: managedPoliciesOf(name, collected),
    documents: documentsOf(name, collected),
  };
}
