/** Rules into a group, out of it, and changed: by permissions or, since 2021, by rule ids. */
import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult,
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  IpPermission,
  RevokedSecurityGroupRule,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { GroupRuleRow, SecurityGroupRow } from "../../store/rows.ts";
import { arnOf } from "../context.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { mustGroup } from "./find-group.ts";
import { isSameRule, toRules, toWords } from "./permission.ts";

const mostRules = 60;

/** The old form of a request: one permission written into its parameters. */
type Flat = Pick<
  AuthorizeSecurityGroupIngressRequest,
  | "CidrIp"
  | "FromPort"
  | "ToPort"
  | "IpProtocol"
  | "IpPermissions"
  | "SourceSecurityGroupName"
  | "SourceSecurityGroupOwnerId"
>;

function permissionsIn(input: Flat): readonly IpPermission[] {
  const { IpPermissions = [], CidrIp, FromPort, ToPort, IpProtocol, SourceSecurityGroupName } = input;
  if (IpProtocol === undefined && CidrIp === undefined && SourceSecurityGroupName === undefined)
    return IpPermissions;
  if (IpPermissions.length > 0)
    throw invalidCombination("The parameter 'ipPermissions' may not be used in combination with others");
  const pair = {
    GroupName: SourceSecurityGroupName,
    ...(input.SourceSecurityGroupOwnerId === undefined ? {} : { UserId: input.SourceSecurityGroupOwnerId }),
  };
  return [
    {
      IpProtocol: IpProtocol ?? (SourceSecurityGroupName === undefined ? undefined : "-1"),
      FromPort,
      ToPort,
      IpRanges: CidrIp === undefined ? [] : [{ CidrIp }],
      UserIdGroupPairs: SourceSecurityGroupName === undefined ? [] : [pair],
    },
  ];
}

export function authorizeSecurityGroupIngress(
  input: AuthorizeSecurityGroupIngressRequest,
  context: Context,
): AuthorizeSecurityGroupIngressResult {
  return authorize(input, false, context);
}

export function authorizeSecurityGroupEgress(
  input: AuthorizeSecurityGroupEgressRequest,
  context: Context,
): AuthorizeSecurityGroupEgressResult {
  return authorize(input, true, context);
}

type Authorize = AuthorizeSecurityGroupIngressRequest | AuthorizeSecurityGroupEgressRequest;

function authorize(
  input: Authorize,
  IsEgress: boolean,
  context: Context,
): AuthorizeSecurityGroupIngressResult {
  const group = mustGroup(context, input);
  const permissions = permissionsIn(input);
  if (permissions.length === 0) throw missingParameter("ipPermissions");
  const tags = tagsFor(input.TagSpecifications, "security-group-rule");
  const added: GroupRuleRow[] = [];
  for (const body of permissions.flatMap((permission) => toRules(permission, group, context))) {
    if (added.some((rule) => isSameRule(rule, body)))
      throw invalidValue("The same permission must not appear multiple times");
    if (group.rules.some((rule) => rule.IsEgress === IsEgress && isSameRule(rule, body)))
      throw new Ec2Error(
        "InvalidPermission.Duplicate",
        `the specified rule "${toWords(body)}" already exists`,
      );
    const id = context.newId("sgr");
    added.push({
      SecurityGroupRuleId: id,
      SecurityGroupRuleArn: arnOf(context, `security-group-rule/${id}`),
      GroupId: group.GroupId,
      GroupOwnerId: context.account,
      IsEgress,
      ...body,
      Tags: tags,
    });
  }
  const rules = [...group.rules, ...added];
  if (rules.filter((rule) => rule.IsEgress === IsEgress).length > mostRules)
    throw new Ec2Error(
      "RulesPerSecurityGroupLimitExceeded",
      "The maximum number of rules per security group has been reached.",
    );
  context.tables.securityGroups.set(group.GroupId, { ...group, rules });
  return { Return: true, SecurityGroupRules: added };
}

export function revokeSecurityGroupIngress(
  input: RevokeSecurityGroupIngressRequest,
  context: Context,
): RevokeSecurityGroupIngressResult {
  return revoke(input, false, context);
}

export function revokeSecurityGroupEgress(
  input: RevokeSecurityGroupEgressRequest,
  context: Context,
): RevokeSecurityGroupIngressResult {
  return revoke(input, true, context);
}

type Revoke = RevokeSecurityGroupIngressRequest | RevokeSecurityGroupEgressRequest;

function revoke(input: Revoke, IsEgress: boolean, context: Context): RevokeSecurityGroupIngressResult {
  const group = mustGroup(context, input);
  const revoked =
    input.SecurityGroupRuleIds === undefined
      ? foundByPermission(permissionsIn(input), group, { IsEgress, context })
      : foundById(input.SecurityGroupRuleIds, group, IsEgress);
  context.tables.securityGroups.set(group.GroupId, {
    ...group,
    rules: group.rules.filter((rule) => !revoked.includes(rule)),
  });
  return { Return: true, RevokedSecurityGroupRules: revoked.map(toRevoked) };
}

interface Side {
  readonly IsEgress: boolean;
  readonly context: Context;
}

function foundByPermission(
  permissions: readonly IpPermission[],
  group: SecurityGroupRow,
  { IsEgress, context }: Side,
): readonly GroupRuleRow[] {
  if (permissions.length === 0) throw missingParameter("ipPermissions");
  return permissions
    .flatMap((permission) => toRules(permission, group, context))
    .map((body) => {
      const rule = group.rules.find((one) => one.IsEgress === IsEgress && isSameRule(one, body));
      if (rule !== undefined) return rule;
      throw new Ec2Error(
        "InvalidPermission.NotFound",
        "The specified rule does not exist in this security group.",
      );
    });
}

function foundById(
  ids: readonly string[],
  group: SecurityGroupRow,
  IsEgress: boolean,
): readonly GroupRuleRow[] {
  return ids.map((id) => {
    const rule = group.rules.find((one) => one.SecurityGroupRuleId === id && one.IsEgress === IsEgress);
    if (rule !== undefined) return rule;
    throw noRule(id);
  });
}

export const noRule = (id: string): Ec2Error =>
  new Ec2Error("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${id}' does not exist`);

function toRevoked(rule: GroupRuleRow): RevokedSecurityGroupRule {
  const { ReferencedGroupInfo, ...rest } = rule;
  return { ...rest, ReferencedGroupId: ReferencedGroupInfo?.GroupId };
}
