/** New ACLs, and the one that a subnet is under. */
import type { NetworkAclEntry, RuleAction, Tag } from "@aws-sdk/client-ec2";
import type { NetworkAclRow, VpcRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";

type Entry = NetworkAclRow["Entries"][number];

/** The rule that stands last in every ACL and that nobody can take away. */
const lastRule = 32767;
/** What a default ACL begins with. */
const allowAll = 100;

export const isLastRule = ({ RuleNumber }: Pick<NetworkAclEntry, "RuleNumber">): boolean =>
  RuleNumber !== undefined && RuleNumber >= lastRule;

export function makeDefaultAcl(context: Context, vpc: VpcRow): void {
  makeAcl(context, vpc, { isDefault: true });
}

/** A default ACL lets everything pass, any other nothing; of IPv6 they speak once the VPC has some. */
export function makeAcl(
  context: Context,
  vpc: VpcRow,
  { isDefault = false, tags = [] }: { readonly isDefault?: boolean; readonly tags?: Tag[] },
): NetworkAclRow {
  const hasIpv6 = vpc.Ipv6CidrBlockAssociationSet.length > 0;
  const acl: NetworkAclRow = {
    NetworkAclId: context.newId("acl"),
    VpcId: vpc.VpcId,
    OwnerId: context.account,
    IsDefault: isDefault,
    Associations: [],
    Entries: directions.flatMap((egress) => [
      ...(isDefault ? [entryForAll(egress, allowAll, "allow")] : []),
      ...(isDefault && hasIpv6 ? [entryForAllIpv6(egress, allowAll + 1, "allow")] : []),
      ...lastEntries(egress, hasIpv6),
    ]),
    Tags: tags,
  };
  context.tables.networkAcls.set(acl.NetworkAclId, acl);
  return acl;
}

const directions: readonly boolean[] = [true, false];

/** The rules that stand last, of both directions. */
export const closingEntries = (hasIpv6: boolean): readonly Entry[] =>
  directions.flatMap((egress) => lastEntries(egress, hasIpv6));

const lastEntries = (egress: boolean, hasIpv6: boolean): readonly Entry[] => [
  entryForAll(egress, lastRule, "deny"),
  ...(hasIpv6 ? [entryForAllIpv6(egress, lastRule + 1, "deny")] : []),
];

function entryForAll(egress: boolean, number: number, action: RuleAction): Entry {
  return { Egress: egress, RuleNumber: number, Protocol: "-1", RuleAction: action, CidrBlock: "0.0.0.0/0" };
}

function entryForAllIpv6(egress: boolean, number: number, action: RuleAction): Entry {
  return { Egress: egress, RuleNumber: number, Protocol: "-1", RuleAction: action, Ipv6CidrBlock: "::/0" };
}

/** The ACL that new subnets of a VPC take. */
export function defaultAclOf({ tables }: Context, vpcId: string): NetworkAclRow | undefined {
  return tables.networkAcls.rows().find(({ VpcId, IsDefault }) => VpcId === vpcId && IsDefault);
}

/** Puts a subnet under an ACL, and takes it from the one before; answers with the id of the new association. */
export function associateAcl(context: Context, aclId: string, subnetId: string): string {
  const { networkAcls } = context.tables;
  const before = networkAcls.rows().find((acl) => acl.Associations.some((one) => one.SubnetId === subnetId));
  if (before !== undefined)
    networkAcls.set(before.NetworkAclId, {
      ...before,
      Associations: before.Associations.filter((one) => one.SubnetId !== subnetId),
    });
  const acl = networkAcls.get(aclId);
  const id = context.newId("aclassoc");
  if (acl !== undefined)
    networkAcls.set(aclId, {
      ...acl,
      Associations: [
        ...acl.Associations,
        { NetworkAclAssociationId: id, NetworkAclId: aclId, SubnetId: subnetId },
      ],
    });
  return id;
}
