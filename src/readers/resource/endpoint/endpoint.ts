/**
 * VPC endpoints of every type.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
 * (read 2026-11-24): type Gateway, private DNS off, full access, and for interfaces the default group of the VPC, unless
 * the template says otherwise.
 */
import type { RouteTableId, SecurityGroupId, SubnetId, VpcEndpointId } from "../../../model/entity/entity.ts";
import type { EndpointType, VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { deployed, impliedIds } from "../property/attribute.ts";
import { toDocument } from "../property/document.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { ifExists } from "../existence.ts";
import { isFullAccess } from "./full-access.ts";
import { booleanOr, property, textOr, toText } from "../property/property.ts";
import type { Rows } from "../rows.ts";
import { vpcOf } from "../vpc/subnet.ts";

export function mapEndpoint(estate: Estate, resource: Resource): Rows {
  const type = typeOf(resource);
  const vpc = vpcOf(estate, resource);
  const endpoint: VpcEndpoint = {
    ...toEntity<VpcEndpointId>(estate, resource),
    vpc: known(vpc),
    type,
    serviceName: serviceNameOf(resource),
    serviceRegion: textOr(property(resource, "ServiceRegion"), resource.stack.region),
    state: ifExists(resource, known("available"), estate.find(vpc)),
    policy: policyOf(resource),
    privateDnsEnabled: booleanOr(property(resource, "PrivateDnsEnabled"), false),
    privateDnsOnlyForInboundResolver: inboundOnlyOf(resource, type),
    dnsNames: deployed(resource, `DNS names of ${resource.id}`),
    subnets: estate.symbols<SubnetId>("subnet", property(resource, "SubnetIds")),
    groups: groupsOf(estate, resource, type),
    networkInterfaces: isAttached(type) ? deployed(resource, `interfaces of ${resource.id}`) : known([]),
    routeTables: estate.ids<RouteTableId>("route table", property(resource, "RouteTableIds")),
    ipAddressType: ipAddressTypeOf(resource),
    ...dnsRecordIpTypeOf(resource),
  };
  return { vpcEndpoints: [endpoint] };
}

const types: Readonly<Record<string, EndpointType>> = {
  interface: "interface",
  gateway: "gateway",
  gatewayloadbalancer: "gateway-load-balancer",
  resource: "resource",
  servicenetwork: "service-network",
  tunnel: "tunnel",
};

/** A type that is not known shows in what only one type may have: route tables are for gateways, subnets for the others. */
function typeOf(resource: Resource): EndpointType {
  const written = textOr(property(resource, "VpcEndpointType"), "Gateway");
  if (written.known) return types[written.value.toLowerCase()] ?? "other";
  if (property(resource, "RouteTableIds") !== undefined) return "gateway";
  return "other";
}

const isAttached = (type: EndpointType) => type !== "gateway";

function serviceNameOf(resource: Resource): Known<string> {
  const names = ["ServiceName", "ResourceConfigurationArn", "ServiceNetworkArn"];
  const [name] = names.flatMap((one) => property(resource, one) ?? []);
  return name === undefined ? deployed(resource, `service of ${resource.id}`) : toText(name);
}

function policyOf(resource: Resource): VpcEndpoint["policy"] {
  const document = property(resource, "PolicyDocument");
  if (document === undefined) return known({ kind: "full-access" });
  return mapKnown(toDocument(document), (json) =>
    isFullAccess(json) ? { kind: "full-access" } : { kind: "document", json },
  );
}

/**
 * Applies to S3, which has gateway and interface endpoints; left out, it is on
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html, read 2026-11-24).
 */
function inboundOnlyOf(resource: Resource, type: EndpointType): Known<boolean> | undefined {
  const service = serviceNameOf(resource);
  if (type !== "interface" || !service.known || !service.value.endsWith(".s3")) return undefined;
  const option = property(resource, "DnsOptions", "PrivateDnsOnlyForInboundResolverEndpoint");
  const word = textOr(option, "OnlyInboundResolver");
  return mapKnown(word, (text) => text !== "AllResolvers" && text.toLowerCase() !== "false");
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html (read 2026-11-24) */
function groupsOf(estate: Estate, resource: Resource, type: EndpointType): VpcEndpoint["groups"] {
  const written = property(resource, "SecurityGroupIds");
  if (written !== undefined) return estate.symbols("security group", written);
  if (type === "gateway" || type === "gateway-load-balancer") return known([]);
  const vpc = vpcOf(estate, resource);
  if (estate.isWhole(vpc))
    return known([estate.standIn(impliedIds.defaultSecurityGroup(vpc)) as SecurityGroupId]);
  const call = `aws ec2 describe-security-groups --filters Name=group-name,Values=default Name=vpc-id,Values=${vpc}`;
  return unknown(`default security group of ${vpc}`, call);
}

const ipAddressTypes = ["ipv4", "ipv6", "dualstack"] as const;

/** `service-defined` is up to the service, and known once it is there. */
function dnsRecordIpTypeOf(resource: Resource): Pick<VpcEndpoint, "dnsRecordIpType"> {
  const written = property(resource, "DnsOptions", "DnsRecordIpType");
  if (written === undefined) return {};
  const type = textOr(written, "");
  if (!type.known) return { dnsRecordIpType: type };
  const found = ipAddressTypes.find((name) => name === type.value.toLowerCase());
  const dnsRecordIpType =
    found === undefined ? deployed(resource, `DNS record type of ${resource.id}`) : known(found);
  return { dnsRecordIpType };
}

/** Left out, AWS picks by the subnets and the service; in a VPC of IPv4 alone there is nothing to pick. */
function ipAddressTypeOf(resource: Resource): VpcEndpoint["ipAddressType"] {
  const written = textOr(property(resource, "IpAddressType"), "ipv4");
  if (!written.known) return written;
  const found = ipAddressTypes.find((name) => name === written.value.toLowerCase());
  return found === undefined ? deployed(resource, `address type of ${resource.id}`) : known(found);
}
