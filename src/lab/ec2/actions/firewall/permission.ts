/**
 * Rules of security groups: the IpPermissions of requests become single rules, and the rules of a group permissions again.
 */
import type { IpPermission } from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { GroupRuleRow, SecurityGroupRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { activePeering } from "../peering/find-peering.ts";
import { mustPrefixList } from "../prefix-list/find.ts";
import { mustBlock } from "../vpc/block.ts";

/** A rule before it is one of a group. */
export type RuleBody = Pick<GroupRuleRow, "IpProtocol"> &
  Partial<
    Pick<
      GroupRuleRow,
      "FromPort" | "ToPort" | "CidrIpv4" | "CidrIpv6" | "PrefixListId" | "ReferencedGroupInfo" | "Description"
    >
  >;

const protocolNames: Readonly<Record<string, string>> = {
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmpv6",
  all: "-1",
};

/** `tcp`, `udp`, `icmp` and `icmpv6` by name, all others by number, all of them as `-1`. */
export function protocolOf(text: string | undefined): string {
  if (text === undefined || text === "")
    throw invalidValue(
      "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.",
    );
  const name = protocolNames[text.toLowerCase()] ?? text.toLowerCase();
  if (/^(tcp|udp|icmp|icmpv6|-1)$/.test(name)) return name;
  if (/^\d{1,3}$/.test(name) && Number(name) <= 255) return name;
  throw invalidValue(`Invalid value '${text}' for IP protocol. Unknown protocol.`);
}

type Ports = Pick<GroupRuleRow, "FromPort" | "ToPort">;

/** Every other protocol than these is allowed whole, whatever ports the request names. */
export function portsOf(
  protocol: string,
  { FromPort, ToPort }: Pick<IpPermission, "FromPort" | "ToPort">,
): Ports {
  if (protocol === "tcp" || protocol === "udp") return tcpPortsOf(protocol, FromPort, ToPort);
  if (protocol !== "icmp" && protocol !== "icmpv6") return { FromPort: -1, ToPort: -1 };
  const type = FromPort ?? -1;
  const code = ToPort ?? -1;
  if (type < -1 || type > 255 || code < -1 || code > 255)
    throw invalidValue(`ICMP code (${code}) or type (${type}) out of range`);
  return { FromPort: type, ToPort: code };
}

function tcpPortsOf(protocol: string, from: number | undefined, to: number | undefined): Ports {
  if (from === undefined || to === undefined)
    throw invalidValue(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
  if (from === -1 && to === -1) return { FromPort: 0, ToPort: 65535 };
  if (from < 0 || to > 65535 || !Number.isInteger(from) || !Number.isInteger(to))
    throw invalidValue(
      `Invalid value '${from}-${to}' for portRange. Ports of ${protocol} are from 0 to 65535.`,
    );
  if (from > to)
    throw invalidValue(`Invalid ${protocol.toUpperCase()} port range. ${from} is greater than ${to}`);
  return { FromPort: from, ToPort: to };
}

/** One rule for each peer of a permission. */
export function toRules(
  permission: IpPermission,
  group: SecurityGroupRow,
  context: Context,
): readonly RuleBody[] {
  const IpProtocol = protocolOf(permission.IpProtocol);
  const common = { IpProtocol, ...portsOf(IpProtocol, permission) };
  const rules = [
    ...(permission.IpRanges ?? []).map(({ CidrIp = "", Description }): RuleBody => ({
      ...common,
      CidrIpv4: mustBlock(CidrIp, "cidrIp").text,
      ...described(Description),
    })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = "", Description }): RuleBody => ({
      ...common,
      CidrIpv6: mustBlock(CidrIpv6, "cidrIpv6", 6).text,
      ...described(Description),
    })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId = "", Description }): RuleBody => ({
      ...common,
      PrefixListId: mustPrefixList(context, PrefixListId).PrefixListId,
      ...described(Description),
    })),
    ...(permission.UserIdGroupPairs ?? []).map(({ Description, ...pair }): RuleBody => ({
      ...common,
      ReferencedGroupInfo: referenced(pair, group, context),
      ...described(Description),
    })),
  ];
  if (rules.length === 0)
    throw new Ec2Error("MissingParameter", "Either source group, CIDR or prefix list must be specified");
  return rules;
}

const allowedText = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

export function described(description: string | undefined): Pick<RuleBody, "Description"> {
  if (description === undefined || description === "") return {};
  if (!allowedText.test(description))
    throw invalidValue(
      `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
    );
  return { Description: description };
}

type GroupPair = NonNullable<IpPermission["UserIdGroupPairs"]>[number];

/** A group of the same VPC by id or name, or one beyond a peering connection by id. */
export function referenced(
  { GroupId, GroupName, UserId, VpcPeeringConnectionId }: GroupPair,
  group: SecurityGroupRow,
  context: Context,
): NonNullable<GroupRuleRow["ReferencedGroupInfo"]> {
  const named =
    GroupId ??
    context.tables.securityGroups
      .rows()
      .find((one) => one.VpcId === group.VpcId && one.GroupName === GroupName)?.GroupId;
  if (named === undefined)
    throw new Ec2Error(
      "InvalidGroup.NotFound",
      `The security group '${GroupName}' does not exist in VPC '${group.VpcId}'`,
    );
  const peering = VpcPeeringConnectionId === undefined ? {} : { VpcPeeringConnectionId };
  if (UserId !== undefined && UserId !== context.account) return { GroupId: named, UserId, ...peering };
  const { VpcId } = mustFind(context, "securityGroups", named);
  if (VpcId === group.VpcId) return { GroupId: named, UserId: context.account };
  if (activePeering(context, VpcId, group.VpcId) === undefined)
    throw new Ec2Error(
      "InvalidGroup.NotFound",
      `You have specified two resources that belong to different networks.`,
    );
  return { GroupId: named, UserId: context.account, VpcId, ...peering };
}

/** Whether two rules let the same pass; descriptions do not count. */
export function isSameRule(a: RuleBody, b: RuleBody): boolean {
  return (
    a.IpProtocol === b.IpProtocol &&
    a.FromPort === b.FromPort &&
    a.ToPort === b.ToPort &&
    a.CidrIpv4 === b.CidrIpv4 &&
    a.CidrIpv6 === b.CidrIpv6 &&
    a.PrefixListId === b.PrefixListId &&
    a.ReferencedGroupInfo?.GroupId === b.ReferencedGroupInfo?.GroupId
  );
}

/** As a refusal tells it: `peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW`. */
export function toWords({ IpProtocol, FromPort, ToPort, ...peer }: RuleBody): string {
  const who = peer.CidrIpv4 ?? peer.CidrIpv6 ?? peer.PrefixListId ?? peer.ReferencedGroupInfo?.GroupId;
  if (IpProtocol === "-1") return `peer: ${who}, ALL, ALLOW`;
  const ports = FromPort === -1 && ToPort === -1 ? "" : ` from port: ${FromPort}, to port: ${ToPort},`;
  return `peer: ${who}, ${IpProtocol.toUpperCase()},${ports} ALLOW`;
}

/** Rules of one protocol and port range stand together, in the order in which they came. */
export function toPermissions(rules: readonly GroupRuleRow[]): IpPermission[] {
  const byTraffic = new Map<string, IpPermission>();
  for (const rule of rules) {
    const key = `${rule.IpProtocol} ${rule.FromPort} ${rule.ToPort}`;
    const permission = byTraffic.get(key) ?? emptyPermission(rule);
    byTraffic.set(key, permission);
    const { Description } = rule;
    const said = Description === undefined ? {} : { Description };
    if (rule.CidrIpv4 !== undefined) permission.IpRanges?.push({ CidrIp: rule.CidrIpv4, ...said });
    else if (rule.CidrIpv6 !== undefined) permission.Ipv6Ranges?.push({ CidrIpv6: rule.CidrIpv6, ...said });
    else if (rule.PrefixListId !== undefined)
      permission.PrefixListIds?.push({ PrefixListId: rule.PrefixListId, ...said });
    else {
      permission.UserIdGroupPairs?.push({ ...rule.ReferencedGroupInfo, ...said });
    }
  }
  return [...byTraffic.values()];
}

/** All traffic has no ports, and neither have protocols without any. */
function emptyPermission({ IpProtocol, FromPort, ToPort }: GroupRuleRow): IpPermission {
  const hasPorts = /^(tcp|udp|icmp|icmpv6)$/.test(IpProtocol);
  return {
    IpProtocol,
    ...(hasPorts ? { FromPort, ToPort } : {}),
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
  };
}
