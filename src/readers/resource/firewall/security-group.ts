/**
 * Security groups with the rules written in them and beside them, and the default group of each VPC.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html (read 2026-11-24)
 */
import { mustCidr } from "../../../model/address.ts";
import type { SecurityGroupId, VpcId } from "../../../model/entity/entity.ts";
import type { GroupPeer, GroupRule, SecurityGroup } from "../../../model/entity/firewall.ts";
import { known } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { allTraffic } from "../../../model/traffic.ts";
import type { Resource } from "../property/value.ts";
import { impliedIds } from "../property/attribute.ts";
import { textOf, toEntity, toImplied } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt } from "../existence.ts";
import { inlineRule, ruleResource } from "./group-rule.ts";
import type { Direction } from "./group-rule.ts";
import { property, toItems } from "../property/property.ts";
import type { Rows } from "../rows.ts";
import { vpcOf } from "../vpc/subnet.ts";
import { hasIpv6 } from "../vpc/vpc-block.ts";

export function mapSecurityGroup(estate: Estate, resource: Resource): Rows {
  const group: SecurityGroup = {
    ...toEntity<SecurityGroupId>(estate, resource),
    vpc: vpcOf(estate, resource),
    groupName: textOf(resource, "GroupName") ?? resource.logicalId,
    associatedVpcs: known([]),
    ingress: rulesOf(estate, resource, "ingress"),
    egress: rulesOf(estate, resource, "egress"),
  };
  return { securityGroups: [group] };
}

const inlineProperties = { ingress: "SecurityGroupIngress", egress: "SecurityGroupEgress" } as const;
const ruleTypes = {
  ingress: "AWS::EC2::SecurityGroupIngress",
  egress: "AWS::EC2::SecurityGroupEgress",
} as const satisfies Readonly<Record<Direction, string>>;

/**
 * A group without egress rules gets two that allow everything, unless its tool takes them away; with any, it gets none. An empty list is none, and a rule
 * added beside the group counts (CloudFormation then takes the default away: aws/aws-cdk issue 987).
 */
function rulesOf(estate: Estate, group: Resource, direction: Direction): Known<readonly GroupRule[]> {
  const inline = toItems(property(group, inlineProperties[direction]));
  if (!inline.known) return inline;
  const beside = rulesBeside(estate, group.id, direction);
  const rules = [
    ...inline.value.map((item) => inlineRule(estate, group, item, direction)),
    ...beside.map((rule) => ruleResource(estate, rule, group, direction)),
  ];
  const isBare = direction === "egress" && group.stack.dialect.keepsDefaultEgress;
  if (!isBare || inline.value.length > 0) return known(rules);
  if (rules.length === 0) return known(anywhere(group, true));
  return anyDoubt(beside, group) ?? known(rules);
}

/** Rules that name the group by id, or by name as groups of a default VPC may be. */
export function rulesBeside(estate: Estate, group: string, direction: Direction): readonly Resource[] {
  const type = ruleTypes[direction];
  return [...estate.adding(type, "GroupId", group), ...estate.adding(type, "GroupName", group)];
}

function anywhere({ origin }: Resource, ipv6: boolean): readonly GroupRule[] {
  return ["0.0.0.0/0", ...(ipv6 ? ["::/0"] : [])].map((text) =>
    everything({ kind: "cidr", cidr: mustCidr(text) }, origin),
  );
}

const everything = (peer: GroupPeer, origin: Resource["origin"]): GroupRule => ({
  traffic: known(allTraffic),
  peer: known(peer),
  origin,
});

/** CDK's custom resource that takes the two rules of a default group away (feature restrictDefaultSecurityGroup). */
const restrictionType = "Custom::VpcRestrictDefaultSG";

/** Admits its own members, and sends anywhere, until a rule or CDK's restriction says otherwise. */
export function defaultSecurityGroup(estate: Estate, vpc: Resource): SecurityGroup {
  const id = impliedIds.defaultSecurityGroup(vpc.id) as SecurityGroupId;
  const restrictions = estate.adding(restrictionType, "DefaultSecurityGroupId", id);
  const doubt = anyDoubt(restrictions, vpc);
  const isOpen = restrictions.length === 0;
  const rules = (direction: Direction, own: readonly GroupRule[]) => {
    const beside = rulesBeside(estate, id, direction).map((rule) =>
      ruleResource(estate, rule, vpc, direction),
    );
    return doubt ?? known([...(isOpen ? own : []), ...beside]);
  };
  return {
    ...toImplied<SecurityGroupId>(id, vpc),
    vpc: vpc.id as VpcId,
    groupName: "default",
    associatedVpcs: known([]),
    ingress: rules("ingress", [everything({ kind: "security-group", id }, vpc.origin)]),
    egress: rules("egress", anywhere(vpc, hasIpv6(estate, vpc))),
  };
}
