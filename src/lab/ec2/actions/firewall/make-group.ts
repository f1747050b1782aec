/** New security groups, and the default one of a VPC. */
import type { Tag } from "@aws-sdk/client-ec2";
import type { GroupRuleRow, SecurityGroupRow, VpcRow } from "../../store/rows.ts";
import { arnOf } from "../context.ts";
import type { Context } from "../context.ts";

interface NewGroup {
  readonly name: string;
  readonly description: string;
  readonly tags?: Tag[];
}

/** A new group lets everything out and nothing in. */
export function makeGroup(
  context: Context,
  vpc: VpcRow,
  { name, description, tags = [] }: NewGroup,
): SecurityGroupRow {
  const id = context.newId("sg");
  const group: SecurityGroupRow = {
    GroupId: id,
    GroupName: name,
    Description: description,
    VpcId: vpc.VpcId,
    OwnerId: context.account,
    SecurityGroupArn: arnOf(context, `security-group/${id}`),
    Tags: tags,
    rules: [
      toAllTraffic(context, id, { IsEgress: true, CidrIpv4: "0.0.0.0/0" }),
      ...(vpc.Ipv6CidrBlockAssociationSet.length > 0
        ? [toAllTraffic(context, id, { IsEgress: true, CidrIpv6: "::/0" })]
        : []),
    ],
  };
  context.tables.securityGroups.set(id, group);
  return group;
}

export function makeDefaultGroup(context: Context, vpc: VpcRow): void {
  const group = makeGroup(context, vpc, { name: "default", description: "default VPC security group" });
  const fromItself = toAllTraffic(context, group.GroupId, {
    IsEgress: false,
    ReferencedGroupInfo: { GroupId: group.GroupId, UserId: context.account },
  });
  context.tables.securityGroups.set(group.GroupId, { ...group, rules: [fromItself, ...group.rules] });
}

function toAllTraffic(
  context: Context,
  groupId: string,
  rule: Pick<GroupRuleRow, "IsEgress" | "CidrIpv4" | "CidrIpv6" | "ReferencedGroupInfo">,
): GroupRuleRow {
  const id = context.newId("sgr");
  return {
    SecurityGroupRuleId: id,
    SecurityGroupRuleArn: arnOf(context, `security-group-rule/${id}`),
    GroupId: groupId,
    GroupOwnerId: context.account,
    IpProtocol: "-1",
    FromPort: -1,
    ToPort: -1,
    Tags: [],
    ...rule,
  };
}

export function defaultGroupOf({ tables }: Context, vpcId: string): SecurityGroupRow | undefined {
  return tables.securityGroups
    .rows()
    .find(({ VpcId, GroupName }) => VpcId === vpcId && GroupName === "default");
}
