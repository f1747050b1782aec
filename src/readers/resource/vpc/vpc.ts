/**
 * VPCs, their DHCP options, and the three rows that AWS makes with each: the main route table, the default network ACL
 * and the default security group, unless a resource takes one over.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
 * (read 2026-11-24)
 */
import type { VpcId } from "../../../model/entity/entity.ts";
import type { DhcpOptions, Vpc } from "../../../model/entity/vpc.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { defaultAcl } from "../firewall/network-acl.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { doubtOf, ifExists } from "../existence.ts";
import { booleanOr, property, textOr, toTexts } from "../property/property.ts";
import { mainRouteTable } from "../routing/route-table.ts";
import type { Rows } from "../rows.ts";
import { defaultSecurityGroup } from "../firewall/security-group.ts";
import { blocksOf, unreadBlocksOf } from "./vpc-block.ts";

export function mapVpc(estate: Estate, resource: Resource): Rows {
  const vpcs = [toVpc(estate, resource)];
  if (!estate.isWhole(resource.id)) return { vpcs };
  const own = <Row extends { readonly id: string }>(row: Row): readonly Row[] =>
    estate.standIn(row.id) === row.id ? [row] : [];
  return {
    vpcs,
    routeTables: own(mainRouteTable(estate, resource)),
    networkAcls: own(defaultAcl(estate, resource)),
    securityGroups: own(defaultSecurityGroup(estate, resource)),
  };
}

function toVpc(estate: Estate, resource: Resource): Vpc {
  const unreadCidrs = unreadBlocksOf(estate, resource);
  return {
    ...toEntity<VpcId>(estate, resource),
    cidrs: blocksOf(estate, resource),
    ...(unreadCidrs.length === 0 ? {} : { unreadCidrs }),
    isDefault: false,
    enableDnsSupport: booleanOr(property(resource, "EnableDnsSupport"), true),
    enableDnsHostnames: booleanOr(property(resource, "EnableDnsHostnames"), false),
    dhcpOptions: dhcpOptionsOf(estate, resource),
    encryptionControl: encryptionOf(estate, resource),
  };
}

/**
 * Without an association a VPC has the default option set of the Region, whose server is AmazonProvidedDNS.
 * https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html (read 2026-11-24)
 */
function dhcpOptionsOf(estate: Estate, vpc: Resource): Vpc["dhcpOptions"] {
  const [association] = estate.adding("AWS::EC2::VPCDHCPOptionsAssociation", "VpcId", vpc.id);
  if (association === undefined) return known("default");
  const doubt = doubtOf(association, vpc);
  const options = property(association, "DhcpOptionsId");
  if (doubt !== undefined || options === undefined) {
    return doubt ?? unknown(`DHCP options of ${vpc.id}`, `give ${association.id} its DhcpOptionsId`);
  }
  return options.content === "default" ? known("default") : estate.id("DHCP option set", options);
}

const encryptionModes = ["off", "monitor", "enforce"] as const;

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html (read 2026-11-24): off unless set. */
function encryptionOf(estate: Estate, vpc: Resource): Vpc["encryptionControl"] {
  const [control] = estate.adding("AWS::EC2::VPCEncryptionControl", "VpcId", vpc.id);
  const written = property(vpc, "VpcEncryptionControl", "Mode") ?? (control && property(control, "Mode"));
  const mode = textOr(written, control === undefined ? "off" : "monitor");
  if (!mode.known) return mode;
  const found = encryptionModes.find((name) => name === mode.value.toLowerCase());
  if (found === undefined) return unknown(`encryption control mode ${mode.value} of ${vpc.id}`, "correct it");
  return control === undefined ? known(found) : ifExists(control, known(found), vpc);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-dhcpoptions.html (read 2026-11-24) */
export function mapDhcpOptions(estate: Estate, resource: Resource): Rows {
  const options: DhcpOptions = {
    ...toEntity(estate, resource),
    domainNameServers: toTexts(property(resource, "DomainNameServers")),
  };
  return { dhcpOptions: [options] };
}
