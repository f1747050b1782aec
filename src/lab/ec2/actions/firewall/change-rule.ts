/** Rules one by one: described, described anew in words, and changed in place. */
import type {
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  ModifySecurityGroupRulesRequest,
  ModifySecurityGroupRulesResult,
  SecurityGroupRuleRequest,
  UpdateSecurityGroupRuleDescriptionsEgressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressResult,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { GroupRuleRow, SecurityGroupRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { mustPrefixList } from "../prefix-list/find.ts";
import { mustBlock } from "../vpc/block.ts";
import { mustGroup } from "./find-group.ts";
import { described, isSameRule, portsOf, protocolOf, referenced, toRules, toWords } from "./permission.ts";
import type { RuleBody } from "./permission.ts";
import { noRule } from "./rule.ts";
import { without } from "../without.ts";

const filters: FilterTable<GroupRuleRow> = {
  "group-id": ({ GroupId }) => GroupId,
  "security-group-rule-id": ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
};

export function describeSecurityGroupRules(
  input: DescribeSecurityGroupRulesRequest,
  context: Context,
): DescribeSecurityGroupRulesResult {
  const stranger = (input.Filters ?? [])
    .filter(({ Name }) => Name === "group-id")
    .flatMap(({ Values = [] }) => Values)
    .find((id) => !id.startsWith("sg-"));
  if (stranger !== undefined)
    throw new Ec2Error("InvalidGroupId.Malformed", `The security group ID '${stranger}' is malformed`);
  const all = context.tables.securityGroups.rows().flatMap(({ rules }) => rules);
  const ids = input.SecurityGroupRuleIds ?? [];
  const asked = ids.length === 0 ? all : ids.map((id) => mustRule(all, id));
  const { rows, NextToken } = pageOf(filterRows(asked, input.Filters, filters), input, {
    idOf: ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
    named: ids.length > 0,
  });
  return { SecurityGroupRules: [...rows], NextToken };
}

function mustRule(rules: readonly GroupRuleRow[], id: string): GroupRuleRow {
  const rule = rules.find(({ SecurityGroupRuleId }) => SecurityGroupRuleId === id);
  if (rule === undefined) throw noRule(id);
  return rule;
}

export function updateSecurityGroupRuleDescriptionsIngress(
  input: UpdateSecurityGroupRuleDescriptionsIngressRequest,
  context: Context,
): UpdateSecurityGroupRuleDescriptionsIngressResult {
  return updateDescriptions(input, false, context);
}

export function updateSecurityGroupRuleDescriptionsEgress(
  input: UpdateSecurityGroupRuleDescriptionsEgressRequest,
  context: Context,
): UpdateSecurityGroupRuleDescriptionsIngressResult {
  return updateDescriptions(input, true, context);
}

function updateDescriptions(
  input: UpdateSecurityGroupRuleDescriptionsIngressRequest,
  IsEgress: boolean,
  context: Context,
): UpdateSecurityGroupRuleDescriptionsIngressResult {
  const group = mustGroup(context, input);
  const { IpPermissions = [], SecurityGroupRuleDescriptions = [] } = input;
  if (IpPermissions.length + SecurityGroupRuleDescriptions.length === 0)
    throw missingParameter("ipPermissions");
  const byRule = new Map<GroupRuleRow, string | undefined>();
  for (const body of IpPermissions.flatMap((permission) => toRules(permission, group, context))) {
    const rule = group.rules.find((one) => one.IsEgress === IsEgress && isSameRule(one, body));
    if (rule === undefined)
      throw new Ec2Error(
        "InvalidPermission.NotFound",
        "The specified rule does not exist in this security group.",
      );
    byRule.set(rule, body.Description);
  }
  for (const { SecurityGroupRuleId = "", Description } of SecurityGroupRuleDescriptions)
    byRule.set(mustRule(group.rules, SecurityGroupRuleId), described(Description).Description);
  context.tables.securityGroups.set(group.GroupId, {
    ...group,
    rules: group.rules.map((rule) => (byRule.has(rule) ? { ...rule, Description: byRule.get(rule) } : rule)),
  });
  return { Return: true };
}

export function modifySecurityGroupRules(
  { GroupId = "", SecurityGroupRules = [] }: ModifySecurityGroupRulesRequest,
  context: Context,
): ModifySecurityGroupRulesResult {
  let group = mustFind(context, "securityGroups", GroupId);
  for (const { SecurityGroupRuleId = "", SecurityGroupRule } of SecurityGroupRules) {
    const before = mustRule(group.rules, SecurityGroupRuleId);
    if (SecurityGroupRule === undefined) throw missingParameter("securityGroupRule");
    const body = toBody(SecurityGroupRule, group, context);
    const isTwin = group.rules.some(
      (rule) => rule !== before && rule.IsEgress === before.IsEgress && isSameRule(rule, body),
    );
    if (isTwin)
      throw new Ec2Error(
        "InvalidPermission.Duplicate",
        `the specified rule "${toWords(body)}" already exists`,
      );
    const changed = { ...identityOf(before), ...body };
    group = { ...group, rules: group.rules.map((rule) => (rule === before ? changed : rule)) };
  }
  context.tables.securityGroups.set(GroupId, group);
  return { Return: true };
}

/** What stays when a rule is changed. */
function identityOf(rule: GroupRuleRow): Omit<GroupRuleRow, keyof RuleBody> {
  return without(
    rule,
    "CidrIpv4",
    "CidrIpv6",
    "PrefixListId",
    "ReferencedGroupInfo",
    "Description",
    "FromPort",
    "ToPort",
    "IpProtocol",
  );
}

function toBody(request: SecurityGroupRuleRequest, group: SecurityGroupRow, context: Context): RuleBody {
  const IpProtocol = protocolOf(request.IpProtocol);
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, FromPort, ToPort } = request;
  // AuthorizeSecurityGroupIngress says the same in other words.
  if (/^(tcp|udp)$/.test(IpProtocol) && (FromPort === undefined || ToPort === undefined))
    throw invalidValue("Invalid value for portRange. Must specify both from and to ports with TCP/UDP.");
  const given = [CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId].filter((one) => one !== undefined);
  const peers = "cidrIp, cidrIpv6, prefixListId, or referencedGroupId";
  if (given.length === 0)
    throw new Ec2Error("MissingParameter", `The request must contain exactly one of: ${peers}`);
  if (given.length > 1) throw invalidCombination(`Only one of ${peers} can be specified`);
  return {
    IpProtocol,
    ...portsOf(IpProtocol, request),
    ...described(request.Description),
    ...(CidrIpv4 === undefined ? {} : { CidrIpv4: mustBlock(CidrIpv4, "cidrIpv4").text }),
    ...(CidrIpv6 === undefined ? {} : { CidrIpv6: mustBlock(CidrIpv6, "cidrIpv6", 6).text }),
    ...(PrefixListId === undefined
      ? {}
      : { PrefixListId: mustPrefixList(context, PrefixListId).PrefixListId }),
    ...(ReferencedGroupId === undefined
      ? {}
      : { ReferencedGroupInfo: referenced({ GroupId: ReferencedGroupId }, group, context) }),
  };
}
