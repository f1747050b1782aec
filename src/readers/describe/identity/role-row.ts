/** Which roles there are, and which instance profile holds which. */
import type { Origin, RoleId } from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected } from "../answer/collected.ts";
import { findName, mustText, rowsAt } from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";

export interface RoleRow {
  readonly arn: string;
  readonly name: string;
  readonly origin: Origin;
}

/** By ARN; what only a workload names is added by `roleNamed`. */
export const roleRows = oncePerScope((collected): Map<string, RoleRow> => {
  const rows = [
    ...parseRows(collected, "Roles", ({ fields, origin }) => [toRoleRow(fields, origin)]),
    ...parseRows(collected, "RoleDetailList", ({ fields, origin }) => [toRoleRow(fields, origin)]),
    ...profileRows(collected).map(({ roles }) => roles),
  ].flat();
  return new Map(rows.map((row) => [row.arn, row]));
});

/** The row of a role that a workload names by its ARN. */
export function roleNamed(collected: Collected, arn: string, origin: Origin): RoleId {
  const rows = roleRows(collected);
  collected.namedRoles.add(arn);
  if (!rows.has(arn)) rows.set(arn, { arn, name: lastPart(arn), origin });
  return parseId<RoleId>(arn);
}

interface Profile {
  readonly name: string;
  readonly roles: readonly RoleRow[];
}

const profileRows = oncePerScope((collected): readonly Profile[] => [
  ...parseRows(collected, "InstanceProfiles", ({ fields, origin }) => toProfile(fields, origin)),
  ...parseRows(collected, "RoleDetailList", ({ fields, origin }) =>
    rowsAt(fields, "InstanceProfileList").map((profile) => ({
      ...toProfile(profile, origin),
      roles: [toRoleRow(fields, origin)],
    })),
  ).flat(),
]);

/** The roles of an instance profile, given by name or ARN; an instance without one has none. */
export function rolesOfProfile(collected: Collected, profile: string | undefined): Known<readonly RoleId[]> {
  if (profile === undefined) return known([]);
  const name = lastPart(profile);
  const found = profileRows(collected).find((one) => one.name === name);
  if (found !== undefined) return known(found.roles.map(({ arn }) => parseId<RoleId>(arn)));
  return unknown(
    `role of instance profile ${name}`,
    `aws iam get-instance-profile --instance-profile-name ${name}`,
  );
}

function toProfile(fields: Fields, origin: Origin): Profile {
  return {
    name: mustText(fields, "InstanceProfileName"),
    roles: rowsAt(fields, "Roles").map((role) => toRoleRow(role, origin)),
  };
}

function toRoleRow(fields: Fields, origin: Origin): RoleRow {
  const name = mustText(fields, "RoleName");
  return { name, arn: findName(fields, "Arn") ?? name, origin };
}

function lastPart(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
