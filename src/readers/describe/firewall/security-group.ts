/**
 * Security groups. Their rules stand in `describe-security-groups`; where a recorder left them out, in
 * `describe-security-group-rules`, which says the same rule by rule.
 */
import type { SecurityGroupId, VpcId } from "../../../model/entity/entity.ts";
import type { GroupRule, SecurityGroup } from "../../../model/entity/firewall.ts";
import { known, unknown } from "../../../model/known.ts";
import { isWhole, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import { findRows, findText, findWord, mustIdAt, mustText, nameTagOf, Rejected } from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { toGroupRules, toSingleRule } from "./group-rule.ts";

export const securityGroups: TableReader<"securityGroups"> = {
  table: "securityGroups",
  needs: [need("ec2 describe-security-groups", "SecurityGroups")],
  read: (collected) => {
    // Read in any case, so that what is wrong with them is noted.
    singleRulesOf(collected);
    return parseRows(collected, "SecurityGroups", (row) => toSecurityGroup(row, collected));
  },
};

function toSecurityGroup(row: Row, collected: Collected): SecurityGroup {
  const { fields, origin } = row;
  const id = mustIdAt<SecurityGroupId>(fields, "GroupId");
  const groupName = findText(fields, "GroupName") ?? id;
  const name = nameTagOf(fields);
  return {
    id,
    aliases: name === undefined ? [groupName] : [groupName, name],
    scope: collected.scope.id,
    origin,
    vpc: mustIdAt<VpcId>(fields, "VpcId"),
    groupName,
    associatedVpcs: associatedWith(collected, id),
    ingress: rulesOf(collected, { row, id, key: "IpPermissions" }),
    egress: rulesOf(collected, { row, id, key: "IpPermissionsEgress" }),
  };
}

/** Groups may be shared with other VPCs by a call of its own: one that was not made is not "with none". */
function associatedWith(collected: Collected, id: SecurityGroupId): SecurityGroup["associatedVpcs"] {
  const listed = associationsOf(collected).get(id);
  if (listed !== undefined || isWhole(collected, "SecurityGroupVpcAssociations")) return known(listed ?? []);
  const call = `aws ec2 describe-security-group-vpc-associations --filters Name=group-id,Values=${id}`;
  return unknown(`the VPCs that ${id} is associated with`, call);
}

interface Side {
  readonly row: Row;
  readonly id: SecurityGroupId;
  readonly key: "IpPermissions" | "IpPermissionsEgress";
}

function rulesOf(collected: Collected, { row, id, key }: Side): SecurityGroup["ingress"] {
  const permissions = findRows(row.fields, key);
  if (permissions !== undefined) return rulesOfList(collected, { row, id, key }, permissions);
  if (!isWhole(collected, "SecurityGroupRules")) {
    return unknown(`rules of ${id}`, `aws ec2 describe-security-groups --group-ids ${id}`);
  }
  return known(singleRulesOf(collected).get(`${id} ${key}`) ?? []);
}

/** Most of what is read of an account are rules, and those of a permission that was read before are not read again. */
function rulesOfList(
  collected: Collected,
  { row, id }: Side,
  permissions: readonly Fields[],
): SecurityGroup["ingress"] {
  const { origin } = row;
  const { memory } = collected;
  return known(
    permissions.flatMap((permission) => {
      const before = memory?.rules.get(permission);
      if (before !== undefined && before.group === id && before.file === origin.file) return before.rules;
      let isStale = false;
      const note = (reason: string) => {
        isStale = true;
        noteStale(collected, row, reason);
      };
      const rules = toGroupRules(permission, { origin, id, note });
      if (!isStale) memory?.rules.set(permission, { group: id, file: origin.file, rules });
      return rules;
    }),
  );
}

function noteStale(collected: Collected, row: Row, reason: string): void {
  collected.own.unused.push({ path: row.path, reason });
}

const singleRulesOf = oncePerScope((collected): ReadonlyMap<string, readonly GroupRule[]> => {
  const rules = parseRows(collected, "SecurityGroupRules", ({ fields, origin }) => ({
    key: `${mustText(fields, "GroupId")} ${isEgress(fields) ? "IpPermissionsEgress" : "IpPermissions"}`,
    rule: toSingleRule(fields, { origin, id: mustText(fields, "GroupId") }),
  }));
  const byGroup = new Map<string, GroupRule[]>();
  for (const { key, rule } of rules) byGroup.set(key, [...(byGroup.get(key) ?? []), rule]);
  return byGroup;
});

function isEgress(fields: Fields): boolean {
  const value = fields["IsEgress"] ?? fields["isEgress"];
  if (typeof value !== "boolean") throw new Rejected("IsEgress is missing");
  return value;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html: only `associated` counts (read 2026-11-24). */
const associationsOf = oncePerScope((collected): ReadonlyMap<string, readonly VpcId[]> => {
  const pairs = parseRows(collected, "SecurityGroupVpcAssociations", ({ fields }) => ({
    group: mustText(fields, "GroupId"),
    vpc: mustIdAt<VpcId>(fields, "VpcId"),
    state: findWord(fields, "State"),
  }));
  const byGroup = new Map<string, VpcId[]>();
  for (const { group, vpc, state } of pairs) {
    if (state === "associated") byGroup.set(group, [...(byGroup.get(group) ?? []), vpc]);
  }
  return byGroup;
});
