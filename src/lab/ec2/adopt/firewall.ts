/** Security groups, network ACLs and the customer's prefix lists. A rule of which something is not known is left out. */
import type {
  AclEntry,
  GroupPeer,
  GroupRule,
  NetworkAcl,
  PrefixList,
  SecurityGroup,
} from "../../../model/entity/firewall.ts";
import { valueOr } from "../../../model/known.ts";
import type { GroupRuleRow, NetworkAclRow, PrefixListRow, SecurityGroupRow } from "../store/rows.ts";
import { arnOf } from "../actions/context.ts";
import type { Context } from "../actions/context.ts";
import { closingEntries } from "../actions/firewall/make-acl.ts";
import { portsOf, protocolOf } from "../actions/firewall/permission.ts";
import { isOfTemplate, rowsIn, seeded, tagsOf } from "./adopting.ts";
import type { Adopting } from "./adopting.ts";
import { isIcmp, writeTraffic } from "./traffic.ts";

export function adoptFirewalls(adopting: Adopting): void {
  const { tables } = adopting.context;
  const isPlaced = ({ vpc }: { readonly vpc: string }) => tables.vpcs.has(vpc);
  for (const list of rowsIn(adopting, "prefixLists")) {
    const row = list.owner === "customer" ? toListRow(adopting, list) : undefined;
    if (row !== undefined) tables.prefixLists.set(list.id, row);
  }
  for (const group of rowsIn(adopting, "securityGroups").filter(isPlaced))
    tables.securityGroups.set(group.id, toGroupRow(adopting, group));
  for (const acl of rowsIn(adopting, "networkAcls").filter(isPlaced))
    tables.networkAcls.set(acl.id, toAclRow(adopting, acl));
}

/** A list is of one family. */
function toListRow(adopting: Adopting, list: PrefixList): PrefixListRow | undefined {
  const { id, listName, entries } = list;
  if (!entries.known) return undefined;
  const { context } = adopting;
  return {
    PrefixListId: id,
    PrefixListName: listName,
    PrefixListArn: arnOf(context, `prefix-list/${id}`),
    AddressFamily: entries.value[0]?.family === 6 ? "IPv6" : "IPv4",
    State: "create-complete",
    MaxEntries: Math.max(1, entries.value.length),
    Version: 1,
    OwnerId: context.account,
    Tags: tagsOf(adopting, list),
    versions: [entries.value.map(({ text }) => ({ Cidr: text }))],
  };
}

function toGroupRow(adopting: Adopting, group: SecurityGroup): SecurityGroupRow {
  const { id, groupName, vpc } = group;
  const context = seeded(adopting.context, id);
  const rulesOf = (rules: SecurityGroup["ingress"], IsEgress: boolean) =>
    valueOr(rules, []).flatMap((rule) => toRuleRow(adopting, rule, { context, group: id, IsEgress }));
  return {
    GroupId: id,
    GroupName: groupName,
    Description: groupName === "default" ? "default VPC security group" : groupName,
    VpcId: vpc,
    OwnerId: context.account,
    SecurityGroupArn: arnOf(context, `security-group/${id}`),
    Tags: tagsOf(adopting, group),
    rules: [...rulesOf(group.ingress, false), ...rulesOf(group.egress, true)],
  };
}

interface Side {
  readonly context: Context;
  readonly group: string;
  readonly IsEgress: boolean;
}

/** One, or none where it cannot be told whole. */
function toRuleRow(
  { network }: Adopting,
  { traffic, peer }: GroupRule,
  { context, group, IsEgress }: Side,
): readonly GroupRuleRow[] {
  const written = traffic.known ? writeTraffic(traffic.value) : undefined;
  if (written === undefined || !peer.known) return [];
  const id = context.newId("sgr");
  const IpProtocol = protocolOf(String(written.protocol));
  return [
    {
      SecurityGroupRuleId: id,
      SecurityGroupRuleArn: arnOf(context, `security-group-rule/${id}`),
      GroupId: group,
      GroupOwnerId: context.account,
      IsEgress,
      IpProtocol,
      ...portsOf(IpProtocol, { FromPort: written.from, ToPort: written.to }),
      ...peerFields(peer.value, { context, vpcOf: (other) => network.securityGroups.get(other)?.vpc }),
      Tags: [],
    },
  ];
}

interface Peers {
  readonly context: Context;
  readonly vpcOf: (group: (GroupPeer & { readonly kind: "security-group" })["id"]) => string | undefined;
}

function peerFields(peer: GroupPeer, { context, vpcOf }: Peers): Partial<GroupRuleRow> {
  if (peer.kind === "prefix-list") return { PrefixListId: peer.id };
  if (peer.kind === "cidr")
    return peer.cidr.family === 4 ? { CidrIpv4: peer.cidr.text } : { CidrIpv6: peer.cidr.text };
  const VpcId = peer.peering === undefined ? undefined : vpcOf(peer.id);
  return {
    ReferencedGroupInfo: {
      GroupId: peer.id,
      UserId: context.account,
      ...(VpcId === undefined ? {} : { VpcId }),
      ...(peer.peering === undefined ? {} : { VpcPeeringConnectionId: peer.peering }),
    },
  };
}

function toAclRow(adopting: Adopting, acl: NetworkAcl): NetworkAclRow {
  const context = seeded(adopting.context, acl.id);
  const subnets = acl.subnets.filter((id) => context.tables.subnets.has(id));
  const implied = acl.isDefault && isOfTemplate(adopting, acl) ? subnetsWithoutAcl(adopting, acl) : [];
  const hasIpv6 = (context.tables.vpcs.get(acl.vpc)?.Ipv6CidrBlockAssociationSet ?? []).length > 0;
  return {
    NetworkAclId: acl.id,
    VpcId: acl.vpc,
    OwnerId: context.account,
    IsDefault: acl.isDefault,
    Associations: [...subnets, ...implied].map((SubnetId) => ({
      NetworkAclAssociationId: context.newId("aclassoc"),
      NetworkAclId: acl.id,
      SubnetId,
    })),
    Entries: [...valueOr(acl.entries, []).flatMap(toEntry), ...closingEntries(hasIpv6)],
    Tags: tagsOf(adopting, acl),
  };
}

/** Every subnet is under an ACL; a template leaves the default one unsaid, and an account tells of all. */
function subnetsWithoutAcl({ network, context }: Adopting, acl: NetworkAcl): readonly string[] {
  const taken = new Set<string>([...network.networkAcls.values()].flatMap(({ subnets }) => subnets));
  return context.tables.subnets
    .rows()
    .filter(({ VpcId, SubnetId }) => VpcId === acl.vpc && !taken.has(SubnetId))
    .map(({ SubnetId }) => SubnetId);
}

function toEntry({ ruleNumber, direction, action, traffic, cidr }: AclEntry): NetworkAclRow["Entries"] {
  const written = traffic.known ? writeTraffic(traffic.value) : undefined;
  if (written === undefined || !cidr.known) return [];
  const { protocol, from, to } = written;
  const hasPorts = (protocol === 6 || protocol === 17) && !(from === 0 && to === 65535);
  return [
    {
      RuleNumber: ruleNumber,
      Egress: direction === "egress",
      RuleAction: action,
      Protocol: String(protocol),
      ...(cidr.value.family === 4 ? { CidrBlock: cidr.value.text } : { Ipv6CidrBlock: cidr.value.text }),
      ...(hasPorts ? { PortRange: { From: from, To: to } } : {}),
      ...(isIcmp(written) ? { IcmpTypeCode: { Type: from, Code: to } } : {}),
    },
  ];
}
