/** Security groups made, deleted and described: all of them, those for a VPC, and who names them from another VPC. */
import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  DescribeSecurityGroupReferencesRequest,
  DescribeSecurityGroupReferencesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  GetSecurityGroupsForVpcRequest,
  GetSecurityGroupsForVpcResult,
  SecurityGroup,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue, missingParameter } from "../../error.ts";
import type { GroupRuleRow, SecurityGroupRow, VpcRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable, Told } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { activePeering } from "../peering/find-peering.ts";
import { tagsFor } from "../tag/tags.ts";
import { mustGroup, mustGroupNamed } from "./find-group.ts";
import { makeGroup } from "./make-group.ts";
import { toPermissions } from "./permission.ts";

const validText = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

export function createSecurityGroup(
  input: CreateSecurityGroupRequest,
  context: Context,
): CreateSecurityGroupResult {
  const { GroupName: name = "", Description: description = "" } = input;
  checkText(name, "groupName");
  checkText(description, "groupDescription");
  if (name.startsWith("sg-"))
    throw invalidValue(
      `invalid value for parameter groupName: '${name}'. Group names may not be in the format sg-*.`,
    );
  const vpc = input.VpcId === undefined ? defaultVpc(context) : mustFind(context, "vpcs", input.VpcId);
  if (name.toLowerCase() === "default")
    throw new Ec2Error("InvalidParameterValue", `Cannot use reserved security group name: ${name}`);
  const isTaken = context.tables.securityGroups
    .rows()
    .some(({ VpcId, GroupName }) => VpcId === vpc.VpcId && GroupName.toLowerCase() === name.toLowerCase());
  if (isTaken)
    throw new Ec2Error(
      "InvalidGroup.Duplicate",
      `The security group '${name}' already exists for VPC '${vpc.VpcId}'`,
    );
  const { GroupId, SecurityGroupArn, Tags } = makeGroup(context, vpc, {
    name,
    description,
    tags: tagsFor(input.TagSpecifications, "security-group"),
  });
  return { GroupId, SecurityGroupArn, Tags: [...(Tags ?? [])] };
}

function checkText(text: string, parameter: string): void {
  if (text === "") throw missingParameter(parameter);
  if (!validText.test(text))
    throw invalidValue(
      `Value (${text}) for parameter ${parameter} is invalid. Character sets beyond ASCII are not supported.`,
    );
}

function defaultVpc({ tables }: Context): VpcRow {
  const vpc = tables.vpcs.rows().find(({ IsDefault }) => IsDefault);
  if (vpc === undefined)
    throw new Ec2Error(
      "VPCIdNotSpecified",
      "No default VPC for this user. Please specify a VPC in the request.",
    );
  return vpc;
}

/**
 * Rules of other VPCs that name it become stale:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html (read 2026-11-29)
 */
export function deleteSecurityGroup(
  input: DeleteSecurityGroupRequest,
  context: Context,
): DeleteSecurityGroupResult {
  const { GroupId, GroupName, VpcId } = mustGroup(context, input);
  if (GroupName === "default")
    throw new Ec2Error(
      "CannotDelete",
      `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`,
    );
  const { securityGroups, networkInterfaces, vpcEndpoints } = context.tables;
  const has = ({ Groups }: { readonly Groups: readonly { readonly GroupId: string }[] }) =>
    Groups.some((one) => one.GroupId === GroupId);
  const isNamed = securityGroups
    .rows()
    .some(
      (other) =>
        other.GroupId !== GroupId &&
        other.VpcId === VpcId &&
        other.rules.some((rule) => rule.ReferencedGroupInfo?.GroupId === GroupId),
    );
  if (isNamed || networkInterfaces.rows().some(has) || vpcEndpoints.rows().some(has))
    throw new Ec2Error("DependencyViolation", `resource ${GroupId} has a dependent object`);
  securityGroups.delete(GroupId);
  return { Return: true, GroupId };
}

/** The filters of one direction, of which a group passes by any of its rules. */
function ruleFilters(prefix: string, IsEgress: boolean, { tables }: Context): FilterTable<SecurityGroupRow> {
  const ofRules =
    (tell: (rule: GroupRuleRow) => string | number | undefined) =>
    (group: SecurityGroupRow): Told =>
      group.rules.filter((rule) => rule.IsEgress === IsEgress).map(tell);
  return {
    [`${prefix}.cidr`]: ofRules(({ CidrIpv4 }) => CidrIpv4),
    [`${prefix}.ipv6-cidr`]: ofRules(({ CidrIpv6 }) => CidrIpv6),
    [`${prefix}.prefix-list-id`]: ofRules(({ PrefixListId }) => PrefixListId),
    [`${prefix}.protocol`]: ofRules(({ IpProtocol }) => IpProtocol),
    [`${prefix}.from-port`]: ofRules(({ FromPort }) => FromPort),
    [`${prefix}.to-port`]: ofRules(({ ToPort }) => ToPort),
    [`${prefix}.group-id`]: ofRules(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId),
    [`${prefix}.group-name`]: ofRules(
      ({ ReferencedGroupInfo }) => tables.securityGroups.get(ReferencedGroupInfo?.GroupId ?? "")?.GroupName,
    ),
    [`${prefix}.user-id`]: ofRules(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.UserId),
  };
}

const filters: FilterTable<SecurityGroupRow> = {
  description: ({ Description }) => Description,
  "group-id": ({ GroupId }) => GroupId,
  "group-name": ({ GroupName }) => GroupName,
  "owner-id": ({ OwnerId }) => OwnerId,
  "vpc-id": ({ VpcId }) => VpcId,
};

export function describeSecurityGroups(
  input: DescribeSecurityGroupsRequest,
  context: Context,
): DescribeSecurityGroupsResult {
  const { GroupIds = [], GroupNames = [] } = input;
  const named = GroupIds.length + GroupNames.length > 0;
  const groups = named
    ? [
        ...GroupIds.map((id) => mustFind(context, "securityGroups", id)),
        ...GroupNames.map((name) => mustGroupNamed(context, name)),
      ]
    : context.tables.securityGroups.rows();
  const { rows, NextToken } = pageOf(
    filterRows(groups, input.Filters, {
      ...filters,
      ...ruleFilters("ip-permission", false, context),
      ...ruleFilters("egress.ip-permission", true, context),
    }),
    input,
    {
      idOf: ({ GroupId }) => GroupId,
      named,
    },
  );
  return { SecurityGroups: rows.map(toShown), NextToken };
}

const shown = new WeakMap<SecurityGroupRow, SecurityGroup>();

function toShown(group: SecurityGroupRow): SecurityGroup {
  const ready = shown.get(group) ?? {
    ...group,
    IpPermissions: toPermissions(group.rules.filter(({ IsEgress }) => !IsEgress)),
    IpPermissionsEgress: toPermissions(group.rules.filter(({ IsEgress }) => IsEgress)),
  };
  shown.set(group, ready);
  return ready;
}

const forVpcFilters: FilterTable<SecurityGroupRow> = {
  description: ({ Description }) => Description,
  "group-id": ({ GroupId }) => GroupId,
  "group-name": ({ GroupName }) => GroupName,
  "owner-id": ({ OwnerId }) => OwnerId,
  "primary-vpc-id": ({ VpcId }) => VpcId,
};

/** What interfaces of a VPC may have: its own groups, for the lab associates none with a second VPC. */
export function getSecurityGroupsForVpc(
  input: GetSecurityGroupsForVpcRequest,
  context: Context,
): GetSecurityGroupsForVpcResult {
  const vpc = mustFind(context, "vpcs", input.VpcId ?? "");
  const own = context.tables.securityGroups.rows().filter(({ VpcId }) => VpcId === vpc.VpcId);
  const { rows, NextToken } = pageOf(filterRows(own, input.Filters, forVpcFilters), input, {
    idOf: ({ GroupId }) => GroupId,
  });
  return {
    SecurityGroupForVpcs: rows.map(({ Description, GroupName, OwnerId, GroupId, Tags, VpcId }) => ({
      Description,
      GroupName,
      OwnerId,
      GroupId,
      Tags: [...(Tags ?? [])],
      PrimaryVpcId: VpcId,
    })),
    NextToken,
  };
}

/** VPCs beyond a peering connection that name these groups in a rule. */
export function describeSecurityGroupReferences(
  { GroupId: ids = [] }: DescribeSecurityGroupReferencesRequest,
  context: Context,
): DescribeSecurityGroupReferencesResult {
  const SecurityGroupReferenceSet = ids.flatMap((id) => {
    const { VpcId } = mustFind(context, "securityGroups", id);
    const naming = context.tables.securityGroups
      .rows()
      .filter(({ rules }) => rules.some(({ ReferencedGroupInfo }) => ReferencedGroupInfo?.GroupId === id))
      .map((group) => group.VpcId);
    return [...new Set(naming)].flatMap((ReferencingVpcId) => {
      const peering = activePeering(context, VpcId, ReferencingVpcId);
      if (ReferencingVpcId === VpcId || peering === undefined) return [];
      const { VpcPeeringConnectionId } = peering;
      return [{ GroupId: id, ReferencingVpcId, VpcPeeringConnectionId }];
    });
  });
  return { SecurityGroupReferenceSet };
}
