/** Hosted zones, records, resolver rules and DNS Firewall. */
import { plannedNameOf } from "../../../../model/entity/vpc-endpoint.ts";
import type { Value } from "../../../resource/property/value.ts";
import { candidatesOf } from "../../edge/candidates.ts";
import { placeOf } from "../../edge/place.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf, expressionOf, isUnknown } from "../../read/source.ts";
import { link, listOf, nameOf, originOf, plain } from "../../read/value.ts";
import { each, first, only, to } from "../spec.ts";
import type { Read, TypeRow } from "../spec.ts";
import { vpc } from "./vpc.ts";

/** VPCs written in the zone and associated beside it, each once. */
const zoneVpcs: Read = ({ reader, source }) => {
  const associations = reader.naming("aws_route53_zone_association", "zone_id", nouns.zone, source.instance);
  if (associations.doubt !== undefined) return associations.doubt;
  const values = [...blocksOf(source, "vpc"), ...associations.sources].flatMap(
    (one) => link(reader, one, "vpc_id", nouns.vpc) ?? [],
  );
  const distinct = new Map(values.map((value) => [nameOf(value), value]));
  if (distinct.size === 0) return isUnknown(source, "vpc") ? plain(source, "vpc") : undefined;
  const items = [...distinct.values()].map((value): Value => ({
    ...value,
    content: { kind: "fields", entries: new Map([["VPCId", value]]) },
  }));
  return listOf(source, items);
};

/**
 * A name that does not end with that of its zone is within it; the empty one is the zone's own.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record (read 2026-11-29)
 */
const recordName: Read = ({ reader, source }) => {
  const fqdn = plain(source, "fqdn");
  if (typeof fqdn?.content === "string") return fqdn;
  const name = plain(source, "name") ?? { content: "", origin: originOf(source.instance) };
  const zone = link(reader, source, "zone_id", nouns.zone);
  const row =
    typeof zone?.content === "object" && zone.content?.kind === "reference"
      ? zone.content.resource
      : undefined;
  const zoneName = row?.properties.entries.get("Name")?.content;
  if (typeof name.content !== "string" || typeof zoneName !== "string") return name;
  const [short, long] = [name.content, zoneName].map((text) => text.toLowerCase().replace(/\.$/, ""));
  if (short === undefined || long === undefined || short === long || short.endsWith(`.${long}`)) return name;
  return { ...name, content: short === "" ? long : `${short}.${long}` };
};

/** An alias of an endpoint that is not there yet. */
const aliasName: Read = ({ reader, source }) => {
  const name = plain(source, "name");
  if (!isUnknown(source, "name")) return name;
  const { instance, block, expressions } = source;
  const endpoints = {
    ...nouns.endpoint,
    sources: [{ type: "aws_vpc_endpoint", by: ["dns_entry.dns_name", "dns_entry"] }],
  };
  const found = candidatesOf(
    reader.world,
    endpoints,
    expressionOf(expressions, "name"),
    placeOf(reader.world, instance, block),
  );
  const [only] = found.hits;
  const resource = only && found.hits.length === 1 ? reader.resourceOf(only.instance) : undefined;
  return resource === undefined ? name : { content: plannedNameOf(resource.id), origin: originOf(instance) };
};

export const dnsTypes: Readonly<Record<string, TypeRow>> = {
  aws_route53_zone: { type: "AWS::Route53::HostedZone", properties: { Name: "name", VPCs: zoneVpcs } },
  aws_route53_zone_association: {},
  aws_route53_record: only("AWS::Route53::RecordSet", {
    HostedZoneId: to("zone_id", nouns.zone),
    Name: recordName,
    Type: "type",
    ResourceRecords: "records",
    AliasTarget: first("alias", { DNSName: aliasName }),
  }),
  aws_service_discovery_private_dns_namespace: {
    type: "AWS::ServiceDiscovery::PrivateDnsNamespace",
    properties: { Name: "name", Vpc: to("vpc", nouns.vpc) },
  },
  aws_route53_resolver_rule: {
    type: "AWS::Route53Resolver::ResolverRule",
    properties: {
      DomainName: "domain_name",
      RuleType: "rule_type",
      TargetIps: each("target_ip", { Ip: "ip", Ipv6: "ipv6" }),
    },
  },
  aws_route53_resolver_rule_association: only("AWS::Route53Resolver::ResolverRuleAssociation", {
    ResolverRuleId: to("resolver_rule_id", nouns.resolverRule),
    VPCId: vpc,
  }),
  aws_route53profiles_association: {
    type: "AWS::Route53Profiles::ProfileAssociation",
    properties: { ProfileId: "profile_id", ResourceId: to("resource_id", nouns.vpc) },
  },
  aws_route53_resolver_firewall_rule_group_association: {
    type: "AWS::Route53Resolver::FirewallRuleGroupAssociation",
    properties: { VpcId: vpc, FirewallRuleGroupId: "firewall_rule_group_id" },
  },
};
