/**
 * Rule groups of DNS Firewall and the VPCs they are associated with.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53resolver-firewallrulegroupassociation.html
 * (read 2026-11-25)
 */
import type { DnsFirewall } from "../../../model/entity/dns.ts";
import type { DnsFirewallId, VpcId } from "../../../model/entity/entity.ts";
import { deployed } from "../property/attribute.ts";
import { toEntity } from "../entity.ts";
import { ifExists } from "../existence.ts";
import { property, textOr } from "../property/property.ts";
import type { Mapper } from "../rows.ts";

export const mapDnsFirewall: Mapper = (estate, resource) => {
  const vpc = property(resource, "VpcId");
  const place =
    vpc === undefined ? deployed(resource, `VPC of ${resource.id}`) : estate.id<VpcId>("VPC", vpc);
  const group = textOr(property(resource, "FirewallRuleGroupId"), "");
  const firewall: DnsFirewall = {
    ...toEntity<DnsFirewallId>(estate, resource),
    ruleGroup: group.known && group.value !== "" ? group : deployed(resource, `rule group of ${resource.id}`),
    vpc: ifExists(resource, place),
  };
  return { dnsFirewalls: [firewall] };
};
