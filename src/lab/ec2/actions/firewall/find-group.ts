/** A group by what a request calls it. */
import { Ec2Error, missingParameter } from "../../error.ts";
import type { SecurityGroupRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";

/** A group by its id, or by its name in the default VPC. */
export function mustGroup(
  context: Context,
  input: { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined },
): SecurityGroupRow {
  const { GroupId, GroupName } = input;
  if (GroupId !== undefined) return mustFind(context, "securityGroups", GroupId);
  if (GroupName === undefined) throw missingParameter("groupId");
  return mustGroupNamed(context, GroupName);
}

export function mustGroupNamed({ tables }: Context, name: string): SecurityGroupRow {
  const vpc = tables.vpcs.rows().find(({ IsDefault }) => IsDefault);
  const group = tables.securityGroups
    .rows()
    .find(({ VpcId, GroupName }) => VpcId === vpc?.VpcId && GroupName === name);
  if (group !== undefined) return group;
  throw new Ec2Error(
    "InvalidGroup.NotFound",
    vpc === undefined
      ? `The security group '${name}' does not exist`
      : `The security group '${name}' does not exist in default VPC '${vpc.VpcId}'`,
  );
}
