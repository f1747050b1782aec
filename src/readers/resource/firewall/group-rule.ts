/**
 * One rule of a security group, written in the group or as a resource of its own: the same properties either way.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
 * (read 2026-11-24)
 */
import type { PrefixListId, SecurityGroupId } from "../../../model/entity/entity.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { GroupPeer, GroupRule } from "../../../model/entity/firewall.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { parseProtocol, toTraffic } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import type { Fields, Resource, Value } from "../property/value.ts";
import { isReference } from "../property/attribute.ts";
import { textOf } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { ifExists } from "../existence.ts";
import { allKnown, entryOf, toBlock, toFields, toNumber, toText } from "../property/property.ts";

export type Direction = "ingress" | "egress";

export function ruleResource(
  estate: Estate,
  rule: Resource,
  group: Resource,
  direction: Direction,
): GroupRule {
  const { traffic, ...rest } = toRule(
    estate,
    { fields: rule.properties, origin: rule.origin, near: rule },
    direction,
  );
  return { ...rest, traffic: ifExists(rule, traffic, group) };
}

export function inlineRule(estate: Estate, group: Resource, item: Value, direction: Direction): GroupRule {
  const fields = toFields(item);
  if (!fields.known) return { traffic: fields, peer: fields, origin: item.origin };
  return toRule(estate, { fields: fields.value, origin: item.origin, near: group }, direction);
}

/** The text of a rule. `near` is the resource that it belongs to. */
interface Written {
  readonly fields: Fields;
  readonly origin: Resource["origin"];
  readonly near: Resource;
}

function toRule(estate: Estate, written: Written, direction: Direction): GroupRule {
  return {
    traffic: trafficOf(written),
    peer: peerOf(estate, written, direction === "ingress" ? "Source" : "Destination"),
    origin: written.origin,
  };
}

function trafficOf(written: Written): Known<Traffic> {
  const value = entryOf(written.fields, "IpProtocol");
  const text = value === undefined ? incomplete(written, "IpProtocol") : toText(value);
  if (!text.known) return text;
  const protocols = parseProtocol(text.value);
  if (protocols === undefined) return incomplete(written, "IpProtocol");
  const ports = allKnown([portOf(written, "FromPort"), portOf(written, "ToPort")]);
  return mapKnown(ports, ([from, to]) => toTraffic(protocols, from, to));
}

function portOf({ fields }: Written, name: string): Known<number | undefined> {
  const value = entryOf(fields, name);
  return value === undefined ? known(undefined) : toNumber(value);
}

function peerOf(estate: Estate, written: Written, side: "Source" | "Destination"): Known<GroupPeer> {
  const cidr = entryOf(written.fields, "CidrIp") ?? entryOf(written.fields, "CidrIpv6");
  if (cidr !== undefined) return mapKnown(toBlock(cidr), (block) => ({ kind: "cidr", cidr: block }));
  const list = entryOf(written.fields, `${side}PrefixListId`);
  if (list !== undefined) {
    return mapKnown(estate.id<PrefixListId>("prefix list", list), (id) => ({ kind: "prefix-list", id }));
  }
  const group = entryOf(written.fields, `${side}SecurityGroupId`);
  const found =
    group === undefined ? groupNamed(estate, written) : estate.id<SecurityGroupId>("security group", group);
  return mapKnown(found, (id) => ({ kind: "security-group", id }));
}

/** In a default VPC a rule may name its source by the group's name. */
function groupNamed(estate: Estate, written: Written): Known<SecurityGroupId> {
  const name = entryOf(written.fields, "SourceSecurityGroupName");
  if (name === undefined) return incomplete(written, "peer");
  if (isReference(name.content)) return known(name.content.resource.id as SecurityGroupId);
  const text = toText(name);
  if (!text.known) return text;
  const named = estate
    .ofType("AWS::EC2::SecurityGroup")
    .filter((group) => group.stack === written.near.stack && textOf(group, "GroupName") === text.value);
  const [only] = named;
  if (only !== undefined && named.length === 1) return known(only.id as SecurityGroupId);
  return unknown(
    `security group named ${text.value}`,
    `aws ec2 describe-security-groups --filters Name=group-name,Values=${text.value}`,
  );
}

function incomplete({ origin }: Written, name: string) {
  return unknown(`${name} of the rule at ${formatOrigin(origin)}`, `correct ${formatOrigin(origin)}`);
}
