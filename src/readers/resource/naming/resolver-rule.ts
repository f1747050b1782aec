/**
 * Route 53 Resolver rules and the VPCs they are associated with.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53resolver-resolverrule.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53resolver-resolverruleassociation.html
 * (read 2026-11-24)
 */
import type { ResolverRule } from "../../../model/entity/dns.ts";
import type { ResolverRuleId, VpcId } from "../../../model/entity/entity.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource, Value } from "../property/value.ts";
import { textOf, toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt } from "../existence.ts";
import { toDnsName } from "./hosted-zone.ts";
import { allKnown, entryOf, property, textOr, toFields, toItems, toText } from "../property/property.ts";
import type { Rows } from "../rows.ts";

const kinds = { FORWARD: "forward", SYSTEM: "system", RECURSIVE: "recursive" } as const;

/** A rule whose domain is not known may take any name, in VPCs that are not known. */
export function mapResolverRule(estate: Estate, resource: Resource): Rows {
  const domain = textOr(property(resource, "DomainName"), "");
  const type = textOf(resource, "RuleType")?.toUpperCase() ?? "FORWARD";
  const rule: ResolverRule = {
    ...toEntity<ResolverRuleId>(estate, resource),
    domainName: domain.known ? toDnsName(domain.value) : "",
    kind: type === "SYSTEM" || type === "RECURSIVE" ? kinds[type] : "forward",
    targets: targetsOf(property(resource, "TargetIps")),
    vpcs: domain.known ? vpcsOf(estate, resource) : domain,
  };
  return { resolverRules: [rule] };
}

function vpcsOf(estate: Estate, rule: Resource): Known<readonly VpcId[]> {
  const associations = estate.adding(
    "AWS::Route53Resolver::ResolverRuleAssociation",
    "ResolverRuleId",
    rule.id,
  );
  const ids = associations.flatMap((association) => {
    const vpc = property(association, "VPCId");
    return vpc === undefined ? [] : [estate.id<VpcId>("VPC", vpc)];
  });
  return anyDoubt(associations, rule) ?? allKnown(ids);
}

function targetsOf(list: Value | undefined): readonly string[] {
  const items = toItems(list);
  return (items.known ? items.value : []).flatMap((item) => {
    const fields = toFields(item);
    const address = fields.known ? (entryOf(fields.value, "Ip") ?? entryOf(fields.value, "Ipv6")) : undefined;
    const text = address === undefined ? undefined : toText(address);
    return text === undefined ? [] : [text.known ? text.value : text.fact];
  });
}
