/**
 * Stale rules name a group that is gone, or that no peering connection leads to any more:
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html (read 2026-11-29).
 */
import type {
  DescribeStaleSecurityGroupsRequest,
  DescribeStaleSecurityGroupsResult,
  StaleIpPermission,
} from "@aws-sdk/client-ec2";
import type { GroupRuleRow, SecurityGroupRow } from "../../store/rows.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { activePeering, isIn } from "../peering/find-peering.ts";
import { toPermissions } from "./permission.ts";

export function describeStaleSecurityGroups(
  input: DescribeStaleSecurityGroupsRequest,
  context: Context,
): DescribeStaleSecurityGroupsResult {
  const { VpcId } = mustFind(context, "vpcs", input.VpcId ?? "");
  const stale = context.tables.securityGroups
    .rows()
    .filter((group) => group.VpcId === VpcId)
    .map((group) => ({ group, rules: group.rules.filter((rule) => isStale(rule, group, context)) }))
    .filter(({ rules }) => rules.length > 0);
  const { rows, NextToken } = pageOf(stale, input, { idOf: ({ group }) => group.GroupId, most: 255 });
  return {
    StaleSecurityGroupSet: rows.map(({ group: { GroupId, GroupName, Description }, rules }) => ({
      GroupId,
      GroupName,
      Description,
      VpcId,
      StaleIpPermissions: toStale(rules.filter(({ IsEgress }) => !IsEgress)),
      StaleIpPermissionsEgress: toStale(rules.filter(({ IsEgress }) => IsEgress)),
    })),
    NextToken,
  };
}

/** Of a group in another account only the peering connection that the rule names can be asked. */
function isStale(
  { ReferencedGroupInfo: named }: GroupRuleRow,
  group: SecurityGroupRow,
  context: Context,
): boolean {
  const { securityGroups, peerings } = context.tables;
  if (named === undefined) return false;
  if (named.UserId !== context.account) {
    const peering = peerings.get(named.VpcPeeringConnectionId ?? "");
    return peering !== undefined && !isIn(peering, "active");
  }
  const found = securityGroups.get(named.GroupId ?? "");
  if (found === undefined) return true;
  return found.VpcId !== group.VpcId && activePeering(context, found.VpcId, group.VpcId) === undefined;
}

const toStale = (rules: readonly GroupRuleRow[]): StaleIpPermission[] =>
  toPermissions(rules).map(({ IpProtocol, FromPort, ToPort, UserIdGroupPairs }) => ({
    IpProtocol,
    ...(FromPort === undefined ? {} : { FromPort, ToPort }),
    IpRanges: [],
    PrefixListIds: [],
    UserIdGroupPairs,
  }));
